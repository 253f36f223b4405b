import { type AttachmentReference, valueToReference } from '@weft/crdt-core/attachments';
import type { Node } from 'prosemirror-model';

/** The longest description or caption that is kept, in UTF-16 units. */
export const MAX_CAPTION_LENGTH = 1000;
/** A reference is about 300 letters of JSON; a name of nothing but escapes makes it longer. */
const MAX_FILE_LENGTH = 4096;
/** Per cent of the text's width. */
export const MIN_WIDTH = 10;
export const MAX_WIDTH = 100;
/** Pixels on one side. */
const MAX_SIDE = 65_535;

/** A picture's own size in pixels, as whoever added it saw it: what keeps its place while it is fetched. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The attributes of an `image` or `file` node made safe to draw: peers are not trusted, so every value is checked here. */
export interface AttachmentBlock {
  /** Undefined where the node names no attachment that could be read. */
  readonly reference: AttachmentReference | undefined;
  readonly size: PictureSize | undefined;
  /** What is read aloud to people who do not see the picture. */
  readonly alt: string;
  readonly caption: string;
  /** Per cent of the text's width, 10…100; undefined: its own. */
  readonly width: number | undefined;
}

function toSide(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_SIDE ? value : undefined;
}

function textToRecord(value: unknown, most: number): Readonly<Record<string, unknown>> {
  if (typeof value !== 'string' || value.length > most) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What somebody typed or sent, as one line that is safe to show. */
export function toCaption(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .slice(0, 2 * MAX_CAPTION_LENGTH)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .slice(0, MAX_CAPTION_LENGTH)
    .toWellFormed();
}

/** A width that is kept: a whole number of per cent. Undefined for anything else. */
export function toWidth(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= MIN_WIDTH && value <= MAX_WIDTH
    ? value
    : undefined;
}

/** Any attributes, from anywhere, to ones that can be drawn. Never throws. */
export function attrsToAttachment(attrs: Readonly<Record<string, unknown>>): AttachmentBlock {
  const record = textToRecord(attrs['file'], MAX_FILE_LENGTH);
  const width = toSide(record['width']);
  const height = toSide(record['height']);
  return {
    reference: valueToReference(record),
    size: width === undefined || height === undefined ? undefined : { width, height },
    alt: toCaption(attrs['alt']),
    caption: toCaption(attrs['caption']),
    width: toWidth(attrs['width']),
  };
}

/** The checked attributes of an `image` or `file` node; see `attrsToAttachment`. */
export function readAttachment(node: Node): AttachmentBlock {
  return attrsToAttachment(node.attrs);
}

/**
 * The `file` attribute. One text and not one attribute each: two people who replace a picture at the same time get one of the
 * two, and not the name of one with the bytes of the other.
 */
export function referenceToFile(reference: AttachmentReference, size: PictureSize | undefined): string {
  const { session, chunks, bytes, hash, type, name } = reference;
  return JSON.stringify({ session, chunks, bytes, hash, type, name, ...size });
}

/** The same attributes as they may be stored: nothing that was not checked. */
export function attachmentToAttrs({ reference, size, alt, caption, width }: AttachmentBlock): Record<string, unknown> {
  return {
    file: reference === undefined ? null : referenceToFile(reference, size),
    alt: alt === '' ? null : alt,
    caption: caption === '' ? null : caption,
    width: width ?? null,
  };
}

/** Written by `toDOM` and into the clipboard, read by `parseDOM` and a paste. */
export const ATTACHMENT_DATA = 'data-weft-attachment';

/** One text that holds the block, for `ATTACHMENT_DATA`. */
export function attachmentToData(block: AttachmentBlock): string {
  return JSON.stringify(attachmentToAttrs(block));
}

/** What `attachmentToData` wrote, or anything; undefined where it names no attachment. */
export function dataToAttachment(data: unknown): AttachmentBlock | undefined {
  if (typeof data !== 'string' || data.length > 2 * MAX_FILE_LENGTH + 12 * MAX_CAPTION_LENGTH) return undefined;
  const block = attrsToAttachment(textToRecord(data, data.length));
  return block.reference === undefined ? undefined : block;
}
