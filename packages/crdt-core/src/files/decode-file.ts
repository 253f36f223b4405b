/** LED-6: reads a `.weft` file, which may be anything, without trusting a byte of it. */
import {
  EPOCH_CERTIFICATE_BYTES,
  type EpochCertificate,
  equal,
  readU32,
  type Result,
  type RoomId,
  success,
  type VerifyingSodium,
  verifyEpochCertificate,
} from '@weft/crypto';
import { type FileFailure, fileFailure } from './errors.ts';
import {
  CERTIFICATES_AT,
  COUNT_AT,
  END_BYTES,
  END_COUNT_AT,
  END_HASH_AT,
  END_LABEL,
  END_TAG,
  ENTRY_HEAD_BYTES,
  ENTRY_TAG,
  FILE_MAGIC,
  FILE_VERSION,
  MAX_FILE_BYTES,
  ROOM_AT,
  VERSION_AT,
} from './layout.ts';

/** One envelope of a file, unverified. `envelope` is a view of the file; `at` and `end`: where its entry lies. */
export interface FileEntry {
  readonly at: number;
  readonly end: number;
  readonly envelope: Uint8Array;
}

/** What could be read of a file. */
export interface WeftFile {
  /** As the file names it: unverified. */
  readonly roomId: RoomId;
  /** Those that root signed. */
  readonly certificates: readonly EpochCertificate[];
  readonly entries: readonly FileEntry[];
  /** Where something that is neither entry nor end begins. */
  readonly breaks: readonly number[];
  /** The first thing wrong with the file's frame or hash. An entry's own bytes are for its reader to verify. */
  readonly failure?: FileFailure;
}

/** The room a file says it is a copy of, to find its document by: unverified. */
export function readFileRoom(bytes: Uint8Array): Result<RoomId, FileFailure> {
  if (bytes.length > MAX_FILE_BYTES) return { ok: false, failure: fileFailure('file-too-large') };
  if (bytes.length <= VERSION_AT || !equal(bytes.subarray(0, FILE_MAGIC.length), FILE_MAGIC)) {
    return { ok: false, failure: fileFailure('file-alien') };
  }
  if (bytes[VERSION_AT] !== FILE_VERSION) return { ok: false, failure: fileFailure('file-version') };
  if (bytes.length < COUNT_AT) return { ok: false, failure: fileFailure('file-cut', bytes.length) };
  return success(bytes.subarray(ROOM_AT, COUNT_AT) as RoomId);
}

/**
 * Reads a file. Total, and linear in its size: after a break it looks for the next place where an entry of this room begins.
 *
 * @param room - the room whose entries are looked for after a break
 * @returns a failure only where nothing can be read; else what there is, with the first thing that is wrong
 */
export function decodeFile(sodium: VerifyingSodium, bytes: Uint8Array, room?: RoomId): Result<WeftFile, FileFailure> {
  const read = readFileRoom(bytes);
  if (!read.ok) return read;
  const roomId = read.value;
  let failure: FileFailure | undefined;
  const note = (code: 'file-cut' | 'file-damaged', at?: number): void => {
    failure ??= fileFailure(code, at);
  };

  const certificates: EpochCertificate[] = [];
  let at = CERTIFICATES_AT;
  for (let left = bytes[COUNT_AT] ?? 0; left > 0 && at + EPOCH_CERTIFICATE_BYTES <= bytes.length; left--) {
    const certificate = verifyEpochCertificate(sodium, bytes.slice(at, at + EPOCH_CERTIFICATE_BYTES));
    // The count may be what is damaged: where entries begin already, they are read.
    if (!certificate.ok && isEntryOf(bytes, at, room ?? roomId, bytes.length)) break;
    if (!certificate.ok) note('file-damaged', at);
    else certificates.push(certificate.value);
    at += EPOCH_CERTIFICATE_BYTES;
  }

  const endAt = bytes.length - END_BYTES;
  const hasEnd = endAt >= CERTIFICATES_AT && isEnd(bytes, endAt);
  const limit = hasEnd ? endAt : bytes.length;
  const findNext = createFinder(bytes, room ?? roomId, limit);
  const entries: FileEntry[] = [];
  const breaks: number[] = [];
  while (at !== endAt || !hasEnd) {
    const length = entryLength(bytes, at, limit);
    if (length > 0) {
      let end = at + ENTRY_HEAD_BYTES + length;
      // A length that is too large would take other entries with it.
      if (end !== limit && !isEntryOf(bytes, end, room ?? roomId, limit)) end = Math.min(end, findNext(at + 1));
      entries.push({ at, end, envelope: bytes.subarray(at + ENTRY_HEAD_BYTES, end) });
      at = end;
      continue;
    }
    const next = findNext(at + 1);
    if (!hasEnd && next === limit && !(at <= endAt && isEndAlmost(bytes, at))) {
      note('file-cut', Math.min(at, bytes.length));
      break;
    }
    note('file-damaged', at);
    breaks.push(at);
    at = next;
    if (at === bytes.length) break;
  }

  if (failure === undefined) {
    const isWhole =
      readU32(bytes, endAt + END_COUNT_AT) === entries.length &&
      equal(sodium.hash(bytes.subarray(0, endAt + END_HASH_AT)), bytes.subarray(endAt + END_HASH_AT));
    if (!isWhole) note('file-damaged');
  }
  return success({ roomId, certificates, entries, breaks, ...(failure === undefined ? {} : { failure }) });
}

/** The length of the envelope of the entry that begins here; 0 where none does that ends before `limit`. */
function entryLength(bytes: Uint8Array, at: number, limit: number): number {
  if (bytes[at] !== ENTRY_TAG || at + ENTRY_HEAD_BYTES > limit) return 0;
  const length = readU32(bytes, at + 1);
  return length <= limit - at - ENTRY_HEAD_BYTES ? length : 0;
}

/** Whether an entry begins here whose envelope starts as those of this room do: tag, length, `We`, version, suite, kind, room. */
function isEntryOf(bytes: Uint8Array, at: number, room: RoomId, limit: number): boolean {
  if (bytes[at] !== ENTRY_TAG || bytes[at + ENTRY_HEAD_BYTES] !== 0x57 || bytes[at + ENTRY_HEAD_BYTES + 1] !== 0x65) {
    return false;
  }
  const roomAt = at + ENTRY_HEAD_BYTES + 5;
  return entryLength(bytes, at, limit) > 0 && equal(bytes.subarray(roomAt, roomAt + room.length), room);
}

/** Finds where the next entry of this room begins, or `limit`. Looks at each byte once, however often it is asked. */
function createFinder(bytes: Uint8Array, room: RoomId, limit: number): (from: number) => number {
  let looked = { from: 0, found: -1 };
  return (from) => {
    if (from >= looked.from && from <= looked.found) return looked.found;
    let at = bytes.indexOf(ENTRY_TAG, from);
    while (at >= 0 && at < limit && !isEntryOf(bytes, at, room, limit)) at = bytes.indexOf(ENTRY_TAG, at + 1);
    looked = { from, found: at >= 0 && at < limit ? at : limit };
    return looked.found;
  };
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === END_TAG && isEndLabel(bytes, at);
}

function isEndLabel(bytes: Uint8Array, at: number): boolean {
  return equal(bytes.subarray(at + 1, at + 1 + END_LABEL.length), END_LABEL);
}

/** An end mark with a damaged tag or label, or with something after it: not the work of a cut. */
function isEndAlmost(bytes: Uint8Array, at: number): boolean {
  return isEndLabel(bytes, at) || (bytes[at] === END_TAG && at + END_BYTES === bytes.length);
}
