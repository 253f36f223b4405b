import { decodeHeader } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { RefusalCode } from '../wire/index.ts';
import { createMemoryAttachmentStore } from './memory-store.ts';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES } from './layout.ts';
import type { AttachmentReference } from './reference.ts';
import {
  type AttachmentBench,
  type BenchTab,
  createAttachmentBench,
  createModelRelay,
} from './testing/attachment-bench.ts';
import type { AttachmentProgress } from './types.ts';
import { uploadsToStuck } from './uploads.ts';

let bench: AttachmentBench;
beforeAll(async () => {
  bench = await createAttachmentBench();
});

const AS = { name: 'a.png', type: 'image/png' };
/** Three chunks. */
const SIZE = 2 * CHUNK_BYTES + 5;

async function attach(tab: BenchTab, file: Uint8Array): Promise<AttachmentReference> {
  const attached = await tab.desk.api.attach(file, AS);
  if (!attached.ok) throw new Error(attached.failure.code);
  return attached.value;
}

describe('attachments', () => {
  test('ATT-1 a file becomes a chain of full chunks, sealed without waste, and comes back as it was', async () => {
    const tab = bench.tab();
    const file = bench.bytes(SIZE);
    const progress: AttachmentProgress[] = [];
    const attached = await tab.desk.api.attach(file, AS, { onProgress: (each) => void progress.push(each) });
    const reference = attached.ok ? attached.value : undefined;
    expect(reference).toMatchObject({ chunks: 3, bytes: SIZE, type: 'image/png', name: 'a.png' });
    expect(progress.map(({ bytes }) => bytes)).toEqual([CHUNK_BYTES, 2 * CHUNK_BYTES, SIZE]);
    if (reference === undefined) return;
    const first = await tab.store.read(reference.session, 0);
    expect(first.ok && first.value?.length).toBe(256 * 1024 + 137 + 16 + 174);
    expect(await tab.desk.api.has(reference)).toBe(true);
    expect(await tab.desk.api.read(reference)).toEqual({ ok: true, value: file });
    expect(JSON.parse(JSON.stringify(reference))).toEqual(reference);
  });

  test.each([0, 1, CHUNK_BYTES, CHUNK_BYTES + 1])('ATT-1 %i bytes', async (size) => {
    const tab = bench.tab();
    const file = bench.bytes(size);
    const reference = await attach(tab, file);
    expect(reference.chunks).toBe(size > CHUNK_BYTES ? 2 : 1);
    expect(await tab.desk.api.read(reference)).toEqual({ ok: true, value: file });
  });

  test('ATT-1 more than 25 MiB, a viewer, and a file that cannot be read are refused with a sentence and leave nothing', async () => {
    const tab = bench.tab();
    const slice = (): { arrayBuffer(): Promise<ArrayBuffer> } => ({
      arrayBuffer: () => Promise.reject(new Error('moved')),
    });
    const cases = [
      [tab, { size: MAX_ATTACHMENT_BYTES + 1, slice }, 'attachment-too-large'],
      [tab, { size: 10, slice }, 'attachment-unreadable'],
      [
        tab,
        { size: 10, slice: () => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(9)) }) },
        'attachment-unreadable',
      ],
      [bench.tab({ role: 'viewer' }), bench.bytes(3), 'attachment-not-allowed'],
    ] as const;
    for (const [by, source, code] of cases) {
      const attached = await by.desk.api.attach(source, AS);
      expect(attached).toMatchObject({ ok: false, failure: { code } });
      expect(!attached.ok && attached.failure.sentence.length).toBeGreaterThan(30);
      expect(await by.desk.api.held()).toEqual({ ok: true, value: [] });
    }
  });

  test('ATT-2 the same bytes again are the chain that is there, under a name of their own', async () => {
    const tab = bench.tab();
    const file = bench.bytes(SIZE);
    const one = await attach(tab, file);
    const two = await tab.desk.api.attach(file.slice(), { name: 'b.png', type: 'IMAGE/PNG; x=y' });
    expect(two).toEqual({ ok: true, value: { ...one, name: 'b.png' } });
    const held = await tab.desk.api.held();
    expect(held.ok && held.value.length).toBe(1);
  });

  test('ATT-5 stopped at any chunk, nothing stays', async () => {
    const tab = bench.tab();
    for (let at = 1; at <= 3; at++) {
      const stop = new AbortController();
      let chunks = 0;
      const attached = await tab.desk.api.attach(bench.bytes(SIZE), AS, {
        signal: stop.signal,
        onProgress: () => (++chunks === at ? stop.abort() : undefined),
      });
      expect(attached).toMatchObject({ failure: { code: 'attachment-cancelled' } });
      expect(await tab.desk.api.held()).toEqual({ ok: true, value: [] });
    }
    expect(tab.desk.api.uploads.get()).toEqual([]);
  });

  test('a full disk: attaching says so and leaves nothing, reading goes on without keeping', async () => {
    const author = bench.tab();
    const relay = createModelRelay();
    author.link(relay);
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    await bench.settle();
    const full = bench.tab();
    const failure = { code: 'storage-full', sentence: 'No room.' } as const;
    full.store.fail(failure);
    expect(await full.desk.api.attach(file, AS)).toEqual({ ok: false, failure });
    full.link(relay);
    expect(await full.desk.api.read(reference)).toEqual({ ok: true, value: file });
    expect(await full.desk.api.has(reference)).toBe(false);
  });
});

