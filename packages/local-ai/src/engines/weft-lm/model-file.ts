/** The shape of a weft-lm. */
export interface Shape {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
  /** Rows of the table of pairs of tokens. */
  readonly pairs: number;
  /** Tokens it can look back on. */
  readonly context: number;
}

/** An int8 matrix in the file: rows one after another, then a float32 scale a row. Offsets in bytes. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly weights: number;
  readonly scales: number;
}

/** A file of weights, read: where everything is in `bytes`. */
export interface ModelFile {
  readonly name: string;
  readonly shape: Shape;
  readonly merges: Uint16Array;
  readonly tokens: Matrix;
  readonly pairs: Matrix;
  readonly layers: readonly Layer[];
  readonly bytes: Uint8Array;
}

export interface Layer {
  readonly qkv: Matrix;
  readonly out: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

export type ModelFileResult =
  | { readonly ok: true; readonly value: ModelFile }
  | { readonly ok: false; readonly sentence: string };

const MAGIC = 'weftlm1\n';
/** Sections begin at multiples of this. */
const ALIGNED = 16;
const UNMERGED = 257;
const LARGEST = 65_536;

/** A file that unpacks to more than this is none of ours. */
const MOST_BYTES = 64 * 2 ** 20;

/** Unpacks a file as it is shipped, with gzip. What cannot be unpacked, or is not packed, is given back as it is. */
export async function unpackModel(packed: Uint8Array): Promise<Uint8Array> {
  const reader = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > MOST_BYTES) {
        await reader.cancel();
        return packed;
      }
      parts.push(read.value);
    }
  } catch {
    return packed;
  }
  return await new Blob(parts).bytes();
}

/** Reads what `training/export.py` wrote, unpacked. Bytes that are no such file give a sentence, never a throw. */
export function readModelFile(bytes: Uint8Array): ModelFileResult {
  const refused = {
    ok: false,
    sentence: 'The language model on this device is damaged. Reload to fetch it again.',
  } as const;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) return refused;
  const headerEnd = 12 + view.getUint32(8, true);
  if (headerEnd > bytes.length) return refused;
  const header = toHeader(bytes.subarray(12, headerEnd));
  if (header === undefined) return refused;
  const { shape } = header;
  let at = toAligned(headerEnd);
  const mergesAt = at;
  const numbers = 2 * (shape.vocabulary - UNMERGED);
  at = toAligned(at + 2 * numbers);
  const take = (rows: number, columns: number): Matrix => {
    const weights = at;
    const scales = toAligned(weights + rows * columns);
    at = toAligned(scales + 4 * rows);
    return { rows, columns, weights, scales };
  };
  const { width, hidden } = shape;
  const tokens = take(shape.vocabulary, width);
  const pairs = take(shape.pairs, width);
  const layers = Array.from({ length: shape.layers }, () => ({
    qkv: take(3 * width, width),
    out: take(width, width),
    up: take(hidden, width),
    down: take(width, hidden),
  }));
  if (at !== bytes.length) return refused;
  const merges = new Uint16Array(numbers);
  for (let number = 0; number < numbers; number++) {
    merges[number] = view.getUint16(mergesAt + 2 * number, true);
    // A merge is of what was there before it.
    if ((merges[number] ?? 0) >= UNMERGED + (number >> 1)) return refused;
  }
  return { ok: true, value: { name: header.name, shape, merges, tokens, pairs, layers, bytes } };
}

function toHeader(bytes: Uint8Array): { readonly name: string; readonly shape: Shape } | undefined {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const fields = read as Readonly<Record<string, unknown>>;
  const number = (name: string): number => {
    const value = fields[name];
    return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST ? value : 0;
  };
  const shape: Shape = {
    vocabulary: number('vocabulary'),
    width: number('width'),
    layers: number('layers'),
    heads: number('heads'),
    hidden: number('hidden'),
    pairs: number('pairs'),
    context: number('context'),
  };
  const { name } = fields;
  // What the kernel can multiply: rows in fours, columns in sixteens; heads of whole pairs of numbers.
  const isFit =
    [shape.width, shape.hidden].every((columns) => columns % ALIGNED === 0) &&
    [shape.vocabulary, shape.pairs].every((rows) => rows % 4 === 0) &&
    shape.width % (2 * shape.heads) === 0 &&
    shape.vocabulary > UNMERGED &&
    Object.values(shape).every((value) => value > 0);
  return isFit && typeof name === 'string' ? { name, shape } : undefined;
}

function toAligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED;
}
