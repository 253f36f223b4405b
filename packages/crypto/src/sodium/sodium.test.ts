import fc from 'fast-check';
import libsodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SecretKey } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { checkLibrary, checkRawSodium } from './library.ts';
import { createRandomness } from './randomness.ts';
import { loadSodium, type Sodium } from './sodium.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const patterned = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => (i * 7 + length) & 0xff);
// Around the arena's size (16384), and far above it.
const LENGTHS = [0, 1, 127, 128, 129, 16_200, 16_384, 16_385, 300_000];

describe('the port over libsodium', () => {
  test('hashes as libsodium-wrappers does, whatever the length', () => {
    const key = patterned(32);
    for (const length of LENGTHS) {
      const message = patterned(length);
      expect(sodium.hash(message)).toEqual(libsodium.crypto_generichash(32, message, null));
      expect(sodium.hash(message, key)).toEqual(libsodium.crypto_generichash(32, message, key));
      expect(sodium.hashLabelled(key, message)).toEqual(sodium.hash(concat(key, message)));
    }
  });

  test('hashes what comes in parts as what comes whole, also several at once', () => {
    const label = patterned(12);
    for (const length of LENGTHS) {
      const message = patterned(length);
      const [one, other] = [sodium.startHash(label), sodium.startHash(new Uint8Array())];
      for (const [from, until] of [
        [0, 100],
        [100, 100],
        [100, 20_000],
        [20_000, length],
      ] as const) {
        one.add(message.subarray(from, until));
        other.add(message.subarray(from, until));
      }
      expect([one.end(), other.end()]).toEqual([sodium.hashLabelled(label, message), sodium.hash(message)]);
    }
  });

  test('signs as libsodium-wrappers does, whatever the length', () => {
    const pair = sodium.seedToPair(patterned(32));
    for (const length of LENGTHS) {
      const message = patterned(length);
      const signature = sodium.sign(message, pair.secretKey);
      expect(signature).toEqual(libsodium.crypto_sign_detached(message, pair.secretKey));
      expect(sodium.isSigned(signature, message, pair.publicKey)).toBe(true);
    }
  });

  test('derives keys and pairs as libsodium-wrappers does', () => {
    const key = patterned(32);
    const pair = libsodium.crypto_sign_seed_keypair(key);
    expect(sodium.seedToPair(key)).toEqual({ publicKey: pair.publicKey, secretKey: pair.privateKey });
    expect(sodium.derive(key, 'weftcont')).toEqual(libsodium.crypto_kdf_derive_from_key(32, 1, 'weftcont', key));
    expect(() => sodium.derive(key, 'weft')).toThrow(RangeError);
    expect(() => sodium.seedToPair(patterned(31))).toThrow(RangeError);
  });

  test('seals and opens as libsodium-wrappers does, whatever the lengths', () => {
    const key = patterned(32);
    const nonce = patterned(24);
    for (const length of LENGTHS) {
      for (const context of [patterned(0), patterned(81)]) {
        const plaintext = patterned(length);
        const sealed = sodium.seal(key, nonce, context, plaintext);
        expect(sealed).toEqual(
          libsodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context, null, nonce, key),
        );
        expect(sodium.open(key, nonce, context, sealed)).toEqual(plaintext);
      }
    }
  });

  test('seals in place', () => {
    const [key, nonce, context, plaintext] = [patterned(32), patterned(24), patterned(3), patterned(100)];
    const place = new Uint8Array(120).fill(9);
    place.set(plaintext, 2);
    sodium.seal(key, nonce, context, place.subarray(2, 102), place.subarray(2, 118));
    expect(place.subarray(2, 118)).toEqual(sodium.seal(key, nonce, context, plaintext));
    expect([place[0], place[1], place[118], place[119]]).toEqual([9, 9, 9, 9]);
  });

  test('opens nothing that was altered, and never throws on hostile bytes', () => {
    const key = patterned(32);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 80 }),
        (nonce, context, ciphertext) => {
          expect(sodium.open(key, nonce, context, ciphertext)).toBeUndefined();
          expect(sodium.isSigned(ciphertext, context, nonce)).toBe(false);
          expect(sodium.isEqual(nonce, concat(nonce, Uint8Array.of(0)))).toBe(false);
        },
      ),
    );
  });

  test('a key of a wrong length is a programmer error', () => {
    const [nonce, none, text] = [patterned(24), new Uint8Array(), patterned(32)];
    expect(() => sodium.seal(patterned(31), nonce, none, text)).toThrow(RangeError);
    expect(() => sodium.seal(patterned(32), patterned(23), none, text)).toThrow(RangeError);
    expect(() => sodium.seal(patterned(32), nonce, none, text, new Uint8Array(40))).toThrow(RangeError);
    expect(() => sodium.open(patterned(33), nonce, none, text)).toThrow(RangeError);
    expect(() => sodium.sign(text, patterned(63) as SecretKey)).toThrow(RangeError);
    expect(() => sodium.hash(text, patterned(15))).toThrow(RangeError);
    expect(() => sodium.hash(text, patterned(65))).toThrow(RangeError);
  });

  test('KEY-9 no key stays behind in libsodium’s memory', () => {
    const raw = checkRawSodium(libsodium);
    const key = createRandomness()(32);
    const seed = createRandomness()(32);
    const pair = sodium.seedToPair(seed);
    const derived = sodium.derive(key, 'weftview');
    const plaintext = createRandomness()(64);
    const sealed = sodium.seal(key, patterned(24), patterned(81), plaintext);
    sodium.open(key, patterned(24), patterned(81), sealed);
    sodium.hash(patterned(100), key);
    sodium.sign(patterned(48), pair.secretKey);
    const control = createRandomness()(200);
    libsodium.crypto_generichash(32, control, null);
    const memory = Buffer.from(raw.HEAPU8.buffer, raw.HEAPU8.byteOffset, raw.HEAPU8.byteLength);
    expect(memory.includes(Buffer.from(control.subarray(32)))).toBe(true); // what libsodium-wrappers itself leaves
    for (const secret of [key, seed, derived, plaintext, pair.secretKey.subarray(0, 32)]) {
      expect(memory.includes(Buffer.from(secret))).toBe(false);
    }
  });

  test('a build that lacks a function is refused on loading', () => {
    expect(() => checkLibrary({}, ['memcmp'])).toThrow(/lacks memcmp/u);
    expect(() => checkLibrary(libsodium, ['crypto_pwhash'])).toThrow(/lacks crypto_pwhash/u);
    expect(() => checkRawSodium({})).toThrow(/lacks _malloc/u);
  });
});

