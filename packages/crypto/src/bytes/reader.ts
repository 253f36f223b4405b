import { readU16, readU32, readU64 } from './integers.ts';

/**
 * Reads fields one after the other from bytes that may say anything. Once a field is not there, `failed` is true for
 * good and every further field reads as zero or empty: a decoder asks once, at its end.
 */
export interface Reader {
  /** Whether any field so far was missing or out of range. */
  readonly failed: boolean;
  /** Bytes not read yet. */
  readonly left: number;
  u8(): number;
  u16(): number;
  u32(): number;
  /** Fails above 2^53 − 1. */
  u64(): number;
  /** A view of the next `length` bytes, not a copy. */
  take(length: number): Uint8Array;
  /** A view of everything left, not a copy. */
  rest(): Uint8Array;
  /** Whether everything was read and nothing failed. */
  isDone(): boolean;
}

/**
 * Starts reading at the first byte.
 * @param bytes what to read; `take` and `rest` give views of it
 */
export function createReader(bytes: Uint8Array): Reader {
  let offset = 0;
  let failed = false;

  /** The offset of the next `width` bytes, or −1. */
  function advance(width: number): number {
    if (failed || width > bytes.length - offset) {
      failed = true;
      return -1;
    }
    const at = offset;
    offset += width;
    return at;
  }

  function take(length: number): Uint8Array {
    const at = advance(length);
    return at < 0 ? new Uint8Array() : bytes.subarray(at, at + length);
  }

  return {
    get failed() {
      return failed;
    },
    get left() {
      return failed ? 0 : bytes.length - offset;
    },
    u8() {
      const at = advance(1);
      return at < 0 ? 0 : (bytes[at] ?? 0);
    },
    u16() {
      const at = advance(2);
      return at < 0 ? 0 : readU16(bytes, at);
    },
    u32() {
      const at = advance(4);
      return at < 0 ? 0 : readU32(bytes, at);
    },
    u64() {
      const at = advance(8);
      const value = at < 0 ? 0 : readU64(bytes, at);
      if (value === undefined) failed = true;
      return value ?? 0;
    },
    take,
    rest: () => take(failed ? 0 : bytes.length - offset),
    isDone: () => !failed && offset === bytes.length,
  };
}
