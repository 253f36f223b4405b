/** The word vectors of a file, read. Rows are in the order of the words. */
export interface VectorsFile {
  readonly words: readonly string[];
  /** Numbers of a vector. */
  readonly width: number;
  /** A row a word; its numbers times its scale are the word's part of a text's vector. */
  readonly rows: Int8Array;
  readonly scales: Float32Array;
}

/** Why a file is not read. */
export interface VectorsFileFailure {
  readonly code: 'vectors-damaged' | 'vectors-unknown';
  readonly sentence: string;
}

export type VectorsFileResult =
  | { readonly ok: true; readonly value: VectorsFile }
  | { readonly ok: false; readonly failure: VectorsFileFailure };

const MAGIC = 'weftvec';
const VERSION = '1';
const HEADER = 24;
const MOST_WORDS = 65_536;
const MOST_WIDTH = 1024;

const DAMAGED: VectorsFileResult = {
  ok: false,
  failure: {
    code: 'vectors-damaged',
    sentence: 'The word vectors on this device are damaged. Reload to fetch them again.',
  },
};
const UNKNOWN: VectorsFileResult = {
  ok: false,
  failure: {
    code: 'vectors-unknown',
    sentence: 'These word vectors are of a kind this version of Weft does not know. Reload to bring Weft up to date.',
  },
};

/**
 * Reads what `training/vectors.py` wrote, unpacked: magic and version (8 bytes), CRC-32 of all behind it, how many words, how
 * wide, how long the words are (uint32, little endian each); the words in rising order, each as letters shared with the one
 * before, letters of its own, and these; rows of int8; scales as the upper halves of float32. Bytes that are no such file give
 * a failure, never a throw.
 */
export function readVectorsFile(bytes: Uint8Array): VectorsFileResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || new TextDecoder().decode(bytes.subarray(0, 7)) !== MAGIC) return DAMAGED;
  if (String.fromCharCode(bytes[7] ?? 0) !== VERSION) return UNKNOWN;
  if (view.getUint32(8, true) !== toCrc32(bytes.subarray(12))) return DAMAGED;
  const [count, width, length] = [12, 16, 20].map((at) => view.getUint32(at, true)) as [number, number, number];
  if (count === 0 || count > MOST_WORDS || width === 0 || width > MOST_WIDTH) return DAMAGED;
  const rowsAt = HEADER + length;
  const scalesAt = rowsAt + count * width;
  if (bytes.length !== scalesAt + 2 * count) return DAMAGED;
  const words = toWords(bytes.subarray(HEADER, rowsAt), count);
  if (words === undefined) return DAMAGED;
  const scales = new Float32Array(count);
  const bits = new Uint32Array(scales.buffer);
  for (let row = 0; row < count; row++) bits[row] = view.getUint16(scalesAt + 2 * row, true) << 16;
  if (!scales.every((scale) => Number.isFinite(scale) && scale >= 0)) return DAMAGED;
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, count * width).slice();
  return { ok: true, value: { words, width, rows, scales } };
}

/** Takes in a file of vectors as it is unpacked. */
export function createVectorsReader(): { write(part: Uint8Array): void; end(): Promise<VectorsFileResult> } {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: (part) => void parts.push(part as Uint8Array<ArrayBuffer>),
    end: async () => readVectorsFile(await new Blob(parts).bytes()),
  };
}

/** The words, or undefined where these bytes are not exactly so many, rising, of the letters that a folded word has. */
function toWords(bytes: Uint8Array, count: number): readonly string[] | undefined {
  const words: string[] = [];
  let before = '';
  let at = 0;
  while (at < bytes.length) {
    const shared = bytes[at] ?? 0;
    const own = bytes[at + 1] ?? 0;
    const end = at + 2 + own;
    if (shared > before.length || end > bytes.length) return undefined;
    const word = before.slice(0, shared) + String.fromCharCode(...bytes.subarray(at + 2, end));
    if (word <= before || !/^[a-z']+$/.test(word)) return undefined;
    words.push(word);
    before = word;
    at = end;
  }
  return words.length === count ? words : undefined;
}

const POLYNOMIAL = 0xedb88320;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC-32 as in gzip: it finds damage, it does not find forgery. */
export function toCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
