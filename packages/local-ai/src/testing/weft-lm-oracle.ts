import type { Matrix, ModelFile } from '../engines/weft-lm/model-file.ts';

/**
 * weft-lm as it would be written on a blackboard: the whole text at once, in double precision, nothing kept, nothing
 * rounded. What the fast engine must agree with.
 */
export function toNextByOracle(file: ModelFile, tokens: readonly number[]): readonly number[] {
  const { heads, width, pairs } = file.shape;
  const size = width / heads;
  const rowsOf = (matrix: Matrix): readonly (readonly number[])[] => toRows(file, matrix);
  const [embeddings, pairRows] = [rowsOf(file.tokens), rowsOf(file.pairs)];
  let stream = tokens.map((token, at) => {
    const pair = pairRows[toRow(tokens[at - 1] ?? 0, token, pairs)] ?? [];
    return normed(embeddings[token] ?? []).map((value, column) => value + (pair[column] ?? 0));
  });
  for (const layer of file.layers) {
    const [qkv, out, up, down] = [layer.qkv, layer.out, layer.up, layer.down].map(rowsOf);
    const all = stream.map((x) => times(qkv, normed(x)));
    const seen = all.map((mine, position) =>
      Array.from({ length: heads }, (_, head) => {
        const from = head * size;
        const query = turned(normed(mine.slice(from, from + size)), position);
        const scores = all.slice(0, position + 1).map((other, past) => {
          const key = turned(normed(other.slice(width + from, width + from + size)), past);
          return dot(query, key) / Math.sqrt(size);
        });
        const weights = softmax(scores);
        return Array.from({ length: size }, (_unused, column) =>
          dot(
            weights,
            weights.map((_weight, past) => all[past]?.[2 * width + from + column] ?? 0),
          ),
        );
      }).flat(),
    );
    stream = stream.map((x, at) => plus(x, times(out, seen[at] ?? [])));
    stream = stream.map((x) =>
      plus(
        x,
        times(
          down,
          times(up, normed(x)).map((value) => Math.max(0, value) ** 2),
        ),
      ),
    );
  }
  return softmax(times(embeddings, normed(stream.at(-1) ?? [])));
}

function toRows({ bytes }: ModelFile, { rows, columns, weights, scales }: Matrix): readonly (readonly number[])[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: rows }, (_, row) => {
    const scale = view.getFloat32(scales + 4 * row, true);
    return Array.from({ length: columns }, (_unused, at) => view.getInt8(weights + row * columns + at) * scale);
  });
}

/** The hash of `training/model.py`, with whole numbers of any size. */
function toRow(before: number, token: number, rows: number): number {
  const [left, right, all] = [0x9e3779b1n, 0x85ebca6bn, 0xffffffffn];
  const mixed = (BigInt(before) * left + BigInt(token) * right) & all;
  const twice = ((mixed ^ (mixed >> 15n)) * left) & all;
  return Number((twice >> 8n) % BigInt(rows));
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const times = (matrix: readonly (readonly number[])[] | undefined, x: readonly number[]): readonly number[] =>
  (matrix ?? []).map((row) => dot(row, x));
const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, at) => value + (b[at] ?? 0));
const normed = (x: readonly number[]): readonly number[] => {
  const root = Math.sqrt(dot(x, x) / x.length + 1e-6);
  return x.map((value) => value / root);
};

function turned(x: readonly number[], position: number): readonly number[] {
  const half = x.length / 2;
  return x.map((value, at) => {
    const angle = position * 10_000 ** (-(at % half) / half);
    const other = at < half ? -(x[at + half] ?? 0) : (x[at - half] ?? 0);
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}

function softmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}
