/**
 * What an envelope of kind content or comment carries: a Yjs V1 update, and before it, where its author introduces themselves, a card
 * (KEY-6): 0x02 ‖ length (u16) ‖ card ‖ attestation (64).
 *
 * An update that may be accepted begins with 0 or 1, the number of clients it brings structs for (KEY-5): so 2 cannot be one.
 */
import { concat, readU16, writeU16 } from '@weft/crypto';

/** A device's card and its word for the session that sent it, neither verified. */
export interface Introduction {
  readonly card: Uint8Array;
  readonly attestation: Uint8Array;
}

export interface ChangePayload {
  /** A Yjs V1 update. */
  readonly update: Uint8Array;
  readonly introduction?: Introduction;
}

const INTRODUCED = 2;
const ATTESTATION_BYTES = 64;

/** Writes a payload. */
export function encodeChange({ update, introduction }: ChangePayload): Uint8Array {
  if (introduction === undefined) return update;
  const start = new Uint8Array(3);
  start[0] = INTRODUCED;
  writeU16(start, 1, introduction.card.length);
  return concat(start, introduction.card, introduction.attestation, update);
}

/** Reads a payload; `undefined` where an introduction is cut short. Fields are views of `payload`. */
export function decodeChange(payload: Uint8Array): ChangePayload | undefined {
  if (payload[0] !== INTRODUCED) return { update: payload };
  if (payload.length < 3) return undefined;
  const cardEnd = 3 + readU16(payload, 1);
  const end = cardEnd + ATTESTATION_BYTES;
  if (end > payload.length) return undefined;
  const introduction = { card: payload.subarray(3, cardEnd), attestation: payload.subarray(cardEnd, end) };
  return { update: payload.subarray(end), introduction };
}
