import { equal } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { PART_BYTES, type PeerFetchFrame, type PeerPartFrame } from '../wire/index.ts';
import { CHUNK_BYTES } from './layout.ts';
import { createMemoryAttachmentStore } from './memory-store.ts';
import { createPeerTransfers, type PeerTransfers } from './peer-transfer-state.ts';
import { MAX_CHUNK_ENVELOPE, stepPeerTransfers } from './peer-transfer-step.ts';
import type { AttachmentReference } from './reference.ts';
import {
  type AttachmentBench,
  type BenchTab,
  createAttachmentBench,
  createModelRelay,
} from './testing/attachment-bench.ts';

type Frame = PeerFetchFrame | PeerPartFrame;

let bench: AttachmentBench;
beforeAll(async () => {
  bench = await createAttachmentBench(9);
});

/** Three chunks. */
const SIZE = 2 * CHUNK_BYTES + 5;

async function attach(tab: BenchTab, file: Uint8Array): Promise<AttachmentReference> {
  const attached = await tab.desk.api.attach(file, { name: 'a.png', type: 'image/png' });
  if (!attached.ok) throw new Error(attached.failure.code);
  return attached.value;
}

async function read(tab: BenchTab, reference: AttachmentReference): Promise<unknown> {
  const reading = tab.desk.api.read(reference, { wait: false });
  await bench.settle(3_000);
  const outcome = await reading;
  return outcome.ok ? outcome.value : outcome.failure.code;
}

const asked = (frames: readonly Frame[]): number => frames.filter(({ type }) => type === 'fetch').length;

