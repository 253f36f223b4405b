import type { PublicKey, SecretKey, Signature, SigningPair } from '../bytes/brands.ts';
import { checkLibrary } from './library.ts';
import { createVerifyingSodium, type VerifyingSodium } from './verifying-sodium.ts';

/** The whole of libsodium that Weft uses: one narrow, checked port. Wrong lengths of keys are programmer errors and throw. */
export interface Sodium extends VerifyingSodium {
  /** KEY-2: `crypto_kdf_derive_from_key(32, 1, context, key)`; `context` has 8 ASCII characters. */
  derive(key: Uint8Array, context: string): Uint8Array;
  /** The Ed25519 pair of a seed of 32 bytes. */
  seedToPair(seed: Uint8Array): SigningPair;
  /** A detached Ed25519 signature of a (short) message. */
  sign(message: Uint8Array, secretKey: SecretKey): Signature;
  /** XChaCha20-Poly1305: ciphertext ‖ tag (16). The nonce has 24 bytes. */
  seal(key: Uint8Array, nonce: Uint8Array, context: Uint8Array | undefined, plaintext: Uint8Array): Uint8Array;
  /** Opens what `seal` sealed, or undefined if anything differs. Never throws on hostile ciphertext, nonce or context. */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    context: Uint8Array | undefined,
    ciphertext: Uint8Array,
  ): Uint8Array | undefined;
  /** KEY-9: overwrites a secret with zeros. */
  wipe(secret: Uint8Array): void;
}

const NAMES = [
  'crypto_generichash',
  'crypto_sign_verify_detached',
  'crypto_sign_seed_keypair',
  'crypto_sign_detached',
  'crypto_kdf_derive_from_key',
  'crypto_aead_xchacha20poly1305_ietf_encrypt',
  'crypto_aead_xchacha20poly1305_ietf_decrypt',
  'memcmp',
  'memzero',
] as const;

const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/**
 * Loads libsodium and checks what is needed of it.
 * @throws if the installed build lacks a function
 */
export async function loadSodium(): Promise<Sodium> {
  const { default: build } = await import('libsodium-wrappers');
  await build.ready;
  const library = checkLibrary(build, NAMES);
  return {
    ...createVerifyingSodium(library),
    derive: (key, context) => library.crypto_kdf_derive_from_key(32, 1, context, key),
    seedToPair(seed) {
      const pair = library.crypto_sign_seed_keypair(seed);
      return { publicKey: pair.publicKey as PublicKey, secretKey: pair.privateKey as SecretKey };
    },
    sign: (message, secretKey) => library.crypto_sign_detached(message, secretKey) as Signature,
    seal: (key, nonce, context, plaintext) =>
      library.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context ?? null, null, nonce, key),
    open(key, nonce, context, ciphertext) {
      if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return undefined;
      try {
        return library.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, context ?? null, nonce, key);
      } catch {
        return undefined; // libsodium-wrappers throws where the tag does not hold
      }
    },
    wipe: (secret) => library.memzero(secret),
  };
}
