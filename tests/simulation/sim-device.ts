import {
  createAlarmList,
  createEphemeralReader,
  createLedgerKeeper,
  createPresence,
  createReceiptBook,
  createReceiptSender,
  createRelayDriver,
  createReplica,
  createTabLink,
  exportLedger,
  importLedger,
  type DocumentStatus,
  NO_LINKS,
  partsToStatus,
  readRelayNote,
  type RelayDriver,
  type LinksReport,
} from '@weft/crdt-core';
import { createLedgerDoc, createMemoryDisk } from '@weft/crdt-core/testing';
import { type Capability, type Failure, toHex } from '@weft/crypto';
import type * as Y from 'yjs';
import { keepCapability } from './keep-capability.ts';
import { createSimTabs, type SimTabs } from './sim-tabs.ts';
import { NOBODY_SHOWN, whileAlive, witnessed } from './mortal.ts';
import { endTab, type OpenTab } from './open-tab.ts';
import type { SimDevice, SimDeviceOptions } from './sim-types.ts';
import { createSimLinks, type SimLinks } from './sim-links.ts';

const REPORT_MS = 50;
const FILE = 'weft/simulation';

/** A device that is on, with no tab open. */
export function createSimDevice(given: SimDeviceOptions): SimDevice {
  const { name, number, random, network, host, witness, compactEntries, device } = given;
  let aheadMs = 0;
  const clock = { now: () => given.ports.clock.now() + aheadMs };
  const options = { ...given, ports: { ...given.ports, clock } };
  const deviceId = device === undefined ? number.toString(16).padStart(32, '0') : toHex(device.id).slice(0, 32);
  let capability = options.capability;
  const disk = createMemoryDisk();
  // A small note fits where the ledger no longer does: what is noted must be true all the same.
  const notes = new Map<string, Uint8Array>();
  let simTabs: SimTabs = createSimTabs(options.ports.timers, random);
  let open: OpenTab[] = [];
  let isPartitioned = false;
  let hasDied = false;

  /** A replica wipes the room's root when it closes. */
  function copied(): Capability {
    const { adminSeed } = capability;
    return adminSeed === undefined ? capability : { ...capability, adminSeed: adminSeed.slice() as typeof adminSeed };
  }

  async function openTab(): Promise<void> {
    const living = { isDead: false };
    const ports = whileAlive(options.ports, () => !living.isDead);
    const home = simTabs;
    const ledgerDoc = createLedgerDoc(random);
    const storage = witnessed(
      disk.open(FILE, ledgerDoc),
      notes,
      () => living.isDead,
      () => witness.saving(number, replica),
    );
    await storage.load();
    const replica = createReplica(ports, { capability: copied(), ledgerDoc, device });
    replica.on('epoch', () => witness.rekeyed?.(number, replica));
    replica.on('appended', (envelope, source) => witness.appended(number, replica, envelope, source));
    const alarms = createAlarmList(ports.clock);
    const alarm = (raised: Failure<string> & { readonly session?: string }): void => {
      alarms.add(raised);
      witness.alarm(number, raised.code, raised.session);
    };
    replica.on('alarm', alarm);
    replica.on('damaged', ({ failure }) => alarm(failure));
    const receipts = createReceiptBook(deviceId);
    let leaderReport: LinksReport = { ...NO_LINKS, state: 'connecting' };
    let leaderHeads: Readonly<Record<string, number>> = {};
    let cancelReport: (() => void) | undefined;
    let driver: RelayDriver | undefined;
    let links: SimLinks | undefined;

    const keeper = createLedgerKeeper({
      ledgerDoc,
      storage,
      timers: ports.timers,
      share: (update, isStored) => tab.shareUpdate(update, isStored),
      changed: () => undefined,
    });

    const isOpen = (): boolean => !isClosed && !living.isDead;
    keepCapability(ports, replica, keeper.flush, isOpen, (kept) => {
      const { adminSeed } = capability;
      capability = adminSeed === undefined ? kept : { ...kept, adminSeed };
    });

    async function lead(): Promise<void> {
      const note = await readRelayNote(storage, 'relay');
      if (living.isDead || isClosed) return;
      const held = meet();
      links = held;
      self.leave = (isDead) => held.leave(isDead);
      if (network === undefined) return;
      const wantsCompaction = (): boolean =>
        (replica.role === 'editor' || replica.role === 'admin') && replica.ledger.stats().tailEntries >= compactEntries;
      driver = createRelayDriver({
        ports,
        replica,
        host,
        storage,
        noteKey: 'relay',
        note,
        own: tab.siblings(),
        wantsCompaction,
        listeners: {
          alarm,
          changed() {
            if (driver !== undefined) held.moved(driver);
            reportSoon();
          },
          ephemeral(envelope, from) {
            takeEphemeral(envelope, from);
            tab.shareIncoming(envelope, from);
          },
          joined(others) {
            receiptSender.connected(others);
            presence?.greet();
            tab.sharePeer(0, 'joined');
          },
          peer: tellPeer,
        },
      });
      held.moved(driver);
      self.link = network.attach(driver, number);
      self.link.setPartitioned(isPartitioned);
    }

    /** SYN-2: the tab that leads holds the peer links too. */
    function meet(): SimLinks {
      return createSimLinks({
        ports,
        replica,
        peers: options.peers,
        device: number,
        own: () => tab.siblings(),
        alarm,
        peer: tellPeer,
        ephemeral(envelope, via) {
          takeEphemeral(envelope, via);
          tab.shareIncoming(envelope, via);
        },
      });
    }

    function send(envelope: Uint8Array): void {
      tab.shareOutgoing(envelope);
      driver?.sendEphemeral(envelope);
      links?.send(envelope);
    }

    const presence = options.hasPresence
      ? createPresence({ ports, replica, deviceId, send: (envelope) => send(envelope), changed: () => undefined })
      : undefined;
    const ephemerals = createEphemeralReader({
      replica,
      presence: presence ?? NOBODY_SHOWN,
      strangeKeys: (from) => from >= 0 && driver?.noteStrangeKeys(),
      receipt(receipt, session, from) {
        const isVouched = replica.people.deviceOf(session)?.startsWith(receipt.device) === true;
        if (device === undefined || isVouched) receipts.add(receipt, session);
        if (from !== undefined && from >= 0) driver?.takeReceipt(session, receipt);
      },
      errand: () => undefined,
    });
    const takeEphemeral = (envelope: Uint8Array, from?: number): void => ephemerals.take(envelope, from);

    function takePeer(connection: number, change: 'joined' | 'left'): void {
      receiptSender.peer(connection, change);
      if (change === 'left') return presence?.connectionLeft(connection);
      presence?.greet();
    }

    /** What the leading tab hears of connections, its siblings hear from it. */
    function tellPeer(connection: number, change: 'joined' | 'left'): void {
      takePeer(connection, change);
      tab.sharePeer(connection, change);
    }

    function reportSoon(): void {
      if (tab.siblings().size === 0 || !tab.leads()) return;
      cancelReport ??= ports.timers.set(REPORT_MS, () => {
        cancelReport = undefined;
        if (isClosed) return;
        const heads: Record<string, number> = {};
        for (const session of tab.siblings()) heads[session] = replica.ledger.heads().get(session)?.seq ?? -1;
        if (links !== undefined) tab.shareReport(links.report(driver), heads);
      });
    }

    function status(): DocumentStatus {
      const own = replica.ledger.heads().get(replica.sessionHex)?.seq;
      const leads = tab.leads();
      return partsToStatus({
        unsaved: keeper.unsaved() + replica.unsealed(),
        storageFailure: keeper.failure(),
        links: leads && links !== undefined ? links.report(driver) : leaderReport,
        unseenByLeader: leads || own === undefined ? 0 : Math.max(0, own - (leaderHeads[replica.sessionHex] ?? -1)),
        seenBy: own === undefined ? 0 : receipts.countSeen(replica.sessionHex, own),
        unsentFiles: 0,
        stuckFiles: undefined,
        people: 1,
        leads,
        gaps: replica.gaps().length,
        pending: replica.isPending(),
        alarms: alarms.all(),
      });
    }

    const receiptSender = createReceiptSender(
      ports,
      replica,
      deviceId,
      () => !isClosed && tab.leads(),
      send,
      () => driver?.receiptRelay(),
    );
    let isClosed = false;
    const tab = createTabLink({
      tabs: home.join(() => !living.isDead),
      name: FILE,
      session: replica.sessionHex,
      ledgerDoc,
      storage,
      listeners: {
        lead: () => void Promise.resolve().then(lead),
        sibling(session) {
          driver?.addOwn(session);
          links?.addOwn(session);
        },
        bye: () => undefined,
        outgoing(envelope) {
          takeEphemeral(envelope);
          driver?.sendEphemeral(envelope);
          links?.send(envelope);
        },
        incoming: (envelope, from) => takeEphemeral(envelope, from),
        peer: takePeer,
        file: () => undefined,
        report(report, heads) {
          leaderReport = report;
          leaderHeads = heads;
        },
      },
    });

    const self: OpenTab = {
      replica,
      keeper,
      tab,
      storage,
      link: undefined,
      leave: undefined,
      get isDead() {
        return living.isDead;
      },
      set isDead(isDead: boolean) {
        living.isDead = isDead;
      },
      driver: () => driver,
      leads: () => tab.leads(),
      unsaved: () => keeper.unsaved() + replica.unsealed(),
      status,
      shown: () => new Set(presence?.awareness.states.keys()),
      async close() {
        isClosed = true;
        presence?.destroy();
        cancelReport?.();
        receiptSender.destroy();
        replica.flush();
        await keeper.flush();
        await driver?.persist();
        driver?.destroy();
        self.link?.destroy();
        self.leave?.(false);
        tab.close();
        keeper.destroy();
        replica.destroy();
        await storage.close();
        ledgerDoc.destroy();
      },
    };
    open.push(self);
  }

  return {
    name,
    number,
    id: device && toHex(device.id),
    disk,
    tabs: () => open,
    openTab,
    async closeTab(index) {
      const [closing] = open.splice(index, 1);
      await closing?.close();
    },
    crash() {
      for (const dead of open) endTab(dead);
      open = [];
      disk.crash();
      simTabs = createSimTabs(options.ports.timers, random);
    },
    die(index) {
      const [dead] = open.splice(index, 1);
      if (dead === undefined) return;
      endTab(dead);
      simTabs.passOn();
      hasDied = true;
    },
    hasDied: () => hasDied,
    save: () => open[0] && exportLedger(options.ports.sodium, open[0].replica),
    take(file) {
      if (open[0] !== undefined) importLedger(options.ports.sodium, open[0].replica, file);
    },
    setClock(next) {
      aheadMs = next;
    },
    cut() {
      for (const { link } of open) link?.cut();
    },
    setPartitioned(next) {
      isPartitioned = next;
      for (const { link } of open) link?.setPartitioned(next);
    },
    async invite(next) {
      for (let last = open.length - 1; last >= 0; last--) await open.splice(last, 1)[0]?.close();
      capability = next;
      await openTab();
    },
    async reopen() {
      const ledgerDoc: Y.Doc = createLedgerDoc(random);
      const storage = disk.open(FILE, ledgerDoc);
      await storage.load();
      await storage.close();
      return createReplica(options.ports, { capability: copied(), ledgerDoc, device });
    },
  };
}
