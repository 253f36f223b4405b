/**
 * KEY-7: what a link says of the state that whoever shared it had: a few of the newest envelopes, so that a joiner notices where
 * an older state, or another, is handed over. Not secret, and short, because links are read aloud, typed and made into QR codes.
 */
import { concat } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import type { Reader } from '../bytes/reader.ts';

/** One envelope, named as briefly as it can be told from any other. */
export interface HeadPin {
  /** The first 8 bytes of its session's public key. */
  readonly session: Uint8Array;
  /** Its seq, below 2^32. */
  readonly seq: number;
  /** The first 16 bytes of its hash (ENV-4). */
  readonly hash: Uint8Array;
}

/** Three writers at once are many; more would make a link longer and tell no more of its age. */
export const MOST_HEAD_PINS = 3;
export const PIN_SESSION_BYTES = 8;
/** Nobody finds other bytes for it: that takes 2^128 tries, which holds without the key too. */
export const PIN_HASH_BYTES = 16;
export const MOST_PIN_SEQ: number = 2 ** 32 - 1;

/** What may follow the relays of a link. */
const NO_PINS = 0;
/** One hash over all heads, which nobody ever judged: read, and passed over. */
const OLD_PIN = 1;
const OLD_PIN_BYTES = 32;
const PINS = 2;

/** @throws at more than `MOST_HEAD_PINS`, and at parts of wrong lengths (programmer errors) */
export function headPinsToBytes(pins: readonly HeadPin[]): Uint8Array {
  if (pins.length === 0) return Uint8Array.of(NO_PINS);
  if (pins.length > MOST_HEAD_PINS) throw new RangeError(`a link pins at most ${MOST_HEAD_PINS} heads`);
  return concat(Uint8Array.of(PINS, pins.length), ...pins.map(pinToBytes));
}

function pinToBytes({ session, seq, hash }: HeadPin): Uint8Array {
  const isShort = session.length === PIN_SESSION_BYTES && hash.length === PIN_HASH_BYTES;
  if (!isShort || !Number.isSafeInteger(seq) || seq < 0 || seq > MOST_PIN_SEQ) throw new RangeError('not a head pin');
  const number = new Uint8Array(4);
  writeU32(number, 0, seq);
  return concat(session, number, hash);
}

/** Reads what `headPinsToBytes` wrote; `undefined` where it is anything else. A reader that ran out says so itself. */
export function readHeadPins(reader: Reader): readonly HeadPin[] | undefined {
  const kind = reader.u8();
  if (kind === NO_PINS) return [];
  if (kind === OLD_PIN) {
    reader.take(OLD_PIN_BYTES);
    return [];
  }
  const count = kind === PINS ? reader.u8() : 0;
  if (count < 1 || count > MOST_HEAD_PINS) return undefined;
  return Array.from({ length: count }, () => ({
    session: reader.take(PIN_SESSION_BYTES),
    seq: reader.u32(),
    hash: reader.take(PIN_HASH_BYTES),
  }));
}
