/** Unpacks a file of an engine while it comes. */
export interface Unpacker {
  /** Takes in what comes next. */
  write(packed: Uint8Array): Promise<void>;
  /** Once all is with the sink: whether it could be unpacked to its end. */
  end(): Promise<boolean>;
}

/** A file that unpacks to more bytes than this is none of ours. */
export const MOST_UNPACKED: number = 64 * 2 ** 20;
/** The first byte of what gzip packed. No file of ours begins so. */
const PACKED = 0x1f;

/**
 * Files are shipped packed with gzip. Where a server says so, the browser has unpacked them already: those pass as they are.
 *
 * @param sink is told what was unpacked, bit by bit; must not throw.
 */
export function createUnpacker(sink: (part: Uint8Array) => void): Unpacker {
  let writer: WritableStreamDefaultWriter<BufferSource> | undefined;
  let inflated = Promise.resolve();
  let isPlain = false;
  let hasFailed = false;
  let length = 0;

  async function inflate(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > MOST_UNPACKED) return await reader.cancel().then(() => Promise.reject(new Error('too long')));
      sink(read.value);
    }
  }

  function begin(first: number | undefined): void {
    isPlain = first !== PACKED;
    if (isPlain) return;
    const { readable, writable } = new DecompressionStream('gzip');
    writer = writable.getWriter();
    inflated = inflate(readable.getReader());
    inflated.catch(() => {
      hasFailed = true;
    });
  }

  return {
    async write(packed) {
      if (hasFailed || packed.length === 0) return;
      if (writer === undefined && !isPlain) begin(packed[0]);
      if (isPlain) return sink(packed);
      try {
        await writer?.write(packed as Uint8Array<ArrayBuffer>);
      } catch {
        hasFailed = true;
      }
    },
    async end() {
      try {
        await writer?.close();
        await inflated;
      } catch {
        hasFailed = true;
      }
      return !hasFailed;
    },
  };
}

/** Unpacks a whole file; undefined where it is damaged. */
export async function unpackFile(packed: Uint8Array): Promise<Uint8Array | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const unpacker = createUnpacker((part) => parts.push(part as Uint8Array<ArrayBuffer>));
  await unpacker.write(packed);
  return (await unpacker.end()) ? await new Blob(parts).bytes() : undefined;
}
