import { loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createDocumentPeople } from '../document-people.ts';
import type { DocumentStatus, RelayState } from '../document-status.ts';
import type { LedgerStorage } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { createWritable } from '../sync/readable.ts';
import { createMemoryDisk, createTestRoomWith, handOver } from '../testing/index.ts';
import { createAbsence } from './create-absence.ts';
import { readLooked } from './looked-note.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const MINUTE = 60_000;
const textOf = (doc: Y.Doc): string => doc.getText('t').toString();
const write = (replica: Replica, words: string): void => {
  replica.doc.getText('t').insert(0, words);
  replica.flush();
};

async function setUp() {
  const room = createTestRoomWith(sodium);
  const { clock, timers } = room.ports;
  const device = room.device();
  const disk = createMemoryDisk();
  const other = room.replica({ device: room.device() });

  async function open(stored: readonly Uint8Array[] = []) {
    const replica = room.replica({ device, stored });
    const storage: LedgerStorage = disk.open('weft/test', new Y.Doc());
    const status = createWritable({ relay: { state: 'connecting' } } as unknown as DocumentStatus);
    const people = createDocumentPeople(replica, device.id, undefined);
    const looked = await readLooked(storage);
    const absence = createAbsence({ replica, people, status, storage, clock, timers, looked });
    return {
      replica,
      absence,
      relay: (state: RelayState) => status.set({ relay: { state } } as unknown as DocumentStatus),
      /** Lets the wait for the backlog pass, and what is noted then. */
      async settle() {
        room.time.advance(3_000);
        for (let i = 0; i < 10; i++) await Promise.resolve();
      },
    };
  }
  return { room, other, open };
}

/** What stood there before, of an absence that is told. */
function before({ absence }: Awaited<ReturnType<Awaited<ReturnType<typeof setUp>>['open']>>): string | undefined {
  const now = absence.absence.get();
  if (now === undefined) return undefined;
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, now.before);
  return textOf(doc);
}

it('tells of what came in after minutes without the relay, and keeps what stood there before', async () => {
  const { room, other, open } = await setUp();
  const mine = await open();
  mine.relay('connected');
  await mine.settle();
  write(other, 'first');
  handOver(other, mine.replica);
  expect(before(mine)).toBeUndefined();

  mine.relay('waiting');
  write(other, 'a short while ');
  room.time.advance(MINUTE);
  handOver(other, mine.replica);
  mine.relay('connected');
  await mine.settle();
  expect(before(mine)).toBeUndefined();

  mine.relay('waiting');
  room.time.advance(6 * MINUTE);
  write(other, 'long after ');
  handOver(other, mine.replica);
  mine.relay('connected');
  await mine.settle();
  expect(before(mine)).toBe('a short while first');
  expect(textOf(mine.replica.doc)).toBe('long after a short while first');
  mine.absence.settle();
  expect(before(mine)).toBeUndefined();
});

it('tells of what came into a hidden tab that was closed before anyone looked', async () => {
  const { room, other, open } = await setUp();
  const mine = await open();
  mine.relay('connected');
  write(other, 'seen');
  handOver(other, mine.replica);
  await mine.settle();
  mine.absence.setShown(false);
  for (let i = 0; i < 10; i++) await Promise.resolve();
  room.time.advance(6 * MINUTE);
  write(other, 'not ');
  handOver(other, mine.replica);
  const stored = Y.encodeStateAsUpdate(mine.replica.ledger.doc);
  await mine.absence.stop();

  const again = await open([stored]);
  expect(before(again)).toBeUndefined();
  again.relay('connected');
  await again.settle();
  expect(before(again)).toBe('seen');
  expect(textOf(again.replica.doc)).toBe('not seen');
  await again.absence.stop();

  const third = await open([stored]);
  third.relay('connected');
  await third.settle();
  expect(before(third)).toBeUndefined();
});

it('does not call it an absence where the document is opened for the first time, nor where nobody wrote', async () => {
  const { room, other, open } = await setUp();
  const mine = await open();
  room.time.advance(10 * MINUTE);
  write(other, 'all of it');
  handOver(other, mine.replica);
  mine.relay('connected');
  await mine.settle();
  expect(before(mine)).toBeUndefined();
  mine.relay('waiting');
  room.time.advance(10 * MINUTE);
  write(mine.replica, 'only me ');
  mine.relay('connected');
  await mine.settle();
  expect(before(mine)).toBeUndefined();
});
