import { toHex } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChunkAnswerFrame } from '../wire/index.ts';
import { createTransfers, type TransferEffect, type TransferEvent, type Transfers } from './transfer-state.ts';
import { stepTransfers } from './transfer-step.ts';

const NAMES = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
const session = fc.constantFrom(...NAMES.map(toHex));
const seq = fc.nat(12);

const frame: fc.Arbitrary<ChunkAnswerFrame> = fc.oneof(
  fc.record({ type: fc.constant('stored' as const), session: fc.constantFrom(...NAMES), seq }),
  fc.record({ type: fc.constant('chunk' as const), envelope: fc.constant(new Uint8Array(3)) }),
  fc.record({
    type: fc.constant('fetched' as const),
    session: fc.constantFrom(...NAMES),
    next: fc.maxSafeNat(),
    held: fc.oneof(seq, fc.maxSafeNat()),
  }),
  fc.record({
    type: fc.constant('refused' as const),
    code: fc.nat(9),
    session: fc.constantFrom(...NAMES),
    seq,
    sentence: fc.constant(''),
  }),
);

const event: fc.Arbitrary<TransferEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom('live' as const, 'down' as const, 'woke' as const) }),
  fc.record({
    type: fc.constant('upload' as const),
    session,
    chunks: fc.integer({ min: 1, max: 12 }),
    after: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('download' as const),
    session,
    chunks: fc.integer({ min: 1, max: 12 }),
    next: fc.nat(3),
  }),
  fc.record({ type: fc.constantFrom('forget' as const, 'lost' as const), session }),
  fc.record({
    type: fc.constant('frame' as const),
    frame,
    name: fc.option(fc.record({ session, seq }), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('taken' as const), session, seq, attempt: fc.nat(3), isOk: fc.boolean() }),
);

describe('transfers', () => {
  test('ATT-5 whatever a relay says, no more is on its way than may be, nothing is asked while the link is down, and no state is changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.nat(70_000)), { maxLength: 60 }), (events) => {
        let state = createTransfers(0);
        let now = 0;
        for (const [each, passed] of events) {
          now += passed;
          const before = JSON.stringify([...state.uploads, ...state.downloads, state.questions]);
          const [after, effects] = stepTransfers(state, each, now);
          expect(JSON.stringify([...state.uploads, ...state.downloads, state.questions])).toBe(before);
          const sends = effects.filter(({ type }) => type === 'send' || type === 'store');
          if (!after.isLive) expect(sends).toEqual([]);
          expect(after.questions.length).toBeLessThanOrEqual(2);
          for (const { next, acked, chunks } of after.uploads.values()) {
            expect(next - acked).toBeLessThanOrEqual(4);
            expect(next).toBeLessThanOrEqual(chunks);
          }
          for (const { expected, from } of after.downloads.values()) expect(expected - from).toBeLessThanOrEqual(8);
          state = after;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('RLY-6 a thousand files are asked about no faster than a relay allows', () => {
    let state: Transfers = createTransfers(0);
    let now = 0;
    const times: number[] = [];
    const run = (next: TransferEvent): void => {
      const queue: TransferEvent[] = [next];
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        const [after, effects] = stepTransfers(state, item, now);
        state = after;
        for (const effect of effects) queue.push(...answer(effect));
      }
    };
    const answer = (effect: TransferEffect): TransferEvent[] => {
      if (effect.type !== 'send' || effect.frame.type !== 'fetch') return [];
      times.push(now);
      const { session: of } = effect.frame;
      return [{ type: 'frame', frame: { type: 'fetched', session: of, next: 0, held: 1 }, name: undefined }];
    };
    run({ type: 'live' });
    for (let i = 0; i < 1000; i++) {
      run({ type: 'upload', session: i.toString(16).padStart(64, '0'), chunks: 1, after: 0 });
    }
    expect(times.length).toBe(100);
    for (; state.uploads.size > 0 && now < 60_000; now += 100) run({ type: 'woke' });
    expect(times.length).toBe(1000);
    expect(now).toBeGreaterThan(20_000);
    // No second of it has more than a relay lets through.
    for (let at = 0; at < times.length; at++) {
      const from = times[at] ?? 0;
      expect(times.filter((time) => time >= from && time < from + 1000).length).toBeLessThanOrEqual(200);
    }
  });
});
