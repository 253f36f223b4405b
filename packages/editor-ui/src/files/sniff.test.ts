import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sniffPicture } from './sniff.ts';

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const little = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >> (8 * i)) & 255);
const box = (name: string, body: readonly number[]): number[] => [...u32(8 + body.length), ...ascii(name), ...body];
const rest = Array.from({ length: 32 }, () => 0);

const png = (width: number, height: number): number[] => [
  ...[0x89, ...ascii('PNG\r\n\u001a\n')],
  ...[...u32(13), ...ascii('IHDR'), ...u32(width), ...u32(height)],
  ...rest,
];
const gif = [...ascii('GIF89a'), ...little(320, 2), ...little(200, 2), ...rest];
const segment = (marker: number, body: readonly number[]): number[] => [0xff, marker, ...u16(body.length + 2), ...body];
const jpeg = [
  ...[0xff, 0xd8],
  ...segment(0xe1, [...ascii('Exif'), ...rest]),
  ...segment(0xdb, rest),
  ...segment(0xc2, [8, ...u16(200), ...u16(320), 3, ...rest]),
];
const riff = (body: readonly number[]): number[] => [
  ...ascii('RIFF'),
  ...rest.slice(0, 4),
  ...ascii('WEBP'),
  ...body,
  ...rest,
];
const avif = (width: number, height: number): number[] => [
  ...box('ftyp', [...ascii('mif1'), ...u32(0), ...ascii('avif')]),
  ...box('meta', [
    ...u32(0),
    ...box('hdlr', rest),
    ...box(
      'iprp',
      box('ipco', [
        ...box('ispe', [...u32(0), ...u32(16), ...u32(16)]),
        ...box('ispe', [...u32(0), ...u32(width), ...u32(height)]),
      ]),
    ),
  ]),
];

describe('ATT-6 a picture is what its bytes say', () => {
  test.each([
    ['image/png', png(320, 200)],
    ['image/gif', gif],
    ['image/jpeg', jpeg],
    ['image/webp', riff([...ascii('VP8X'), ...rest.slice(0, 8), ...little(319, 3), ...little(199, 3)])],
    ['image/webp', riff([...ascii('VP8L'), ...rest.slice(0, 4), 0x2f, ...little(319 | (199 << 14), 4)])],
    ['image/webp', riff([...ascii('VP8 '), ...rest.slice(0, 10), ...little(320, 2), ...little(200, 2)])],
    ['image/avif', avif(320, 200)],
  ])('%s, with its size', (type, bytes) => {
    expect(sniffPicture(new Uint8Array(bytes))).toEqual({ type, width: 320, height: 200 });
  });

  test.each([
    ['SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['HTML', ascii('<!doctype html><script>alert(1)</script>')],
    ['HTML after a signature', [...ascii('GIF89'), ...ascii('<script>alert(1)</script>')]],
    ['another kind of the same container', [...box('ftyp', [...ascii('heic'), ...u32(0), ...ascii('heic')]), ...rest]],
    ['nothing', []],
    ['a JPEG without a picture', [0xff, 0xd8, 0xff, 0xd9, ...rest]],
    ['a picture of no size', png(0, 200)],
    ['a picture that would fill the memory', png(60_000, 60_000)],
    ['the same as AVIF', avif(60_000, 60_000)],
  ])('%s is none', (_, bytes) => {
    expect(sniffPicture(new Uint8Array(bytes))).toBeUndefined();
  });

  test('any bytes, and any beginning of a picture, give an answer', () => {
    const starts = [png(320, 200), gif, jpeg, avif(320, 200), riff(ascii('VP8X'))];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(120), fc.uint8Array({ maxLength: 64 }), (start, cut, tail) => {
        const bytes = new Uint8Array([...start.slice(0, cut), ...tail]);
        const picture = sniffPicture(bytes);
        if (picture !== undefined) expect(picture.width * picture.height).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