describe('randomness', () => {
  test('gives every byte of its source once, in order, and keeps none', () => {
    let next = 0;
    const filled: Uint8Array[] = [];
    const random = createRandomness((into) => {
      filled.push(into);
      for (let i = 0; i < into.length; i++) into[i] = next++ & 0xff;
    });
    expect(random(3)).toEqual(Uint8Array.of(0, 1, 2));
    expect(random(2)).toEqual(Uint8Array.of(3, 4));
    expect(filled[0]?.subarray(0, 6)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 5));
  });

  test('fills once for many nonces, and refills before it runs dry', () => {
    let fills = 0;
    const random = createRandomness((into) => {
      fills++;
      into.fill(fills);
    });
    const nonces = Array.from({ length: 1000 }, () => random(24));
    expect(fills).toBe(Math.ceil(1000 / 256));
    expect(nonces.every((nonce) => nonce.length === 24 && nonce.every((byte) => byte === nonce[0] && byte > 0))).toBe(
      true,
    );
  });

  test('asks for no more at once than getRandomValues gives', () => {
    const asked: number[] = [];
    const random = createRandomness((into) => {
      asked.push(into.length);
      into.fill(1);
    });
    const many = random(150_000);
    expect(many.every((byte) => byte === 1)).toBe(true);
    expect(Math.max(...asked)).toBeLessThanOrEqual(65536);
  });

  test('by default it is WebCrypto’s: no nonce twice', () => {
    const random = createRandomness();
    const seen = new Set(Array.from({ length: 2000 }, () => random(24).join()));
    expect(seen.size).toBe(2000);
  });
});
