import type { TaskFailure } from '../ports/task.ts';
import type { Client } from '../worker/client.ts';
import type { FileFeed } from '../worker/messages.ts';

/**
 * A file as it is shipped, bit by bit. Each part is given away: its buffer is the worker's then. Where they throw, the file has
 * not arrived: the failure is `unavailable`.
 */
export type FileParts = AsyncIterable<Uint8Array<ArrayBuffer>>;

const NOT_ARRIVED: TaskFailure = {
  code: 'unavailable',
  sentence: 'What this needs has not arrived. Reload with a connection to try again.',
};

/** Hands a file to the worker bit by bit, so that no side holds it twice. Gives what went wrong. */
export async function feed(
  client: Client,
  file: FileFeed['file'],
  parts: FileParts,
): Promise<{ readonly ok: false; readonly failure: TaskFailure } | undefined> {
  let at = 0;
  try {
    for await (const bytes of parts) {
      // A part of a larger buffer is copied: the rest of that is somebody else's.
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      const { length } = own;
      const outcome = await client.call('feed', { file, at, bytes: own }, [own.buffer]).end;
      if (!outcome.ok) return outcome;
      at += length;
    }
    return undefined;
  } catch {
    // What came is of no use.
    await client.call('feed', { file, at: 0, bytes: new Uint8Array() }).end;
    return { ok: false, failure: NOT_ARRIVED };
  }
}
