import type { Kernel } from './kernel.ts';
import type { Layout, Matrix, ModelFile } from './model-file.ts';

/**
 * weft-lm on the processor: one token a step, keys and values of earlier ones kept. Matrices are int8 with a scale a
 * row; what they are multiplied with is int16 with one scale, so sums are exact; everything else is float32.
 */
export interface Network {
  /** Keys and values of nothing read yet. */
  createPast(): Past;
  /** Takes in `token` at `position`, behind `before`. What `past` keeps of later positions is void. */
  step(past: Past, token: number, before: number, position: number): void;
  /** The probability of each token to follow the last step's. Valid until the next call. */
  toNext(): Float32Array;
  readonly context: number;
  readonly vocabulary: number;
  /** Bytes held. */
  readonly bytes: number;
}

/** Keys and values of the tokens of one text. Several texts can be read by one network in turn. */
export interface Past {
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

const PAIR_LEFT = 0x9e3779b1;
const PAIR_RIGHT = 0x85ebca6b;
const EPSILON = 1e-6;
/** Sums over so many products of int8 and int16 must stay in int32. */
const SUM_LIMIT = 2 ** 31 / 128;

/** The row of the pair table for a token behind another; the same as in `training/model.py`. */
export function toPairRow(before: number, token: number, rows: number): number {
  let mixed = (Math.imul(before, PAIR_LEFT) + Math.imul(token, PAIR_RIGHT)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), PAIR_LEFT) >>> 0;
  return (mixed >>> 8) % rows;
}

/** Bytes of kernel memory that a model needs. */
export function toNeeded({ shape, size }: Layout): number {
  const widest = Math.max(shape.hidden, 3 * shape.width, shape.vocabulary);
  return size + 64 + 2 * Math.max(shape.width, shape.hidden) + 4 * widest;
}

