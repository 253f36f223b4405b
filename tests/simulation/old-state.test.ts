import {
  createDocumentAlarms,
  createRelayDriver,
  createReplica,
  type DocumentAlarms,
  readRelayNote,
  type RelayDriver,
  type Replica,
  sessionToReport,
} from '@weft/crdt-core';
import {
  createLedgerDoc,
  createMemoryDisk,
  createTestRoomWith,
  envelopesOf,
  type TestRoom,
} from '@weft/crdt-core/testing';
import { type Capability, capabilityToLink, linkToCapability, loadSodium } from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import { createByzantineRelay } from './byzantine-relay.ts';
import { createCachedSodium } from './cached-sodium.ts';
import { createSimNetwork } from './sim-network.ts';
import { createSimRelay, type SimRelay } from './sim-relay.ts';

/** KEY-7: a relay that serves a newcomer an old state, and says that this is all. The newcomer has the link only. */
const HOST = 'relay.test:4400';
const LONG_MS = 60_000;

interface Desk {
  readonly replica: Replica;
  readonly alarms: DocumentAlarms;
  readonly driver: RelayDriver;
  close(): void;
}

interface Scene {
  readonly room: TestRoom;
  readonly relay: SimRelay;
  pass(ms: number): Promise<void>;
  /** The device with this number, on a disk of its own or on another's. */
  open(device: number, capability: Capability, disk?: ReturnType<typeof createMemoryDisk>): Promise<Desk>;
  /** What a newcomer reads from the link that this device would share now. */
  share(desk: Desk): Capability;
  withhold(device: number): void;
  beHonest(): void;
}

async function createScene(seed: number): Promise<Scene> {
  const sodium = createCachedSodium(await loadSodium());
  const room = createTestRoomWith(sodium, seed);
  const { ports, time, random } = room;
  const relay = createSimRelay(sodium, random.bytes, time.clock, time.timers);
  const byzantine = createByzantineRelay(sodium, relay, random, time.timers);
  const { roomId } = room.capability('editor').certificate;
  const network = createSimNetwork(time, random, relay, byzantine, roomId, HOST);

  async function turn(): Promise<void> {
    for (let i = 0; i < 12; i++) await Promise.resolve();
  }

  return {
    room,
    relay,
    async pass(ms) {
      let isOver = false;
      time.timers.set(ms, () => {
        isOver = true;
      });
      while (!isOver) {
        await turn();
        if (!time.next()) break;
      }
      await turn();
    },
    async open(device, capability, disk = createMemoryDisk()) {
      const ledgerDoc = createLedgerDoc(random);
      const storage = disk.open('weft', ledgerDoc);
      await storage.load();
      const replica = createReplica(ports, { capability, ledgerDoc });
      const pins = capability.pins ?? [];
      const alarms = createDocumentAlarms({ ports, replica, pins, changed: () => undefined });
      const held: { driver?: RelayDriver } = {};
      const consider = (): void =>
        alarms.consider(held.driver !== undefined && sessionToReport(held.driver.state()).state === 'connected');
      const driver = createRelayDriver({
        ports,
        replica,
        host: HOST,
        storage,
        noteKey: 'relay',
        note: await readRelayNote(storage, 'relay'),
        listeners: { changed: consider },
      });
      held.driver = driver;
      replica.on('appended', consider);
      const link = network.attach(driver, device);
      return {
        replica,
        alarms,
        driver,
        close() {
          alarms.stop();
          link.destroy();
          driver.destroy();
          replica.destroy();
          void storage.close();
        },
      };
    },
    share({ alarms, replica }) {
      const narrowed = alarms.pin(room.capability('editor'), () => replica.unsealed() === 0);
      const read = linkToCapability(sodium, capabilityToLink(sodium, narrowed, 'https://weft.example'));
      if (!read.ok) throw new Error(read.failure.sentence);
      return read.value;
    },
    withhold: (device) => byzantine.lie(device, { name: 'withhold-unseen', share: 1 }),
    beHonest: () => byzantine.beHonest(),
  };
}

function write({ replica }: Desk, text: string): void {
  replica.doc.getText('content').insert(0, text);
  replica.flush();
}

const codes = ({ alarms }: Desk): string[] => alarms.all().map(({ code }) => code);
const textOf = ({ replica }: Desk): string => replica.doc.getText('content').toString();

describe('a relay that serves an old state to a newcomer', () => {
  test('KEY-7 a pinned link shows it, also after a reload, and is content once the rest comes', async () => {
    const scene = await createScene(1);
    const ada = await scene.open(0, scene.room.capability('editor'));
    write(ada, 'old ');
    await scene.pass(LONG_MS);
    const early = scene.share(ada);
    write(ada, 'new ');
    await scene.pass(LONG_MS);
    const late = scene.share(ada);
    const { roomId } = early.certificate;
    const all = envelopesOf(ada.replica);
    ada.close();

    // Its log ends where it wants it to end, and nobody is there to say more.
    scene.relay.rollBack(roomId, 1, true);
    const disk = createMemoryDisk();
    const ben = await scene.open(1, late, disk);
    const cleo = await scene.open(2, early);
    const dan = await scene.open(3, scene.room.capability('editor'));
    await scene.pass(LONG_MS);
    expect([ben, cleo, dan].map(textOf)).toEqual(['old ', 'old ', 'old ']);
    // The older link asks for no more than there is, and a link without pins cannot tell.
    expect([codes(ben), codes(cleo), codes(dan)]).toEqual([['pin-lacking'], [], []]);

    // What it lacks is passed on by whoever shares the link further.
    const eve = await scene.open(4, scene.share(ben));
    await scene.pass(LONG_MS);
    expect(codes(eve)).toEqual(['pin-lacking']);
    ben.close();
    const again = await scene.open(1, late, disk);
    await scene.pass(LONG_MS);
    expect(codes(again)).toEqual(['pin-lacking']);

    const source = await scene.open(5, scene.room.capability('editor'));
    await scene.pass(LONG_MS);
    for (const envelope of all) source.replica.receive(envelope, 'file');
    await scene.pass(LONG_MS);
    expect([again, eve].map(textOf)).toEqual(['new old ', 'new old ']);
    expect([codes(again), codes(eve)]).toEqual([[], []]);
  });

  test('KEY-7 where everything is kept back from one newcomer, that one is told, and no other', async () => {
    const scene = await createScene(2);
    const ada = await scene.open(0, scene.room.capability('editor'));
    write(ada, 'all of it');
    await scene.pass(LONG_MS);
    const link = scene.share(ada);
    ada.close();
    scene.withhold(1);
    const ben = await scene.open(1, link);
    const cleo = await scene.open(2, link);
    await scene.pass(LONG_MS);
    expect([textOf(ben), codes(ben)]).toEqual(['', ['pin-lacking']]);
    expect([textOf(cleo), codes(cleo)]).toEqual(['all of it', []]);
  });
});
