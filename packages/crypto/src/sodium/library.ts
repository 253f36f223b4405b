/** The functions of libsodium-wrappers that Weft calls, and nothing else of it. */
export interface SodiumLibrary {
  crypto_generichash(length: number, message: Uint8Array, key: Uint8Array | null): Uint8Array;
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  crypto_sign_seed_keypair(seed: Uint8Array): { publicKey: Uint8Array; privateKey: Uint8Array };
  crypto_sign_detached(message: Uint8Array, secretKey: Uint8Array): Uint8Array;
  crypto_kdf_derive_from_key(length: number, id: number, context: string, key: Uint8Array): Uint8Array;
  crypto_aead_xchacha20poly1305_ietf_encrypt(
    message: Uint8Array,
    additionalData: Uint8Array | null,
    secretNonce: null,
    nonce: Uint8Array,
    key: Uint8Array,
  ): Uint8Array;
  crypto_aead_xchacha20poly1305_ietf_decrypt(
    secretNonce: null,
    ciphertext: Uint8Array,
    additionalData: Uint8Array | null,
    nonce: Uint8Array,
    key: Uint8Array,
  ): Uint8Array;
  memcmp(a: Uint8Array, b: Uint8Array): boolean;
  memzero(bytes: Uint8Array): void;
  crypto_pwhash(
    length: number,
    password: Uint8Array,
    salt: Uint8Array,
    opslimit: number,
    memlimit: number,
    algorithm: number,
  ): Uint8Array;
}

/**
 * Checks that a build of libsodium has the named functions: its bundled types declare some that are undefined at run time.
 * @param library the build's default export, after its `ready`
 * @param names what will be called
 * @throws if one is missing: a wrong build was installed, which no input can cause
 */
export function checkLibrary<Name extends keyof SodiumLibrary>(
  library: object,
  names: readonly Name[],
): Pick<SodiumLibrary, Name> {
  for (const name of names) {
    if (typeof Reflect.get(library, name) !== 'function') throw new Error(`This build of libsodium lacks ${name}.`);
  }
  return library as Pick<SodiumLibrary, Name>;
}
