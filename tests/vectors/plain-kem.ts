/** X-Wing (draft-connolly-cfrg-xwing-kem) over Node's own ML-KEM-768, X25519 and SHA-3: no libsodium. */
import { createHash, createPrivateKey, createPublicKey, decapsulate, diffieHellman } from 'node:crypto';

type Bytes = Uint8Array;

const der = (prefix: string, raw: Bytes): Buffer => Buffer.concat([Buffer.from(prefix, 'hex'), raw]);
const privateKey = (prefix: string, raw: Bytes) =>
  createPrivateKey({ key: der(prefix, raw), format: 'der', type: 'pkcs8' });
const rawPublicKey = (key: ReturnType<typeof privateKey>, length: number): Bytes =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-length);

function expand(secretKey: Bytes) {
  const expanded = createHash('shake256', { outputLength: 96 }).update(secretKey).digest();
  return {
    mlkem: privateKey('3054020100300b06096086480165030404020442' + '8040', expanded.subarray(0, 64)),
    x25519: privateKey('302e020100300506032b656e04220420', expanded.subarray(64)),
  };
}

/** The public key of a seed, which is also the secret key: ML-KEM's (1184), then X25519's (32). */
export function xwingPublicKey(seed: Bytes): Bytes {
  const { mlkem, x25519 } = expand(seed);
  return new Uint8Array(Buffer.concat([rawPublicKey(mlkem, 1184), rawPublicKey(x25519, 32)]));
}

/** The shared secret in a ciphertext: ML-KEM's (1088), then an X25519 public key (32). */
export function xwingDecapsulate(secretKey: Bytes, ciphertext: Bytes): Bytes {
  const { mlkem, x25519 } = expand(secretKey);
  const ephemeral = ciphertext.subarray(1088);
  const ephemeralKey = { key: der('302a300506032b656e032100', ephemeral), format: 'der', type: 'spki' } as const;
  const parts = [
    decapsulate(mlkem, ciphertext.subarray(0, 1088)),
    diffieHellman({ privateKey: x25519, publicKey: createPublicKey(ephemeralKey) }),
    ephemeral,
    rawPublicKey(x25519, 32),
    Buffer.from('\\.//^\\', 'ascii'),
  ];
  return new Uint8Array(createHash('sha3-256').update(Buffer.concat(parts)).digest());
}