describe('ATT-7 attachments over peers', () => {
  test('a viewer serves: a file comes whole from whoever holds it, part by part, each once', async () => {
    const author = bench.tab();
    const viewer = bench.tab({ role: 'viewer' });
    const reader = bench.tab();
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    bench.join(author, viewer);
    expect(await read(viewer, reference)).toEqual(file);
    const { crossed, accused } = bench.join(viewer, reader);
    expect(await read(reader, reference)).toEqual(file);
    const partsOf = (bytes: number): number => Math.ceil((bytes + 36 + 327) / PART_BYTES);
    // The last chunk of five bytes is padded.
    expect(asked(crossed)).toBe(2 * partsOf(CHUNK_BYTES) + 1);
    expect(crossed.filter(({ type }) => type === 'part')).toHaveLength(asked(crossed));
    expect(accused).toEqual([]);
    expect(await reader.desk.api.has(reference)).toBe(true);
  });

  test('where nobody has it, whoever will not wait is told, and whoever waits gets it when it comes', async () => {
    const reader = bench.tab();
    const empty = bench.tab();
    const author = bench.tab();
    bench.join(reader, empty);
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    expect(await read(reader, reference)).toBe('attachment-offline');
    const waiting = reader.desk.api.read(reference);
    await bench.settle();
    // It reaches the one who had nothing, and then goes on.
    bench.join(empty, author);
    expect(await read(empty, reference)).toEqual(file);
    await bench.settle(31_000);
    expect(await waiting).toEqual({ ok: true, value: file });
  });

  test('the relay is asked first; peers where it has nothing, or goes', async () => {
    const relay = createModelRelay();
    const author = bench.tab();
    const reader = bench.tab();
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    const { crossed } = bench.join(author, reader);
    const other = bench.tab();
    const { link } = other.link(relay);
    void link;
    reader.link(relay);
    expect(await read(reader, reference)).toEqual(file);
    expect(relay.heard.some(({ type }) => type === 'fetch')).toBe(true);
    expect(asked(crossed)).toBeGreaterThan(3);

    const full = createModelRelay();
    author.link(full);
    await bench.settle();
    expect(full.chains.get(reference.session)).toHaveLength(3);
    const late = bench.tab();
    const direct = bench.join(author, late);
    late.link(full);
    expect(await read(late, reference)).toEqual(file);
    expect(direct.crossed).toEqual([]);
  });

  test('a link that is cut in the middle: what came is kept, another goes on from there', async () => {
    const [first, second] = [bench.tab(), bench.tab()];
    const reader = bench.tab();
    const file = bench.bytes(SIZE);
    const reference = await attach(first, file);
    bench.join(first, second);
    expect(await read(second, reference)).toEqual(file);
    let left = 25;
    const one = bench.join(first, reader, (frame) => (--left < 0 ? [] : [frame]));
    const waiting = reader.desk.api.read(reference);
    await bench.settle();
    one.cut();
    const two = bench.join(second, reader);
    await bench.settle();
    expect(await waiting).toEqual({ ok: true, value: file });
    const places = [...one.crossed, ...two.crossed].flatMap((frame) =>
      frame.type === 'part' ? [`${frame.seq} ${frame.offset}`] : [],
    );
    // Of the first chunk, which was whole, nothing crossed twice.
    const ofFirst = places.filter((place) => place.startsWith('0 '));
    expect(new Set(ofFirst).size).toBe(ofFirst.length);
  });

  test('a device that never answers is passed over for the next', async () => {
    const [mute, author, reader] = [bench.tab(), bench.tab(), bench.tab()];
    const file = bench.bytes(10);
    const reference = await attach(author, file);
    bench.join(mute, reader, () => []);
    bench.join(author, reader);
    const waiting = reader.desk.api.read(reference);
    await bench.settle(16_000);
    expect(await waiting).toEqual({ ok: true, value: file });
  });

  test('ENV-6 whatever a peer changes, leaves out, adds or makes up, nothing but the file is kept, and the peer goes', async () => {
    const author = bench.tab();
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    const strange = await attach(author, bench.bytes(SIZE));
    const other = await author.store.read(strange.session, 0);
    const foreign = other.ok && other.value ? other.value : new Uint8Array();
    const part = (change: (frame: PeerPartFrame) => readonly Frame[]) => (frame: Frame) =>
      frame.type === 'part' ? change(frame) : [frame];
    const flip = (bytes: Uint8Array): Uint8Array => {
      const changed = bytes.slice();
      changed[9] = (changed[9] ?? 0) ^ 1;
      return changed;
    };
    const lies: readonly (readonly [string, (frame: Frame) => readonly Frame[]])[] = [
      ['a bit', part((frame) => [{ ...frame, bytes: frame.offset === 0 ? flip(frame.bytes) : frame.bytes }])],
      [
        'another file under this name',
        part((frame) => [{ ...frame, bytes: foreign.slice(frame.offset, frame.offset + PART_BYTES) }]),
      ],
      ['another place', part((frame) => [{ ...frame, offset: frame.offset + 1 }])],
      ['another chunk', part((frame) => [{ ...frame, seq: frame.seq + 1 }])],
      ['a length that changes', part((frame) => [{ ...frame, total: frame.total - (frame.offset > 0 ? 1 : 0) }])],
      ['more than a chunk may have', part((frame) => [{ ...frame, total: MAX_CHUNK_ENVELOPE + 1 }])],
      ['short parts', part((frame) => [{ ...frame, bytes: frame.bytes.subarray(1) }])],
      ['twice', part((frame) => [frame, frame])],
    ];
    for (const [, lie] of lies) {
      const reader = bench.tab();
      const { accused } = bench.join(author, reader, lie);
      expect(await read(reader, reference)).toBe('attachment-offline');
      expect(accused).toHaveLength(1);
      const held = await reader.desk.api.held();
      const chain = held.ok ? held.value.find(({ session }) => session === reference.session) : undefined;
      for (let seq = 0; seq < (chain?.held ?? 0); seq++) {
        const [mine, theirs] = [
          await reader.store.read(reference.session, seq),
          await author.store.read(reference.session, seq),
        ];
        expect(mine.ok && theirs.ok && mine.value && theirs.value && equal(mine.value, theirs.value)).toBe(true);
      }
    }
    // Parts that nobody asked for.
    const reader = bench.tab();
    const { accused } = bench.join(author, reader, (frame) => [
      frame,
      { type: 'part', session: new Uint8Array(32), seq: 0, offset: 0, total: 0, bytes: new Uint8Array() },
    ]);
    bench.join(author, reader);
    void reader.desk.api.read(reference);
    await bench.settle();
    expect(accused).toEqual(['b: peer-confused']);
  });

  test('what this disk made of a chunk is not passed on', async () => {
    const store = createMemoryAttachmentStore();
    const author = bench.tab({ store });
    const reference = await attach(author, bench.bytes(10));
    const stored = await store.read(reference.session, 0);
    if (!stored.ok || stored.value === undefined) throw new Error('nothing stored');
    stored.value[200] = (stored.value[200] ?? 0) ^ 1;
    const reader = bench.tab();
    const { accused, crossed } = bench.join(author, reader);
    expect(await read(reader, reference)).toBe('attachment-offline');
    expect(accused).toEqual([]);
    expect(crossed.filter((frame) => frame.type === 'part' && frame.total > 0)).toEqual([]);
  });

  test('SYN-8 a tab without links reads through the one that has them', async () => {
    const author = bench.tab();
    const siblings: BenchTab[] = [];
    const store = createMemoryAttachmentStore();
    const leader = bench.tab({ store, siblings });
    const sibling = bench.tab({ store, siblings });
    const file = bench.bytes(SIZE);
    const reference = await attach(author, file);
    bench.join(author, leader);
    expect(await read(sibling, reference)).toEqual(file);
  });
});

