import { bytesToLetters } from '../engines/onnx/byte-letters.ts';
import { createGraph } from './onnx-writer.ts';

/** Of every byte a token, then the two marks, then the words of the answer. */
const BYTES = 256;
const ASKED = BYTES;
const END = BYTES + 1;
const WORDS = BYTES + 2;

/** What a parrot's request ends with, and its answer. */
export const PARROT_AFTER = '<|answer|>';
export const PARROT_STOP = '<|end|>';

/** A decoder in ONNX, and its tokenizer: whatever it is asked, it answers with the same words, one token each. No word twice. */
export function createParrot(answer: string): { readonly model: Uint8Array<ArrayBuffer>; readonly tokenizer: string } {
  const words = answer.split(/(?= )/u);
  const size = WORDS + words.length;
  const graph = createGraph();
  const { node } = graph;
  const ids = graph.input('input_ids', 'int64', [1, 'new']);
  graph.input('attention_mask', 'int64', [1, 'all']);

  // A row for each token that was read last: what follows it.
  const table = new Int8Array(size * size);
  const follow = (token: number, next: number): void => {
    table[token * size + next] = 100;
  };
  follow(ASKED, WORDS);
  for (const at of words.keys()) follow(WORDS + at, at + 1 < words.length ? WORDS + at + 1 : END);
  const rows = node('Cast', [graph.constant('int8', [size, size], table)], { to: 1 });
  node('Gather', [rows, ids], {}, ['logits']);
  graph.output('logits', 'float32', [1, 'new', size]);

  // It remembers what it read, as decoders do, and makes no use of it.
  const read = node('Reshape', [node('Cast', [ids], { to: 1 }), graph.constant('int64', [4], [1, 1, -1, 1])]);
  for (const what of ['key', 'value']) {
    const past = graph.input(`past_key_values.0.${what}`, 'float32', [1, 1, 'past', 1]);
    node('Concat', [past, read], { axis: 2 }, [`present.0.${what}`]);
    graph.output(`present.0.${what}`, 'float32', [1, 1, 'all', 1]);
  }

  const utf8 = new TextEncoder();
  const letters = (bytes: Uint8Array): string => bytesToLetters(bytes);
  const vocab = Object.fromEntries([
    ...Array.from({ length: BYTES }, (_, byte) => [letters(Uint8Array.of(byte)), byte] as const),
    ...words.map((word, at) => [letters(utf8.encode(word)), WORDS + at] as const),
  ]);
  const tokenizer = JSON.stringify({
    version: '1.0',
    added_tokens: [
      { id: ASKED, content: PARROT_AFTER, special: true },
      { id: END, content: PARROT_STOP, special: true },
    ],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges: [] },
  });
  return { model: graph.toBytes(), tokenizer };
}
