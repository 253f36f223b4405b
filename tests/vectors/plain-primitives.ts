/**
 * The primitives of docs/protocol.md written from their specifications, slowly and plainly: no libsodium, nothing shared with
 * packages/crypto. Ed25519, ChaCha20-Poly1305 and Argon2id are Node's (OpenSSL's).
 */
import {
  argon2Sync,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as nodeSign,
  verify as nodeVerify,
} from 'node:crypto';

const MASK = (1n << 64n) - 1n;

// RFC 7693, section 2.6: the initialization vector is SHA-512's.
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

// RFC 7693, section 2.7.
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** BLAKE2b's parameters that Weft uses. `salt` and `personal` have 16 bytes. */
export interface Blake2bOptions {
  readonly length: number;
  readonly key?: Uint8Array;
  readonly salt?: Uint8Array;
  readonly personal?: Uint8Array;
}

/** BLAKE2b: RFC 7693, with salt and personalization as in the BLAKE2 paper, section 2.8. */
export function blake2b(message: Uint8Array, options: Blake2bOptions): Uint8Array {
  const key = options.key ?? new Uint8Array();
  const parameters = new Uint8Array(64);
  parameters[0] = options.length;
  parameters[1] = key.length;
  parameters[2] = 1; // fanout
  parameters[3] = 1; // depth
  if (options.salt !== undefined) parameters.set(options.salt, 32);
  if (options.personal !== undefined) parameters.set(options.personal, 48);
  const word = (bytes: Uint8Array, at: number): bigint =>
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at, true);
  const h = IV.map((value, i) => value ^ word(parameters, 8 * i));

  const keyBlock = new Uint8Array(key.length === 0 ? 0 : 128);
  keyBlock.set(key);
  const data = new Uint8Array(keyBlock.length + message.length);
  data.set(keyBlock);
  data.set(message, keyBlock.length);

  const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  for (let b = 0; b < blocks; b++) {
    const block = new Uint8Array(128);
    block.set(data.subarray(128 * b, 128 * (b + 1)));
    const m = Array.from({ length: 16 }, (_, i) => word(block, 8 * i));
    const isLast = b === blocks - 1;
    const v = [...h, ...IV];
    v[12]! ^= BigInt(isLast ? data.length : 128 * (b + 1));
    if (isLast) v[14]! ^= MASK;
    const mix = (i: number, j: number, k: number, l: number, x: bigint, y: bigint): void => {
      v[i] = (v[i]! + v[j]! + x) & MASK;
      v[l] = rotate(v[l]! ^ v[i]!, 32n);
      v[k] = (v[k]! + v[l]!) & MASK;
      v[j] = rotate(v[j]! ^ v[k]!, 24n);
      v[i] = (v[i]! + v[j]! + y) & MASK;
      v[l] = rotate(v[l]! ^ v[i]!, 16n);
      v[k] = (v[k]! + v[l]!) & MASK;
      v[j] = rotate(v[j]! ^ v[k]!, 63n);
    };
    for (let round = 0; round < 12; round++) {
      const s = SIGMA[round % 10]!;
      mix(0, 4, 8, 12, m[s[0]!]!, m[s[1]!]!);
      mix(1, 5, 9, 13, m[s[2]!]!, m[s[3]!]!);
      mix(2, 6, 10, 14, m[s[4]!]!, m[s[5]!]!);
      mix(3, 7, 11, 15, m[s[6]!]!, m[s[7]!]!);
      mix(0, 5, 10, 15, m[s[8]!]!, m[s[9]!]!);
      mix(1, 6, 11, 12, m[s[10]!]!, m[s[11]!]!);
      mix(2, 7, 8, 13, m[s[12]!]!, m[s[13]!]!);
      mix(3, 4, 9, 14, m[s[14]!]!, m[s[15]!]!);
    }
    for (let i = 0; i < 8; i++) h[i] = h[i]! ^ v[i]! ^ v[i + 8]!;
  }
  const out = new Uint8Array(64);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 8; i++) view.setBigUint64(8 * i, h[i]!, true);
  return out.slice(0, options.length);
}

/** libsodium's crypto_kdf_derive_from_key(32, 1, context, key): keyed BLAKE2b of nothing; salt is the id, personal the context. */
export function kdf(key: Uint8Array, context: string): Uint8Array {
  const salt = new Uint8Array(16);
  salt[0] = 1;
  const personal = new Uint8Array(16);
  personal.set(Buffer.from(context, 'ascii'));
  return blake2b(new Uint8Array(), { length: 32, key, salt, personal });
}

/** HChaCha20: draft-irtf-cfrg-xchacha-03, section 2.2. */
function hChaCha20(key: Uint8Array, input: Uint8Array): Uint8Array {
  const words = (bytes: Uint8Array): number[] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
  };
  const x = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...words(key), ...words(input)];
  const rotate = (value: number, by: number): number => ((value << by) | (value >>> (32 - by))) >>> 0;
  const quarter = (a: number, b: number, c: number, d: number): void => {
    x[a] = (x[a]! + x[b]!) >>> 0;
    x[d] = rotate(x[d]! ^ x[a]!, 16);
    x[c] = (x[c]! + x[d]!) >>> 0;
    x[b] = rotate(x[b]! ^ x[c]!, 12);
    x[a] = (x[a]! + x[b]!) >>> 0;
    x[d] = rotate(x[d]! ^ x[a]!, 8);
    x[c] = (x[c]! + x[d]!) >>> 0;
    x[b] = rotate(x[b]! ^ x[c]!, 7);
  };
  for (let round = 0; round < 10; round++) {
    quarter(0, 4, 8, 12);
    quarter(1, 5, 9, 13);
    quarter(2, 6, 10, 14);
    quarter(3, 7, 11, 15);
    quarter(0, 5, 10, 15);
    quarter(1, 6, 11, 12);
    quarter(2, 7, 8, 13);
    quarter(3, 4, 9, 14);
  }
  const out = new DataView(new ArrayBuffer(32));
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((from, i) => out.setUint32(4 * i, x[from]!, true));
  return new Uint8Array(out.buffer);
}

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03, section 2.3): opens ciphertext ‖ tag, or throws. */
export function openXChaCha(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array {
  const subkey = hChaCha20(key, nonce.subarray(0, 16));
  const shortNonce = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  const decipher = createDecipheriv('chacha20-poly1305', subkey, shortNonce, { authTagLength: 16 });
  decipher.setAAD(aad, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
}

function seedToKey(seed: Uint8Array): KeyObject {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

/** Ed25519: the public key of a seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(seedToKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** Ed25519: signs; the scheme is deterministic, so the bytes can be compared. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(nodeSign(null, message, seedToKey(seed)));
}

/** Ed25519: whether a signature holds. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return nodeVerify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
}

/** Argon2id 1.3 with one lane, as libsodium's crypto_pwhash; memory in bytes. */
export function argon2id(passphrase: Uint8Array, salt: Uint8Array, opslimit: number, memlimit: number): Uint8Array {
  return new Uint8Array(
    argon2Sync('argon2id', {
      message: passphrase,
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: Math.floor(memlimit / 1024),
      passes: opslimit,
    }),
  );
}
