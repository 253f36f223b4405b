import type { DownloadOptions } from '../ports/task.ts';

/**
 * A file that an engine needs, as it is fetched, for `loadModel` and `loadVectors`. Throws where it does not come: what it was given to
 * then fails with `unavailable`.
 */
export async function* toFileParts(
  response: Promise<Response>,
  { monitor }: Pick<DownloadOptions, 'monitor'> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { ok, headers, body, url } = await response;
  if (!ok || body === null) throw new Error(`no file at ${url}`);
  const size = Number(headers.get('content-length') ?? 0);
  let length = 0;
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (size > 0) monitor?.(Math.min(1, length / size));
      yield read.value;
    }
  } finally {
    void reader.cancel();
  }
}
