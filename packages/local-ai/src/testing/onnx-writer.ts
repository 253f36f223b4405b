/** Writes ONNX models (protocol buffers, by hand): as much of the format as small models for tests need. */

const utf8 = new TextEncoder();
const OPSET = 18;
const IR_VERSION = 8;

type Bytes = readonly number[] | Uint8Array;

function join(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function varint(value: number | bigint): number[] {
  const out: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left >= 128n; left >>= 7n) out.push(Number(left & 127n) | 128);
  return [...out, Number(left)];
}

const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: Bytes): Uint8Array => join([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string): Uint8Array => bytes(field, utf8.encode(value));
const message = (field: number, ...parts: readonly Bytes[]): Uint8Array => bytes(field, join(parts));

/** Types of elements, by ONNX's numbers. */
export const TYPES = { float32: 1, int8: 3, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof TYPES;

/** A number of the shape, or a name for one that is not fixed. */
export type Dimension = number | string;

export interface Graph {
  /** A constant; its name. */
  constant(type: ElementType, dims: readonly number[], values: ArrayLike<number>): string;
  /** A node; the name of its output, or of its first one. */
  node(op: string, inputs: readonly string[], attributes?: Attributes, outputs?: readonly string[]): string;
  input(name: string, type: ElementType, dims: readonly Dimension[]): string;
  output(name: string, type: ElementType, dims: readonly Dimension[]): void;
  toBytes(): Uint8Array<ArrayBuffer>;
}

/** Whole numbers, and lists of them. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

export function createGraph(): Graph {
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  const inputs: Uint8Array[] = [];
  const outputs: Uint8Array[] = [];
  let made = 0;
  const value = (field: number, name: string, type: ElementType, dims: readonly Dimension[]): Uint8Array => {
    const shape = dims.map((dim) => message(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)));
    return message(field, text(1, name), message(2, message(1, number(1, TYPES[type]), message(2, ...shape))));
  };
  return {
    constant(type, dims, values) {
      const name = `c${++made}`;
      const raw =
        type === 'int64'
          ? BigInt64Array.from(Array.from(values), BigInt)
          : type === 'int8'
            ? Int8Array.from(values)
            : Float32Array.from(values);
      const sizes = dims.map((dim) => number(1, dim));
      constants.push(message(5, ...sizes, number(2, TYPES[type]), text(8, name), bytes(9, new Uint8Array(raw.buffer))));
      return name;
    },
    node(op, from, attributes = {}, to = [`n${++made}`]) {
      const set = Object.entries(attributes).map(([name, given]) =>
        typeof given === 'number'
          ? message(5, text(1, name), number(3, given), number(20, 2))
          : message(5, text(1, name), ...given.map((item) => number(8, item)), number(20, 7)),
      );
      nodes.push(
        message(1, ...from.map((name) => text(1, name)), ...to.map((name) => text(2, name)), text(4, op), ...set),
      );
      return to[0] ?? '';
    },
    input(name, type, dims) {
      inputs.push(value(11, name, type, dims));
      return name;
    },
    output(name, type, dims) {
      outputs.push(value(12, name, type, dims));
    },
    toBytes() {
      const graph = message(7, ...nodes, text(2, 'weft'), ...constants, ...inputs, ...outputs);
      return join([number(1, IR_VERSION), graph, message(8, text(1, ''), number(2, OPSET))]);
    },
  };
}
