import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { bytesToText, compare, concat, equal, isZero, textToBytes } from './bytes.ts';
import { toHex } from './hex.ts';
import { readU16, readU32, readU64, writeU16, writeU32, writeU64 } from './integers.ts';
import { createReader } from './reader.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64url', () => {
  test('is Node’s, both ways', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const text = toBase64Url(some);
        expect(text).toBe(Buffer.from(some).toString('base64url'));
        expect(fromBase64Url(text)).toEqual({ ok: true, value: some });
      }),
    );
  });

  test('any text either fails or is the one text of its bytes', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('A', 'B', 'f', '_', '-', '=', '+', '4') }));
    fc.assert(
      fc.property(text, (some) => {
        const read = fromBase64Url(some);
        if (read.ok) expect(toBase64Url(read.value)).toBe(some);
        else expect(read.failure.code).toBe('text-malformed');
      }),
    );
  });

  test.each(['A', 'AB', 'ABCDE', 'AA==', 'A+A_', 'é', '𝕏AAA'])('refuses %j', (text) => {
    expect(fromBase64Url(text).ok).toBe(false);
  });
});

describe('bytes', () => {
  test('concat, equal, compare, isZero and toHex agree with Node’s Buffer', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(concat(a, b)).toEqual(new Uint8Array(Buffer.concat([a, b])));
        expect(equal(a, b)).toBe(Buffer.from(a).equals(b));
        expect(equal(a, a.slice())).toBe(true);
        expect(Math.sign(compare(a, b))).toBe(Buffer.compare(a, b));
        expect(isZero(a)).toBe(a.every((byte) => byte === 0));
        expect(toHex(a)).toBe(Buffer.from(a).toString('hex'));
      }),
    );
  });

  test('text that is not UTF-8 is no text; a byte order mark is kept', () => {
    expect(bytesToText(Uint8Array.of(0xc3, 0x28))).toBeUndefined();
    expect(bytesToText(textToBytes('\ufefföß'))).toBe('\ufefföß');
  });
});

describe('integers', () => {
  test('are big-endian, and read back', () => {
    const place = new Uint8Array(10);
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffffffff), fc.maxSafeNat(), (small, middle, large) => {
        const view = new DataView(place.buffer);
        writeU16(place, 1, small);
        expect([readU16(place, 1), view.getUint16(1)]).toEqual([small, small]);
        writeU32(place, 1, middle);
        expect([readU32(place, 1), view.getUint32(1)]).toEqual([middle, middle]);
        writeU64(place, 1, large);
        expect([readU64(place, 1), view.getBigUint64(1)]).toEqual([large, BigInt(large)]);
      }),
    );
  });

  test('a u64 above 2^53 − 1 is none', () => {
    expect(readU64(Uint8Array.of(0, 0x1f, 255, 255, 255, 255, 255, 255), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(readU64(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0), 0)).toBeUndefined();
  });

  test('writing what does not fit is a programmer error', () => {
    const place = new Uint8Array(8);
    for (const value of [-1, 1.5, 2 ** 53, Number.NaN]) expect(() => writeU64(place, 0, value)).toThrow(RangeError);
    expect(() => writeU32(place, 0, 2 ** 32)).toThrow(RangeError);
    expect(() => writeU16(place, 0, 65536)).toThrow(RangeError);
    expect(() => writeU32(place, 5, 0)).toThrow(RangeError);
    expect(() => writeU64(place, -1, 0)).toThrow(RangeError);
  });
});

describe('reader', () => {
  test('reads fields in order', () => {
    const reader = createReader(Uint8Array.of(7, 1, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9, 5, 6, 8));
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([7, 258, 256, 9]);
    expect(reader.take(2)).toEqual(Uint8Array.of(5, 6));
    expect(reader.isDone()).toBe(false);
    expect(reader.rest()).toEqual(Uint8Array.of(8));
    expect(reader.isDone()).toBe(true);
    expect(reader.failed).toBe(false);
  });

  test('a missing field fails for good, whatever is asked', () => {
    const reader = createReader(Uint8Array.of(1, 2, 3));
    expect(reader.u32()).toBe(0);
    expect([reader.failed, reader.left, reader.u8(), reader.take(1).length, reader.rest().length]).toEqual([
      true,
      0,
      0,
      0,
      0,
    ]);
    expect(reader.isDone()).toBe(false);
  });

  test('a length or integer out of range fails', () => {
    const long = createReader(new Uint8Array(3));
    expect(long.take(2 ** 32).length).toBe(0);
    expect(long.failed).toBe(true);
    const large = createReader(new Uint8Array(8).fill(255));
    expect(large.u64()).toBe(0);
    expect(large.failed).toBe(true);
  });
});
