/** Inflating (RFC 1951), bounded, and without waiting for anything: decisions 19 and 42. The blocks are `blocks.ts`'s. */
import { fromBase64Url } from '@weft/crypto';
import { inflateSync } from 'fflate';
import { createBlocks, INPUT_AT, type Loop } from './blocks.ts';
import { SYMBOLS } from './symbols.ts';

/** How far the inner loop reads and writes beyond an end before it notices. */
const SLACK_BYTES = 512;

const PAGE_BYTES = 65_536;
/** A memory never shrinks: a larger one is let go after use. */
const KEPT_PAGES = 64;

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
  const blocks = createBlocks(heap, loop, start, limit);
  const isWhole = blocks.read(end, true) && blocks.isOver();
  if (memory !== kept?.memory) return isWhole ? heap.subarray(start, limit) : undefined;
  const inflated = isWhole ? heap.slice(start, limit) : undefined;
  heap.fill(0, INPUT_AT, limit + SLACK_BYTES); // what was in it belongs to a document
  return inflated;
}

/** Inflates what comes in parts, each as far as it goes. */
export interface Inflation {
  /** The next bytes; what is beyond those that were announced is passed over. */
  add(part: Uint8Array): void;
  /** All were added: as `inflate` answers. Nothing can be added any more. */
  end(): Uint8Array | undefined;
}

/**
 * As `inflate`, in a memory of its own, of input that is still to come.
 *
 * @param bytes - how many are to come
 * @returns `undefined` where this platform runs no WebAssembly
 * @throws RangeError where there is no memory for it
 */
export function startInflating(bytes: number, length: number): Inflation | undefined {
  const code = loadModule();
  if (code === null) return undefined;
  const start = INPUT_AT + bytes + SLACK_BYTES;
  const limit = start + length;
  const { memory, loop } = createEngine(code, Math.ceil((limit + SLACK_BYTES) / PAGE_BYTES));
  const heap = new Uint8Array(memory.buffer);
  const blocks = createBlocks(heap, loop, start, limit);
  let end = INPUT_AT;
  let isSound = true;
  return {
    add(part) {
      const taken = part.subarray(0, INPUT_AT + bytes - end);
      heap.set(taken, end);
      end += taken.length;
      isSound &&= blocks.read(end, false);
    },
    end() {
      isSound &&= end === INPUT_AT + bytes && blocks.read(end, true) && blocks.isOver();
      return isSound ? heap.subarray(start, limit) : undefined;
    },
  };
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
