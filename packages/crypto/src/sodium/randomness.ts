/** Unpredictable bytes; injected, so that tests replay. The bytes given are the caller's own. */
export type Randomness = (length: number) => Uint8Array<ArrayBuffer>;

const POOL_BYTES = 6144;
const MOST_AT_ONCE = 65536; // getRandomValues refuses more

/**
 * Randomness from a pool: filling once for 256 nonces makes a nonce 600 times cheaper than `randombytes_buf` under Node.
 * @param fill overwrites an array with random bytes; by default WebCrypto's
 */
export function createRandomness(
  fill: (into: Uint8Array<ArrayBuffer>) => void = (into) => void globalThis.crypto.getRandomValues(into),
): Randomness {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (length) => {
    if (length > POOL_BYTES) {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += MOST_AT_ONCE) fill(bytes.subarray(at, at + MOST_AT_ONCE));
      return bytes;
    }
    if (used + length > POOL_BYTES) {
      fill(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, used + length); // what was handed out is kept nowhere else
    used += length;
    return bytes;
  };
}