describe('attachments over a relay', () => {
  test('ATT-5 a chain goes up by itself, once, and comes down when it is asked for', async () => {
    const relay = createModelRelay();
    const author = bench.tab();
    const reader = bench.tab({ role: 'viewer' });
    author.link(relay);
    reader.link(relay);
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    expect(author.desk.api.uploads.get()).toEqual([{ session: reference.session, sent: 0, chunks: 3 }]);
    await bench.settle();
    expect(author.desk.api.uploads.get()).toEqual([]);
    expect(relay.heard.filter(({ type }) => type === 'store')).toHaveLength(3);
    expect(await reader.desk.api.held()).toEqual({ ok: true, value: [] });
    const progress: number[] = [];
    const read = await reader.desk.api.read(reference, { onProgress: ({ bytes }) => void progress.push(bytes) });
    expect(read).toEqual({ ok: true, value: file });
    expect(progress).toEqual([CHUNK_BYTES, 2 * CHUNK_BYTES, SIZE]);
    // What is here is not fetched again.
    const before = relay.heard.length;
    expect((await reader.desk.api.read(reference)).ok).toBe(true);
    expect(relay.heard.length).toBe(before);
  });

  test('ATT-5 cut after any frame, either way, it goes on where it stopped and sends nothing twice but what was on its way', async () => {
    const file = bench.bytes(SIZE);
    for (let frames = 0; frames < 9; frames++) {
      const relay = createModelRelay();
      const author = bench.tab();
      const up = author.link(relay);
      up.allow(frames);
      const reference = await attach(author, file);
      await bench.settle(3000);
      up.link.setLive(false);
      up.resume();
      await bench.settle(3000);
      expect([frames, relay.chains.get(reference.session)?.length]).toEqual([frames, 3]);
      expect(author.desk.api.uploads.get()).toEqual([]);
      expect(relay.heard.filter(({ type }) => type === 'store').length).toBeLessThanOrEqual(3 + 3);

      const reader = bench.tab();
      const down = reader.link(relay);
      down.allow(frames);
      const reading = reader.desk.api.read(reference);
      await bench.settle(3000);
      const held = await reader.desk.api.held();
      const had = held.ok ? (held.value[0]?.held ?? 0) : -1;
      down.link.setLive(false);
      relay.heard.length = 0;
      down.resume();
      await bench.settle(3000);
      expect(await reading).toEqual({ ok: true, value: file });
      if (had < 3) expect(relay.heard[0]).toMatchObject({ type: 'fetch', from: had });
    }
  });

  test('ATT-5 a reader who comes before the file waits, and gets it when it comes; one who will not wait is told', async () => {
    const relay = createModelRelay();
    const author = bench.tab();
    const reader = bench.tab();
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    const offline = bench.tab().desk.api.read(reference, { wait: false });
    await bench.settle(6000);
    expect(await offline).toMatchObject({ failure: { code: 'attachment-offline' } });
    reader.link(relay);
    expect(await reader.desk.api.read(reference, { wait: false })).toMatchObject({
      failure: { code: 'attachment-absent' },
    });
    const states: boolean[] = [];
    const reading = reader.desk.api.read(reference, { onProgress: ({ isWaiting }) => void states.push(isWaiting) });
    await bench.settle();
    author.link(relay);
    await bench.settle(70_000);
    expect(await reading).toEqual({ ok: true, value: file });
    expect([states[0], states.at(-1)]).toEqual([true, false]);
  });

  test('ATT-5 a reader who waits can stop, and closing ends everyone', async () => {
    const reference = await attach(bench.tab(), bench.bytes(9));
    const reader = bench.tab();
    reader.link(createModelRelay());
    const stop = new AbortController();
    const stopped = reader.desk.api.read(reference, { signal: stop.signal });
    const closed = reader.desk.api.read(reference);
    await bench.settle();
    stop.abort();
    expect(await stopped).toMatchObject({ failure: { code: 'attachment-cancelled' } });
    await reader.desk.close();
    expect(await closed).toMatchObject({ failure: { code: 'attachment-closed' } });
    expect(await reader.desk.api.attach(bench.bytes(3), AS)).toMatchObject({ failure: { code: 'attachment-closed' } });
  });

  test('RLY-6 a relay that is full or in a hurry is tried again, and says why until then', async () => {
    for (const [code, said] of [
      [RefusalCode.tooFast, 'attachment-too-fast'],
      [RefusalCode.roomFull, 'attachment-room-full'],
    ] as const) {
      const relay = createModelRelay();
      const author = bench.tab();
      let isOver = false;
      const { answer } = relay;
      relay.answer = (frame) => {
        if (frame.type !== 'store' || isOver) return answer(frame);
        const header = decodeHeader(frame.envelope);
        if (!header.ok) throw new Error('no envelope');
        return [{ type: 'refused', code, session: header.value.session, seq: header.value.seq, sentence: '' }];
      };
      author.link(relay);
      const { session } = await attach(author, bench.bytes(SIZE));
      await bench.settle();
      expect(author.desk.api.uploads.get()).toMatchObject([{ session, sent: 0, failure: { code: said } }]);
      isOver = true;
      if (code === RefusalCode.roomFull) author.desk.api.retry(session);
      await bench.settle(code === RefusalCode.roomFull ? 100 : 61_000);
      expect(author.desk.api.uploads.get()).toEqual([]);
      expect(relay.chains.get(session)).toHaveLength(3);
    }
  });

  test('SYN-5 that a relay does not take a file is known in every tab, until it does', async () => {
    const store = createMemoryAttachmentStore();
    const siblings: BenchTab[] = [];
    const leader = bench.tab({ store, siblings });
    const follower = bench.tab({ store, siblings });
    const relay = createModelRelay();
    const { answer } = relay;
    let code: number | undefined = RefusalCode.roomFull;
    relay.answer = (frame) => {
      const header = frame.type === 'store' ? decodeHeader(frame.envelope) : undefined;
      if (code === undefined || header?.ok !== true) return answer(frame);
      return [{ type: 'refused', code, session: header.value.session, seq: header.value.seq, sentence: '' }];
    };
    leader.link(relay);
    const { session } = await attach(follower, bench.bytes(SIZE));
    await bench.settle();
    const stuck = (): unknown => [leader, follower].map(({ desk }) => uploadsToStuck(desk.api.uploads.get()));
    const full = { count: 1, failure: { code: 'attachment-room-full' } };
    expect(stuck()).toMatchObject([full, full]);
    code = RefusalCode.invalid;
    follower.desk.api.retry(session);
    await bench.settle();
    const refused = { count: 1, failure: { code: 'attachment-refused' } };
    expect(stuck()).toMatchObject([refused, refused]);
    code = undefined;
    follower.desk.api.retry(session);
    await bench.settle();
    expect(stuck()).toEqual([undefined, undefined]);
    expect(relay.chains.get(session)).toHaveLength(3);
  });

  test('SYN-4 a relay that lost everything is filled again by who holds it, also by who only read it', async () => {
    const author = bench.tab();
    const reader = bench.tab({ role: 'viewer' });
    const first = createModelRelay();
    const up = author.link(first);
    const down = reader.link(first);
    const reference = await attach(author, bench.bytes(SIZE));
    await bench.settle();
    await reader.desk.api.read(reference);
    await reader.desk.api.collect([reference]);
    up.link.close();
    down.link.close();
    const second = createModelRelay();
    reader.link(second);
    await bench.settle();
    expect(second.chains.size).toBe(0); // the author may do it first
    await bench.settle(12_000);
    expect(second.chains.get(reference.session)).toHaveLength(3);
    const third = createModelRelay();
    author.link(third);
    await bench.settle();
    expect(third.chains.get(reference.session)).toHaveLength(3);
  });

  test('ATT-2 whatever a relay changes, leaves out, repeats or swaps, nothing but the file is handed out', async () => {
    const relay = createModelRelay();
    const author = bench.tab();
    author.link(relay);
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    const other = await attach(author, bench.bytes(SIZE));
    await bench.settle();
    const strangers = relay.chains.get(other.session) ?? [];
    const flip = (envelope: Uint8Array, at: number): Uint8Array => {
      const changed = envelope.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    };
    for (let at = 0; at < 8; at++) {
      const reader = bench.tab();
      let count = 0;
      reader.link(relay, (frame) => {
        if (frame.type !== 'chunk' || count++ >= 3) return [frame];
        const { envelope } = frame;
        switch (at) {
          case 0:
            return [{ ...frame, envelope: flip(envelope, 90) }];
          case 1:
            return [{ ...frame, envelope: flip(envelope, envelope.length - 1) }];
          case 2:
            return [{ ...frame, envelope: envelope.subarray(0, envelope.length - 1) }];
          case 3:
            return [frame, frame];
          case 4:
            return count === 2 ? [] : [frame];
          case 5:
            return [{ ...frame, envelope: strangers[count - 1] ?? envelope }];
          case 6:
            return [{ ...frame, envelope: new Uint8Array() }];
          default:
            return [{ type: 'fetched', session: new Uint8Array(32), next: 3, held: 3 }, frame];
        }
      });
      const reading = reader.desk.api.read(reference);
      await bench.settle(10_000);
      expect([at, await reading]).toEqual([at, { ok: true, value: file }]);
    }
  });
});