/** @param kernel with at least `toNeeded(file)` bytes; the weights are copied to its beginning, unless they are there. */
export function createNetwork(file: ModelFile, kernel: Kernel): Network {
  const { width, heads, hidden, layers, context, vocabulary, pairs } = file.shape;
  // What is made here outlives the file: it holds on to where things are, not to the bytes.
  const { tokens: tokenRows, pairs: pairRows, layers: blocks } = file;
  const { memory, multiply } = kernel;
  if (file.bytes.buffer !== memory) new Uint8Array(memory).set(file.bytes);
  const inputAt = Math.ceil(file.size / 16) * 16;
  const outputAt = inputAt + 2 * Math.max(width, hidden);
  const int8 = new Int8Array(memory);
  const float = new Float32Array(memory);
  const input = new Int16Array(memory, inputAt, Math.max(width, hidden));
  const output = new Float32Array(memory, outputAt, Math.max(hidden, 3 * width, vocabulary));

  const size = width / heads;
  let pasts = 0;
  const [cosines, sines] = toTurns(size / 2, context);
  const x = new Float32Array(width);
  const normed = new Float32Array(width);
  const middle = new Float32Array(hidden);
  const queries = new Float32Array(width);
  const scores = new Float32Array(context);
  const seen = new Float32Array(width);

  /** `output` becomes matrix times vector. */
  function apply({ rows, columns, weights, scales }: Matrix, vector: Float32Array): void {
    let most = 0;
    for (let at = 0; at < columns; at++) most = Math.max(most, Math.abs(vector[at] ?? 0));
    const whole = Math.min(32_767, Math.floor(SUM_LIMIT / columns));
    const factor = most === 0 ? 0 : whole / most;
    for (let at = 0; at < columns; at++) input[at] = Math.round((vector[at] ?? 0) * factor);
    multiply(weights, inputAt, scales, outputAt, rows, columns, most / whole);
  }

  function add(into: Float32Array): void {
    for (let at = 0; at < width; at++) into[at] = (into[at] ?? 0) + (output[at] ?? 0);
  }

  function readRow({ columns, weights, scales }: Matrix, row: number, to: (at: number, value: number) => void): void {
    const scale = float[scales / 4 + row] ?? 0;
    for (let at = 0; at < columns; at++) to(at, (int8[weights + row * columns + at] ?? 0) * scale);
  }

  /** Writes a head's part of `from`, normed and turned by its position, to `to`. */
  function turn(from: number, to: Float32Array, at: number, position: number): void {
    let sum = 0;
    for (let place = 0; place < size; place++) sum += (output[from + place] ?? 0) ** 2;
    const scale = 1 / Math.sqrt(sum / size + EPSILON);
    const half = size / 2;
    for (let place = 0; place < half; place++) {
      const cosine = cosines[position * half + place] ?? 0;
      const sine = sines[position * half + place] ?? 0;
      const left = (output[from + place] ?? 0) * scale;
      const right = (output[from + half + place] ?? 0) * scale;
      to[at + place] = left * cosine - right * sine;
      to[at + half + place] = left * sine + right * cosine;
    }
  }

  function attend({ keys, values }: Past, layer: number, position: number): void {
    const base = layer * context * width;
    const here = base + position * width;
    for (let head = 0; head < heads; head++) {
      turn(head * size, queries, head * size, position);
      turn(width + head * size, keys, here + head * size, position);
    }
    for (let at = 0; at < width; at++) values[here + at] = output[2 * width + at] ?? 0;
    for (let head = 0; head < heads; head++) attendHead(keys, values, base + head * size, head * size, position);
  }

  function attendHead(keys: Float32Array, values: Float32Array, base: number, from: number, position: number): void {
    let most = Number.NEGATIVE_INFINITY;
    for (let past = 0; past <= position; past++) {
      const row = base + past * width;
      // Two sums: the processor need not wait for one to add to the other. A head has an even number of numbers.
      let [even, odd] = [0, 0];
      for (let at = 0; at < size; at += 2) {
        even += (queries[from + at] ?? 0) * (keys[row + at] ?? 0);
        odd += (queries[from + at + 1] ?? 0) * (keys[row + at + 1] ?? 0);
      }
      scores[past] = (even + odd) / Math.sqrt(size);
      most = Math.max(most, scores[past] ?? 0);
    }
    let total = 0;
    seen.fill(0, from, from + size);
    for (let past = 0; past <= position; past++) {
      const weight = Math.exp((scores[past] ?? 0) - most);
      total += weight;
      const row = base + past * width;
      for (let at = 0; at < size; at++) seen[from + at] = (seen[from + at] ?? 0) + weight * (values[row + at] ?? 0);
    }
    for (let at = 0; at < size; at++) seen[from + at] = (seen[from + at] ?? 0) / total;
  }

  return {
    context,
    vocabulary,
    get bytes() {
      return memory.byteLength + pasts * 8 * layers * context * width;
    },
    createPast() {
      pasts++;
      const amount = layers * context * width;
      return { keys: new Float32Array(amount), values: new Float32Array(amount) };
    },
    step(past, token, before, position) {
      readRow(tokenRows, token, (at, value) => {
        x[at] = value;
      });
      norm(x, x);
      readRow(pairRows, toPairRow(before, token, pairs), (at, value) => {
        x[at] = (x[at] ?? 0) + value;
      });
      for (const [layer, { qkv, out, up, down }] of blocks.entries()) {
        norm(x, normed);
        apply(qkv, normed);
        attend(past, layer, position);
        apply(out, seen);
        add(x);
        norm(x, normed);
        apply(up, normed);
        for (let at = 0; at < hidden; at++) middle[at] = Math.max(0, output[at] ?? 0) ** 2;
        apply(down, middle);
        add(x);
      }
    },
    toNext() {
      norm(x, normed);
      apply(tokenRows, normed);
      const next = output.subarray(0, vocabulary);
      toProbabilities(next);
      return next;
    },
  };
}

/** Root mean square becomes 1. */
function norm(from: Float32Array, to: Float32Array): void {
  let sum = 0;
  for (const value of from) sum += value * value;
  const scale = 1 / Math.sqrt(sum / from.length + EPSILON);
  for (let at = 0; at < from.length; at++) to[at] = (from[at] ?? 0) * scale;
}

function toProbabilities(logits: Float32Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const logit of logits) most = Math.max(most, logit);
  let total = 0;
  for (let at = 0; at < logits.length; at++) {
    const part = Math.exp((logits[at] ?? 0) - most);
    logits[at] = part;
    total += part;
  }
  for (let at = 0; at < logits.length; at++) logits[at] = (logits[at] ?? 0) / total;
}

function toTurns(half: number, context: number): readonly [Float32Array, Float32Array] {
  const cosines = new Float32Array(context * half);
  const sines = new Float32Array(context * half);
  for (let position = 0; position < context; position++) {
    for (let at = 0; at < half; at++) {
      const angle = position * 10_000 ** (-at / half);
      cosines[position * half + at] = Math.cos(angle);
      sines[position * half + at] = Math.sin(angle);
    }
  }
  return [cosines, sines];
}
