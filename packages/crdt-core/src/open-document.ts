import {
  capabilityToSignalling,
  isAllowed,
  narrowCapability,
  type Result,
  success,
  toBase64Url,
  toHex,
  wipeCapability,
} from '@weft/crypto';
import { createCompactionCare } from './compaction-care.ts';
import type { OpenFailure, WeftDocument } from './document.ts';
import type { DocumentStatus } from './document-status.ts';
import type { StorageFailure } from './ports/storage.ts';
import { createDocumentAlarms } from './document-alarms.ts';
import { createDocumentPast } from './document-past.ts';
import { createDocumentPeople } from './document-people.ts';
import { exportLedger } from './files/export-ledger.ts';
import { exportWithFiles } from './files/export-with-files.ts';
import { importFile } from './files/import-file.ts';
import { openStored } from './open-stored.ts';
import { openAttachments } from './attachments/open-attachments.ts';
import { uploadsToStuck } from './attachments/uploads.ts';
import { createErrands } from './errands/create-errands.ts';
import { createDocumentLinks, type DocumentLinks } from './links/document-links.ts';
import { createLedgerKeeper } from './links/ledger-keeper.ts';
import { createPairing } from './links/pairing.ts';
import { createTabLink } from './links/tab-link.ts';
import { createTabReports } from './links/tab-reports.ts';
import { checkOptions, type OpenOptions } from './open-options.ts';
import { plantSeed, seedFailure } from './plant-seed.ts';
import { cleanUser } from './presence/awareness-update.ts';
import { createEphemeralReader } from './presence/ephemeral-reader.ts';
import { createPresence } from './presence/presence.ts';
import { createReceiptSender } from './presence/receipt-sender.ts';
import { createReceiptBook } from './presence/receipts.ts';
import { createReplica } from './replica/create-replica.ts';
import { createWritable } from './sync/readable.ts';
import { isSameStatus, NO_LINKS, partsToStatus } from './sync/status.ts';

/** Enough of a device's id to tell devices apart where it is only shown. */
const RECEIPT_ID_BYTES = 16;

/**
 * Opens a document: its stored ledger, its replica, its sibling tabs, its relay, its presence. Opening one document several
 * times, on one page or in several tabs, gives as many replicas that share what is stored.
 */
