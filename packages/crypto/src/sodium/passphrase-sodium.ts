import { checkLibrary } from './library.ts';

/** Argon2id, which only the large build of libsodium has. */
export interface PassphraseSodium {
  /**
   * Argon2id 1.3 of a passphrase, 32 bytes.
   * @param salt 16 bytes
   * @param memlimit bytes
   */
  stretch(passphrase: Uint8Array, salt: Uint8Array, opslimit: number, memlimit: number): Uint8Array;
}

const ARGON2ID13 = 2;

/**
 * Loads the large build of libsodium, only where a passphrase is used.
 * @throws if the installed build lacks a function
 */
export async function loadPassphraseSodium(): Promise<PassphraseSodium> {
  const { default: build } = await import('libsodium-wrappers-sumo');
  await build.ready;
  const library = checkLibrary(build, ['crypto_pwhash']);
  return {
    stretch: (passphrase, salt, opslimit, memlimit) =>
      library.crypto_pwhash(32, passphrase, salt, opslimit, memlimit, ARGON2ID13),
  };
}
