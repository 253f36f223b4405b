/** Reading and writing files beside the page, in a worker, so that nothing stands still and everything can be stopped. */
import type { DocxSource } from './docx/write-docx.ts';
import { importFailure, type ImportFormat, type ImportResult } from './types.ts';

/** A piece of work, as it is sent. */
export type Job =
  | { readonly type: 'read'; readonly format: ImportFormat; readonly bytes: Uint8Array }
  | { readonly type: 'write-docx'; readonly source: DocxSource };

/** What comes of it. */
export interface JobResults {
  readonly read: ImportResult;
  readonly 'write-docx': Uint8Array<ArrayBuffer>;
}

/** Why no file was written. */
export type WriteFailure = 'cancelled' | 'too-long' | 'failed';

export interface FormatJobs {
  read(format: ImportFormat, bytes: Uint8Array, signal?: AbortSignal): Promise<ImportResult>;
  writeDocx(
    source: DocxSource,
    signal?: AbortSignal,
  ): Promise<
    | { readonly ok: true; readonly value: Uint8Array<ArrayBuffer> }
    | { readonly ok: false; readonly reason: WriteFailure }
  >;
}

/** A file that takes longer is not read to its end: it is broken, or made to take long. In ms. */
const DEADLINE = 60_000;

type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: WriteFailure };

/** @param start - starts the worker of `@weft/editor-ui/formats/worker` */
export function createFormatJobs(start: () => Worker): FormatJobs {
  async function run<T>(job: Job, signal: AbortSignal | undefined): Promise<Done<T>> {
    if (signal?.aborted === true) return { ok: false, reason: 'cancelled' };
    const worker = start();
    try {
      return await new Promise<Done<T>>((resolve) => {
        const timer = setTimeout(() => resolve({ ok: false, reason: 'too-long' }), DEADLINE);
        signal?.addEventListener('abort', () => resolve({ ok: false, reason: 'cancelled' }), { once: true });
        worker.addEventListener('message', ({ data }: MessageEvent<T>) => {
          clearTimeout(timer);
          resolve({ ok: true, value: data });
        });
        // It did not arrive, or ran out of memory.
        worker.addEventListener('error', () => {
          clearTimeout(timer);
          resolve({ ok: false, reason: 'failed' });
        });
        worker.postMessage(job);
      });
    } finally {
      worker.terminate();
    }
  }

  return {
    async read(format, bytes, signal) {
      const done = await run<ImportResult>({ type: 'read', format, bytes }, signal);
      if (done.ok) return done.value;
      const code = ({ cancelled: 'import-cancelled', 'too-long': 'import-too-long', failed: 'import-failed' } as const)[
        done.reason
      ];
      return { ok: false, failure: importFailure(code) };
    },
    writeDocx: (source, signal) => run<Uint8Array<ArrayBuffer>>({ type: 'write-docx', source }, signal),
  };
}
