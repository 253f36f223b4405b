import type { Result } from '@weft/crypto';
import type { Done, LogItem, Store, StoreFailure } from '@weft/relay-server';
import { describe, expect, test } from 'vitest';
import { describeAttachmentStore } from './attachment-contract.ts';
import type { StoreConditions } from './store-conditions.ts';

const GRACE_MS = 1000;
const TTL_MS = 10_000;
const ROOM = 'aa'.repeat(32);
const OTHER = 'bb'.repeat(32);

const bytes = (value: number, length = 100): Uint8Array => new Uint8Array(length).fill(value);

function ask<T>(call: (done: Done<T>) => void): Promise<Result<T, StoreFailure>> {
  return new Promise((resolve) => call(resolve));
}

/** Numbers of the envelopes' first bytes: enough to know them by. */
const marks = (items: readonly LogItem[]): readonly number[] => items.map(({ envelope }) => envelope[0] ?? -1);

/**
 * RLY-4: the one law of all stores.
 * @param name of the store
 * @param create makes a fresh, empty store
 */
export function describeStore(name: string, create: (conditions: StoreConditions) => Promise<Store>): void {
  const begin = async (
    limits: Partial<StoreConditions['limits']> = {},
  ): Promise<{
    readonly store: Store;
    readonly pass: (ms: number) => void;
    readonly append: (value: number, room?: string, length?: number) => Promise<string | number>;
    readonly read: (from: number, withReplaced?: boolean, maxBytes?: number) => Promise<readonly LogItem[]>;
    readonly compact: (base: number, upto: number, value: number, length?: number) => Promise<string | number>;
  }> => {
    let now = 5000;
    const clock = { now: () => now };
    const standard = {
      maxRoomBytes: 1e6,
      maxStoreBytes: 1e7,
      maxRooms: 10,
      roomTtlMs: TTL_MS,
      graceMs: GRACE_MS,
      maxAttachmentBytes: 1e6,
      attachmentGraceMs: 5000,
    };
    const store = await create({ clock, limits: { ...standard, ...limits } });
    const toAnswer = (result: Result<{ readonly position: number }, StoreFailure>): string | number =>
      result.ok ? result.value.position : result.failure.code;
    return {
      store,
      pass(ms) {
        now += ms;
        store.expire(() => false);
      },
      append: async (value, room = ROOM, length = 100) =>
        toAnswer(await ask((done) => store.append(room, bytes(value, length), done))),
      async read(from, withReplaced = false, maxBytes = 1e9) {
        const result = await ask<readonly LogItem[]>((done) =>
          store.read(ROOM, { from, withReplaced, maxBytes }, done),
        );
        if (!result.ok) throw new Error(result.failure.code);
        return result.value;
      },
      compact: async (base, upto, value, length = 100) =>
        toAnswer(await ask((done) => store.compact(ROOM, { base, upto, envelope: bytes(value, length) }, done))),
    };
  };
  describeAttachmentStore(name, create);
  const open = async (store: Store, room = ROOM): ReturnType<typeof openRoom> => openRoom(store, room);

  describe(`store contract: ${name}`, () => {
    test('a room that is new begins empty, with a generation of its own', async () => {
      const { store } = await begin();
      const first = await open(store);
      const other = await open(store, OTHER);
      expect(first).toMatchObject({ base: 0, head: 0, items: [] });
      expect(first.generation).toHaveLength(16);
      expect(other.generation).not.toEqual(first.generation);
      expect((await open(store)).generation).toEqual(first.generation);
      await store.close();
    });

    test('entries take positions from 1, each naming the one before, and come back as they were', async () => {
      const { store, append, read } = await begin();
      await open(store);
      expect([await append(1), await append(2), await append(3)]).toEqual([1, 2, 3]);
      const items = await read(1);
      expect(items.map(({ position, prev, isBase }) => [position, prev, isBase])).toEqual([
        [1, 0, false],
        [2, 1, false],
        [3, 2, false],
      ]);
      expect(items[1]?.envelope).toEqual(bytes(2));
      expect(await open(store)).toMatchObject({ base: 0, head: 3, items });
      await store.close();
    });

    test('bytes are copied: what the caller does with its own afterwards changes nothing', async () => {
      const { store, read } = await begin();
      await open(store);
      const envelope = bytes(1);
      await ask((done) => store.append(ROOM, envelope, done));
      envelope.fill(9);
      expect(marks(await read(1))).toEqual([1]);
      await store.close();
    });

    test('rooms do not mix', async () => {
      const { store, append, read } = await begin();
      await open(store);
      await open(store, OTHER);
      await append(1);
      expect(await append(2, OTHER)).toBe(1);
      expect(marks(await read(1))).toEqual([1]);
      await store.close();
    });

    test('a room that was never opened is unknown', async () => {
      const { store, append } = await begin();
      expect(await append(1)).toBe('room-unknown');
      await store.close();
    });

    test('a read begins where it is told, stops at its measure, and always brings one item', async () => {
      const { store, append, read } = await begin();
      await open(store);
      for (let i = 1; i <= 5; i++) await append(i);
      expect(marks(await read(3))).toEqual([3, 4, 5]);
      expect(marks(await read(2, false, 150))).toEqual([2, 3]);
      expect(marks(await read(2, false, 1))).toEqual([2]);
      expect(await read(6)).toEqual([]);
      await store.close();
    });

    test('a compaction stands for what it covers, and only if its base is the base', async () => {
      const { store, append, read, compact } = await begin();
      await open(store);
      for (let i = 1; i <= 5; i++) await append(i);
      expect(await compact(1, 3, 50)).toBe('base-moved');
      expect(await compact(0, 6, 50)).toBe('base-moved');
      expect(await compact(0, 0, 50)).toBe('base-moved');
      expect(await compact(0, 3, 50)).toBe(3);
      expect(await compact(0, 4, 51)).toBe('base-moved');
      expect(await compact(3, 3, 51)).toBe('base-moved');
      const items = await read(1);
      expect(items.map(({ position, isBase }) => [position, isBase])).toEqual([
        [3, true],
        [4, false],
        [5, false],
      ]);
      expect(marks(await read(4))).toEqual([4, 5]);
      expect(await open(store)).toMatchObject({ base: 3, head: 5, items });
      expect(await append(6)).toBe(6);
      await store.close();
    });

    test('what was replaced can be read until its grace period ends, and does not come twice', async () => {
      const { store, append, read, compact, pass } = await begin();
      await open(store);
      for (let i = 1; i <= 3; i++) await append(i);
      await compact(0, 2, 50);
      await append(4);
      await compact(2, 4, 51);
      expect(marks(await read(1, true))).toEqual([1, 2, 3, 4]);
      expect(marks(await read(1, false))).toEqual([51]);
      pass(GRACE_MS - 1);
      expect(marks(await read(2, true))).toEqual([2, 3, 4]);
      pass(1);
      expect(marks(await read(1, true))).toEqual([51]);
      await store.close();
    });

    test('a room holds no more than it may, and says so', async () => {
      const { store, append } = await begin({ maxRoomBytes: 4000 });
      await open(store);
      const answers: (string | number)[] = [];
      for (let i = 0; i < 12; i++) answers.push(await append(i, ROOM, 700));
      expect(answers[0]).toBe(1);
      expect(answers.at(-1)).toBe('room-full');
      expect(store.usage().bytes).toBeLessThanOrEqual(4000);
      await store.close();
    });

    test('all rooms together hold no more than they may, and are no more than they may be', async () => {
      const { store, append } = await begin({ maxStoreBytes: 2000, maxRooms: 2 });
      await open(store);
      await open(store, OTHER);
      expect(await append(1, ROOM, 900)).toBe(1);
      expect(await append(1, OTHER, 900)).toBe('store-full');
      const third = await ask((done) => store.open('cc'.repeat(32), done));
      expect(third).toMatchObject({ ok: false, failure: { code: 'rooms-full' } });
      await store.close();
    });

    test('a full room can be compacted: what it replaces makes room, grace period or not', async () => {
      const { store, append, compact, read } = await begin({ maxRoomBytes: 3000 });
      await open(store);
      let head = 0;
      for (let answer = await append(1, ROOM, 500); typeof answer === 'number'; answer = await append(1, ROOM, 500)) {
        head = answer;
      }
      expect(await compact(0, head, 50, 500)).toBe(head);
      expect(await append(2, ROOM, 500)).toBe(head + 1);
      expect(marks(await read(1, true))).toEqual([50, 2]);
      expect(store.usage().bytes).toBeLessThanOrEqual(3000);
      await store.close();
    });

    test('a room nobody comes to is forgotten after its time, a room in use is not', async () => {
      const { store, append, pass } = await begin();
      const { generation } = await open(store);
      await append(1);
      pass(TTL_MS - 1);
      expect(store.usage().rooms).toBe(1);
      await append(2);
      pass(TTL_MS - 1);
      expect(store.usage().rooms).toBe(1);
      store.expire((room) => room === ROOM);
      pass(TTL_MS);
      expect(store.usage()).toEqual({ rooms: 0, bytes: 0 });
      expect((await open(store)).generation).not.toEqual(generation);
      await store.close();
    });

    test('what is counted as used is given back in full', async () => {
      const { store, append, compact, pass } = await begin();
      await open(store);
      for (let i = 0; i < 20; i++) await append(i, ROOM, 100 + i);
      await compact(0, 10, 50, 333);
      await compact(10, 20, 51, 444);
      pass(GRACE_MS);
      const { bytes: held } = store.usage();
      expect(held).toBeGreaterThanOrEqual(444);
      expect(held).toBeLessThan(444 + 1000);
      await store.close();
    });
  });
}

async function openRoom(
  store: Store,
  room: string,
): Promise<{
  readonly generation: Uint8Array;
  readonly base: number;
  readonly head: number;
  readonly items: readonly LogItem[];
}> {
  const result = await ask<Awaited<ReturnType<typeof openRoom>>>((done) => store.open(room, done));
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}