describe('two tabs', () => {
  test('SYN-8 a tab without links attaches and reads through the one that has them', async () => {
    const relay = createModelRelay();
    const store = createMemoryAttachmentStore();
    const siblings: BenchTab[] = [];
    const leader = bench.tab({ store, siblings });
    const follower = bench.tab({ store, siblings });
    leader.link(relay);
    const reference = await attach(follower, bench.bytes(SIZE));
    expect(follower.desk.api.uploads.get()).toHaveLength(1);
    await bench.settle();
    expect(relay.chains.get(reference.session)).toHaveLength(3);
    expect(follower.desk.api.uploads.get()).toEqual([]);

    const away = bench.tab();
    away.link(relay);
    const file = bench.bytes(SIZE);
    const wanted = await attach(away, file);
    await bench.settle();
    const reading = follower.desk.api.read(wanted);
    await bench.settle(3000);
    expect(await reading).toEqual({ ok: true, value: file });
  });

  test('SYN-8 when the tab with the links closes, the other takes over what was not done', async () => {
    const relay = createModelRelay();
    const store = createMemoryAttachmentStore();
    const siblings: BenchTab[] = [];
    const leader = bench.tab({ store, siblings });
    const follower = bench.tab({ store, siblings });
    const up = leader.link(relay);
    up.allow(3);
    const reference = await attach(follower, bench.bytes(SIZE));
    const away = bench.tab();
    away.link(relay);
    const file = bench.bytes(SIZE);
    const wanted = await attach(away, file);
    const reading = follower.desk.api.read(wanted);
    await bench.settle(1000);
    expect(relay.chains.get(reference.session)?.length ?? 0).toBeLessThan(3);
    up.link.close();
    siblings.shift();
    follower.link(relay);
    await bench.settle(3000);
    expect(relay.chains.get(reference.session)).toHaveLength(3);
    expect(await reading).toEqual({ ok: true, value: file });
  });
});

