/** The blocks of a deflated stream (RFC 1951): what each begins with is read here, its symbols by `symbols.wat`. */
import {
  DISTANCE_BITS,
  DISTANCE_ENTRIES,
  DISTANCE_SYMBOLS,
  LENGTH_BITS,
  LENGTH_ENTRIES,
  LENGTH_SYMBOLS,
  LITERAL_BITS,
  LITERAL_ENTRIES,
  LITERAL_SYMBOLS,
  pairLiterals,
  writeTable,
} from './code-tables.ts';

/** Where things lie in the memory, as `symbols.wat` has it. */
const DISTANCES_AT = 12_288;
export const INPUT_AT = 16_384;

/** RFC 1951, 3.2.7: the order in which lengths of the code of lengths come. */
const ORDER: readonly number[] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LITERALS: Uint8Array = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
const FIXED_DISTANCES: Uint8Array = new Uint8Array(32).fill(5);

/** What `symbols.wat` exports. */
export interface Loop {
  readonly run: (
    at: number,
    bit: number,
    last: number,
    end: number,
    start: number,
    out: number,
    limit: number,
  ) => number;
  readonly at: { readonly value: number };
  readonly bit: { readonly value: number };
  readonly to: { readonly value: number };
}

/** The most bytes that a block begins with before its symbols: 14 bits, 19 times 3, and 316 times 14 (RFC 1951, 3.2.7). */
const HEADER_BYTES = 562;
/** A pair of length and distance takes no more. */
const SYMBOL_BYTES = 6;

/** The blocks of a stream whose input begins at `INPUT_AT`. */
export interface Blocks {
  /**
   * Reads on in the input, which goes up to `end` so far. What is not whole there is left for the next time, where there is one.
   *
   * @param isAll - no more will come
   * @returns false where it cannot be what it should
   */
  read(end: number, isAll: boolean): boolean;
  /** Whether the blocks have ended, and gave exactly the bytes from `start` to `limit`, which are then there. */
  isOver(): boolean;
}

/** @param start - where the output starts, and `limit`, where it has to end */
export function createBlocks(heap: Uint8Array, loop: Loop, start: number, limit: number): Blocks {
  const tables = {
    literals: new Int32Array(heap.buffer, 0, LITERAL_ENTRIES),
    distances: new Int32Array(heap.buffer, DISTANCES_AT, DISTANCE_ENTRIES),
  };
  const bits = createBitReader(heap, INPUT_AT);
  let out = start;
  let isLast = false;
  let phase: 'header' | 'symbols' | 'over' = 'header';

  /** A block's beginning; one without symbols as a whole. */
  function readHeader(end: number, isAll: boolean): 'read' | 'later' | 'broken' {
    if (!isAll && end - bits.at() < HEADER_BYTES) return 'later';
    const [at, bit] = [bits.at(), bits.bit()];
    isLast = bits.take(1) === 1;
    const type = bits.take(2);
    if (type === 0) {
      const from = bits.toByte() + 4;
      const length = (heap[from - 4] ?? 0) | ((heap[from - 3] ?? 0) << 8);
      const check = (heap[from - 2] ?? 0) | ((heap[from - 1] ?? 0) << 8);
      if ((length ^ check) !== 0xffff || out + length > limit) return 'broken';
      if (from + length > end) {
        bits.seek(at, bit);
        return isAll ? 'broken' : 'later';
      }
      heap.copyWithin(out, from, from + length);
      out += length;
      bits.seek(from + length, 0);
      phase = isLast ? 'over' : 'header';
      return 'read';
    }
    if (type === 3 || bits.isBeyond(end)) return 'broken';
    const isRead = type === 1 ? writeFixed(tables) : readCodes(bits, end, tables);
    if (!isRead) return 'broken';
    pairLiterals(tables.literals);
    phase = 'symbols';
    return 'read';
  }

  return {
    read(end, isAll) {
      while (phase !== 'over') {
        if (phase === 'header') {
          const read = readHeader(end, isAll);
          if (read === 'read') continue;
          return read === 'later';
        }
        const stopped = loop.run(bits.at(), bits.bit(), isAll ? end : end - SYMBOL_BYTES, end, start, out, limit);
        if (stopped === 0) return false;
        bits.seek(loop.at.value, loop.bit.value);
        out = loop.to.value;
        if (stopped === 2) return true;
        phase = isLast ? 'over' : 'header';
      }
      return !bits.isBeyond(end);
    },
    isOver: () => phase === 'over' && out === limit,
  };
}

