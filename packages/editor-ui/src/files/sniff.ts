import type { PictureSize } from '../schema/attachment.ts';

/** A picture that may be drawn: what its bytes say it is, whatever its name and its author say. */
export interface Picture extends PictureSize {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';
}

/** A picture of more pixels is not drawn: unpacked, it would take the memory of the tab. */
const MOST_PIXELS = 100_000_000;
const MOST_BOXES = 64;

/**
 * Tells a picture by its first bytes and reads its size. The list is closed: anything else, SVG above all, is a file and is never
 * drawn. Total and bounded: any bytes give an answer.
 */
export function sniffPicture(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const picture = sniffPng(view) ?? sniffGif(view) ?? sniffJpeg(view) ?? sniffWebp(view) ?? sniffAvif(view);
  if (picture === undefined || picture.width === 0 || picture.height === 0) return undefined;
  return picture.width * picture.height <= MOST_PIXELS ? picture : undefined;
}

/** How many bytes from a file's start `sniffPicture` needs at most, but for a JPEG with much in front of its picture. */
export const SNIFF_BYTES: number = 1024 * 1024;

function isText(view: DataView, at: number, text: string): boolean {
  if (at < 0 || at + text.length > view.byteLength) return false;
  for (let i = 0; i < text.length; i++) if (view.getUint8(at + i) !== text.charCodeAt(i)) return false;
  return true;
}

function sniffPng(view: DataView): Picture | undefined {
  if (view.byteLength < 24 || !isText(view, 0, '\u0089PNG\r\n\u001a\n') || !isText(view, 12, 'IHDR')) return undefined;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function sniffGif(view: DataView): Picture | undefined {
  if (view.byteLength < 10 || !(isText(view, 0, 'GIF87a') || isText(view, 0, 'GIF89a'))) return undefined;
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Walks the segments to the one that begins a frame. Source: ITU-T T.81, annex B. */
function sniffJpeg(view: DataView): Picture | undefined {
  if (!isText(view, 0, '\u00ff\u00d8\u00ff')) return undefined;
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // The picture's own bytes, or its end, before any frame.
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

/** Source: RFC 9649, sections 2.5 to 2.7. */
function sniffWebp(view: DataView): Picture | undefined {
  if (view.byteLength < 30 || !isText(view, 0, 'RIFF') || !isText(view, 8, 'WEBP')) return undefined;
  const type = 'image/webp';
  const u24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (isText(view, 12, 'VP8X')) return { type, width: u24(24) + 1, height: u24(27) + 1 };
  if (isText(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (!isText(view, 12, 'VP8 ')) return undefined;
  return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** The largest size that an `ispe` property names. Source: ISO/IEC 23008-12, 6.5.3; the brands: AVIF 1.1. */
function sniffAvif(view: DataView): Picture | undefined {
  if (view.byteLength < 16 || !isText(view, 4, 'ftyp')) return undefined;
  const brandsEnd = Math.min(view.getUint32(0), 256, view.byteLength - 3);
  let isAvif = false;
  for (let at = 8; at < brandsEnd; at += 4) isAvif ||= isText(view, at, 'avif') || isText(view, at, 'avis');
  if (!isAvif) return undefined;
  const meta = findBox(view, 'meta', 0, view.byteLength);
  const properties = meta && findBox(view, 'iprp', meta.from + 4, meta.to);
  const container = properties && findBox(view, 'ipco', properties.from, properties.to);
  if (container === undefined) return undefined;
  let width = 0;
  let height = 0;
  eachBox(view, container.from, container.to, (name, from, to) => {
    if (name !== 'ispe' || to - from < 12) return;
    width = Math.max(width, view.getUint32(from + 4));
    height = Math.max(height, view.getUint32(from + 8));
  });
  return { type: 'image/avif', width, height };
}

function findBox(view: DataView, wanted: string, from: number, to: number): { from: number; to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  eachBox(view, from, to, (name, start, end) => {
    if (name === wanted) found ??= { from: start, to: end };
  });
  return found;
}

function eachBox(
  view: DataView,
  from: number,
  to: number,
  visit: (name: string, from: number, to: number) => void,
): void {
  let at = from;
  for (let boxes = 0; boxes < MOST_BOXES && at + 8 <= to; boxes++) {
    const size = view.getUint32(at);
    const end = size === 0 ? to : at + size;
    // Sizes of 64 bits are for films.
    if (size === 1 || (size > 0 && size < 8) || end > to) return;
    const name = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
    visit(name, at + 8, end);
    at = end;
  }
}