export async function openDocument(options: OpenOptions): Promise<Result<WeftDocument, OpenFailure>> {
  const { ports, seed } = options;
  const { sodium, timers } = ports;
  const checked = checkOptions(options);
  if (!checked.ok) return checked;
  const { address, capability } = checked.value;
  const roomId = toBase64Url(capability.certificate.roomId);

  const name = `weft/${roomId}`;
  const stored = await openStored(options.storage, name);
  if (!stored.ok) {
    wipeCapability(sodium, capability);
    return stored;
  }
  const { ledgerDoc, storage, looked } = stored.value;

  let links: DocumentLinks | undefined;
  let isOpen = false;
  let closing: Promise<void> | undefined;

  const replica = createReplica(ports, { capability, device: ports.device, ...stored.value });
  const deviceId = toHex(ports.device.id).slice(0, 2 * RECEIPT_ID_BYTES);
  const people = createDocumentPeople(replica, ports.device.id, capability.adminSeed);
  const pins = options.capability.pins ?? [];
  const alarms = createDocumentAlarms({ ports, replica, pins, changed: () => refresh() });
  const receipts = createReceiptBook(deviceId);

  const keeper = createLedgerKeeper({
    ledgerDoc,
    storage,
    timers,
    share: (update, isStored) => tab.shareUpdate(update, isStored),
    changed: () => refresh(),
  });

  /** To every link there is; the tab that holds them passes on what its siblings say. */
  function send(envelope: Uint8Array): void {
    tab.shareOutgoing(envelope);
    links?.send(envelope);
  }

  function takePeer(connection: number, change: 'joined' | 'left'): void {
    receiptSender.peer(connection, change);
    if (change === 'left') return presence.connectionLeft(connection);
    presence.greet();
  }

  function lead(): void {
    if (!isOpen || (address === undefined && ports.webrtc === undefined)) return refresh();
    links = createDocumentLinks({
      ports,
      replica,
      storage,
      address,
      admission: options.admission,
      roomId,
      WebSocket: ports.WebSocket,
      network: ports.network,
      Connection: ports.webrtc,
      signalling: options.peers?.signalling ?? (address === undefined ? [] : [`${address.base}/signal`]),
      iceServers: options.peers?.iceServers ?? [],
      files,
      siblings: () => tab.siblings(),
      ephemeral(envelope, from) {
        ephemerals.take(envelope, from);
        tab.shareIncoming(envelope, from);
      },
      peer(connection, change) {
        takePeer(connection, change);
        tab.sharePeer(connection, change);
      },
      joined(others) {
        receiptSender.connected(others);
        presence.greet();
        tab.sharePeer(0, 'joined'); // siblings greet too
      },
      alarm: (failure) => alarms.raise(failure),
      changed: () => refresh(),
    });
  }

  const presence = createPresence({
    ports,
    replica,
    deviceId,
    send: (envelope) => send(envelope),
    changed: () => refresh(),
  });
  const ephemerals = createEphemeralReader({
    replica,
    presence,
    errand: (opened) => errands.take(opened),
    strangeKeys: (from) => from >= 0 && links?.noteStrangeKeys(),
    receipt(receipt, session, from) {
      // KEY-6: a receipt counts for the device that vouches for its session.
      if (replica.people.deviceOf(session)?.startsWith(receipt.device) === true) receipts.add(receipt, session);
      // Below 0 a peer link: it speaks of that peer's relay, which may be another.
      if (from !== undefined && from >= 0) links?.takeReceipt(session, receipt);
      care.settle();
      refresh();
    },
  });
  const errands = createErrands({
    ports,
    device: ports.device,
    replica,
    awareness: presence.awareness,
    sessions: () => ephemerals.sessions(),
    send,
  });
  const leads = (): boolean => tab.leads();
  const receiptSender = createReceiptSender(ports, replica, deviceId, leads, send, () => links?.receiptRelay());

  const pairing = createPairing({
    ports,
    Connection: ports.webrtc,
    key: {
      sodium,
      get key() {
        return capabilityToSignalling(sodium, replica.capability()).pairingKey;
      },
      roomId: capability.certificate.roomId,
    },
    iceServers: () => links?.iceServers() ?? [],
    mesh: () => links?.mesh(),
  });

  const files = openAttachments(options, replica, name, (news) => tab.shareFile(news));

  const tab = createTabLink({
    tabs: options.tabs ?? ports.tabs,
    name,
    session: replica.sessionHex,
    ledgerDoc,
    storage,
    listeners: {
      // Deferred, because the lock may be granted before the links below it exist.
      lead: () => queueMicrotask(lead),
      sibling: (session) => links?.addOwn(session),
      bye: () => refresh(),
      outgoing(envelope) {
        ephemerals.take(envelope);
        links?.send(envelope);
      },
      incoming: (envelope, from) => ephemerals.take(envelope, from),
      peer: takePeer,
      file: (news) => files.hear(news),
      report(report, heads) {
        reports.take(report, heads);
        alarms.take(report.alarms ?? []);
        refresh();
      },
    },
  });

  const reports = createTabReports({
    timers,
    replica,
    initial: address === undefined ? NO_LINKS : { ...NO_LINKS, state: 'connecting' },
    tab: () => tab,
    held: () => links,
    alarms: () => alarms.shared(),
  });

  const care = createCompactionCare({
    ports,
    replica,
    receipts,
    isSeenTo: () => links?.compacts() === true,
    peers: () => links?.report().peers ?? 0,
    leads: () => tab.leads(),
  });
  const status = createWritable<DocumentStatus>(derive());

  const past = createDocumentPast({ ...ports, replica, people, status, storage, looked });

  const stops = [
    replica.on('appended', () => refresh()),
    replica.on('gap', () => refresh()),
    replica.on('pending', () => refresh()),
    replica.on('compacted', () => {
      if (tab.leads()) void storage.trim();
    }),
  ];
  // Not on 'update': Yjs would encode every keystroke once more for it.
  for (const doc of [replica.doc, replica.comments]) doc.on('afterTransactionCleanup', () => refresh());

  function derive(): DocumentStatus {
    const own = replica.ledger.heads().get(replica.sessionHex)?.seq;
    const leads = tab.leads();
    return partsToStatus({
      unsaved: keeper.unsaved() + replica.unsealed(),
      storageFailure: keeper.failure(),
      links: reports.links(),
      unseenByLeader: reports.unseenByLeader(),
      seenBy: own === undefined ? 0 : receipts.countSeen(replica.sessionHex, own),
      unsentFiles: files.api.uploads.get().length,
      stuckFiles: uploadsToStuck(files.api.uploads.get()),
      people: presence.people(),
      leads,
      gaps: replica.gaps().length,
      pending: replica.isPending(),
      alarms: alarms.all(),
    });
  }

  files.api.uploads.subscribe(() => refresh());

  function refresh(): void {
    if (!isOpen) return;
    alarms.consider(reports.links().isCaughtUp);
    const next = derive();
    if (!isSameStatus(next, status.get())) status.set(next);
    if (next.leads) {
      reports.soon();
      care.consider();
    }
  }

  async function flush(): Promise<Result<void, StorageFailure>> {
    replica.flush();
    const flushed = await keeper.flush();
    await past.save();
    return flushed;
  }

  async function close(): Promise<void> {
    isOpen = false;
    for (const stop of stops) stop();
    alarms.stop();
    await past.stop();
    people.stop();
    care.stop();
    reports.stop();
    receiptSender.destroy();
    errands.destroy();
    presence.destroy(); // says goodbye over the links
    await files.close();
    // Closing goes on if the storage does not take the last changes: the status has said so.
    await flush();
    pairing.destroy();
    await links?.close();
    tab.close();
    keeper.destroy();
    replica.destroy();
    await storage.close();
    ledgerDoc.destroy();
    wipeCapability(sodium, capability);
  }

  isOpen = true;
  care.settle();
  if (seed !== undefined && !plantSeed(replica, seed)) {
    closing = close();
    await closing;
    return seedFailure('seed-malformed');
  }
  refresh();

  return success({
    roomId,
    role: replica.role,
    canEdit: isAllowed(replica.role, 'content'),
    canComment: isAllowed(replica.role, 'comment'),
    doc: replica.doc,
    comments: replica.comments,
    content: replica.doc.getXmlFragment('content'),
    title: replica.doc.getText('title'),
    awareness: presence.awareness,
    status,
    pairing,
    errands,
    attachments: files.api,
    setApplyGate: (gate) => replica.setApplyGate(gate),
    people: { ...people, ownCapability: () => alarms.pin(people.ownCapability(), reports.isSent) },
    losses: past.losses,
    away: past.away,
    versions: past.versions,
    setUser(user) {
      presence.setUser(user);
      const clean = cleanUser(user);
      if (clean !== undefined) replica.people.setPerson(clean);
    },
    capability: (role) => narrowCapability(sodium, alarms.pin(replica.capability(), reports.isSent), role),
    flush,
    exportFile: () => exportLedger(sodium, replica),
    exportWithFiles: (references, fileOptions = {}) =>
      exportWithFiles(sodium, replica, files, [...references], fileOptions),
    importFile: (bytes, onProgress) => importFile(sodium, replica, files, bytes, timers, () => !isOpen, onProgress),
    close() {
      closing ??= close();
      return closing;
    },
  });
}
