import { type Hash, isPublicKey, isSignature } from '../bytes/brands.ts';
import { checkLibrary, checkRawHashing, type RawHashing, type SodiumLibrary } from './library.ts';
import { createSodiumMemory, type SodiumMemory } from './memory.ts';

/** What a relay needs of libsodium: hashes and signature checks. It cannot open anything. Nothing here throws on any bytes. */
export interface VerifyingSodium {
  /** BLAKE2b-256, keyed if a key of 16–64 bytes is given. */
  hash(message: Uint8Array, key?: Uint8Array): Hash;
  /** BLAKE2b-256 of `label ‖ message`, without joining them first. */
  hashLabelled(label: Uint8Array, message: Uint8Array): Hash;
  /** As `hashLabelled`, of a message that comes in parts. */
  startHash(label: Uint8Array): RunningHash;
  /** Whether `signature` is `publicKey`'s Ed25519 signature of `message`; false for wrong lengths too. */
  isSigned(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** Whether two byte strings are the same, in constant time for equal lengths. */
  isEqual(a: Uint8Array, b: Uint8Array): boolean;
}

/** BLAKE2b-256 under way. Holds none of libsodium's memory: it may be forgotten at any time. */
export interface RunningHash {
  add(part: Uint8Array): void;
  /** The hash of all that was added; nothing can be added any more. */
  end(): Hash;
}

const NAMES = ['crypto_sign_verify_detached', 'memcmp'] as const;
const HASH_BYTES = 32;
const LEAST_KEY_BYTES = 16;
const MOST_KEY_BYTES = 64;
/** `crypto_generichash_statebytes()`. */
const STATE_BYTES = 384;
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

  /** Calls libsodium with a state, and `message` behind it, in its memory. */
  function withState(state: Uint8Array, message: Uint8Array, call: (stateAt: number, messageAt: number) => void): void {
    const claimed = STATE_BYTES + Math.max(HASH_BYTES, message.length);
    const stateAt = memory.claim(claimed);
    const messageAt = stateAt + STATE_BYTES;
    raw.HEAPU8.set(state, stateAt);
    raw.HEAPU8.set(message, messageAt);
    call(stateAt, messageAt);
    state.set(raw.HEAPU8.subarray(stateAt, messageAt));
    memory.release(stateAt, claimed);
  }

  function startHash(label: Uint8Array): RunningHash {
    const state = new Uint8Array(STATE_BYTES);
    const add = (part: Uint8Array): void =>
      withState(state, part, (stateAt, partAt) => raw._crypto_generichash_update(stateAt, partAt, part.length, 0));
    withState(state, NO_BYTES, (stateAt) => raw._crypto_generichash_init(stateAt, 0, 0, HASH_BYTES));
    if (label.length > 0) add(label);
    return {
      add,
      end() {
        let hash: Uint8Array = NO_BYTES;
        withState(state, NO_BYTES, (stateAt, hashAt) => {
          raw._crypto_generichash_final(stateAt, hashAt, HASH_BYTES);
          hash = raw.HEAPU8.slice(hashAt, hashAt + HASH_BYTES);
        });
        return hash as Hash;
      },
    };
  }

  return {
    startHash,
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
