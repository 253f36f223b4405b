import { capabilityToSignalling, type Failure } from '@weft/crypto';
import type { Cancel, LedgerStorage, Ports } from '../ports/index.ts';
import type { AttachmentDesk, AttachmentLink, AttachmentPeers } from '../attachments/create-attachments.ts';
import { createPeerMesh, type PeerMesh } from '../peer/peer-mesh.ts';
import type { Replica } from '../replica/types.ts';
import type { ReceiptRelay } from '../presence/receipt-sender.ts';
import { createRelayDriver, hostToNoteKey, readRelayNote, type RelayDriver } from '../sync/relay-driver.ts';
import type { Receipt } from '../presence/receipts.ts';
import { keepSentBook } from '../sync/keep-sent-book.ts';
import type { SentBook } from '../sync/sent-book.ts';
import { type LinksReport, NO_LINKS, sessionToReport } from '../sync/status.ts';
import type { IceServer } from '../wire/index.ts';
import type { ConnectionConstructor } from './data-channel.ts';
import type { SocketConstructor } from './guarded-socket.ts';
import { createPeerLinks, type PeerLinks } from './peer-links.ts';
import type { RelayAddress } from './relay-address.ts';
import { createRelayLink, type NetworkPort, type RelayLink } from './relay-link.ts';

export interface DocumentLinksOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  readonly storage: LedgerStorage;
  /** Without it there is no relay. */
  readonly address: RelayAddress | undefined;
  /** The relay's admission secret. */
  readonly admission: string | undefined;
  /** base64url */
  readonly roomId: string;
  readonly WebSocket: SocketConstructor;
  readonly network: NetworkPort | undefined;
  /** Without it there are no peers. */
  readonly Connection: ConnectionConstructor | undefined;
  /** Signalling servers; without any, peers are met by hand only. */
  readonly signalling: readonly string[];
  /** Used until the relay names others. */
  readonly iceServers: readonly IceServer[];
  /** The files of the document. */
  readonly files: Pick<AttachmentDesk, 'connect' | 'connectPeers'>;
  siblings(): Iterable<string>;
  /** `from`: a relay's connection, or below 0 a peer link. */
  ephemeral(envelope: Uint8Array, from: number): void;
  peer(connection: number, change: 'joined' | 'left'): void;
  /** Connected to the relay: others may be there, who do not know us. */
  joined(others: readonly number[]): void;
  alarm(failure: Failure<string>): void;
  changed(): void;
}

/** The links a leading tab holds: a relay, and peers. */
export interface DocumentLinks {
  report(): LinksReport;
  /** Whether the relay or another device is known to hold this envelope. */
  isSent(session: string, seq: number): boolean;
  /** True while the relay session itself decides when to compact. */
  compacts(): boolean;
  send(envelope: Uint8Array): void;
  addOwn(session: string): void;
  /** KEY-8: someone spoke over the relay under keys that are not known here. */
  noteStrangeKeys(): void;
  /** SYN-6: another session's receipt that came over the relay. */
  takeReceipt(from: string, receipt: Receipt): void;
  /** How the relay stands, for one's own receipts. */
  receiptRelay(): ReceiptRelay | undefined;
  /** STUN and TURN servers: those given, and those that the relay named last. */
  iceServers(): readonly IceServer[];
  /** The peer links, once they are there; `undefined` where there can be none. */
  mesh(): PeerMesh | undefined;
  close(): Promise<void>;
}

const PEER_NOTE = 'peers';
const PERSIST_MS = 1_000;

