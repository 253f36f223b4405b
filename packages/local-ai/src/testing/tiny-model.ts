import type { Shape } from '../engines/weft-lm/model-file.ts';

/** A shape that is quick to run and has everything: a few merges, two layers, two heads. */
const TINY: Shape = { vocabulary: 264, width: 32, layers: 2, heads: 2, hidden: 48, pairs: 12, context: 24 };

const MERGES: readonly (readonly [number, number])[] = [
  // "th", "the", " the", "in", "ing", "er", " a"
  [117, 105],
  [257, 102],
  [33, 258],
  [106, 111],
  [260, 104],
  [102, 115],
  [33, 98],
];

/** A file of weights drawn from `seed`, laid out as the trainer's. */
export function toTinyModel(seed: number, shape: Shape = TINY): Uint8Array {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (bytes: Uint8Array): void => {
    const padded = new Uint8Array(Math.ceil((length + bytes.length) / 16) * 16 - length);
    padded.set(bytes);
    parts.push(padded);
    length += padded.length;
  };
  const header = new TextEncoder().encode(JSON.stringify({ name: 'tiny', ...shape }));
  const start = new Uint8Array(12 + header.length);
  start.set(new TextEncoder().encode('weftlm1\n'));
  new DataView(start.buffer).setUint32(8, header.length, true);
  start.set(header, 12);
  add(start);
  add(new Uint8Array(Uint16Array.from(MERGES.flat()).buffer));
  const matrix = (rows: number, columns: number): void => {
    add(Uint8Array.from({ length: rows * columns }, () => Math.floor(random() * 255) - 127));
    const scales = Float32Array.from({ length: rows }, () => (0.5 + random()) / (64 * Math.sqrt(columns)));
    add(new Uint8Array(scales.buffer));
  };
  const { vocabulary, width, layers, hidden, pairs } = shape;
  matrix(vocabulary, width);
  matrix(pairs, width);
  for (let layer = 0; layer < layers; layer++) {
    matrix(3 * width, width);
    matrix(width, width);
    matrix(hidden, width);
    matrix(width, hidden);
  }
  const file = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
