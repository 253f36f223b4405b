/**
 * What an envelope of kind content or comment carries: a Yjs V1 update, and before it, where its author introduces themselves, a card
 * with its attestation (KEY-6): 0x02 ‖ length of the card (u16) ‖ card ‖ attestation (64).
 *
 * An update that may be accepted begins with 0 or 1, the number of clients it brings structs for (KEY-5): so 2 cannot be one.
 */
import { concat, readU16, writeU16 } from '@weft/crypto';

export interface ChangePayload {
  /** A Yjs V1 update. */
  readonly update: Uint8Array;
  /** Card ‖ attestation: a device's card and its word for the session that sent it, not verified. */
  readonly introduction?: Uint8Array;
}

const INTRODUCED = 2;
const ATTESTATION_BYTES = 64;

/** Writes a payload. An introduction shorter than an attestation is a programmer error and throws. */
export function encodeChange({ update, introduction }: ChangePayload): Uint8Array {
  if (introduction === undefined) return update;
  const start = new Uint8Array(3);
  start[0] = INTRODUCED;
  writeU16(start, 1, introduction.length - ATTESTATION_BYTES);
  return concat(start, introduction, update);
}

/** Reads a payload; `undefined` where an introduction is cut short. Fields are views of `payload`. */
export function decodeChange(payload: Uint8Array): ChangePayload | undefined {
  if (payload[0] !== INTRODUCED) return { update: payload };
  if (payload.length < 3) return undefined;
  const end = 3 + readU16(payload, 1) + ATTESTATION_BYTES;
  if (end > payload.length) return undefined;
  return { update: payload.subarray(end), introduction: payload.subarray(3, end) };
}
