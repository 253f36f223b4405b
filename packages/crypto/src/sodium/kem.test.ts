import fc from 'fast-check';
import libsodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KemPair, KemPublicKey, KemSecretKey } from '../bytes/brands.ts';
import { equal } from '../bytes/bytes.ts';
import { checkRawSodium } from './library.ts';
import { createRandomness } from './randomness.ts';
import { loadSodium, type Sodium } from './sodium.ts';

const random = createRandomness();
let sodium: Sodium;
let pair: KemPair;
beforeAll(async () => {
  sodium = await loadSodium();
  pair = sodium.seedToKemPair(random(32));
});

function encapsulate(publicKey: KemPublicKey = pair.publicKey, seed: Uint8Array = random(64)) {
  const made = sodium.encapsulate(publicKey, seed);
  if (made === undefined) throw new Error('a key just made can be sealed to');
  return made;
}

describe('X-Wing', () => {
  test('the same seed gives the same pair, and a secret arrives', () => {
    const seed = random(32);
    const one = sodium.seedToKemPair(seed);
    expect(sodium.seedToKemPair(seed)).toEqual(one);
    expect([one.publicKey.length, one.secretKey.length]).toEqual([1216, 32]);
    const { ciphertext, shared } = encapsulate(one.publicKey);
    expect([ciphertext.length, shared.length]).toEqual([1120, 32]);
    expect(sodium.decapsulate(one.secretKey, ciphertext)).toEqual(shared);
    expect(sodium.decapsulate(pair.secretKey, ciphertext)).not.toEqual(shared);
  });

  test('the same encapsulation seed gives the same bytes, another seed others', () => {
    const seed = random(64);
    expect(encapsulate(pair.publicKey, seed)).toEqual(encapsulate(pair.publicKey, seed));
    expect(equal(encapsulate().shared, encapsulate().shared)).toBe(false);
  });

  test('every altered byte of a ciphertext carries another secret or none', () => {
    const { ciphertext, shared } = encapsulate();
    for (let at = 0; at < ciphertext.length; at++) {
      const altered = ciphertext.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      const carried = sodium.decapsulate(pair.secretKey, altered);
      expect(carried !== undefined && equal(carried, shared), `byte ${at}`).toBe(false);
    }
  });

  test('a ciphertext of any length and content is a value', () => {
    for (const length of [0, 1, 1119, 1121, 5000]) {
      expect(sodium.decapsulate(pair.secretKey, new Uint8Array(length)), String(length)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1120, maxLength: 1120 }), (ciphertext) => {
        expect(sodium.decapsulate(pair.secretKey, ciphertext)?.length ?? 32).toBe(32);
      }),
      { numRuns: 30 },
    );
  });

  test('a public key nothing can be sealed to is a value, whatever the seed', () => {
    const altered = (from: number, to: number, byte: number): KemPublicKey =>
      new Uint8Array(pair.publicKey).fill(byte, from, to) as Uint8Array as KemPublicKey;
    for (const publicKey of [altered(0, 3, 255), altered(0, 1216, 255), altered(1184, 1216, 0)]) {
      for (const seed of [random(64), new Uint8Array(64)]) {
        expect(sodium.encapsulate(publicKey, seed)).toBeUndefined();
      }
    }
  });

  test('wrong lengths of keys and seeds are programmer errors', () => {
    expect(() => sodium.seedToKemPair(random(31))).toThrow(RangeError);
    expect(() => sodium.encapsulate(random(1215) as Uint8Array as KemPublicKey, random(64))).toThrow(RangeError);
    expect(() => sodium.encapsulate(pair.publicKey, random(32))).toThrow(RangeError);
    expect(() => sodium.decapsulate(random(64) as Uint8Array as KemSecretKey, random(1120))).toThrow(RangeError);
  });

  test('KEY-9 neither seed nor shared secret stays behind in libsodium’s memory', () => {
    const raw = checkRawSodium(libsodium);
    const [seed, enclosed] = [random(32), random(64)];
    const own = sodium.seedToKemPair(seed);
    const { ciphertext, shared } = encapsulate(own.publicKey, enclosed);
    sodium.decapsulate(own.secretKey, ciphertext);
    const memory = Buffer.from(raw.HEAPU8.buffer, raw.HEAPU8.byteOffset, raw.HEAPU8.byteLength);
    for (const secret of [seed, enclosed.subarray(0, 32), enclosed.subarray(32), shared]) {
      expect(memory.includes(Buffer.from(secret))).toBe(false);
    }
  });
});
