import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { START, type Caller } from '../testing/network.ts';
import { DEFAULT_LIMITS } from '../policy/limits.ts';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();
const COUNT = 5;

/** Somebody who has stored a chain of chunks. */
function attach(size = 1000, count = COUNT): { caller: Caller; chunks: Uint8Array[]; session: Uint8Array } {
  const ada = bench.people.join('editor');
  const caller = bench.network.enter(bench.people.roomId, ada);
  const file = bench.people.join('editor');
  const chunks = Array.from({ length: count }, () => file.seal('chunk', size));
  for (const envelope of chunks) caller.send({ type: 'store', envelope });
  return { caller, chunks, session: file.session.pair.publicKey };
}

describe('attachments', () => {
  test('ATT-3 chunks are acknowledged by name, fanned out to nobody and replayed to nobody', () => {
    const reader = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    reader.clear();
    const { caller, session } = attach();
    expect(caller.of('stored')).toEqual(Array.from({ length: COUNT }, (_, seq) => ({ type: 'stored', session, seq })));
    expect(reader.frames.map(({ type }) => type)).toEqual(['peer']);
    const late = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    late.send({ type: 'pull', from: 1 });
    expect([...late.of('entry'), ...late.of('base')]).toEqual([]);
    expect(late.of('caught-up').map(({ head }) => head)).toEqual([0, 0]);
    expect(bench.network.hub.counts).toMatchObject({ chunks: COUNT, appended: 0 });
  });

  test('ATT-3 FETCH gives them in order, as many as is asked, then says where it stopped and what is held', () => {
    const { chunks, session } = attach();
    const reader = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    reader.send({ type: 'fetch', session, from: 1, count: 2 });
    expect(reader.of('chunk').map(({ envelope }) => envelope)).toEqual(chunks.slice(1, 3));
    expect(reader.of('fetched')).toEqual([{ type: 'fetched', session, next: 3, held: COUNT }]);
    reader.clear();
    reader.send({ type: 'fetch', session, from: 0, count: 0 });
    reader.send({ type: 'fetch', session, from: 4, count: 0xffff });
    reader.send({ type: 'fetch', session: session.map((byte) => byte ^ 1), from: 0, count: 9 });
    reader.send({ type: 'fetch', session, from: Number.MAX_SAFE_INTEGER, count: 0xffff });
    expect(reader.of('chunk').map(({ envelope }) => envelope)).toEqual(chunks.slice(4));
    expect(reader.of('fetched').map(({ next, held }) => [next, held])).toEqual([
      [0, COUNT],
      [COUNT, COUNT],
      [0, 0],
      [Number.MAX_SAFE_INTEGER, COUNT],
    ]);
  });

  test('RLY-6 a slow reader is sent no more than a slice at a time, and its questions are answered in order', () => {
    const { session, caller } = attach(200_000);
    caller.clear();
    caller.isBusy = true;
    caller.send({ type: 'fetch', session, from: 0, count: COUNT });
    caller.send({ type: 'fetch', session, from: 0, count: 1 });
    const sent = (): number => caller.of('chunk').length;
    expect(sent()).toBe(2);
    const steps = [sent()];
    while (caller.of('fetched').length === 0) {
      caller.link.drained();
      steps.push(sent());
    }
    expect(steps).toEqual([2, 4, 6]);
    expect(caller.of('fetched').map(({ next }) => next)).toEqual([COUNT, 1]);
    caller.link.drained();
    expect(sent()).toBe(6);
  });

  test('RLY-6 a replay and a FETCH at once: each goes on by itself, and nothing comes twice', () => {
    const { session, caller } = attach(200_000);
    const writer = bench.people.join('editor');
    for (let i = 0; i < 6; i++) caller.send({ type: 'append', envelope: writer.seal('content', 200_000) });
    caller.clear();
    caller.isBusy = true;
    caller.send({ type: 'pull', from: 1 });
    caller.send({ type: 'fetch', session, from: 0, count: COUNT });
    for (let i = 0; i < 10; i++) caller.link.drained();
    expect(caller.of('entry').map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(caller.of('chunk')).toHaveLength(COUNT);
  });

  test('RLY-6 with a store that takes its time, what drains for the one does not read again for the other', () => {
    const clock = { now: () => START };
    const memory = createMemoryStore({ clock, random: bench.random, limits: DEFAULT_LIMITS });
    const reads: (() => void)[] = [];
    const store: Store = { ...memory, read: (...request) => void reads.push(() => memory.read(...request)) };
    const network = bench.start({ store });
    const caller = network.enter(bench.people.roomId, bench.people.join('editor'));
    for (let read = reads.shift(); read !== undefined; read = reads.shift()) read();
    const writer = bench.people.join('editor');
    for (let i = 0; i < 6; i++) caller.send({ type: 'append', envelope: writer.seal('content', 200_000) });
    const file = bench.people.join('editor');
    for (let i = 0; i < 6; i++) caller.send({ type: 'store', envelope: file.seal('chunk', 200_000) });
    caller.clear();
    caller.isBusy = true;
    caller.send({ type: 'pull', from: 1 });
    caller.send({ type: 'fetch', session: file.session.pair.publicKey, from: 0, count: 6 });
    caller.link.drained();
    caller.link.drained();
    for (let i = 0; i < 10; i++) {
      for (let read = reads.shift(); read !== undefined; read = reads.shift()) read();
      caller.link.drained();
    }
    expect(caller.of('entry').map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(caller.of('chunk')).toHaveLength(6);
  });

  test('ATT-3 out of order and twice under one name are refused with a code of their own, twice the same is not', () => {
    const { caller, chunks, session } = attach(1000, 2);
    const other = bench.people.join('editor');
    const [, second] = [other.seal('chunk'), other.seal('chunk')];
    caller.send({ type: 'store', envelope: second ?? new Uint8Array() });
    caller.send({ type: 'store', envelope: chunks[1] ?? new Uint8Array() });
    expect(caller.of('refused').map(({ code, seq }) => [code, seq])).toEqual([[RefusalCode.outOfOrder, 1]]);
    expect(caller.of('stored')).toHaveLength(3);
    caller.send({ type: 'fetch', session: other.session.pair.publicKey, from: 0, count: 9 });
    expect(caller.of('fetched')).toMatchObject([{ next: 0, held: 0 }]);
    expect(session).toHaveLength(32);
  });

  test('ENV-5 ENV-6 only what verifies as a chunk is kept, and no other kind beside the log', () => {
    const patient = bench.start({ limits: { refusalBurst: 1e6, chunkBurst: 1e6 } });
    const caller = patient.enter(bench.people.roomId, bench.people.join('viewer'));
    const ada = bench.people.join('editor');
    const envelope = ada.seal('chunk');
    for (let at = 0; at < envelope.length; at += 5) {
      const changed = envelope.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      caller.send({ type: 'store', envelope: changed });
    }
    for (const length of [0, 1, 80, 81, 200, envelope.length - 1]) {
      caller.send({ type: 'store', envelope: envelope.subarray(0, length) });
    }
    const refused = caller.of('refused').length;
    expect(refused).toBe(Math.ceil(envelope.length / 5) + 6);
    caller.send({ type: 'store', envelope: bench.people.join('editor').seal('content') });
    caller.send({ type: 'store', envelope: bench.people.join('viewer').seal('presence') });
    caller.send({ type: 'append', envelope });
    expect(
      caller
        .of('refused')
        .slice(refused)
        .map(({ code }) => code),
    ).toEqual([1, 1, 1]);
    expect(patient.store.usage().bytes).toBe(0);
    caller.send({ type: 'store', envelope }); // whoever brings it: a viewer too
    expect(caller.of('stored')).toHaveLength(1);
  });

  test('ATT-4 KEEP is an editor’s: what it leaves out goes after the grace period', () => {
    const { caller, session } = attach();
    const viewer = bench.network.enter(bench.people.roomId, bench.people.join('commenter'));
    const held = (): number => {
      caller.clear();
      caller.send({ type: 'fetch', session, from: 0, count: 0 });
      return caller.of('fetched')[0]?.held ?? -1;
    };
    viewer.send({ type: 'keep', sessions: [] });
    expect(viewer.of('refused').map(({ code }) => code)).toEqual([RefusalCode.role]);
    bench.network.pass(DEFAULT_LIMITS.attachmentGraceMs);
    expect(held()).toBe(COUNT);
    caller.send({ type: 'keep', sessions: [session] });
    bench.network.pass(DEFAULT_LIMITS.attachmentGraceMs);
    expect(held()).toBe(COUNT);
    caller.send({ type: 'keep', sessions: [] });
    bench.network.pass(DEFAULT_LIMITS.attachmentGraceMs - 1);
    expect(held()).toBe(COUNT);
    bench.network.pass(60_000);
    expect(held()).toBe(0);
  });

  test('RLY-6 too many chunks are refused, too many questions end the connection, and neither keeps anyone from writing', () => {
    const network = bench.start({ limits: { chunkBurst: 3, chunksPerSecond: 1 } });
    const ada = bench.people.join('editor');
    const caller = network.enter(bench.people.roomId, ada);
    const file = bench.people.join('editor');
    const chunks = Array.from({ length: 5 }, () => file.seal('chunk'));
    for (const envelope of chunks) caller.send({ type: 'store', envelope });
    expect(caller.of('stored')).toHaveLength(3);
    expect(caller.of('refused').map(({ code }) => code)).toEqual([RefusalCode.tooFast, RefusalCode.tooFast]);
    caller.send({ type: 'append', envelope: ada.seal('content') });
    expect(caller.of('ack')).toHaveLength(1);
    caller.send({ type: 'fetch', session: file.session.pair.publicKey, from: 0, count: 1 });
    expect(caller.closed?.code).toBe(CloseCode.tooFast);

    const eager = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    eager.isBusy = true;
    const { session } = attach(200_000);
    for (let i = 0; i < 17; i++) eager.send({ type: 'fetch', session, from: 0, count: 9 });
    expect(eager.closed?.code).toBe(CloseCode.tooFast);
  });

  test('RLY-6 a full room refuses chunks with 4, and still takes text', () => {
    const limits = { ...DEFAULT_LIMITS, maxRoomBytes: 40_000 };
    const store = createMemoryStore({ clock: { now: () => START }, random: bench.random, limits });
    const network = bench.start({ store });
    const ada = bench.people.join('editor');
    const caller = network.enter(bench.people.roomId, ada);
    const file = bench.people.join('editor');
    for (let i = 0; i < 5; i++) caller.send({ type: 'store', envelope: file.seal('chunk', 10_000) });
    expect(caller.of('refused').map(({ code, seq }) => [code, seq])).toEqual([
      [RefusalCode.roomFull, 3],
      [RefusalCode.outOfOrder, 4],
    ]);
    caller.send({ type: 'append', envelope: ada.seal('content') });
    expect(caller.of('ack')).toHaveLength(1);
  });
});
