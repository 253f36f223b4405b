import type { PublicKey, SecretKey, SigningPair } from '../bytes/brands.ts';
import { textToBytes } from '../bytes/bytes.ts';
import { checkLength } from './check-length.ts';
import type { RawSodium } from './library.ts';
import type { SodiumMemory } from './memory.ts';

const KEY_BYTES = 32;
const CONTEXT_BYTES = 8;
const PUBLIC_KEY_BYTES = 32;
const SECRET_KEY_BYTES = 64;
const DERIVE_BYTES = KEY_BYTES + KEY_BYTES + CONTEXT_BYTES;
const PAIR_BYTES = KEY_BYTES + SECRET_KEY_BYTES + PUBLIC_KEY_BYTES;

/** One-way steps from a secret to keys. */
export interface DerivingSodium {
  /** KEY-2: `crypto_kdf_derive_from_key(32, 1, context, key)`; `context` has 8 ASCII characters. */
  derive(key: Uint8Array, context: string): Uint8Array;
  /** The Ed25519 pair of a seed of 32 bytes. */
  seedToPair(seed: Uint8Array): SigningPair;
}

/**
 * The port over libsodium's memory. Wrong lengths are programmer errors and throw.
 * @param raw a checked build
 * @param memory of that build
 */
export function createDerivingSodium(raw: RawSodium, memory: SodiumMemory): DerivingSodium {
  return {
    derive(key, context) {
      const contextBytes = textToBytes(context);
      checkLength(key, KEY_BYTES, 'key');
      checkLength(contextBytes, CONTEXT_BYTES, 'context');
      const keyAt = memory.claim(DERIVE_BYTES);
      const outAt = keyAt + KEY_BYTES;
      const contextAt = outAt + KEY_BYTES;
      raw.HEAPU8.set(key, keyAt);
      raw.HEAPU8.set(contextBytes, contextAt);
      raw._crypto_kdf_derive_from_key(outAt, KEY_BYTES, 1, 0, contextAt, keyAt);
      const derived = raw.HEAPU8.slice(outAt, contextAt);
      memory.release(keyAt, DERIVE_BYTES);
      return derived;
    },

    seedToPair(seed) {
      checkLength(seed, KEY_BYTES, 'seed');
      const seedAt = memory.claim(PAIR_BYTES);
      const secretAt = seedAt + KEY_BYTES;
      const publicAt = secretAt + SECRET_KEY_BYTES;
      raw.HEAPU8.set(seed, seedAt);
      raw._crypto_sign_seed_keypair(publicAt, secretAt, seedAt);
      const secretKey = raw.HEAPU8.slice(secretAt, publicAt) as Uint8Array as SecretKey;
      const publicKey = raw.HEAPU8.slice(publicAt, publicAt + PUBLIC_KEY_BYTES) as Uint8Array as PublicKey;
      memory.release(seedAt, PAIR_BYTES);
      return { publicKey, secretKey };
    },
  };
}
