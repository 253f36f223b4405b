import { type Hash, isPublicKey, isSignature } from '../bytes/brands.ts';
import { checkLibrary, type SodiumLibrary } from './library.ts';

/** What a relay needs of libsodium: hashes and signature checks. It cannot open anything. Nothing here throws on any bytes. */
export interface VerifyingSodium {
  /** BLAKE2b-256, keyed if a key of 16–64 bytes is given. */
  hash(message: Uint8Array, key?: Uint8Array): Hash;
  /** Whether `signature` is `publicKey`'s Ed25519 signature of `message`; false for wrong lengths too. */
  isSigned(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  /** Whether two byte strings are the same, in constant time for equal lengths. */
  isEqual(a: Uint8Array, b: Uint8Array): boolean;
}

const NAMES = ['crypto_generichash', 'crypto_sign_verify_detached', 'memcmp'] as const;

/**
 * The port over an already checked library.
 * @param library a build of libsodium
 */
export function createVerifyingSodium(library: Pick<SodiumLibrary, (typeof NAMES)[number]>): VerifyingSodium {
  return {
    hash: (message, key) => library.crypto_generichash(32, message, key ?? null) as Hash,
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
  const { default: library } = await import('libsodium-wrappers');
  await library.ready;
  return createVerifyingSodium(checkLibrary(library, NAMES));
}
