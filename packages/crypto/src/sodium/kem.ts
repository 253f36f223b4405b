import type { KemPair, KemPublicKey, KemSecretKey } from '../bytes/brands.ts';
import { checkLength } from './check-length.ts';
import type { RawSodium } from './library.ts';
import type { SodiumMemory } from './memory.ts';

const PUBLIC_KEY_BYTES = 1216;
const SECRET_KEY_BYTES = 32;
const SEED_BYTES = 32;
const ENCAPSULATION_SEED_BYTES = 64;
const SHARED_BYTES = 32;
/** Bytes of what carries a shared secret to the holder of a pair. */
export const KEM_CIPHERTEXT_BYTES = 1120;

/** A secret shared with the holder of a pair, and what carries it there. */
export interface Encapsulated {
  /** 1120 bytes. */
  readonly ciphertext: Uint8Array;
  /** 32 bytes, to be wiped. */
  readonly shared: Uint8Array;
}

/** X-Wing (X25519 and ML-KEM-768 together): holds as long as one of the two does. */
export interface KemSodium {
  /** The pair of a seed of 32 bytes. */
  seedToKemPair(seed: Uint8Array): KemPair;
  /**
   * A new secret that only the holder of the public key can have.
   * @param publicKey 1216 bytes that may say anything
   * @param seed 64 random bytes, used once
   * @returns undefined where nothing can be sealed to this key
   */
  encapsulate(publicKey: KemPublicKey, seed: Uint8Array): Encapsulated | undefined;
  /**
   * The secret that a ciphertext carries: another one, unrelated, where the ciphertext was altered or is for another pair.
   * @returns 32 bytes, to be wiped; undefined where the ciphertext cannot be one
   */
  decapsulate(secretKey: KemSecretKey, ciphertext: Uint8Array): Uint8Array | undefined;
}

/**
 * The port over libsodium's memory. Wrong lengths of keys and seeds are programmer errors and throw.
 * @param raw a checked build
 * @param memory of that build
 */
export function createKemSodium(raw: RawSodium, memory: SodiumMemory): KemSodium {
  return {
    seedToKemPair(seed) {
      checkLength(seed, SEED_BYTES, 'seed');
      const claimed = SEED_BYTES + SECRET_KEY_BYTES + PUBLIC_KEY_BYTES;
      const seedAt = memory.claim(claimed);
      const secretAt = seedAt + SEED_BYTES;
      const publicAt = secretAt + SECRET_KEY_BYTES;
      const heap = raw.HEAPU8;
      heap.set(seed, seedAt);
      raw._crypto_kem_xwing_seed_keypair(publicAt, secretAt, seedAt);
      const secretKey = heap.slice(secretAt, publicAt) as Uint8Array as KemSecretKey;
      const publicKey = heap.slice(publicAt, publicAt + PUBLIC_KEY_BYTES) as Uint8Array as KemPublicKey;
      memory.release(seedAt, claimed);
      return { publicKey, secretKey };
    },

    encapsulate(publicKey, seed) {
      checkLength(publicKey, PUBLIC_KEY_BYTES, 'KEM public key');
      checkLength(seed, ENCAPSULATION_SEED_BYTES, 'encapsulation seed');
      const claimed = ENCAPSULATION_SEED_BYTES + PUBLIC_KEY_BYTES + SHARED_BYTES + KEM_CIPHERTEXT_BYTES;
      const seedAt = memory.claim(claimed);
      const publicAt = seedAt + ENCAPSULATION_SEED_BYTES;
      const sharedAt = publicAt + PUBLIC_KEY_BYTES;
      const ciphertextAt = sharedAt + SHARED_BYTES;
      const heap = raw.HEAPU8;
      heap.set(seed, seedAt);
      heap.set(publicKey, publicAt);
      const refused = raw._crypto_kem_xwing_enc_deterministic(ciphertextAt, sharedAt, publicAt, seedAt);
      const encapsulated =
        refused === 0
          ? {
              ciphertext: heap.slice(ciphertextAt, ciphertextAt + KEM_CIPHERTEXT_BYTES),
              shared: heap.slice(sharedAt, ciphertextAt),
            }
          : undefined;
      memory.release(seedAt, claimed);
      if (encapsulated !== undefined) memory.forget(encapsulated.shared);
      return encapsulated;
    },

    decapsulate(secretKey, ciphertext) {
      checkLength(secretKey, SECRET_KEY_BYTES, 'KEM secret key');
      if (ciphertext.length !== KEM_CIPHERTEXT_BYTES) return undefined;
      const claimed = SECRET_KEY_BYTES + SHARED_BYTES + KEM_CIPHERTEXT_BYTES;
      const secretAt = memory.claim(claimed);
      const sharedAt = secretAt + SECRET_KEY_BYTES;
      const ciphertextAt = sharedAt + SHARED_BYTES;
      const heap = raw.HEAPU8;
      heap.set(secretKey, secretAt);
      heap.set(ciphertext, ciphertextAt);
      const refused = raw._crypto_kem_xwing_dec(sharedAt, ciphertextAt, secretAt);
      const shared = refused === 0 ? heap.slice(sharedAt, ciphertextAt) : undefined;
      memory.release(secretAt, claimed);
      if (shared !== undefined) memory.forget(shared);
      return shared;
    },
  };
}
