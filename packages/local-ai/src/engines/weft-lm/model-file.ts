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

/** Where everything is in a file of weights, as its header says. */
export interface Layout {
  readonly name: string;
  readonly shape: Shape;
  /** Offset of the tokens that merge, in bytes. */
  readonly mergesAt: number;
  readonly tokens: Matrix;
  readonly pairs: Matrix;
  readonly layers: readonly Layer[];
  /** Bytes of the whole file. */
  readonly size: number;
}

/** A file of weights, read. */
export interface ModelFile extends Layout {
  readonly merges: Uint16Array;
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

/** No header is longer. */
const LONGEST_HEADER = 4096;

const REFUSED = {
  ok: false,
  sentence: 'The language model on this device is damaged. Reload to fetch it again.',
} as const;

/** Reads what `training/export.py` wrote, unpacked. Bytes that are no such file give a sentence, never a throw. */
export function readModelFile(bytes: Uint8Array): ModelFileResult {
  const layout = readLayout(bytes);
  if (layout === undefined || layout === 'short' || layout.size !== bytes.length) return REFUSED;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const merges = new Uint16Array(2 * (layout.shape.vocabulary - UNMERGED));
  for (let number = 0; number < merges.length; number++) {
    merges[number] = view.getUint16(layout.mergesAt + 2 * number, true);
    // A merge is of what was there before it.
    if ((merges[number] ?? 0) >= UNMERGED + (number >> 1)) return REFUSED;
  }
  return { ok: true, value: { ...layout, merges, bytes } };
}

/** What a file's beginning says of all of it: `short` where there must be more of it first, undefined where it is none. */
export function readLayout(start: Uint8Array): Layout | 'short' | undefined {
  if (start.length < 12) return 'short';
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const headerEnd = 12 + view.getUint32(8, true);
  if (new TextDecoder().decode(start.subarray(0, 8)) !== MAGIC || headerEnd > LONGEST_HEADER) return undefined;
  if (headerEnd > start.length) return 'short';
  const header = toHeader(start.subarray(12, headerEnd));
  if (header === undefined) return undefined;
  const { shape } = header;
  const mergesAt = toAligned(headerEnd);
  let at = toAligned(mergesAt + 4 * (shape.vocabulary - UNMERGED));
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
  return { name: header.name, shape, mergesAt, tokens, pairs, layers, size: at };
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
