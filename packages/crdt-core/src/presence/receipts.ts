/**
 * Receipts: what a device says it has applied (SYN-5, SYN-6). Payload: device id (16) ‖ count (u32) ‖ (session 32 ‖ seq u64) each.
 */
import { createReader, toHex, writeU32, writeU64 } from '@weft/crypto';
import type { SessionHex } from '../ledger/types.ts';
import { putHex } from '../sync/put-hex.ts';

/** Hex of a device's id. */
export type DeviceHex = string;

export interface Receipt {
  readonly device: DeviceHex;
  readonly heads: ReadonlyMap<SessionHex, number>;
}

/** A receipt names the sessions that moved last; a document may have had thousands. */
export const MAX_RECEIPT_HEADS = 256;
const MAX_DEVICES = 1_024;

/** The payload of a receipt. */
export function receiptToBytes({ device, heads }: Receipt): Uint8Array {
  const bytes = new Uint8Array(16 + 4 + 40 * heads.size);
  putHex(bytes, 0, device);
  writeU32(bytes, 16, heads.size);
  let at = 20;
  for (const [session, seq] of heads) {
    putHex(bytes, at, session);
    writeU64(bytes, at + 32, seq);
    at += 40;
  }
  return bytes;
}

/** Reads a receipt's payload; `undefined` where it is none. */
export function bytesToReceipt(bytes: Uint8Array): Receipt | undefined {
  const reader = createReader(bytes);
  const device = toHex(reader.take(16));
  const count = reader.u32();
  if (reader.failed || count > MAX_RECEIPT_HEADS || reader.left !== 40 * count) return undefined;
  const heads = new Map<SessionHex, number>();
  for (let i = 0; i < count; i++) {
    const session = toHex(reader.take(32));
    heads.set(session, reader.u64());
  }
  return reader.isDone() ? { device, heads } : undefined;
}

/** What other devices said they have, of the sessions one asks about. */
export interface ReceiptBook {
  add(receipt: Receipt): void;
  /** Other devices that have this session's envelope. */
  countSeen(session: SessionHex, seq: number): number;
}

/** A book for a device; its own receipts (from other tabs) do not count. */
export function createReceiptBook(own: DeviceHex): ReceiptBook {
  const devices = new Map<DeviceHex, Map<SessionHex, number>>();
  return {
    add({ device, heads }) {
      if (device === own) return;
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
