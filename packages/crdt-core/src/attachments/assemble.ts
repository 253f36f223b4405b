import {
  equal,
  type Hash,
  hashEnvelope,
  partsToFileHash,
  partToHash,
  type Result,
  type Sodium,
  success,
  toHex,
  zeroHash,
} from '@weft/crypto';
import { type AttachmentCode, attachmentFailure, type AttachmentFailure } from './failures.ts';
import type { ChunkKeys } from './keys.ts';
import { CHUNK_BYTES, chunkLength } from './layout.ts';
import type { AttachmentReference } from './reference.ts';

/** Puts one file together from its chunks, in order. */
export interface Assembler {
  /** The seq that comes next. */
  next(): number;
  /** Bytes of the file so far. */
  bytes(): number;
  isWhole(): boolean;
  /** ATT-2: takes the next chunk, if it is that; a failure changes nothing. */
  take(envelope: Uint8Array): Result<void, AttachmentFailure>;
  /** ATT-2: the file, if it is whole and is the one that was attached. To be called once. */
  finish(): Result<Uint8Array<ArrayBuffer>, AttachmentFailure>;
}

type Refused = { readonly ok: false; readonly failure: AttachmentFailure };

function refuse(code: AttachmentCode): Refused {
  return { ok: false, failure: attachmentFailure(code) };
}

/** Whether an envelope is a chunk under this name, by a session that may write it. Cheap: it is not opened. */
export function isChunkOf(keys: ChunkKeys, session: string, seq: number, envelope: Uint8Array): boolean {
  const verified = keys.verify(envelope);
  if (!verified.ok || verified.value.kind !== 'chunk') return false;
  return verified.value.seq === seq && toHex(verified.value.session) === session;
}

/** Nothing of the file yet. Its memory is claimed with the first chunk that verifies: a reference may say anything. */
export function createAssembler(sodium: Sodium, keys: ChunkKeys, reference: AttachmentReference): Assembler {
  const { session, chunks, bytes, hash } = reference;
  const parts: Hash[] = [];
  let prev: Hash = zeroHash();
  let file: Uint8Array<ArrayBuffer> | undefined;

  return {
    next: () => parts.length,
    bytes: () => Math.min(bytes, parts.length * CHUNK_BYTES),
    isWhole: () => parts.length === chunks,
    take(envelope) {
      const seq = parts.length;
      if (seq >= chunks || !isChunkOf(keys, session, seq, envelope)) return refuse('attachment-damaged');
      const opened = keys.open(envelope);
      if (!opened.ok || !equal(opened.value.prev, prev)) return refuse('attachment-damaged');
      const { payload } = opened.value;
      if (payload.length !== chunkLength(bytes, seq)) return refuse('attachment-damaged');
      file ??= new Uint8Array(bytes);
      file.set(payload, seq * CHUNK_BYTES);
      parts.push(partToHash(sodium, payload));
      prev = hashEnvelope(sodium, envelope);
      return success(undefined);
    },
    finish() {
      const whole = file;
      file = undefined;
      if (whole === undefined || parts.length !== chunks) return refuse('attachment-absent');
      return toHex(partsToFileHash(sodium, bytes, parts)) === hash ? success(whole) : refuse('attachment-damaged');
    },
  };
}
