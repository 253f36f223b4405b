/** Files of the engines on this device, from this app's own address. */
/**
 * A file that an engine needs, as it arrives; throws where it does not. The service worker keeps it for when there is no
 * network.
 * @param progress told how much is here, 0 to 1
 */
export async function* fetchModel(
  url: string,
  progress: (share: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`no file at ${url}`);
  const size = Number(response.headers.get('content-length') ?? 0);
  let length = 0;
  const reader = response.body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (size > 0) progress(Math.min(1, length / size));
      yield read.value;
    }
  } finally {
    void reader.cancel();
  }
}