describe('the step', () => {
  test('SYN-1 few parts are on their way, one chunk at a time, and no state is changed', () => {
    let state: PeerTransfers = createPeerTransfers();
    const open = new Map<number, number>();
    const go = (event: Parameters<typeof stepPeerTransfers>[1], now = 0): void => {
      const before = structuredClone(state);
      const [after, effects] = stepPeerTransfers(state, event, now);
      expect(state).toEqual(before);
      state = after;
      for (const effect of effects) if (effect.type === 'ask') open.set(effect.via, (open.get(effect.via) ?? 0) + 1);
    };
    go({ type: 'joined', via: -1 });
    go({ type: 'joined', via: -2 });
    go({ type: 'want', session: 'a', chunks: 3, next: 0 });
    // One link per chain.
    expect([...open]).toEqual([[-1, 1]]);
    go({ type: 'want', session: 'b', chunks: 3, next: 0 });
    expect([...open]).toEqual([
      [-1, 1],
      [-2, 1],
    ]);
    const question = { session: 'a', seq: 0, offset: 0 };
    go({ type: 'part', via: -1, question, total: MAX_CHUNK_ENVELOPE, bytes: new Uint8Array(PART_BYTES) });
    expect(open.get(-1)).toBe(1 + 4);
    for (let offset = PART_BYTES; offset < MAX_CHUNK_ENVELOPE; offset += PART_BYTES) {
      const bytes = new Uint8Array(Math.min(PART_BYTES, MAX_CHUNK_ENVELOPE - offset));
      expect(state.sources.get(-1)?.questions.length).toBeLessThanOrEqual(4);
      go({ type: 'part', via: -1, question: { ...question, offset }, total: MAX_CHUNK_ENVELOPE, bytes });
    }
    expect(state.sources.get(-1)?.task?.isWhole).toBe(true);
    expect(open.get(-1)).toBe(Math.ceil(MAX_CHUNK_ENVELOPE / PART_BYTES));
    go({ type: 'taken', via: -1, session: 'a', seq: 0, fate: 'kept' });
    expect(state.wants.get('a')?.next).toBe(1);
    expect(state.sources.get(-1)?.task).toMatchObject({ session: 'a', seq: 1 });
  });
});