/** Takes over where an earlier session, or another tab, left off: reads what is known of the relay and of peers, then connects. */
export function createDocumentLinks(options: DocumentLinksOptions): DocumentLinks {
  const { ports, replica, storage, address, Connection } = options;
  const stops: (() => void)[] = [];
  let driver: RelayDriver | undefined;
  let link: RelayLink | undefined;
  let files: AttachmentLink | undefined;
  let book: SentBook | undefined;
  let mesh: PeerMesh | undefined;
  let search: PeerLinks | undefined;
  let fileLinks: AttachmentPeers | undefined;
  let iceServers = options.iceServers;
  let cancelPersist: Cancel | undefined;
  let isClosed = false;

  async function start(): Promise<void> {
    const noteKey = address === undefined ? undefined : hostToNoteKey(address.base);
    const note = noteKey === undefined ? undefined : await readRelayNote(storage, noteKey);
    const peerNote = await storage.readNote(PEER_NOTE);
    if (isClosed) return;
    const kept = keepSentBook(replica, peerNote.ok ? peerNote.value : undefined);
    book = kept.book;
    stops.push(kept.stop);
    if (Connection !== undefined) startPeers(Connection);
    if (address === undefined || noteKey === undefined || note === undefined) return options.changed();
    driver = createRelayDriver({
      ports,
      replica,
      host: address.host,
      admission: options.admission,
      storage,
      noteKey,
      note,
      own: options.siblings(),
      listeners: {
        changed: (state) => {
          book?.takeRelay(state.heads);
          mesh?.setFetching(state.phase === 'replaying');
          files?.setLive(state.phase === 'live');
          // The same host: no use in asking it for peers while it is away.
          if (state.phase === 'live') search?.setReachable(true);
          else if (state.phase === 'closed' && state.failure !== undefined) search?.setReachable(false);
          options.changed();
        },
        ephemeral: (envelope, from) => options.ephemeral(envelope, from),
        joined: (others) => options.joined(others),
        peer: (connection, change) => options.peer(connection, change),
        caughtUp: () => link?.caughtUp(),
        ice(servers) {
          iceServers = [...options.iceServers, ...servers];
          search?.setIceServers(iceServers);
        },
        chunks: (frame) => files?.receive(frame),
        alarm: (failure) => options.alarm(failure),
      },
    });
    const relay = driver;
    files = options.files.connect((frame) => relay.askChunks(frame));
    book.takeRelay(driver.state().heads);
    link = createRelayLink({
      driver,
      address,
      roomId: options.roomId,
      timers: ports.timers,
      WebSocket: options.WebSocket,
      network: options.network,
    });
    options.changed();
  }

  function startPeers(connection: ConnectionConstructor): void {
    const peers = createPeerMesh({
      ports,
      replica,
      certificate: () => replica.certificate,
      own: options.siblings,
      listeners: {
        changed: () => options.changed(),
        joined(via) {
          options.peer(via, 'joined');
          fileLinks?.joined(via);
        },
        left(via) {
          options.peer(via, 'left');
          fileLinks?.left(via);
        },
        chunk: (frame, via) => fileLinks?.receive(frame, via),
        ephemeral: (envelope, via) => options.ephemeral(envelope, via),
        heads(heads) {
          if (book?.takePeer(heads) !== true) return;
          persistSoon();
          options.changed();
        },
        alarm: (failure) => options.alarm(failure),
      },
    });
    mesh = peers;
    fileLinks = options.files.connectPeers(peers);
    if (options.signalling.length === 0) return;
    const startSearch = (): PeerLinks =>
      createPeerLinks({
        mesh: peers,
        timers: ports.timers,
        signalling: capabilityToSignalling(ports.sodium, replica.capability()),
        servers: options.signalling,
        iceServers,
        Connection: connection,
      });
    search = startSearch();
    // KEY-8: peers meet under the new keys, where whoever was removed does not find them.
    stops.push(
      replica.on('epoch', () => {
        const before = search;
        search = undefined;
        void before?.destroy().then(() => {
          if (!isClosed && !replica.isRemoved()) search = startSearch();
        });
      }),
    );
  }

  function persistSoon(): void {
    cancelPersist ??= ports.timers.set(PERSIST_MS, () => {
      cancelPersist = undefined;
      void persist();
    });
  }

  async function persist(): Promise<void> {
    if (book !== undefined && !book.isAlone()) await storage.writeNote(PEER_NOTE, book.toBytes());
  }

  const started = start();

  return {
    report() {
      const relay = driver === undefined ? undefined : sessionToReport(driver.state());
      const state = relay?.state ?? (address === undefined ? 'off' : 'connecting');
      // What was never meant for anyone else is not waiting to be sent.
      const isPrivate = address === undefined && book?.isAlone() === true;
      // A relay that is about to say more comes first.
      const isRelayBusy = state === 'connecting' || state === 'syncing';
      return {
        ...NO_LINKS,
        ...relay,
        state,
        unsent: isPrivate ? 0 : (book?.unsent() ?? 0),
        peers: mesh?.count() ?? 0,
        isCaughtUp: state === 'connected' || (!isRelayBusy && mesh?.isCaughtUp() === true),
      };
    },
    isSent: (session, seq) => book?.isSent(session, seq) === true,
    compacts() {
      const phase = driver?.state().phase;
      return phase === 'live' || phase === 'replaying';
    },
    send(envelope) {
      driver?.sendEphemeral(envelope);
      mesh?.send(envelope);
    },
    addOwn(session) {
      driver?.addOwn(session);
      mesh?.addOwn(session);
    },
    iceServers: () => iceServers,
    mesh: () => mesh,
    noteStrangeKeys: () => driver?.noteStrangeKeys(),
    takeReceipt: (from, receipt) => driver?.takeReceipt(from, receipt),
    receiptRelay: () => driver?.receiptRelay(),
    async close() {
      isClosed = true;
      await started;
      cancelPersist?.();
      for (const stop of stops) stop();
      await driver?.persist();
      await persist();
      // The drivers first: what a closing connection still says is of no interest.
      mesh?.close();
      files?.close();
      fileLinks?.close();
      driver?.destroy();
      link?.destroy();
      await search?.destroy();
    },
  };
}
