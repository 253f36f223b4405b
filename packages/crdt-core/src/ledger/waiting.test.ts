import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from './types.ts';
import { createWaiting } from './waiting.ts';

const entry = (session: string, seq: number, size = 10): LedgerEntry => ({
  session,
  seq,
  kind: 'content',
  envelope: new Uint8Array(size),
});

describe('what waits for its predecessors', () => {
  it('LED-2 is found, taken, and forgotten once it is covered', () => {
    const waiting = createWaiting();
    for (const seq of [5, 3, 9]) expect(waiting.hold(entry('a', seq))).toBe(true);
    expect([waiting.first('a'), waiting.first('b'), [...waiting.sessions()], waiting.bytes]).toEqual([
      3,
      undefined,
      ['a'],
      30,
    ]);
    expect(waiting.take('a', 3)?.seq).toBe(3);
    waiting.dropThrough('a', 5);
    expect([waiting.first('a'), waiting.bytes]).toEqual([9, 10]);
    waiting.dropThrough('a', 9);
    expect([[...waiting.sessions()], waiting.bytes]).toEqual([[], 0]);
  });

  it('LED-2 is bounded per session: what lies farthest ahead gives way', () => {
    const waiting = createWaiting({ entriesPerSession: 3, bytesPerSession: 1000, bytes: 10_000 });
    for (const seq of [10, 20, 30]) waiting.hold(entry('a', seq));
    expect(waiting.hold(entry('a', 40))).toBe(false);
    expect(waiting.hold(entry('a', 5))).toBe(true);
    expect([waiting.get('a', 30), waiting.get('a', 5)?.length]).toEqual([undefined, 10]);
    expect(waiting.hold(entry('a', 1, 1001))).toBe(false);
  });

  it('LED-2 is bounded in all: one session does not crowd out the others', () => {
    const waiting = createWaiting({ entriesPerSession: 100, bytesPerSession: 1000, bytes: 1000 });
    for (let seq = 0; seq < 100; seq++) waiting.hold(entry('greedy', seq));
    expect(waiting.bytes).toBe(1000);
    expect(waiting.hold(entry('modest', 7))).toBe(true);
    expect([waiting.bytes, waiting.get('greedy', 99), waiting.first('greedy')]).toEqual([1000, undefined, 0]);
  });
});
