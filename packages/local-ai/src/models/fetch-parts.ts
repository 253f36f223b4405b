import type { ModelFailureCode } from './failures.ts';
import type { ModelManifest } from './manifest.ts';
import type { PartOfModel } from './step-install.ts';

/** As much of `fetch` as is used here. */
export type FetchPort = (
  address: string,
  options: { readonly range: string | undefined; readonly signal: AbortSignal },
) => Promise<FetchAnswer>;

/** An answer, or why there is none. Never thrown. */
export type FetchAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** Where the body begins in the file: of a 206 what its Content-Range says, else 0. Undefined: it does not say. */
      readonly start: number | undefined;
      readonly body: ReadableStream<Uint8Array>;
    }
  | { readonly ok: false; readonly code: ModelFailureCode };

/** Takes a part that came, whole and of the right length. `false`: no more of it is wanted. */
export type TakePart = (part: PartOfModel, bytes: Uint8Array) => Promise<boolean>;

/**
 * Fetches parts: one request for each run of them, a range of its file. Of a server without ranges the whole file is
 * read and what is here is skipped.
 *
 * @returns why it ended early, or undefined
 */
export async function fetchParts(
  fetchPort: FetchPort,
  manifest: ModelManifest,
  base: string,
  missing: readonly PartOfModel[],
  take: TakePart,
  signal: AbortSignal,
): Promise<ModelFailureCode | undefined> {
  for (const [file, { path, bytes }] of manifest.files.entries()) {
    const address = new URL(path, base).href;
    let runs = toRuns(missing.filter((part) => part.file === file));
    while (runs.length > 0) {
      const [run = [], ...rest] = runs;
      const from = (run[0]?.part ?? 0) * manifest.partBytes;
      const to = Math.min(bytes, ((run.at(-1)?.part ?? 0) + 1) * manifest.partBytes);
      const isWhole = from === 0 && to === bytes;
      const answer = await fetchPort(address, { range: isWhole ? undefined : `bytes=${from}-${to - 1}`, signal });
      if (signal.aborted) return undefined;
      if (!answer.ok) return answer.code;
      const isRange = answer.status === 206 && !isWhole;
      if (!isRange && answer.status !== 200) return 'model-absent';
      // Other origins may hide where an answer begins: then the hashes tell.
      if (answer.start !== undefined && answer.start !== (isRange ? from : 0)) return 'model-cut';
      const wanted = isRange ? run : runs.flat();
      const code = await readParts(answer.body, manifest, wanted, isRange ? from : 0, take, signal);
      if (code !== undefined || signal.aborted) return code;
      runs = isRange ? rest : [];
    }
  }
  return undefined;
}

/** Parts that stand one after another in their file. */
function toRuns(parts: readonly PartOfModel[]): readonly (readonly PartOfModel[])[] {
  const runs: PartOfModel[][] = [];
  for (const part of parts.toSorted((a, b) => a.part - b.part)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.part === part.part - 1) run.push(part);
    else runs.push([part]);
  }
  return runs;
}

/** Cuts a body that begins at `at` into the wanted parts. */
async function readParts(
  body: ReadableStream<Uint8Array>,
  { partBytes }: ModelManifest,
  wanted: readonly PartOfModel[],
  at: number,
  take: TakePart,
  signal: AbortSignal,
): Promise<ModelFailureCode | undefined> {
  const reader = body.getReader();
  let position = at;
  let next = 0;
  let open: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;
  try {
    while (next < wanted.length) {
      const read = await reader.read();
      if (signal.aborted) return undefined;
      if (read.done) return 'model-cut';
      let bytes = read.value;
      while (bytes.length > 0) {
        const part = wanted[next];
        if (part === undefined) break;
        const skip = Math.min(bytes.length, Math.max(0, part.part * partBytes - position));
        position += skip;
        bytes = bytes.subarray(skip);
        if (bytes.length === 0) break;
        open ??= new Uint8Array(part.bytes);
        const piece = bytes.subarray(0, part.bytes - filled);
        open.set(piece, filled);
        filled += piece.length;
        position += piece.length;
        bytes = bytes.subarray(piece.length);
        if (filled < part.bytes) continue;
        if (!(await take(part, open)) || signal.aborted) return undefined;
        [open, filled, next] = [undefined, 0, next + 1];
      }
    }
    return undefined;
  } catch {
    // The connection broke in the midst of the body.
    return 'model-cut';
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
