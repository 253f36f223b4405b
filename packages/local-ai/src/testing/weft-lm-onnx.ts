import type { Matrix, ModelFile } from '../engines/weft-lm/model-file.ts';
import { createTokenizer } from '../engines/weft-lm/tokenizer.ts';
import type { OnnxContract } from '../models/manifest.ts';
import { bytesToLetters } from '../engines/onnx/byte-letters.ts';
import { createGraph, type Graph } from './onnx-writer.ts';

/**
 * weft-lm in ONNX: the same int8 weights and scales, multiplied in float32, with keys and values as exporters name them. What
 * stood before a token is handed on as one more layer of keys, since the table of pairs needs it.
 */
export function weftLmToOnnx(file: ModelFile): Uint8Array<ArrayBuffer> {
  const { width, heads, layers, pairs, vocabulary } = file.shape;
  const size = width / heads;
  const graph = createGraph();
  const { node } = graph;
  const whole = (...values: number[]): string => graph.constant('int64', [values.length], values);
  const one = (value: number): string => graph.constant('int64', [], [value]);
  const real = (value: number): string => graph.constant('float32', [], [value]);
  const last = whole(-1);
  const half = size / 2;

  const ids = graph.input('input_ids', 'int64', [1, 'new']);
  graph.input('attention_mask', 'int64', [1, 'all']);
  const past = (layer: number, what: string): string =>
    graph.input(`past_key_values.${layer}.${what}`, 'float32', [1, heads, 'past', size]);
  const present = (layer: number, what: string): string => {
    const name = `present.${layer}.${what}`;
    graph.output(name, 'float32', [1, heads, 'all', size]);
    return name;
  };
  const norm = (x: string): string => {
    const mean = node('ReduceMean', [node('Mul', [x, x]), last], { keepdims: 1 });
    return node('Div', [x, node('Sqrt', [node('Add', [mean, real(1e-6)])])]);
  };
  const tokens = toRows(graph, file, file.tokens);

  // Where the new tokens stand.
  const pastIds = past(layers, 'key');
  const count = node('Squeeze', [node('Slice', [node('Shape', [ids]), whole(1), whole(2)]), whole(0)]);
  const before = node('Squeeze', [node('Slice', [node('Shape', [pastIds]), whole(2), whole(3)]), whole(0)]);
  const all = node('Add', [before, count]);
  const positions = node('Range', [before, all, one(1)]);
  const frequencies = Array.from({ length: half }, (_, at) => 10_000 ** (-at / half));
  const angles = node('Mul', [
    node('Unsqueeze', [node('Cast', [positions], { to: 1 }), whole(1)]),
    graph.constant('float32', [1, half], frequencies),
  ]);
  const [cosine, sine] = [node('Cos', [angles]), node('Sin', [angles])];
  const hides = node('Greater', [
    node('Unsqueeze', [node('Range', [one(0), all, one(1)]), whole(0)]),
    node('Unsqueeze', [positions, whole(1)]),
  ]);
  const mask = node('Where', [hides, real(-1e9), real(0)]);

  // The row of the table of pairs, as `toPairRow` in whole numbers.
  const asReal = node('Cast', [ids], { to: 1 });
  const earlier = node('Reshape', [node('Slice', [pastIds, whole(0, 0), whole(1, 1), whole(1, 3)]), whole(1, -1)]);
  const padded = node('Concat', [graph.constant('float32', [1, 1], [0]), earlier, asReal], { axis: 1 });
  const from = node('Unsqueeze', [before, whole(0)]);
  const left = node('Cast', [node('Slice', [padded, from, last, whole(1)])], { to: 7 });
  const word = one(2 ** 32);
  const mixed = node('Mod', [
    node('Add', [node('Mul', [left, one(0x9e3779b1)]), node('Mul', [ids, one(0x85ebca6b)])]),
    word,
  ]);
  const turned = node('BitwiseXor', [mixed, node('Div', [mixed, one(2 ** 15)])]);
  const hashed = node('Mod', [node('Mul', [turned, one(0x9e3779b1)]), word]);
  const row = node('Mod', [node('Div', [hashed, one(256)]), one(pairs)]);
  let x = node('Add', [norm(node('Gather', [tokens, ids])), node('Gather', [toRows(graph, file, file.pairs), row])]);

  const toHeads = (y: string): string =>
    node('Transpose', [node('Reshape', [y, whole(1, -1, heads, size)])], { perm: [0, 2, 1, 3] });
  const turn = (y: string): string => {
    const [low, high] = [`${y}l`, `${y}h`];
    node('Split', [norm(y), whole(half, half)], { axis: -1 }, [low, high]);
    const rotate = (a: string, b: string, op: string): string =>
      node(op, [node('Mul', [low, a]), node('Mul', [high, b])]);
    return node('Concat', [rotate(cosine, sine, 'Sub'), rotate(sine, cosine, 'Add')], { axis: -1 });
  };
  for (const [at, layer] of file.layers.entries()) {
    const all3 = node('MatMul', [norm(x), toColumns(graph, file, layer.qkv)]);
    const [q, k, v] = [`q${at}`, `k${at}`, `v${at}`];
    node('Split', [all3, whole(width, width, width)], { axis: -1 }, [q, k, v]);
    const keys = node('Concat', [past(at, 'key'), turn(toHeads(k))], { axis: 2 }, [present(at, 'key')]);
    const values = node('Concat', [past(at, 'value'), toHeads(v)], { axis: 2 }, [present(at, 'value')]);
    const scores = node('MatMul', [turn(toHeads(q)), node('Transpose', [keys], { perm: [0, 1, 3, 2] })]);
    const weights = node('Softmax', [node('Add', [node('Mul', [scores, real(1 / Math.sqrt(size))]), mask])], {
      axis: -1,
    });
    const seen = node('Transpose', [node('MatMul', [weights, values])], { perm: [0, 2, 1, 3] });
    const joined = node('Reshape', [seen, whole(1, -1, width)]);
    x = node('Add', [x, node('MatMul', [joined, toColumns(graph, file, layer.out)])]);
    const up = node('Relu', [node('MatMul', [norm(x), toColumns(graph, file, layer.up)])]);
    x = node('Add', [x, node('MatMul', [node('Mul', [up, up]), toColumns(graph, file, layer.down)])]);
  }
  const spread = node('Expand', [node('Reshape', [asReal, whole(1, 1, -1, 1)]), whole(1, heads, 1, size)]);
  node('Concat', [pastIds, spread], { axis: 2 }, [present(layers, 'key')]);
  node('Concat', [past(layers, 'value'), spread], { axis: 2 }, [present(layers, 'value')]);
  node('MatMul', [norm(x), node('Transpose', [tokens], { perm: [1, 0] })], {}, ['logits']);
  graph.output('logits', 'float32', [1, 'new', vocabulary]);
  return graph.toBytes();
}

