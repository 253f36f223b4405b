import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import type { LedgerStorage } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { createReplica } from '../replica/create-replica.ts';
import { createLedgerDoc, createMemoryDisk, createTestRoom, type MemoryDisk, type TestRoom } from '../testing/index.ts';
import { createLedgerKeeper, type LedgerKeeper } from './ledger-keeper.ts';
import { createTabLink, type TabLink, type TabListeners } from './tab-link.ts';
import { readTabMessage } from './tab-messages.ts';
import type { TabPorts } from './tab-ports.ts';

interface Tab {
  readonly replica: Replica;
  readonly ledgerDoc: Y.Doc;
  readonly storage: LedgerStorage;
  readonly keeper: LedgerKeeper;
  readonly link: TabLink;
  /** What its listeners were told. */
  readonly told: string[];
}

const FILE = 'weft/test';
const FULL = { code: 'storage-full', sentence: 'The disk is full.' } as const;

let room: TestRoom;
let disk: MemoryDisk;
let browser: ReturnType<typeof createBrowser>;
const open: Tab[] = [];

beforeEach(async () => {
  room = await createTestRoom();
  disk = createMemoryDisk();
  browser = createBrowser();
});
afterEach(() => {
  for (const tab of open.splice(0)) tab.link.close();
});

/** Channels that deliver when told, and a lock. */
function createBrowser() {
  const ends = new Set<{ receive(message: unknown): void }>();
  const waiting: (() => void)[] = [];
  const queue: (() => void)[] = [];
  const posted: unknown[] = [];
  const ports: TabPorts = {
    openChannel() {
      const listeners = new Set<(message: unknown) => void>();
      const end = { receive: (message: unknown) => listeners.forEach((listener) => listener(message)) };
      ends.add(end);
      return {
        post(message) {
          posted.push(message);
          const copy: unknown = structuredClone(message);
          for (const other of ends) if (other !== end) queue.push(() => ends.has(other) && other.receive(copy));
        },
        subscribe(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        close: () => void ends.delete(end),
      };
    },
    acquireLock(_name, onHeld) {
      waiting.push(onHeld);
      if (waiting[0] === onHeld) onHeld();
      return () => {
        const at = waiting.indexOf(onHeld);
        if (at >= 0) waiting.splice(at, 1);
        if (at === 0) waiting[0]?.();
      };
    },
  };
  return {
    ports,
    posted,
    say: (message: unknown) => ends.forEach((end) => end.receive(message)),
    /** Delivers what was posted, and what is posted in answer. */
    async deliver(): Promise<void> {
      for (let idle = 0; idle < 5; idle++) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          next();
          idle = 0;
        }
      }
    },
  };
}

async function openTab(ports: TabPorts = browser.ports): Promise<Tab> {
  const ledgerDoc = createLedgerDoc(room.random);
  const storage = disk.open(FILE, ledgerDoc);
  await storage.load();
  const replica = createReplica(room.ports, { capability: room.capability('editor'), ledgerDoc });
  const told: string[] = [];
  const tell =
    (what: string) =>
    (...args: readonly unknown[]): void =>
      void told.push([what, ...args.filter((arg) => typeof arg !== 'object')].join(' '));
  const listeners: TabListeners = {
    lead: tell('lead'),
    sibling: tell('sibling'),
    bye: tell('bye'),
    outgoing: tell('outgoing'),
    incoming: tell('incoming'),
    peer: tell('peer'),
    report: tell('report'),
    file: tell('file'),
  };
  const keeper = createLedgerKeeper({
    ledgerDoc,
    storage,
    timers: room.time.timers,
    share: (update, isStored) => link.shareUpdate(update, isStored),
    changed: () => undefined,
  });
  const session = replica.sessionHex;
  const link = createTabLink({ tabs: ports, name: FILE, session, ledgerDoc, storage, listeners });
  const tab = { replica, ledgerDoc, storage, keeper, link, told };
  open.push(tab);
  return tab;
}