describe('collecting', () => {
  const DAY_MS = 86_400_000;

  test('ATT-4 what the document no longer shows goes after 7 days, what came back stays', async () => {
    const relay = createModelRelay();
    const tab = bench.tab();
    const up = tab.link(relay);
    const kept = await attach(tab, bench.bytes(10));
    const left = await attach(tab, bench.bytes(20));
    const back = await attach(tab, bench.bytes(30));
    await bench.settle();
    expect(await tab.desk.api.collect([kept])).toEqual({ ok: true, value: 0 });
    up.link.setLive(false);
    bench.room.time.advance(6 * DAY_MS);
    await tab.desk.api.collect([kept, back]);
    bench.room.time.advance(DAY_MS);
    expect(await tab.desk.api.collect([kept])).toEqual({ ok: true, value: 1 });
    expect([await tab.desk.api.has(kept), await tab.desk.api.has(left), await tab.desk.api.has(back)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('ATT-4 what was removed before it was sent is not sent, and goes on where it stopped when it comes back', async () => {
    const relay = createModelRelay();
    const tab = bench.tab();
    const up = tab.link(relay);
    up.link.setLive(false);
    const reference = await attach(tab, bench.bytes(SIZE));
    expect(tab.desk.api.uploads.get()).toHaveLength(1);
    await tab.desk.api.collect([]);
    expect(tab.desk.api.uploads.get()).toEqual([]);
    up.link.setLive(true);
    await bench.settle();
    expect(relay.chains.size).toBe(0);
    await tab.desk.api.collect([reference]);
    await bench.settle();
    expect(relay.chains.get(reference.session)).toHaveLength(3);
    expect(tab.desk.api.uploads.get()).toEqual([]);
  });

  test('ATT-4 an editor tells the relay, and names what may still come back', async () => {
    const relay = createModelRelay();
    const tab = bench.tab();
    tab.link(relay);
    const kept = await attach(tab, bench.bytes(10));
    const fresh = await attach(tab, bench.bytes(20));
    await bench.settle();
    await tab.desk.api.collect([kept]);
    const [keep] = relay.heard.filter((frame) => frame.type === 'keep');
    expect(keep?.sessions.map((session) => Buffer.from(session).toString('hex')).toSorted()).toEqual(
      [kept.session, fresh.session].toSorted(),
    );
    const viewer = bench.tab({ role: 'viewer' });
    viewer.link(relay);
    await viewer.desk.api.collect([]);
    expect(relay.heard.filter((frame) => frame.type === 'keep')).toHaveLength(1);
  });

  test('ATT-5 a chain that a crash cut off is collected after an hour', async () => {
    const tab = bench.tab();
    const mark = { chunks: 3, isOwn: true, isSent: false, touchedAt: bench.room.time.clock.now(), leftAt: 0 };
    await tab.store.put('ab'.repeat(32), 0, new Uint8Array(9), mark);
    await tab.desk.api.collect([]);
    bench.room.time.advance(3_600_000);
    expect(await tab.desk.api.collect([])).toEqual({ ok: true, value: 1 });
  });
});