function toInt8({ bytes }: ModelFile, { rows, columns, weights }: Matrix): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset + weights, rows * columns);
}

function toScales({ bytes }: ModelFile, { rows, scales }: Matrix): Float32Array {
  return new Float32Array(bytes.slice(scales, scales + 4 * rows).buffer);
}

/** A matrix as it lies in the file: a row is what one token, or one pair, brings. */
function toRows(graph: Graph, file: ModelFile, matrix: Matrix): string {
  const { rows, columns } = matrix;
  const weights = graph.constant('int8', [rows, columns], toInt8(file, matrix));
  const scales = graph.constant('float32', [rows], toScales(file, matrix));
  return graph.node('DequantizeLinear', [weights, scales], { axis: 0 });
}

/** A matrix turned over, to be multiplied from the right. */
function toColumns(graph: Graph, file: ModelFile, matrix: Matrix): string {
  const { rows, columns } = matrix;
  const from = toInt8(file, matrix);
  const turned = Int8Array.from({ length: rows * columns }, (_, at) => {
    const column = Math.floor(at / rows);
    return from[(at % rows) * columns + column] ?? 0;
  });
  const weights = graph.constant('int8', [columns, rows], turned);
  const scales = graph.constant('float32', [rows], toScales(file, matrix));
  return graph.node('DequantizeLinear', [weights, scales], { axis: 1 });
}

/** How a weft-lm in ONNX is asked. It goes on with what it is given. */
export function toContract({ shape }: ModelFile): OnnxContract {
  return {
    runtime: 'onnx',
    kind: 'text',
    model: 'onnx/model.onnx',
    tokenizer: 'tokenizer.json',
    context: shape.context,
    layers: shape.layers + 1,
    heads: shape.heads,
    size: shape.width / shape.heads,
    positions: false,
    prompt: { before: '', between: '', after: '' },
    stop: ['<|end|>'],
  };
}

/** Its tokenizer, in the form that most models come with. */
export function toTokenizerJson(file: ModelFile): string {
  const tokenizer = createTokenizer(file.merges);
  const letters = (token: number): string => bytesToLetters(tokenizer.bytesOf(token));
  const vocabulary: Record<string, number> = { '<|end|>': 0 };
  for (let token = 1; token < tokenizer.size; token++) vocabulary[letters(token)] ??= token;
  const merges = Array.from({ length: file.merges.length / 2 }, (_, at) => [
    letters(file.merges[2 * at] ?? 0),
    letters(file.merges[2 * at + 1] ?? 0),
  ]);
  const pattern = " ?[A-Za-z\\x{80}-\\x{10ffff}]+(?:'[A-Za-z]+)?| ?[0-9]{1,4}| ?[!-/:-@\\[-`{-~]+|[\\s\\S]";
  return JSON.stringify({
    version: '1.0',
    added_tokens: [{ id: 0, content: '<|end|>', special: true }],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab: vocabulary, merges },
  });
}
