import type { Hash } from '@weft/crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSnapshotPayload } from './snapshot-payload.ts';
import { createStateAhead } from './state-ahead.ts';

const head = (seq: number) => ({ seq, hash: new Uint8Array(32).fill(seq) as Uint8Array as Hash });
const covers = new Map([
  ['ff'.repeat(32), head(7)],
  ['00'.repeat(32), head(0)],
]);
const EXTRAS = { people: new Uint8Array(40).fill(3) };

/** As it comes: up to each of these places, counted round. */
function read(payload: Uint8Array, places: readonly number[]): Uint8Array | undefined {
  const ahead = createStateAhead();
  const sorted = places.map((place) => place % payload.length).sort((a, b) => a - b);
  for (const place of sorted) ahead.read(payload.subarray(0, place));
  ahead.read(payload);
  return ahead.end();
}

const places = fc.array(fc.nat(), { maxLength: 8 });

describe('a state that is inflated while its snapshot comes', () => {
  it('LED-4 is the state, whatever comes when, and whatever stands behind it', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.integer({ min: 2, max: 250 }), places, (length, modulus, all) => {
        const state = new Uint8Array(length).map((_, i) => (i * i) % modulus);
        const payload = encodeSnapshotPayload(covers, state, EXTRAS);
        const padded = new Uint8Array(payload.length + 77);
        padded.set(payload);
        const inflated = read(padded, all);
        // What deflates to next to nothing waits until somebody vouches for it.
        if (inflated !== undefined) expect(inflated).toEqual(state);
        else expect(payload.length).toBeLessThan(length / 10 + 300);
      }),
      { numRuns: 200 },
    );
  });

  it('ENV-6 is none where the payload is not one, asks for too much, or is cut short', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), places, (bytes, all) => {
        const inflated = read(Uint8Array.of(0, 0, 0, 0, 1, ...bytes), all);
        expect(inflated?.length ?? 0).toBeLessThan(32 * 400);
      }),
    );
    const state = new Uint8Array(5_000).map((_, i) => (i * i) % 251);
    const payload = encodeSnapshotPayload(covers, state);
    expect(read(payload, [])).toEqual(state);
    for (let length = 0; length < payload.length; length += 7)
      expect(read(payload.subarray(0, length), [9])).toBeUndefined();
    // A bomb: a thousand bytes for each.
    expect(read(encodeSnapshotPayload(covers, new Uint8Array(1_000_000)), [])).toBeUndefined();
  });
});
