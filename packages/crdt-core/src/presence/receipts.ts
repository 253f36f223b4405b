/**
 * Receipts: what a device says it has applied (SYN-5, SYN-6). Payload: device id (16) ‖ flags (u8: 1 complete, 2 caught up, 4 lacks notices) ‖
 * count (u32) ‖ (session 32 ‖ seq u64) each ‖ count (u32) ‖ (session 32 ‖ held u64) each ‖ mark (16) of each seq ‖ introduction (rest, KEY-6; may be empty).
 */
import { createReader, type Hash, type Reader, toHex, writeU32, writeU64 } from '@weft/crypto';
import type { SessionHex } from '../ledger/types.ts';
import { putHex } from '../sync/put-hex.ts';
import type { ReceiptClaim } from '../sync/receipt-claim.ts';

/** Hex of the first 16 bytes of a device's id: enough to tell devices apart where it is only shown. */
export type DeviceHex = string;

export interface Receipt extends ReceiptClaim {
  readonly device: DeviceHex;
  /** Of each session in `heads`, the beginning of that envelope's hash, as hex. */
  readonly marks: ReadonlyMap<SessionHex, string>;
  /** KEY-6: card ‖ attestation of the session that signs it, so that those who only read are known too. */
  readonly introduction?: Uint8Array | undefined;
}

/** A receipt names the sessions that moved last; a document may have had thousands. */
export const MAX_RECEIPT_HEADS = 256;
/** An attestation alone has 64. */
const MIN_INTRODUCTION_BYTES = 65;
const MAX_INTRODUCTION_BYTES = 2_048;
const MAX_DEVICES = 1_024;
const MAX_SESSIONS = 4_096;
const IS_COMPLETE = 1;
const IS_CAUGHT_UP = 2;
const LACKS_NOTICES = 4;
const PAIR_BYTES = 40;
/** As of a pin (KEY-7): two of one hash are two of the finder's own, and take 2^64 tries. */
const MARK_BYTES = 16;

/** What a receipt says of an envelope's hash. */
export function hashToMark(hash: Hash): string {
  return toHex(hash.subarray(0, MARK_BYTES));
}

/** The payload of a receipt. */
export function receiptToBytes(receipt: Receipt): Uint8Array {
  const { device, heads, marks, isComplete, relay, lacksNotices, introduction } = receipt;
  const held = relay ?? new Map<SessionHex, number>();
  const bytes = new Uint8Array(
    16 + 1 + 4 + (PAIR_BYTES + MARK_BYTES) * heads.size + 4 + PAIR_BYTES * held.size + (introduction?.length ?? 0),
  );
  putHex(bytes, 0, device);
  bytes[16] =
    (isComplete ? IS_COMPLETE : 0) | (relay === undefined ? 0 : IS_CAUGHT_UP) | (lacksNotices ? LACKS_NOTICES : 0);
  const next = putPairs(bytes, 17, heads);
  let end = putPairs(bytes, next, held);
  for (const session of heads.keys()) {
    putHex(bytes, end, marks.get(session) ?? '');
    end += MARK_BYTES;
  }
  if (introduction !== undefined) bytes.set(introduction, end);
  return bytes;
}

/** Reads a receipt's payload; `undefined` where it is none. */
export function bytesToReceipt(bytes: Uint8Array): Receipt | undefined {
  const reader = createReader(bytes);
  const device = toHex(reader.take(16));
  const flags = reader.u8();
  const heads = takePairs(reader);
  const held = heads && takePairs(reader);
  const marks = new Map<SessionHex, string>();
  for (const session of heads?.keys() ?? []) marks.set(session, toHex(reader.take(MARK_BYTES)));
  const rest = reader.rest();
  if (
    heads === undefined ||
    held === undefined ||
    reader.failed ||
    (rest.length > 0 && (rest.length < MIN_INTRODUCTION_BYTES || rest.length > MAX_INTRODUCTION_BYTES)) ||
    flags > (IS_COMPLETE | IS_CAUGHT_UP | LACKS_NOTICES)
  )
    return undefined;
  const introduced = rest.length === 0 ? {} : { introduction: rest.slice() };
  const isCaughtUp = (flags & IS_CAUGHT_UP) !== 0;
  if (!isCaughtUp && held.size > 0) return undefined;
  return {
    device,
    heads,
    marks,
    isComplete: (flags & IS_COMPLETE) !== 0,
    relay: isCaughtUp ? held : undefined,
    lacksNotices: (flags & LACKS_NOTICES) !== 0,
    ...introduced,
  };
}

function putPairs(bytes: Uint8Array, at: number, pairs: ReadonlyMap<SessionHex, number>): number {
  writeU32(bytes, at, pairs.size);
  let next = at + 4;
  for (const [session, number] of pairs) {
    putHex(bytes, next, session);
    writeU64(bytes, next + 32, number);
    next += PAIR_BYTES;
  }
  return next;
}

function takePairs(reader: Reader): Map<SessionHex, number> | undefined {
  const count = reader.u32();
  if (reader.failed || count > MAX_RECEIPT_HEADS || reader.left < PAIR_BYTES * count) return undefined;
  const pairs = new Map<SessionHex, number>();
  for (let i = 0; i < count; i++) {
    const session = toHex(reader.take(32));
    pairs.set(session, reader.u64());
  }
  return pairs;
}

/** What other devices said they have, of the sessions one asks about. */
export interface ReceiptBook {
  /** @param session - who signed it. A session speaks for one device: the first it named */
  add(receipt: Receipt, session: SessionHex): void;
  /** Other devices that have this session's envelope. */
  countSeen(session: SessionHex, seq: number): number;
}

/** A book for a device; its own receipts (from other tabs) do not count. */
export function createReceiptBook(own: DeviceHex): ReceiptBook {
  const devices = new Map<DeviceHex, Map<SessionHex, number>>();
  const deviceOf = new Map<SessionHex, DeviceHex>();
  return {
    add({ device: named, heads }, by) {
      const device = deviceOf.get(by) ?? named;
      if (device === own || (!deviceOf.has(by) && deviceOf.size >= MAX_SESSIONS)) return;
      deviceOf.set(by, device);
      const known = devices.get(device) ?? new Map<SessionHex, number>();
      if (!devices.has(device) && devices.size >= MAX_DEVICES) return;
      devices.set(device, known);
      for (const [session, seq] of heads) {
        const seen = Math.max(seq, known.get(session) ?? -1);
        known.delete(session); // to the end: the map is in the order of the last word heard
        known.set(session, seen);
      }
      for (const session of known.keys()) {
        if (known.size <= 4 * MAX_RECEIPT_HEADS) break;
        known.delete(session);
      }
    },
    countSeen(session, seq) {
      let count = 0;
      for (const heads of devices.values()) if ((heads.get(session) ?? -1) >= seq) count++;
      return count;
    },
  };
}
