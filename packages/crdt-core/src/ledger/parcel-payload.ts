/**
 * What an envelope of kind parcel carries (KEY-8): length of an introduction (u16), it (KEY-6) or nothing, then at least one envelope as it was
 * written, each behind its length (u32), in an order in which a reader can take them.
 */
import { concat, createReader, writeU16, writeU32 } from '@weft/crypto';

export interface ParcelPayload {
  readonly envelopes: readonly Uint8Array[];
  /** Of the session that sends it: card ‖ attestation, not verified. */
  readonly introduction?: Uint8Array;
}

/** Writes a payload. */
export function encodeParcel({ envelopes, introduction = new Uint8Array() }: ParcelPayload): Uint8Array {
  const start = new Uint8Array(2);
  writeU16(start, 0, introduction.length);
  const parts = envelopes.flatMap((envelope) => {
    const length = new Uint8Array(4);
    writeU32(length, 0, envelope.length);
    return [length, envelope];
  });
  return concat(start, introduction, ...parts);
}

/** Reads a payload; `undefined` where it is cut short or empty. Envelopes are copies. */
export function decodeParcel(payload: Uint8Array): ParcelPayload | undefined {
  const reader = createReader(payload);
  const introduction = reader.take(reader.u16()).slice();
  const envelopes: Uint8Array[] = [];
  while (reader.left > 0 && !reader.failed) envelopes.push(reader.take(reader.u32()).slice());
  if (reader.failed || envelopes.length === 0) return undefined;
  return introduction.length === 0 ? { envelopes } : { envelopes, introduction };
}
