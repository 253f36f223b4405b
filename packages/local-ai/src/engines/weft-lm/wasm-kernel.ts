/**
 * The one hot loop as WebAssembly, written out byte by byte: no compiler, nothing to fetch, 600 bytes.
 *
 * `multiply(weights, input, scales, output, rows, columns, scale)`: for each row the sum of int8 weights times int16
 * inputs, exact in int32, times the row's scale, times `scale`, as float32. Rows in fours, columns in sixteens.
 */
export type Multiply = (
  weights: number,
  input: number,
  scales: number,
  output: number,
  rows: number,
  columns: number,
  scale: number,
) => void;

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const NOTHING = 0x40;

/** Rows that share one reading of the input. */
const ROWS = 4;

// Parameters, then locals.
const [WEIGHTS, INPUT, SCALES, OUTPUT, LEFT, COLUMNS, SCALE] = [0, 1, 2, 3, 4, 5, 6];
const [AT, PLACE, LOW_INPUT, HIGH_INPUT, BYTES, SUM] = [7, 8, 9, 10, 11, 12];

function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const more = left > 127 ? 0x80 : 0;
    bytes.push((left & 0x7f) | more);
    left >>>= 7;
  } while (left !== 0);
  return bytes;
}

const get = (local: number): readonly number[] => [0x20, local];
const set = (local: number): readonly number[] => [0x21, local];
/** Constants from -64 to 63. */
const constant = (value: number): readonly number[] => [0x41, value & 0x7f];
const ADD = [0x6a];
const MULTIPLY = [0x6c];
const simd = (code: number, ...immediates: readonly number[]): readonly number[] => [
  0xfd,
  ...unsigned(code),
  ...immediates,
];
const loadVector = (offset: number): readonly number[] => simd(0, 0, ...unsigned(offset));
const EXTEND_LOW = simd(0x87);
const EXTEND_HIGH = simd(0x88);
const DOT = simd(0xba);
const ADD_LANES = simd(0xae);
const lane = (at: number): readonly number[] => simd(0x1b, at);
const block = (body: readonly number[]): readonly number[] => [0x02, NOTHING, ...body, 0x0b];
const loop = (body: readonly number[]): readonly number[] => [0x03, NOTHING, ...body, 0x0b];
const exitIfZero = (local: number): readonly number[] => [...get(local), 0x45, 0x0d, 1];
const AGAIN = [0x0c, 0];

/** One row's part: sixteen weights against both halves of the input. */
function accumulate(row: number): readonly number[] {
  return [
    ...get(PLACE),
    ...loadVector(0),
    ...set(BYTES),
    ...get(SUM + row),
    ...get(BYTES),
    ...EXTEND_LOW,
    ...get(LOW_INPUT),
    ...DOT,
    ...ADD_LANES,
    ...get(BYTES),
    ...EXTEND_HIGH,
    ...get(HIGH_INPUT),
    ...DOT,
    ...ADD_LANES,
    ...set(SUM + row),
    ...get(PLACE),
    ...get(COLUMNS),
    ...ADD,
    ...set(PLACE),
  ];
}

/** Adds the four lanes, scales, stores: `(float32(sum) * scales[row]) * scale`, rounded at each step. */
function finish(row: number): readonly number[] {
  const sum = SUM + row;
  return [
    ...get(OUTPUT),
    ...[0, 1, 2, 3].flatMap((at) => [...get(sum), ...lane(at), ...(at === 0 ? [] : ADD)]),
    0xb2,
    ...get(SCALES),
    0x2a,
    2,
    ...unsigned(4 * row),
    0x94,
    ...get(SCALE),
    0x94,
    0x38,
    2,
    ...unsigned(4 * row),
    ...simd(0x0c, ...new Uint8Array(16)),
    ...set(sum),
  ];
}

function toBody(): readonly number[] {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const inner = [
    ...exitIfZero(AT),
    ...get(AT),
    ...constant(-16),
    ...ADD,
    ...set(AT),
    // Input is read backwards, so that one counter serves as place and as end.
    ...get(INPUT),
    ...get(AT),
    ...constant(2),
    ...MULTIPLY,
    ...ADD,
    ...set(PLACE),
    ...get(PLACE),
    ...loadVector(0),
    ...set(LOW_INPUT),
    ...get(PLACE),
    ...loadVector(16),
    ...set(HIGH_INPUT),
    ...get(WEIGHTS),
    ...get(AT),
    ...ADD,
    ...set(PLACE),
    ...rows.flatMap(accumulate),
    ...AGAIN,
  ];
  const advance = (local: number, by: readonly number[]): readonly number[] => [
    ...get(local),
    ...by,
    ...ADD,
    ...set(local),
  ];
  const outer = [
    ...exitIfZero(LEFT),
    ...get(COLUMNS),
    ...set(AT),
    ...block(loop(inner)),
    ...rows.flatMap(finish),
    ...advance(WEIGHTS, [...get(COLUMNS), ...constant(ROWS), ...MULTIPLY]),
    ...advance(SCALES, constant(4 * ROWS)),
    ...advance(OUTPUT, constant(4 * ROWS)),
    ...advance(LEFT, constant(-ROWS)),
    ...AGAIN,
  ];
  return [...block(loop(outer)), 0x0b];
}

/** The module: it imports memory `e.m` and exports `f`. */
export function toKernelBytes(): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): readonly number[] => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const locals = [2, 2, I32, 3 + ROWS, V128];
  const body = [...locals, ...toBody()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 7, I32, I32, I32, I32, I32, I32, F32, 0]),
    ...section(2, [1, 1, 0x65, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}
