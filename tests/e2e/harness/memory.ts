import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** The ways a text may lie in a process: as UTF-8 or Latin-1, and as UTF-16. */
function toForms(text: string): readonly Buffer[] {
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
}

/** Which of `texts` occur in a file, in any of the forms a process keeps text in. */
export function findInFile(path: string, texts: readonly string[]): readonly string[] {
  return findInBytes(readFileSync(path), texts);
}

/** Which of `texts` occur in some bytes. */
export function findInBytes(bytes: Uint8Array, texts: readonly string[]): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return texts.filter((text) => toForms(text).some((form) => buffer.includes(form)));
}

const CHUNK_BYTES = 16 * 1024 * 1024;
const OVERLAP_BYTES = 4_096;

/**
 * Which of `texts` (shorter than 2,000 characters) occur in the writable memory of a process: more than a heap snapshot
 * shows, which leaves out what lies in buffers. Linux only, for a child of one's own; undefined elsewhere.
 */
export function findInMemory(pid: number, texts: readonly string[]): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  const found = new Set<string>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const region = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (region === null) continue;
      const [from, to] = [Number.parseInt(region[1] ?? '', 16), Number.parseInt(region[2] ?? '', 16)];
      for (let at = from; at < to; at += CHUNK_BYTES - OVERLAP_BYTES) {
        const length = readAt(memory, chunk, at, Math.min(CHUNK_BYTES, to - at));
        for (const text of findInBytes(chunk.subarray(0, length), texts)) found.add(text);
      }
    }
  } finally {
    closeSync(memory);
  }
  return texts.filter((text) => found.has(text));
}

/** Pages that were reserved and never touched, and those of the kernel, cannot be read: they hold nothing of ours. */
function readAt(file: number, into: Buffer, position: number, length: number): number {
  try {
    return readSync(file, into, 0, length, position);
  } catch {
    return 0;
  }
}
