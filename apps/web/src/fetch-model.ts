/** Files of the engines on this device, from this app's own address. */
/**
 * The bytes of a file that an engine needs; undefined where they do not arrive. The service worker keeps them for when there is no
 * network.
 * @param progress told how much is here, 0 to 1
 */
export async function fetchModel(url: string, progress: (share: number) => void): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null) return undefined;
    const size = Number(response.headers.get('content-length') ?? 0);
    const parts: Uint8Array[] = [];
    let length = 0;
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      length += read.value.length;
      if (size > 0) progress(Math.min(1, length / size));
    }
    return await new Blob(parts as Uint8Array<ArrayBuffer>[]).bytes();
  } catch {
    return undefined;
  }
}
