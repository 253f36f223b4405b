import type { PublicKey, SecretKey, SigningPair } from '../bytes/brands.ts';
import { checkLibrary, checkRawSodium } from './library.ts';
import { createSodiumMemory } from './memory.ts';
import { createSealingSodium, type SealingSodium } from './sealing.ts';
import { createVerifyingSodium, type VerifyingSodium } from './verifying-sodium.ts';

/** The whole of libsodium that Weft uses: one narrow, checked port. Wrong lengths of keys are programmer errors and throw. */
export interface Sodium extends VerifyingSodium, SealingSodium {
  /** KEY-2: `crypto_kdf_derive_from_key(32, 1, context, key)`; `context` has 8 ASCII characters. */
  derive(key: Uint8Array, context: string): Uint8Array;
  /** The Ed25519 pair of a seed of 32 bytes. */
  seedToPair(seed: Uint8Array): SigningPair;
  /** KEY-9: overwrites a secret with zeros. */
  wipe(secret: Uint8Array): void;
}

const NAMES = [
  'crypto_sign_verify_detached',
  'crypto_sign_seed_keypair',
  'crypto_kdf_derive_from_key',
  'memcmp',
  'memzero',
] as const;

/**
 * Loads libsodium and checks what is needed of it.
 * @throws if the installed build lacks a function
 */
export async function loadSodium(): Promise<Sodium> {
  const { default: build } = await import('libsodium-wrappers');
  await build.ready;
  const library = checkLibrary(build, NAMES);
  const raw = checkRawSodium(build);
  const memory = createSodiumMemory(raw);
  return {
    ...createVerifyingSodium(library, raw, memory),
    ...createSealingSodium(raw, memory),
    derive: (key, context) => library.crypto_kdf_derive_from_key(32, 1, context, key),
    seedToPair(seed) {
      const pair = library.crypto_sign_seed_keypair(seed);
      return { publicKey: pair.publicKey as PublicKey, secretKey: pair.privateKey as SecretKey };
    },
    wipe: (secret) => library.memzero(secret),
  };
}
