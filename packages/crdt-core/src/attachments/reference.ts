import { bytesToChunks, MAX_ATTACHMENT_BYTES } from './layout.ts';

/** ATT-2: what a document says of an attachment: plain values, for its editor to put where it likes. */
export interface AttachmentReference {
  /** The chain: hex of the session's public key. */
  readonly session: string;
  readonly chunks: number;
  readonly bytes: number;
  /** Hex of the file's hash. */
  readonly hash: string;
  /** A media type in lower case, such as `image/png`. What its author says: nothing in it is checked against the file. */
  readonly type: string;
  /** A file name without control characters, at most 255 characters. */
  readonly name: string;
}

const HEX = /^[0-9a-f]{64}$/;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;
const MOST_NAME = 255;
/** Controls, line ends, and marks that change the direction of what follows. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** What anyone may type or send, as a name that is safe to show; never empty. */
export function textToFileName(text: string): string {
  const clean = text
    .slice(0, 4 * MOST_NAME)
    .replace(HIDDEN, '')
    .toWellFormed()
    .trim();
  return clean.slice(0, MOST_NAME).toWellFormed() || 'file';
}

/** A media type that is safe to hand on; `application/octet-stream` where it is none. */
export function textToMediaType(text: string): string {
  const type = text.slice(0, 256).split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : 'application/octet-stream';
}

/**
 * ATT-2: reads a reference from a document, which may say anything. `undefined` if it is none. Name and type come back as they are safe
 * to show.
 */
export function valueToReference(value: unknown): AttachmentReference | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { session, chunks, bytes, hash, type, name } = value as Readonly<Record<string, unknown>>;
  if (typeof session !== 'string' || typeof hash !== 'string' || !HEX.test(session) || !HEX.test(hash))
    return undefined;
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0 || bytes > MAX_ATTACHMENT_BYTES)
    return undefined;
  if (chunks !== bytesToChunks(bytes) || typeof type !== 'string' || typeof name !== 'string') return undefined;
  return { session, chunks, bytes, hash, type: textToMediaType(type), name: textToFileName(name) };
}
