import { type Result, success } from '@weft/crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StorageFailure } from '../ports/storage.ts';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { decodeClientFrame, encodeFrame, type ClientFrame, type IceServer, type RelayFrame } from '../wire/index.ts';
import { createRelayDriver, type RelayDriver, readRelayNote } from './relay-driver.ts';
import type { RelayNote } from './relay-note.ts';

interface Bench {
  readonly replica: Replica;
  readonly driver: RelayDriver;
  readonly alarms: string[];
  /** Frames the driver sent, decoded. */
  readonly sent: ClientFrame[];
  /** Servers for direct connections, each time they were named. */
  readonly named: (readonly IceServer[])[];
  readonly notes: Map<string, Uint8Array>;
  disk: Result<void, StorageFailure>;
  say(frame: RelayFrame): void;
  greet(): void;
}

const GENERATION = new Uint8Array(16).fill(7);
const FULL = { code: 'storage-full', sentence: 'The disk is full.' } as const;

let room: TestRoom;
beforeEach(async () => {
  room = await createTestRoom();
});

function createBench(note?: RelayNote): Bench {
  const replica = room.replica();
  const alarms: string[] = [];
  const sent: ClientFrame[] = [];
  const named: (readonly IceServer[])[] = [];
  const notes = new Map<string, Uint8Array>();
  const driver = createRelayDriver({
    ports: room.ports,
    replica,
    host: 'relay.test',
    noteKey: 'relay',
    storage: {
      confirm: () => Promise.resolve(bench.disk),
      writeNote(key, value) {
        notes.set(key, value);
        return Promise.resolve(success(undefined));
      },
    },
    ...(note === undefined ? {} : { note }),
    listeners: {
      ice: (servers) => void named.push(servers),
      alarm: ({ code }) => void alarms.push(code),
    },
  });
  const bench: Bench = {
    replica,
    driver,
    alarms,
    sent,
    named,
    notes,
    disk: success(undefined),
    say: (frame) => driver.received(encodeFrame(frame)),
    greet() {
      driver.opened({
        send(bytes) {
          const frame = decodeClientFrame(bytes);
          if (!frame.ok) throw new Error('the driver sent what cannot be read');
          sent.push(frame.value);
        },
        close: () => undefined,
      });
      bench.say({ type: 'challenge', nonce: new Uint8Array(32) });
      bench.say({
        type: 'welcome',
        connection: 1,
        generation: GENERATION,
        base: 0,
        head: 0,
        maxFrameBytes: 1_000_000,
        maxRoomBytes: 10_000_000,
        appendsPerSecond: 100,
        connections: [],
      });
      bench.say({ type: 'caught-up', head: 0 });
    },
  };
  return bench;
}

/** Envelopes of another editor, in the order of its chain. */
function writeAsOther(...words: readonly string[]): Uint8Array[] {
  const other = room.replica();
  const envelopes: Uint8Array[] = [];
  other.on('appended', (envelope) => void envelopes.push(envelope));
  for (const word of words) {
    other.doc.getText('words').insert(0, word);
    other.flush();
  }
  return envelopes;
}