function write(tab: Tab, text: string): void {
  tab.replica.doc.getText('words').insert(0, text);
  tab.replica.flush();
}

function textOf(tab: Tab): string {
  return tab.replica.doc.getText('words').toString();
}

describe('tabs of one browser', () => {
  test('SYN-8 a lone tab posts no change to nobody, and who opens meanwhile lacks nothing, whatever comes when', async () => {
    for (let turns = 0; turns < 6; turns++) {
      browser = createBrowser();
      disk = createMemoryDisk();
      const one = await openTab();
      write(one, 'alone ');
      await browser.deliver();
      expect(browser.posted.map((message) => readTabMessage(message)?.type)).not.toContain('update');
      // It reads the disk before the next change is stored, and says hello after it was told to nobody, or as it is.
      const opening = openTab();
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      write(one, 'while it opens ');
      const two = await opening;
      write(one, 'as it says hello ');
      await browser.deliver();
      expect(textOf(two)).toBe('as it says hello while it opens alone ');
      write(two, 'together ');
      await browser.deliver();
      expect(textOf(one)).toBe('together as it says hello while it opens alone ');
      for (const tab of open.splice(0)) tab.link.close();
    }
  });

  test('SYN-8 a tab that has not heard of the others yet tells all the same, and one whose answer comes too late tells as it closes', async () => {
    const leader = await openTab();
    await browser.deliver();
    const young = await openTab();
    write(young, 'at once ');
    await young.keeper.flush();
    young.link.close();
    await browser.deliver();
    expect(textOf(leader)).toBe('at once ');
    const next = await openTab();
    write(leader, 'last words ');
    await leader.keeper.flush();
    leader.link.close();
    await browser.deliver();
    expect(textOf(next)).toBe('last words at once ');
  });

  test('SYN-8 a change is told once it is stored, and a sibling takes it without storing it again', async () => {
    const [one, two] = [await openTab(), await openTab()];
    await browser.deliver();
    const before = disk.bytes(FILE);
    write(one, 'hello');
    await browser.deliver();
    expect(textOf(two)).toBe('hello');
    const stored = disk.bytes(FILE) - before;
    await two.storage.confirm();
    expect(disk.bytes(FILE) - before).toBe(stored);
    expect([one.keeper.unsaved(), two.keeper.unsaved()]).toEqual([0, 0]);
    expect(browser.posted).toContainEqual(expect.objectContaining({ type: 'update', isStored: true }));
  });

  test('SYN-5 what a tab could not store is told as such, counts as unsaved, and a sibling stores it', async () => {
    const [one, two] = [await openTab(), await openTab()];
    await browser.deliver();
    // The first tab's database was closed under it; the second's still works.
    const { confirm } = one.storage;
    Object.assign(one.storage, { confirm: () => Promise.resolve({ ok: false, failure: FULL }) });
    write(one, 'hello');
    await browser.deliver();
    expect(one.keeper.unsaved()).toBe(1);
    expect(textOf(two)).toBe('hello');
    expect(two.keeper.unsaved()).toBe(0);
    disk.crash();
    const [, , again] = [one, two, await openTab()];
    expect(textOf(again)).toBe('hello');
    // And what was not stored is tried again.
    Object.assign(one.storage, { confirm });
    room.time.advance(2_000);
    await browser.deliver();
    expect(one.keeper.unsaved()).toBe(0);
  });

  test('SYN-8 a tab that comes gets what it lacks, and gives what the others lack', async () => {
    const one = await openTab();
    write(one, 'early ');
    const deaf = await openTab(createBrowser().ports); // heard nothing, and nobody heard it
    write(deaf, 'alone ');
    await browser.deliver();
    await deaf.storage.confirm();
    const two = await openTab();
    await browser.deliver();
    expect(textOf(two)).toContain('early');
    expect(textOf(two)).toContain('alone');
    expect(textOf(one)).toContain('alone');
    expect(one.link.siblings()).toEqual(new Set([two.replica.sessionHex]));
  });

  test('SYN-8 one tab leads; when it closes, another does', async () => {
    const [one, two, three] = [await openTab(), await openTab(), await openTab()];
    await browser.deliver();
    expect([one, two, three].map(({ link }) => link.leads())).toEqual([true, false, false]);
    one.link.close();
    await browser.deliver();
    expect([one, two, three].map(({ link }) => link.leads())).toEqual([false, true, false]);
    expect(two.told).toContain('lead');
    expect(three.told).toContain(`bye ${one.replica.sessionHex}`);
  });

  test('SYN-8 a report whose alarms cannot be read is passed over', () => {
    const reportOf = (alarms: unknown): unknown => {
      const report = { state: 'connected', unsent: 0, peers: 0, isCaughtUp: true, alarms };
      return { type: 'report', report, heads: {} };
    };
    expect(readTabMessage(reportOf([{ code: 'relay-hides', sentence: 'It hides.' }]))).toBeDefined();
    expect(readTabMessage(reportOf(undefined))).toBeDefined();
    for (const alarms of [{}, 'no', [1], [{ code: 'relay-hides' }], [{ code: 1, sentence: 'It hides.' }]]) {
      expect(readTabMessage(reportOf(alarms))).toBeUndefined();
    }
  });

  test('SYN-8 ephemerals, peers and reports reach the siblings; a late one gets the last report', async () => {
    const [one, two] = [await openTab(), await openTab()];
    await browser.deliver();
    two.link.shareOutgoing(new Uint8Array([1]));
    one.link.shareIncoming(new Uint8Array([2]), 7);
    one.link.sharePeer(7, 'left');
    one.link.shareReport({ state: 'connected', unsent: 0, peers: 1, isCaughtUp: true }, {});
    const three = await openTab();
    await browser.deliver();
    expect(one.told).toContain('outgoing');
    expect(two.told).toEqual(expect.arrayContaining(['incoming 7', 'peer 7 left', 'report']));
    expect(three.told).toContain('report');
    expect(one.told).not.toContain('report');
  });

  test('SYN-8 without channels a tab is alone, and leads', async () => {
    const tab = await openTab({
      openChannel: () => undefined,
      acquireLock(_name, onHeld) {
        onHeld();
        return () => undefined;
      },
    });
    expect(tab.link.leads()).toBe(true);
    write(tab, 'alone');
    expect(await tab.keeper.flush()).toMatchObject({ ok: true });
    expect(tab.keeper.unsaved()).toBe(0);
  });

  test('what a tab of another version says is passed over', async () => {
    const one = await openTab();
    write(one, 'mine');
    for (const message of [
      undefined,
      null,
      7,
      'hello',
      {},
      { type: 'future' },
      { type: 'update', update: 'text', isStored: true },
      { type: 'update', update: new Uint8Array([255, 255, 255]), isStored: true },
      { type: 'hello', session: 'x', vector: new Uint8Array([255, 255]) },
      {
        type: 'have',
        to: one.replica.sessionHex,
        session: 'x',
        vector: new Uint8Array([9]),
        update: new Uint8Array([9]),
      },
    ]) {
      browser.say(message);
    }
    await browser.deliver();
    expect(textOf(one)).toBe('mine');
    expect(readTabMessage({ type: 'future' })).toBeUndefined();
  });

  test.each([
    null,
    'hello',
    { type: 'constructor' },
    { type: 'hello', session: 'a' },
    { type: 'have', to: 'a', session: 'b', vector: new Uint8Array(1), isStored: true },
    { type: 'update', update: [1, 2], isStored: true },
    { type: 'outgoing' },
    { type: 'incoming', envelope: new Uint8Array(1) },
    { type: 'peer', connection: 1, change: 'gone' },
    { type: 'report', heads: {} },
    { type: 'report', report: { state: 'connected', unsent: 0 }, heads: { a: 'b' } },
    { type: 'bye' },
  ])('a message that lacks a field is none: %j', (message) => {
    expect(readTabMessage(message)).toBeUndefined();
  });
});