interface Tables {
  readonly literals: Int32Array;
  readonly distances: Int32Array;
}

function writeFixed({ literals, distances }: Tables): boolean {
  return (
    writeTable(literals, LITERAL_BITS, FIXED_LITERALS, LITERAL_SYMBOLS) &&
    writeTable(distances, DISTANCE_BITS, FIXED_DISTANCES, DISTANCE_SYMBOLS)
  );
}

/** RFC 1951, 3.2.7: the codes that a block brings, as the lengths of its codes, which have a code of their own. */
function readCodes(bits: BitReader, end: number, { literals, distances }: Tables): boolean {
  const literalCount = 257 + bits.take(5);
  const distanceCount = 1 + bits.take(5);
  const lengthCount = 4 + bits.take(4);
  if (literalCount > 286 || distanceCount > 30) return false;
  const ofLengths = new Uint8Array(19);
  for (const symbol of ORDER.slice(0, lengthCount)) ofLengths[symbol] = bits.take(3);
  const table = new Int32Array(LENGTH_ENTRIES);
  if (!writeTable(table, LENGTH_BITS, ofLengths, LENGTH_SYMBOLS)) return false;

  const total = literalCount + distanceCount;
  const lengths = new Uint8Array(total);
  for (let at = 0; at < total; ) {
    const entry = table[bits.peek(LENGTH_BITS)] ?? 0;
    if ((entry & 31) === 0 || bits.isBeyond(end)) return false;
    bits.take(entry & 31);
    const symbol = entry >>> 16;
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    const again = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (at + again > total || (symbol === 16 && at === 0)) return false;
    if (symbol === 16) lengths.fill(lengths[at - 1] ?? 0, at, at + again);
    at += again;
  }
  if (lengths[256] === 0) return false; // a block without an end
  return (
    writeTable(literals, LITERAL_BITS, lengths.subarray(0, literalCount), LITERAL_SYMBOLS) &&
    writeTable(distances, DISTANCE_BITS, lengths.subarray(literalCount), DISTANCE_SYMBOLS)
  );
}

interface BitReader {
  /** The next bits, at most 16, the first lowest. */
  peek(count: number): number;
  take(count: number): number;
  /** Passes over the rest of a byte begun, and tells where the next is. */
  toByte(): number;
  seek(at: number, bit: number): void;
  at(): number;
  bit(): number;
  /** More was taken than there is. */
  isBeyond(end: number): boolean;
}

function createBitReader(heap: Uint8Array, from: number): BitReader {
  let at = from;
  let bit = 0;
  const peek = (count: number): number =>
    (((heap[at] ?? 0) | ((heap[at + 1] ?? 0) << 8) | ((heap[at + 2] ?? 0) << 16)) >> bit) & ((1 << count) - 1);
  return {
    peek,
    take(count) {
      const value = peek(count);
      at += (bit + count) >> 3;
      bit = (bit + count) & 7;
      return value;
    },
    toByte() {
      if (bit > 0) at += 1;
      bit = 0;
      return at;
    },
    seek(nextAt, nextBit) {
      at = nextAt;
      bit = nextBit;
    },
    at: () => at,
    bit: () => bit,
    isBeyond: (end) => at > end || (at === end && bit > 0),
  };
}
