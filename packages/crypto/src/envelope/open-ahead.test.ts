import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { wipeKeys } from '../keys/epoch-keys.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { CIPHERTEXT_AT, COMMITMENT_AT, NONCE_AT, TRAILER_BYTES } from './layout.ts';
import { type OpenedAhead, startOpening } from './open-ahead.ts';
import { openEnvelope } from './open-envelope.ts';
import { sealEnvelope } from './seal-envelope.ts';

let f: Fixture;
let other: Fixture;
beforeAll(async () => {
  f = await createFixture();
  other = await createFixture(f.random);
});

const payloadOf = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => (i * 31 + 7) & 0xff);

const sealSnapshot = (length: number): Uint8Array =>
  sealEnvelope(f.sodium, f.random, f.sessions.editor, f.keys, {
    kind: 'snapshot',
    seq: 0,
    payload: payloadOf(length),
  });

/** Hands it over cut at these places, counted round. */
function openParts(envelope: Uint8Array, cuts: readonly number[], keys = [f.keys]): OpenedAhead | undefined {
  const opening = startOpening(f.sodium, () => keys, 'snapshot');
  const places = [...new Set([0, envelope.length, ...cuts.map((cut) => cut % envelope.length)])].sort((a, b) => a - b);
  for (const [at, place] of places.entries()) opening.add(envelope.subarray(place, places[at + 1]));
  return opening.end();
}

const lengths = fc.oneof(fc.nat(1_000), fc.constant(20_000), fc.constant(300_000));
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('opening an envelope while it comes', () => {
  test('ENV-2 gives what opening the whole gives, however it is cut', () => {
    fc.assert(
      fc.property(lengths, cuts, (length, places) => {
        const envelope = sealSnapshot(length);
        const ahead = openParts(envelope, places);
        expect(ahead).toBeDefined();
        const opened = openEnvelope(f.sodium, f.keys, envelope, ahead);
        expect(opened).toEqual(openEnvelope(f.sodium, f.keys, envelope));
        // It is what was made ahead, and not opened once more.
        expect(opened.ok && opened.value.payload.buffer).toBe(ahead?.plaintext.buffer);
      }),
      { numRuns: 60 },
    );
  });

  test('ENV-6 nothing is believed that was altered, though it was opened', () => {
    fc.assert(
      fc.property(lengths, cuts, fc.nat(), fc.integer({ min: 1, max: 255 }), (length, places, at, mask) => {
        const envelope = sealSnapshot(length);
        const ciphertext = envelope.length - TRAILER_BYTES - CIPHERTEXT_AT;
        const place = CIPHERTEXT_AT + (at % ciphertext);
        envelope[place] = (envelope[place] ?? 0) ^ mask;
        const opened = openEnvelope(f.sodium, f.keys, envelope, openParts(envelope, places));
        expect(opened).toMatchObject({ ok: false, failure: { code: 'envelope-sealed' } });
      }),
      { numRuns: 60 },
    );
  });

  test('it is opened by its own key among several, and passed over without it, for another kind, or cut short', () => {
    const envelope = sealSnapshot(5_000);
    expect(openParts(envelope, [], [other.keys, f.keys])?.key).toBe(f.keys.contentKey);
    expect(openParts(envelope, [], [other.keys])).toBeUndefined();
    expect(openParts(envelope, [], [])).toBeUndefined();
    const content = { kind: 'content', seq: 0, payload: payloadOf(5_000) } as const;
    expect(openParts(sealEnvelope(f.sodium, f.random, f.sessions.editor, f.keys, content), [])).toBeUndefined();
    for (const length of [0, 100, CIPHERTEXT_AT + 35, CIPHERTEXT_AT + 36, envelope.length - TRAILER_BYTES - 17])
      expect(openParts(envelope.subarray(0, length), [50, 137])).toBeUndefined();
  });

  test('what was opened with another key, or of another length, is opened anew', () => {
    const envelope = sealSnapshot(5_000);
    const whole = openEnvelope(f.sodium, f.keys, envelope);
    const plaintext = new Uint8Array(envelope.length - TRAILER_BYTES - CIPHERTEXT_AT - 16);
    for (const ahead of [
      { key: other.keys.contentKey, plaintext },
      { key: f.keys.contentKey, plaintext: new Uint8Array(plaintext.length - 1) },
    ])
      expect(openEnvelope(f.sodium, f.keys, envelope, ahead)).toEqual(whole);
  });

  test('no keystream is made for what is only announced, and none at all beyond a bound', () => {
    const made: number[] = [];
    const sodium: typeof f.sodium = {
      ...f.sodium,
      keystream(key, nonce, length) {
        made.push(length);
        return f.sodium.keystream(key, nonce, length);
      },
    };
    const envelope = sealSnapshot(300_000);
    const length = envelope.length - TRAILER_BYTES - CIPHERTEXT_AT - 16;
    const opening = startOpening(sodium, () => [f.keys], 'snapshot');
    opening.add(envelope.subarray(0, 16_384));
    expect(Math.max(...made)).toBeLessThan(100);
    opening.add(envelope.subarray(16_384));
    expect(Math.max(...made)).toBe(length);
    // Four gigabytes are announced.
    const head = envelope.slice(0, 4_096);
    const stream = f.sodium.keystream(f.keys.contentKey, head.subarray(NONCE_AT, COMMITMENT_AT), 36);
    for (let at = 32; at < 36; at++) head[CIPHERTEXT_AT + at] = 0xff ^ (stream[at] ?? 0);
    const greedy = startOpening(sodium, () => [f.keys], 'snapshot');
    made.length = 0;
    greedy.add(concat(head, new Uint8Array(1_000_000)));
    expect(Math.max(...made)).toBeLessThan(100);
    expect(greedy.payload().length).toBe(0);
  });

  test('KEY-9 keys that were wiped open nothing', async () => {
    const mine = await createFixture(f.random);
    wipeKeys(mine.sodium, mine.keys);
    expect(() => openParts(sealSnapshot(500), [], [mine.keys])).toThrow('wiped');
  });
});