function textOf({ replica }: Bench): string {
  return replica.doc.getText('words').toString();
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('relay driver', () => {
  test('SYN-3 what is written here goes out at once, as it lies in the ledger', () => {
    const bench = createBench();
    bench.greet();
    bench.replica.doc.getText('words').insert(0, 'hello');
    bench.replica.flush();
    const appends = bench.sent.filter((frame) => frame.type === 'append');
    expect(appends.map(({ envelope }) => envelope)).toEqual([bench.replica.ledger.get(bench.replica.sessionHex, 0)]);
  });

  test('SYN-4 entries move the cursor when the ledger has them', () => {
    const bench = createBench();
    bench.greet();
    writeAsOther('a', 'b').forEach((envelope, at) =>
      bench.say({ type: 'entry', position: at + 1, prev: at, envelope }),
    );
    expect(textOf(bench)).toBe('ba');
    expect(bench.driver.state().positions.cursor).toBe(2);
    expect(bench.driver.state().heads).toMatchObject({ unsentOwn: 0, unsentOthers: 0 });
  });

  test('RLY-2 servers for direct connections are told on, and those that no browser takes are a violation', () => {
    const bench = createBench();
    bench.greet();
    const servers = [{ urls: ['stun:a.test'] }, { urls: ['turn:a.test'], username: '1:ab', credential: 'x' }];
    bench.say({ type: 'ice', ttl: 60, servers });
    expect(bench.named).toEqual([servers]);
    bench.driver.received(Uint8Array.from([0x57, 0x4c, 0, 0, 0, 0, ...new TextEncoder().encode('[{"urls":["a"]}]')]));
    expect(bench.named).toHaveLength(1);
    expect(bench.alarms).toEqual(['relay-confused']);
  });

  test('ENV-6 an altered entry is told and left out; the next ones are taken', () => {
    const bench = createBench();
    bench.greet();
    const [first, second] = writeAsOther('a', 'b');
    if (first === undefined || second === undefined) throw new Error('two were written');
    const altered = first.slice();
    altered[150] = (altered[150] ?? 0) ^ 1;
    bench.say({ type: 'entry', position: 1, prev: 0, envelope: altered });
    bench.say({ type: 'entry', position: 2, prev: 1, envelope: new Uint8Array(3) });
    expect(bench.alarms).toEqual(['envelope-signature', 'envelope-malformed']);
    expect(bench.driver.state().positions.cursor).toBe(2);
    bench.say({ type: 'entry', position: 3, prev: 2, envelope: first });
    bench.say({ type: 'entry', position: 4, prev: 3, envelope: second });
    expect(textOf(bench)).toBe('ba');
    expect(bench.driver.state().positions.cursor).toBe(4);
  });

  test('LED-2 an entry beyond a gap holds the cursor until the gap is closed', () => {
    const bench = createBench();
    bench.greet();
    const [first, second] = writeAsOther('a', 'b');
    if (first === undefined || second === undefined) throw new Error('two were written');
    bench.say({ type: 'entry', position: 1, prev: 0, envelope: second });
    expect(bench.driver.state().positions.cursor).toBe(0);
    bench.say({ type: 'entry', position: 2, prev: 1, envelope: first });
    expect(textOf(bench)).toBe('ba');
    expect(bench.driver.state().positions.cursor).toBe(2);
  });

  test('SYN-4 what is known of the relay is noted only once the ledger is saved', async () => {
    const bench = createBench();
    bench.greet();
    bench.disk = { ok: false, failure: FULL };
    const [envelope] = writeAsOther('a');
    if (envelope === undefined) throw new Error('one was written');
    bench.say({ type: 'entry', position: 1, prev: 0, envelope });
    room.time.advance(1_000);
    await settle();
    expect(bench.notes.size).toBe(0);
    bench.disk = success(undefined);
    await bench.driver.persist();
    const note = await readRelayNote({ readNote: (key) => Promise.resolve(success(bench.notes.get(key))) }, 'relay');
    expect(note).toMatchObject({ generation: '07'.repeat(16), cursor: 1 });

    const later = createBench(note);
    later.greet();
    // This ledger does not hold what the note says: everything is asked for again (LED-5).
    expect(later.sent.find((frame) => frame.type === 'hello')).toMatchObject({ cursor: 0, generation: GENERATION });
  });

  test('once destroyed, it hears and says nothing', () => {
    const bench = createBench();
    bench.greet();
    bench.sent.splice(0);
    bench.driver.destroy();
    bench.replica.doc.getText('words').insert(0, 'late');
    bench.replica.flush();
    bench.say({ type: 'beat', head: 9 });
    room.time.advance(600_000);
    expect(bench.sent).toEqual([]);
  });
});
