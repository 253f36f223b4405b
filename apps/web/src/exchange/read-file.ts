import { createFormatJobs, type FormatJobs, importFailure, MAX_BYTES, nameToFormat } from '@weft/editor-ui/formats';
import { startFormatWorker } from './start-worker.ts';
import { toSentence } from '@weft/editor-ui/words';
import { copyWords } from '../words/copies.ts';

export const jobs: FormatJobs = createFormatJobs(startFormatWorker);

type Read = Awaited<ReturnType<FormatJobs['read']>>;

/** Reads a file that was picked or dropped, or says in one sentence why not. */
export async function readFile(
  file: File,
  signal: AbortSignal,
): Promise<Extract<Read, { ok: true }> | { readonly ok: false; readonly sentence: string }> {
  const format = nameToFormat(file.name);
  if (format === undefined) return { ok: false, sentence: toSentence(importFailure('import-unknown')) };
  // Before it fills the memory.
  if (file.size > MAX_BYTES[format]) return { ok: false, sentence: toSentence(importFailure('import-too-big')) };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { ok: false, sentence: copyWords().unreadable };
  }
  const read = await jobs.read(format, bytes, signal);
  return read.ok ? read : { ok: false, sentence: toSentence(read.failure) };
}
