/** The functions of libsodium-wrappers that Weft calls: those that take no secret, and Argon2id. */
export interface SodiumLibrary {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
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
 * libsodium itself, which libsodium-wrappers exports as `libsodium`: C functions over addresses in its memory. Lengths of
 * 64 bits come as two numbers, the low half first. An address of 0 is NULL. They answer 0, or −1 on failure.
 */
export interface RawSodium {
  /** Its whole memory; replaced whenever it grows, so read it anew after every `_malloc`. */
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _crypto_generichash(
    out: number,
    outBytes: number,
    message: number,
    messageLow: number,
    messageHigh: number,
    key: number,
    keyBytes: number,
  ): number;
  _crypto_generichash_init(state: number, key: number, keyBytes: number, outBytes: number): number;
  _crypto_generichash_update(state: number, message: number, messageLow: number, messageHigh: number): number;
  _crypto_generichash_final(state: number, out: number, outBytes: number): number;
  _crypto_sign_seed_keypair(publicKey: number, secretKey: number, seed: number): number;
  _crypto_kdf_derive_from_key(
    out: number,
    outBytes: number,
    idLow: number,
    idHigh: number,
    context: number,
    key: number,
  ): number;
  _crypto_sign_detached(
    signature: number,
    signatureBytes: number,
    message: number,
    messageLow: number,
    messageHigh: number,
    secretKey: number,
  ): number;
  _crypto_aead_xchacha20poly1305_ietf_encrypt(
    ciphertext: number,
    ciphertextBytes: number,
    message: number,
    messageLow: number,
    messageHigh: number,
    context: number,
    contextLow: number,
    contextHigh: number,
    secretNonce: number,
    nonce: number,
    key: number,
  ): number;
  _crypto_aead_xchacha20poly1305_ietf_decrypt(
    message: number,
    messageBytes: number,
    secretNonce: number,
    ciphertext: number,
    ciphertextLow: number,
    ciphertextHigh: number,
    context: number,
    contextLow: number,
    contextHigh: number,
    nonce: number,
    key: number,
  ): number;
  _crypto_kem_xwing_seed_keypair(publicKey: number, secretKey: number, seed: number): number;
  _crypto_kem_xwing_enc_deterministic(ciphertext: number, shared: number, publicKey: number, seed: number): number;
  _crypto_kem_xwing_dec(shared: number, ciphertext: number, secretKey: number): number;
}

function checkFunctions(library: unknown, names: readonly string[]): void {
  for (const name of names) {
    const found: unknown = typeof library === 'object' && library !== null ? Reflect.get(library, name) : undefined;
    if (typeof found !== 'function') throw new Error(`This build of libsodium lacks ${name}.`);
  }
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
  checkFunctions(library, names);
  return library as Pick<SodiumLibrary, Name>;
}

/** What hashing needs of libsodium: its memory, and no function that takes a secret. */
export type RawHashing = Pick<RawSodium, 'HEAPU8' | (typeof HASHING)[number]>;

const HASHING = [
  '_malloc',
  '_free',
  '_crypto_generichash',
  '_crypto_generichash_init',
  '_crypto_generichash_update',
  '_crypto_generichash_final',
] as const;

function checkRaw(library: object, names: readonly (keyof RawSodium)[]): object {
  const raw: unknown = Reflect.get(library, 'libsodium');
  checkFunctions(raw, names);
  if (!(Reflect.get(raw as object, 'HEAPU8') instanceof Uint8Array)) {
    throw new Error('This build of libsodium hides its memory.');
  }
  return raw as object;
}

/**
 * Checks that a build of libsodium gives access to its memory and its raw hash: all that a relay uses, so that the names
 * of what seals, opens and derives do not even occur in it.
 * @param library the build's default export, after its `ready`
 * @throws if it does not: a wrong build was installed, which no input can cause
 */
export function checkRawHashing(library: object): RawHashing {
  return checkRaw(library, HASHING) as RawHashing;
}

/**
 * Checks that a build of libsodium gives access to its memory and all the raw functions used on it.
 * @param library the build's default export, after its `ready`
 * @throws if it does not: a wrong build was installed, which no input can cause
 */
export function checkRawSodium(library: object): RawSodium {
  return checkRaw(library, [
    ...HASHING,
    '_crypto_sign_seed_keypair',
    '_crypto_sign_detached',
    '_crypto_kdf_derive_from_key',
    '_crypto_aead_xchacha20poly1305_ietf_encrypt',
    '_crypto_aead_xchacha20poly1305_ietf_decrypt',
    '_crypto_kem_xwing_seed_keypair',
    '_crypto_kem_xwing_enc_deterministic',
    '_crypto_kem_xwing_dec',
  ]) as RawSodium;
}
