/**
 * Inflating (RFC 1951), bounded and at once. A newcomer waits for it with the whole document in hand: decision 19. The inner loop is
 * `symbols.wat`; here is what each block begins with.
 */
import { fromBase64Url } from '@weft/crypto';
import { inflateSync } from 'fflate';
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
  TAKEN,
  writeTable,
} from './code-tables.ts';
import { SYMBOLS } from './symbols.ts';

/** Where things lie in the memory, as `symbols.wat` has it. */
const DISTANCES_AT = 12_288;
const INPUT_AT = 16_384;
/** How far the inner loop reads and writes beyond an end before it notices. */
const SLACK_BYTES = 512;

const PAGE_BYTES = 65_536;
/** A memory never shrinks: a larger one is let go after use. */
const KEPT_PAGES = 64;

/** RFC 1951, 3.2.7: the order in which lengths of the code of lengths come. */
const ORDER: readonly number[] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LITERALS: Uint8Array = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
const FIXED_DISTANCES: Uint8Array = new Uint8Array(32).fill(5);

/** What `symbols.wat` exports. */
interface Loop {
  readonly run: (at: number, bit: number, end: number, start: number, out: number, limit: number) => number;
  readonly at: { readonly value: number };
  readonly bit: { readonly value: number };
  readonly to: { readonly value: number };
}

interface Engine {
  readonly memory: WebAssembly.Memory;
  readonly loop: Loop;
}

/** `null`: this platform runs no WebAssembly, as browsers in lockdown do not. */
let module: WebAssembly.Module | null | undefined;
let kept: Engine | undefined;

function loadModule(): WebAssembly.Module | null {
  if (module !== undefined) return module;
  try {
    const bytes = fromBase64Url(SYMBOLS);
    module = bytes.ok ? new WebAssembly.Module(bytes.value) : null;
  } catch {
    module = null;
  }
  return module;
}

function createEngine(code: WebAssembly.Module, pages: number): Engine {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(code, { weft: { memory } });
  return { memory, loop: exports as unknown as Loop };
}

function claim(code: WebAssembly.Module, bytes: number): Engine {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > KEPT_PAGES) return createEngine(code, pages);
  kept ??= createEngine(code, 1);
  const has = kept.memory.buffer.byteLength / PAGE_BYTES;
  if (pages > has) kept.memory.grow(pages - has);
  return kept;
}

/**
 * Takes no more memory than `deflated`, `length` and a little, whatever it is given, and no more time than these justify.
 *
 * @param deflated - raw deflate, from anyone
 * @param length - the bytes that it has to give
 * @returns these, not shared with anything, though their buffer may be larger; `undefined` where it gives more or fewer, or cannot be
 *   read. What follows its end is passed over
 * @throws RangeError where there is no memory for it
 */
export function inflate(deflated: Uint8Array, length: number): Uint8Array | undefined {
  const code = loadModule();
  if (code === null) return inflateSlowly(deflated, length);
  const end = INPUT_AT + deflated.length;
  const start = end + SLACK_BYTES;
  const limit = start + length;
  const { memory, loop } = claim(code, limit + SLACK_BYTES);
  const heap = new Uint8Array(memory.buffer);
  heap.set(deflated, INPUT_AT);
  const isWhole = inflateBlocks(heap, loop, { end, start, limit });
  if (memory !== kept?.memory) return isWhole ? heap.subarray(start, limit) : undefined;
  const inflated = isWhole ? heap.slice(start, limit) : undefined;
  heap.fill(0, INPUT_AT, limit + SLACK_BYTES); // what was in it belongs to a document
  return inflated;
}

function inflateSlowly(deflated: Uint8Array, length: number): Uint8Array | undefined {
  try {
    // With a buffer of the caller's, fflate allocates nothing and cuts off what does not fit: one byte more shows that there was more.
    const inflated = inflateSync(deflated, { out: new Uint8Array(length + 1) });
    return inflated.length === length ? inflated : undefined;
  } catch {
    return undefined;
  }
}

interface Bounds {
  /** Where the input ends. */
  readonly end: number;
  /** Where the output starts, and where it has to end. */
  readonly start: number;
  readonly limit: number;
}

/** Whether the blocks from `INPUT_AT` to `end` give exactly the bytes from `start` to `limit`, which are then there. */
function inflateBlocks(heap: Uint8Array, loop: Loop, { end, start, limit }: Bounds): boolean {
  const tables = {
    literals: new Int32Array(heap.buffer, 0, LITERAL_ENTRIES),
    distances: new Int32Array(heap.buffer, DISTANCES_AT, DISTANCE_ENTRIES),
  };
  const bits = createBitReader(heap, INPUT_AT, end);
  let out = start;
  for (let isLast = false; !isLast; ) {
    isLast = bits.take(1) === 1;
    const type = bits.take(2);
    if (type === 0) {
      const at = bits.toByte();
      const length = (heap[at] ?? 0) | ((heap[at + 1] ?? 0) << 8);
      const check = (heap[at + 2] ?? 0) | ((heap[at + 3] ?? 0) << 8);
      const until = at + 4 + length;
      if (until > end || (length ^ check) !== 0xffff || out + length > limit) return false;
      heap.copyWithin(out, at + 4, until);
      out += length;
      bits.seek(until, 0);
      continue;
    }
    if (type === 3 || bits.isBeyond()) return false;
    const isRead = type === 1 ? writeFixed(tables) : readCodes(bits, tables);
    if (!isRead) return false;
    pairLiterals(tables.literals);
    if (loop.run(bits.at(), bits.bit(), end, start, out, limit) === 0) return false;
    bits.seek(loop.at.value, loop.bit.value);
    out = loop.to.value;
  }
  return out === limit && !bits.isBeyond();
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
function readCodes(bits: BitReader, { literals, distances }: Tables): boolean {
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
    if ((entry & TAKEN) === 0 || bits.isBeyond()) return false;
    bits.take(entry & TAKEN);
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
  isBeyond(): boolean;
}

function createBitReader(heap: Uint8Array, from: number, end: number): BitReader {
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
    isBeyond: () => at > end || (at === end && bit > 0),
  };
}
