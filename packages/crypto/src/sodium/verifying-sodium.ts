import { type Hash, isPublicKey, isSignature } from '../bytes/brands.ts';
import { checkLibrary, checkRawHashing, type RawHashing, type SodiumLibrary } from './library.ts';
import { createSodiumMemory, type SodiumMemory } from './memory.ts';

/** What a relay needs of libsodium: hashes and signature checks. It cannot open anything. Nothing here throws on any bytes. */
export interface VerifyingSodium {
  /** BLAKE2b-256, keyed if a key of 16–64 bytes is given. */
  hash(message: Uint8Array, key?: Uint8Array): Hash;
  /** BLAKE2b-256 of `label ‖ message`, without joining them first. */
  hashLabelled(label: Uint8Array, message: Uint8Array): Hash;
  /** Whether `signature` is `publicKey`'s Ed25519 signature of `message`; false for wrong lengths too. */
  isSigned(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** Whether two byte strings are the same, in constant time for equal lengths. */
  isEqual(a: Uint8Array, b: Uint8Array): boolean;
}

const NAMES = ['crypto_sign_verify_detached', 'memcmp'] as const;
const HASH_BYTES = 32;
const LEAST_KEY_BYTES = 16;
const MOST_KEY_BYTES = 64;
const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array();

/**
 * The port over an already checked library.
 * @param library a build of libsodium
 * @param raw the same build, raw
 * @param memory of that build
 */
export function createVerifyingSodium(
  library: Pick<SodiumLibrary, (typeof NAMES)[number]>,
  raw: RawHashing,
  memory: SodiumMemory,
): VerifyingSodium {
  function hashParts(label: Uint8Array, message: Uint8Array, key: Uint8Array): Hash {
    const length = label.length + message.length;
    const claimed = MOST_KEY_BYTES + HASH_BYTES + length;
    const keyAt = memory.claim(claimed);
    const outAt = keyAt + MOST_KEY_BYTES;
    const messageAt = outAt + HASH_BYTES;
    const heap = raw.HEAPU8;
    heap.set(key, keyAt);
    heap.set(label, messageAt);
    heap.set(message, messageAt + label.length);
    raw._crypto_generichash(outAt, HASH_BYTES, messageAt, length, 0, key.length === 0 ? 0 : keyAt, key.length);
    const hash = heap.slice(outAt, messageAt);
    memory.release(keyAt, claimed);
    return hash as Uint8Array as Hash;
  }

  return {
    hash(message, key) {
      if (key !== undefined && (key.length < LEAST_KEY_BYTES || key.length > MOST_KEY_BYTES)) {
        throw new RangeError('a hash key has 16 to 64 bytes');
      }
      return hashParts(NO_BYTES, message, key ?? NO_BYTES);
    },
    hashLabelled: (label, message) => hashParts(label, message, NO_BYTES),
    isSigned: (signature, message, publicKey) =>
      isSignature(signature) &&
      isPublicKey(publicKey) &&
      library.crypto_sign_verify_detached(signature, message, publicKey),
    isEqual: (a, b) => a.length === b.length && library.memcmp(a, b),
  };
}

/**
 * Loads libsodium and checks what is needed of it.
 * @throws if the installed build lacks a function
 */
export async function loadVerifyingSodium(): Promise<VerifyingSodium> {
  const { default: build } = await import('libsodium-wrappers');
  await build.ready;
  const raw = checkRawHashing(build);
  return createVerifyingSodium(checkLibrary(build, NAMES), raw, createSodiumMemory(raw));
}
