import {
  createLedgerKeeper,
  createRelayDriver,
  createReplica,
  createTabLink,
  type LedgerKeeper,
  type LedgerStorage,
  type Ports,
  readRelayNote,
  type RelayDriver,
  type Replica,
  type TabLink,
} from '@weft/crdt-core';
import { createLedgerDoc, createMemoryDisk, type MemoryDisk, type SeededRandom } from '@weft/crdt-core/testing';
import type { Capability } from '@weft/crypto';
import type * as Y from 'yjs';
import { createSimTabs, type SimTabs } from './sim-tabs.ts';
import type { SimLink, SimNetwork } from './sim-network.ts';

/** One open replica of a device. */
export interface SimTab {
  readonly replica: Replica;
  driver(): RelayDriver | undefined;
  leads(): boolean;
  unsaved(): number;
}

/** A device with a disk that keeps what it confirmed, and up to two tabs. */
export interface SimDevice {
  readonly name: string;
  readonly disk: MemoryDisk;
  tabs(): readonly SimTab[];
  openTab(): Promise<void>;
  /** Says goodbye and closes. */
  closeTab(index: number): Promise<void>;
  /** The power goes: every tab ends where it is, what was not confirmed is lost. */
  crash(): void;
  cut(): void;
  setPartitioned(isPartitioned: boolean): void;
  /** Opens the stored ledger by itself, as after a restart, and answers with what it holds. */
  reopen(): Promise<Replica>;
}

/** What the simulation wants to know of everything a device does. */
export interface SimWitness {
  appended(envelope: Uint8Array, isLocal: boolean): void;
  /** What this replica's ledger holds now is being confirmed; call the answer once it is. */
  saving(replica: Replica): () => void;
  alarm(code: string): void;
}

export interface SimDeviceOptions {
  readonly name: string;
  readonly ports: Ports;
  readonly random: SeededRandom;
  readonly capability: Capability;
  readonly network: SimNetwork;
  readonly host: string;
  readonly witness: SimWitness;
  /** Entries in the tail from which compacting pays: low, so that it happens. */
  readonly compactEntries: number;
}

interface OpenTab extends SimTab {
  readonly keeper: LedgerKeeper;
  readonly tab: TabLink;
  readonly storage: LedgerStorage;
  link: SimLink | undefined;
  isDead: boolean;
  close(): Promise<void>;
}

const FILE = 'weft/simulation';

/** A device that is on, with no tab open. */
export function createSimDevice(options: SimDeviceOptions): SimDevice {
  const { name, random, capability, network, host, witness, compactEntries } = options;
  const disk = createMemoryDisk();
  // A small note fits where the ledger no longer does: what is noted must be true all the same.
  const notes = new Map<string, Uint8Array>();
  let simTabs: SimTabs = createSimTabs(options.ports.timers, random);
  let open: OpenTab[] = [];
  let isPartitioned = false;

  async function openTab(): Promise<void> {
    const living = { isDead: false };
    const ports = whileAlive(options.ports, () => !living.isDead);
    const home = simTabs;
    const ledgerDoc = createLedgerDoc(random);
    const storage = witnessed(
      disk.open(FILE, ledgerDoc),
      notes,
      () => living.isDead,
      () => witness.saving(replica),
    );
    await storage.load();
    const replica = createReplica(ports, { capability, ledgerDoc });
    replica.on('appended', (envelope, source) => witness.appended(envelope, source === 'local'));
    replica.on('alarm', ({ code }) => witness.alarm(code));
    let driver: RelayDriver | undefined;

    const keeper = createLedgerKeeper({
      ledgerDoc,
      storage,
      timers: ports.timers,
      share: (update, isStored) => tab.shareUpdate(update, isStored),
      changed: () => undefined,
    });

    async function lead(): Promise<void> {
      const note = await readRelayNote(storage, 'relay');
      if (living.isDead || isClosed) return;
      const wantsCompaction = (): boolean =>
        (replica.role === 'editor' || replica.role === 'admin') && replica.ledger.stats().tailEntries >= compactEntries;
      driver = createRelayDriver({
        ports,
        replica,
        certificate: capability.certificate,
        host,
        storage,
        noteKey: 'relay',
        note,
        own: tab.siblings(),
        wantsCompaction,
        listeners: { alarm: ({ code }) => witness.alarm(code) },
      });
      self.link = network.attach(driver);
      self.link.setPartitioned(isPartitioned);
    }

    let isClosed = false;
    const tab = createTabLink({
      tabs: home.join(() => !living.isDead),
      name: FILE,
      session: replica.sessionHex,
      ledgerDoc,
      storage,
      listeners: {
        lead: () => void Promise.resolve().then(lead),
        sibling: (session) => driver?.addOwn(session),
        bye: () => undefined,
        outgoing: () => undefined,
        incoming: () => undefined,
        peer: () => undefined,
        report: () => undefined,
      },
    });

    const self: OpenTab = {
      replica,
      keeper,
      tab,
      storage,
      link: undefined,
      get isDead() {
        return living.isDead;
      },
      set isDead(isDead: boolean) {
        living.isDead = isDead;
      },
      driver: () => driver,
      leads: () => tab.leads(),
      unsaved: () => keeper.unsaved() + replica.unsealed(),
      async close() {
        isClosed = true;
        replica.flush();
        await keeper.flush();
        await driver?.persist();
        driver?.destroy();
        self.link?.destroy();
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
    disk,
    tabs: () => open,
    openTab,
    async closeTab(index) {
      const [closing] = open.splice(index, 1);
      await closing?.close();
    },
    crash() {
      for (const dead of open) {
        dead.isDead = true;
        dead.link?.destroy();
        dead.driver()?.destroy();
      }
      open = [];
      disk.crash();
      simTabs = createSimTabs(options.ports.timers, random);
    },
    cut() {
      for (const { link } of open) link?.cut();
    },
    setPartitioned(next) {
      isPartitioned = next;
      for (const { link } of open) link?.setPartitioned(next);
    },
    async reopen() {
      const ledgerDoc: Y.Doc = createLedgerDoc(random);
      const storage = disk.open(FILE, ledgerDoc);
      await storage.load();
      await storage.close();
      return createReplica(options.ports, { capability, ledgerDoc });
    },
  };
}

/** Ports of which nothing happens any more once their owner is dead. */
function whileAlive(ports: Ports, isAlive: () => boolean): Ports {
  return {
    ...ports,
    timers: { set: (ms, task) => ports.timers.set(ms, () => void (isAlive() && task())) },
  };
}

/** A storage whose confirmations are seen, and which a dead tab cannot reach. */
function witnessed(
  storage: LedgerStorage,
  notes: Map<string, Uint8Array>,
  isDead: () => boolean,
  saving: () => () => void,
): LedgerStorage {
  const gone = { ok: false, failure: { code: 'storage-closed', sentence: 'The tab is gone.' } } as const;
  return {
    ...storage,
    async confirm() {
      if (isDead()) return gone;
      const saved = saving();
      const confirmed = await storage.confirm();
      if (confirmed.ok) saved();
      return confirmed;
    },
    readNote: (key) => Promise.resolve({ ok: true, value: notes.get(key) }),
    writeNote(key, value) {
      if (isDead()) return Promise.resolve(gone);
      notes.set(key, value);
      return Promise.resolve({ ok: true, value: undefined });
    },
  };
}
