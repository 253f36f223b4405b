const U32 = 2 ** 32;

function programmerError(what: string): never {
  throw new RangeError(what);
}

function check(value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value > limit)
    programmerError(`not an unsigned integer up to ${limit}: ${value}`);
}

function checkRoom(bytes: Uint8Array, offset: number, width: number): void {
  if (offset < 0 || offset + width > bytes.length) programmerError(`no room for ${width} bytes at ${offset}`);
}

/** Writes a big-endian u16. Throws if the value or the place is out of range (programmer error). */
export function writeU16(bytes: Uint8Array, offset: number, value: number): void {
  check(value, 0xffff);
  checkRoom(bytes, offset, 2);
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
}

/** Writes a big-endian u32. Throws if the value or the place is out of range (programmer error). */
export function writeU32(bytes: Uint8Array, offset: number, value: number): void {
  check(value, 0xffffffff);
  checkRoom(bytes, offset, 4);
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** Writes a big-endian u64 of at most 2^53 − 1. Throws if the value or the place is out of range (programmer error). */
export function writeU64(bytes: Uint8Array, offset: number, value: number): void {
  check(value, Number.MAX_SAFE_INTEGER);
  writeU32(bytes, offset, Math.floor(value / U32));
  writeU32(bytes, offset + 4, value % U32);
}

/** Reads a big-endian u16; the caller has checked that the bytes are there. */
export function readU16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

/** Reads a big-endian u32; the caller has checked that the bytes are there. */
export function readU32(bytes: Uint8Array, offset: number): number {
  return (
    (((bytes[offset] ?? 0) << 24) |
      ((bytes[offset + 1] ?? 0) << 16) |
      ((bytes[offset + 2] ?? 0) << 8) |
      (bytes[offset + 3] ?? 0)) >>>
    0
  );
}

/** Reads a big-endian u64, or undefined above 2^53 − 1; the caller has checked that the bytes are there. */
export function readU64(bytes: Uint8Array, offset: number): number | undefined {
  const high = readU32(bytes, offset);
  return high > 0x1fffff ? undefined : high * U32 + readU32(bytes, offset + 4);
}
