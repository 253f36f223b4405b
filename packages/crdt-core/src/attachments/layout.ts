/** ATT-1: the bytes of a file in one chunk: with what an envelope adds, exactly 256 KiB of plaintext, so that nothing is padding. */
export const CHUNK_BYTES: number = 256 * 1024 - 36;

/** ATT-1: the largest file. */
export const MAX_ATTACHMENT_BYTES: number = 25 * 1024 * 1024;

/** Chunks of a file of this many bytes: an empty one has one, so that it is there at all. */
export function bytesToChunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
}

/** Bytes of the file in its chunk `seq`. */
export function chunkLength(bytes: number, seq: number): number {
  return Math.min(CHUNK_BYTES, bytes - seq * CHUNK_BYTES);
}

/** The name of the database of a document's files, beside its ledger's, which is `name`. */
export function toAttachmentDatabase(name: string): string {
  return `${name}/files`;
}
