import type { SecretKey, Signature } from '../bytes/brands.ts';
import { checkLength } from './check-length.ts';
import type { RawSodium } from './library.ts';
import type { SodiumMemory } from './memory.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const SECRET_KEY_BYTES = 64;
const SIGNATURE_BYTES = 64;

/** XChaCha20-Poly1305 and Ed25519 signing: what only holders of keys do. */
export interface SealingSodium {
  /** A detached Ed25519 signature of a (short) message. */
  sign(message: Uint8Array, secretKey: SecretKey): Signature;
  /**
   * XChaCha20-Poly1305: ciphertext ‖ tag (16).
   * @param nonce 24 bytes
   * @param context authenticated, not sealed
   * @param into where the result goes, plaintext + 16 bytes, a new array if left out; may overlap the plaintext
   */
  seal(key: Uint8Array, nonce: Uint8Array, context: Uint8Array, plaintext: Uint8Array, into?: Uint8Array): Uint8Array;
  /** Opens what `seal` sealed, or undefined if anything differs. Never throws on any nonce, context or ciphertext. */
  open(key: Uint8Array, nonce: Uint8Array, context: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined;
}

/**
 * The port over libsodium's memory. Wrong lengths of keys are programmer errors and throw.
 * @param raw a checked build
 * @param memory of that build
 */
export function createSealingSodium(raw: RawSodium, memory: SodiumMemory): SealingSodium {
  return {
    sign(message, secretKey) {
      checkLength(secretKey, SECRET_KEY_BYTES, 'secret key');
      const claimed = SECRET_KEY_BYTES + SIGNATURE_BYTES + message.length;
      const keyAt = memory.claim(claimed);
      const signatureAt = keyAt + SECRET_KEY_BYTES;
      const messageAt = signatureAt + SIGNATURE_BYTES;
      const heap = raw.HEAPU8;
      heap.set(secretKey, keyAt);
      heap.set(message, messageAt);
      raw._crypto_sign_detached(signatureAt, 0, messageAt, message.length, 0, keyAt);
      const signature = heap.slice(signatureAt, messageAt);
      memory.release(keyAt, claimed);
      return signature as Uint8Array as Signature;
    },

    seal(key, nonce, context, plaintext, into = new Uint8Array(plaintext.length + TAG_BYTES)) {
      checkLength(key, KEY_BYTES, 'key');
      checkLength(nonce, NONCE_BYTES, 'nonce');
      checkLength(into, plaintext.length + TAG_BYTES, 'ciphertext');
      const claimed = KEY_BYTES + NONCE_BYTES + context.length + into.length;
      const keyAt = memory.claim(claimed);
      const nonceAt = keyAt + KEY_BYTES;
      const contextAt = nonceAt + NONCE_BYTES;
      const textAt = contextAt + context.length; // sealed in place
      const heap = raw.HEAPU8;
      heap.set(key, keyAt);
      heap.set(nonce, nonceAt);
      heap.set(context, contextAt);
      heap.set(plaintext, textAt);
      raw._crypto_aead_xchacha20poly1305_ietf_encrypt(
        textAt,
        0,
        textAt,
        plaintext.length,
        0,
        contextAt,
        context.length,
        0,
        0,
        nonceAt,
        keyAt,
      );
      into.set(heap.subarray(textAt, textAt + into.length));
      memory.release(keyAt, claimed);
      return into;
    },

    open(key, nonce, context, ciphertext) {
      checkLength(key, KEY_BYTES, 'key');
      if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return undefined;
      const claimed = KEY_BYTES + NONCE_BYTES + context.length + ciphertext.length;
      const keyAt = memory.claim(claimed);
      const nonceAt = keyAt + KEY_BYTES;
      const contextAt = nonceAt + NONCE_BYTES;
      const textAt = contextAt + context.length; // opened in place
      const heap = raw.HEAPU8;
      heap.set(key, keyAt);
      heap.set(nonce, nonceAt);
      heap.set(context, contextAt);
      heap.set(ciphertext, textAt);
      const refused = raw._crypto_aead_xchacha20poly1305_ietf_decrypt(
        textAt,
        0,
        0,
        textAt,
        ciphertext.length,
        0,
        contextAt,
        context.length,
        0,
        nonceAt,
        keyAt,
      );
      const plaintext = refused === 0 ? heap.slice(textAt, keyAt + claimed - TAG_BYTES) : undefined;
      memory.release(keyAt, claimed);
      return plaintext;
    },
  };
}
