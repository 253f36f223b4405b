import { compare, concat, type Hash, toHex, writeU64 } from '@weft/crypto';
import type { Heads, SessionHex } from './types.ts';

/** The bytes of a session name. The name is trusted to be hex: it was made by `toHex`. */
export function hexToBytes(hex: SessionHex): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Heads in the order of their sessions' bytes, which is the order of the hex too: one order on every replica. */
export function sortedHeads(heads: Heads): [SessionHex, { readonly seq: number; readonly hash: Hash }][] {
  return [...heads].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Bytes of one session in a list of heads: session 32 ‖ seq u64 ‖ hash 32. */
export const HEAD_BYTES = 72;

/** The sorted heads as bytes: what a snapshot covers (LED-4). */
export function headsToBytes(heads: Heads): Uint8Array<ArrayBuffer> {
  return concat(
    ...sortedHeads(heads).map(([session, { seq, hash }]) => {
      const bytes = new Uint8Array(HEAD_BYTES);
      bytes.set(hexToBytes(session), 0);
      writeU64(bytes, 32, seq);
      bytes.set(hash, 40);
      return bytes;
    }),
  );
}

/** Reads what `headsToBytes` wrote; `undefined` if the sessions are not strictly ascending or a number is out of range. */
export function bytesToHeads(bytes: Uint8Array): Heads | undefined {
  if (bytes.length % HEAD_BYTES !== 0) return undefined;
  const heads = new Map<SessionHex, { readonly seq: number; readonly hash: Hash }>();
  let before: Uint8Array | undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += HEAD_BYTES) {
    const session = bytes.subarray(at, at + 32);
    if (before !== undefined && compare(before, session) >= 0) return undefined;
    before = session;
    const seq = view.getBigUint64(at + 32);
    if (seq > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    heads.set(toHex(session), { seq: Number(seq), hash: bytes.slice(at + 40, at + HEAD_BYTES) as Uint8Array as Hash });
  }
  return heads;
}
