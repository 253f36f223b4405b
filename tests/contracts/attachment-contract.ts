import type { Result } from '@weft/crypto';
import type { ChunkSlice, Done, OpenedLog, Store, StoreFailure } from '@weft/relay-server';
import { describe, expect, test } from 'vitest';
import type { StoreConditions } from './store-conditions.ts';

const GRACE_MS = 1000;
const KEEP_MS = 5000;
const TTL_MS = 100_000;
const ROOM = 'aa'.repeat(32);
const OTHER = 'bb'.repeat(32);
const CHAIN = '11'.repeat(32);
const SECOND = '22'.repeat(32);

const bytes = (value: number, length = 100): Uint8Array => new Uint8Array(length).fill(value);

function ask<T>(call: (done: Done<T>) => void): Promise<Result<T, StoreFailure>> {
  return new Promise((resolve) => call(resolve));
}

/** ATT-3, ATT-4: what every store does with attachments. */
export function describeAttachmentStore(name: string, create: (conditions: StoreConditions) => Promise<Store>): void {
  const begin = async (
    limits: Partial<StoreConditions['limits']> = {},
  ): Promise<{
    readonly store: Store;
    readonly pass: (ms: number, isInUse?: boolean) => void;
    readonly put: (session: string, seq: number, value?: number, length?: number) => Promise<string | number>;
    readonly read: (session: string, from?: number, count?: number, maxBytes?: number) => Promise<ChunkSlice>;
    readonly held: (session: string) => Promise<number>;
    readonly keep: (...sessions: readonly string[]) => Promise<void>;
    readonly append: (length: number) => Promise<string | number>;
  }> => {
    let now = 5000;
    const store = await create({
      clock: { now: () => now },
      limits: {
        maxRoomBytes: 1e6,
        maxStoreBytes: 1e7,
        maxRooms: 10,
        roomTtlMs: TTL_MS,
        graceMs: GRACE_MS,
        maxAttachmentBytes: 1e6,
        attachmentGraceMs: KEEP_MS,
        ...limits,
      },
    });
    await ask((done) => store.open(ROOM, done));
    const read = async (session: string, from = 0, count = 100, maxBytes = 1e9): Promise<ChunkSlice> => {
      const result = await ask<ChunkSlice>((done) => store.readChunks(ROOM, { session, from, count, maxBytes }, done));
      if (!result.ok) throw new Error(result.failure.code);
      return result.value;
    };
    return {
      store,
      read,
      pass(ms, isInUse = true) {
        now += ms;
        store.expire(() => isInUse);
      },
      async put(session, seq, value = seq, length = 100) {
        const request = { session, seq, envelope: bytes(value, length) };
        const result = await ask<{ readonly held: number }>((done) => store.putChunk(ROOM, request, done));
        return result.ok ? result.value.held : result.failure.code;
      },
      held: async (session) => (await read(session, 0, 0)).held,
      async keep(...sessions) {
        await ask<void>((done) => store.keepChunks(ROOM, new Set(sessions), done));
      },
      async append(length) {
        const result = await ask<{ readonly position: number }>((done) => store.append(ROOM, bytes(9, length), done));
        return result.ok ? result.value.position : result.failure.code;
      },
    };
  };

  describe(`store contract, attachments: ${name}`, () => {
    test('ATT-3 chunks come back as they were, from where and as many as is asked', async () => {
      const { store, put, read, held } = await begin();
      expect([await put(CHAIN, 0), await put(CHAIN, 1), await put(CHAIN, 2)]).toEqual([1, 2, 3]);
      expect((await read(CHAIN)).chunks).toEqual([bytes(0), bytes(1), bytes(2)]);
      expect(await read(CHAIN, 1, 1)).toEqual({ chunks: [bytes(1)], held: 3 });
      expect(await read(CHAIN, 0, 100, 150)).toEqual({ chunks: [bytes(0), bytes(1)], held: 3 });
      expect((await read(CHAIN, 0, 100, 1)).chunks).toHaveLength(1);
      expect(await read(CHAIN, 3)).toEqual({ chunks: [], held: 3 });
      expect(await read(CHAIN, Number.MAX_SAFE_INTEGER)).toEqual({ chunks: [], held: 3 });
      expect(await held(SECOND)).toBe(0);
      await store.close();
    });

    test('ATT-3 a chain has no hole, and a name has one chunk', async () => {
      const { store, put, read } = await begin();
      expect(await put(CHAIN, 1)).toBe('chunk-order');
      await put(CHAIN, 0);
      expect(await put(CHAIN, 2)).toBe('chunk-order');
      expect(await put(CHAIN, 0, 7)).toBe('name-taken');
      expect(await read(CHAIN)).toEqual({ chunks: [bytes(0)], held: 1 });
      const { bytes: used } = store.usage();
      expect(await put(CHAIN, 0)).toBe(1);
      expect(store.usage().bytes).toBe(used);
      await store.close();
    });

    test('ATT-3 chunks are not in the log, chains and rooms do not mix, and bytes are copied', async () => {
      const { store, put, read, append, held } = await begin();
      await ask((done) => store.open(OTHER, done));
      await append(100);
      const envelope = bytes(3);
      await ask((done) => store.putChunk(ROOM, { session: CHAIN, seq: 0, envelope }, done));
      envelope.fill(9);
      await put(SECOND, 0, 4);
      expect((await read(CHAIN)).chunks).toEqual([bytes(3)]);
      expect((await read(SECOND)).chunks).toEqual([bytes(4)]);
      expect(await append(100)).toBe(2);
      const log = await ask<OpenedLog>((done) => store.open(ROOM, done));
      expect(log.ok && log.value.items.map(({ envelope }) => envelope[0])).toEqual([9, 9]);
      const elsewhere = { session: CHAIN, from: 0, count: 1, maxBytes: 1e9 };
      expect(await ask((done) => store.readChunks(OTHER, elsewhere, done))).toMatchObject({ value: { held: 0 } });
      const unknown = 'cc'.repeat(32);
      expect(await ask((done) => store.readChunks(unknown, elsewhere, done))).toMatchObject({ ok: false });
      expect(await held(CHAIN)).toBe(1);
      await store.close();
    });

    test('ATT-4 what a KEEP leaves out goes after its grace period, what is named or put again stays', async () => {
      const { store, put, pass, keep, held } = await begin();
      for (const chain of [CHAIN, SECOND]) for (let seq = 0; seq < 2; seq++) await put(chain, seq);
      pass(10 * KEEP_MS); // nobody has said anything
      await keep(CHAIN);
      pass(KEEP_MS - 1);
      expect([await held(CHAIN), await held(SECOND)]).toEqual([2, 2]);
      await keep(CHAIN); // again: the time that has passed counts
      pass(1);
      expect([await held(CHAIN), await held(SECOND)]).toEqual([2, 0]);

      await keep();
      expect(await put(CHAIN, 2)).toBe(3); // it is still being sent
      pass(KEEP_MS);
      expect(await held(CHAIN)).toBe(3);

      await keep();
      await keep(CHAIN);
      pass(KEEP_MS);
      expect(await held(CHAIN)).toBe(3);

      await keep();
      expect(await put(CHAIN, 1)).toBe(3); // a client that holds it brings it again
      pass(KEEP_MS);
      expect(await held(CHAIN)).toBe(3);

      await keep();
      pass(KEEP_MS);
      expect(store.usage().bytes).toBe(0);
      await store.close();
    });

    test('ATT-3 attachments leave room for the text, and take no more than they may', async () => {
      const { store, put, append } = await begin({ maxRoomBytes: 10_000, maxAttachmentBytes: 20_000 });
      const answers: (string | number)[] = [];
      do answers.push(await put(CHAIN, answers.length, 1, 700));
      while (typeof answers.at(-1) === 'number');
      expect(answers[0]).toBe(1);
      expect(answers.at(-1)).toBe('room-full');
      expect(store.usage().bytes).toBeLessThanOrEqual(8750);
      expect(await append(900)).toBe(1);
      await store.close();
      const small = await begin({ maxAttachmentBytes: 1500 });
      expect([await small.put(CHAIN, 0), await small.put(SECOND, 0, 0, 1400)]).toEqual([1, 'room-full']);
      await small.store.close();
    });

    test('ATT-4 what is no longer wanted makes way, once it had its hour', async () => {
      const { store, put, pass, keep, append, held } = await begin({ maxRoomBytes: 10_000 });
      for (let seq = 0; typeof (await put(CHAIN, seq, seq, 700)) === 'number'; ) seq++;
      await keep();
      expect(await put(SECOND, 0, 0, 2000)).toBe('room-full');
      pass(GRACE_MS);
      expect(await put(SECOND, 0, 0, 2000)).toBe(1);
      expect(await held(CHAIN)).toBe(0);
      await keep(SECOND);
      pass(GRACE_MS);
      for (let seq = 1; typeof (await put(SECOND, seq, seq, 700)) === 'number'; ) seq++;
      expect(await append(4000)).toBe('room-full');
      expect(await held(SECOND)).toBeGreaterThan(1);
      await store.close();
    });

    test('ATT-3 all rooms together hold no more than they may', async () => {
      const { store, put } = await begin({ maxStoreBytes: 2000 });
      expect([await put(CHAIN, 0), await put(CHAIN, 1, 1, 1600)]).toEqual([1, 'store-full']);
      expect(store.usage().bytes).toBeLessThanOrEqual(2000);
      await store.close();
    });

    test('ATT-3 a room that is forgotten gives back what its attachments used', async () => {
      const { store, put, pass } = await begin();
      for (let seq = 0; seq < 5; seq++) await put(CHAIN, seq);
      pass(10 * TTL_MS); // in use
      expect(store.usage()).toMatchObject({ rooms: 1 });
      pass(0, false);
      pass(TTL_MS, false);
      expect(store.usage()).toEqual({ rooms: 0, bytes: 0 });
      await store.close();
    });
  });
}
