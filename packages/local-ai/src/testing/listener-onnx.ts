import { bytesToLetters } from '../engines/onnx/byte-letters.ts';
import type { OnnxSpeechContract } from '../models/manifest.ts';
import { createGraph, type Graph } from './onnx-writer.ts';

/** Encoded frames of half a minute, and how many of them are one word: half a second. */
const FRAMES = 1500;
const WORD = 25;
const WORDS = FRAMES / WORD;
/** A state is how loud the low and the high band are, and which word's time it is. */
const WIDTH = 2 + WORDS;
const CONTEXT = 128;
/** Tokens before the first word: start, language, task, no times. */
const BEFORE = 3;
/** Bands (of 80) in which tones of 300 and of 2000 Hz lie. */
const [LOW, HIGH]: readonly (readonly [number, number])[] = [
  [2, 12],
  [38, 50],
];

const BYTES = 256;
const TEXTS = [' low', ' high', ' hum'] as const;
const MARKS = [
  '<|endoftext|>',
  '<|startoftranscript|>',
  '<|de|>',
  '<|en|>',
  '<|transcribe|>',
  '<|nospeech|>',
  '<|notimestamps|>',
] as const;
/** Times, which its tokenizer does not name. */
const TIMES = 5;
const tokenOf = (text: (typeof TEXTS)[number] | (typeof MARKS)[number]): number =>
  BYTES + [...TEXTS, ...MARKS].indexOf(text as never);
const VOCABULARY = BYTES + TEXTS.length + MARKS.length + TIMES;

/** How it is cut into files, as exporters do. */
export type ListenerShape = 'merged' | 'two';

/**
 * A model of speech in Whisper's shape: for each half second of a low tone it says “low”, of a high one “high”, and ends with silence. Each word is found by
 * looking back at what was heard at its time. It would rather hum, or tell the time, and be German where it is low.
 */
export function createListener(shape: ListenerShape): {
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly contract: OnnxSpeechContract;
} {
  const utf8 = new TextEncoder();
  const json = (value: unknown): Uint8Array<ArrayBuffer> => utf8.encode(JSON.stringify(value));
  const isMerged = shape === 'merged';
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    ['onnx/encoder_model.onnx', toEncoder()],
    ...(isMerged
      ? [['onnx/decoder_model_merged.onnx', toDecoder('merged')] as const]
      : [
          ['onnx/decoder_model.onnx', toDecoder('first')] as const,
          ['onnx/decoder_with_past_model.onnx', toDecoder('next')] as const,
        ]),
    ['tokenizer.json', json(toTokenizer())],
    [
      'config.json',
      json({
        model_type: 'whisper',
        d_model: WIDTH,
        decoder_layers: 1,
        decoder_attention_heads: 1,
        num_mel_bins: 80,
        max_target_positions: CONTEXT,
      }),
    ],
    [
      'generation_config.json',
      json({
        lang_to_id: { '<|de|>': tokenOf('<|de|>'), '<|en|>': tokenOf('<|en|>') },
        suppress_tokens: [tokenOf(' hum')],
        begin_suppress_tokens: [tokenOf('<|endoftext|>')],
      }),
    ],
  ]);
  const decoder = isMerged ? 'onnx/decoder_model_merged.onnx' : 'onnx/decoder_model.onnx';
  const contract: OnnxSpeechContract = {
    runtime: 'onnx',
    kind: 'speech',
    encoder: 'onnx/encoder_model.onnx',
    decoder,
    ...(isMerged ? {} : { next: 'onnx/decoder_with_past_model.onnx' }),
    tokenizer: 'tokenizer.json',
    context: CONTEXT,
    layers: 1,
    heads: 1,
    size: WIDTH,
    mels: 80,
    languages: ['de', 'en'],
    isTold: true,
    never: [tokenOf(' hum')],
    neverFirst: [tokenOf('<|endoftext|>')],
  };
  return { files, contract };
}

const longs = (graph: Graph, ...values: readonly number[]): string => graph.constant('int64', [values.length], values);

function toEncoder(): Uint8Array<ArrayBuffer> {
  const graph = createGraph();
  const { node } = graph;
  const features = graph.input('input_features', 'float32', [1, 80, 2 * FRAMES]);
  const bands = [LOW, HIGH].map(([from = 0, to = 0] = [0, 0]) =>
    node('ReduceMax', [
      node('Slice', [features, longs(graph, from), longs(graph, to), longs(graph, 1)]),
      longs(graph, 1),
    ]),
  );
  const pairs = node('Reshape', [node('Concat', bands, { axis: 1 }), longs(graph, 1, 2, FRAMES, 2)]);
  const loudness = node('Transpose', [node('ReduceMean', [pairs, longs(graph, 3)], { keepdims: 0 })], {
    perm: [0, 2, 1],
  });
  const times = Int8Array.from({ length: FRAMES * WORDS }, (_, at) =>
    Math.floor(Math.floor(at / WORDS) / WORD) === at % WORDS ? 1 : 0,
  );
  const time = node('Cast', [graph.constant('int8', [1, FRAMES, WORDS], times)], { to: 1 });
  node('Concat', [loudness, time], { axis: 2 }, ['last_hidden_state']);
  graph.output('last_hidden_state', 'float32', [1, FRAMES, WIDTH]);
  return graph.toBytes();
}

function toDecoder(part: 'merged' | 'first' | 'next'): Uint8Array<ArrayBuffer> {
  const graph = createGraph();
  const { node } = graph;
  const ids = graph.input('input_ids', 'int64', [1, 'new']);
  const scalar = (value: number): string => graph.constant('int64', [], [value]);
  const sizeOf = (name: string, dim: number): string => node('Gather', [node('Shape', [name]), scalar(dim)]);
  const past = (name: string, length: string): string =>
    graph.input(`past_key_values.0.${name}`, 'float32', [1, 1, length, WIDTH]);
  const states =
    part === 'next'
      ? undefined
      : node('Unsqueeze', [graph.input('encoder_hidden_states', 'float32', [1, FRAMES, WIDTH]), longs(graph, 1)]);
  const isCached = part === 'merged' ? graph.input('use_cache_branch', 'bool', [1]) : undefined;

  // It remembers what it read, as decoders do: its place among that says which word is next.
  const ones = graph.constant('float32', [1, 1, 1, WIDTH], new Array<number>(WIDTH).fill(1));
  const read = node('Mul', [node('Reshape', [node('Cast', [ids], { to: 1 }), longs(graph, 1, 1, -1, 1)]), ones]);
  const before = part === 'first' ? undefined : past('decoder.key', 'past');
  const values = part === 'first' ? undefined : past('decoder.value', 'past');
  for (const [name, kept] of [
    ['key', before],
    ['value', values],
  ] as const) {
    if (kept === undefined) node('Identity', [read], {}, [`present.0.decoder.${name}`]);
    else node('Concat', [kept, read], { axis: 2 }, [`present.0.decoder.${name}`]);
    graph.output(`present.0.decoder.${name}`, 'float32', [1, 1, 'all', WIDTH]);
  }
  const length = before === undefined ? scalar(0) : sizeOf(before, 2);
  const places =
    part === 'next'
      ? graph.input('cache_position', 'int64', ['new'])
      : node('Range', [length, node('Add', [length, sizeOf(ids, 1)]), scalar(1)]);

  // What it heard: at first as it comes, later as it was kept.
  const [keys, heard] = (['key', 'value'] as const).map((name) => {
    if (part === 'next') return past(`encoder.${name}`, 'heard');
    if (part === 'first') return node('Identity', [states ?? '']);
    const both = node('Concat', [past(`encoder.${name}`, 'heard'), states ?? ''], { axis: 2 });
    return node('Slice', [both, longs(graph, 0), longs(graph, FRAMES), longs(graph, 2)]);
  });
  if (part !== 'next') {
    for (const [name, kept] of [
      ['key', keys],
      ['value', heard],
    ] as const) {
      // Merged decoders give nothing of use for it a second time.
      if (isCached === undefined) node('Identity', [kept ?? ''], {}, [`present.0.encoder.${name}`]);
      else {
        const isFirst = node('Cast', [node('Not', [isCached])], { to: 1 });
        node('Mul', [kept ?? '', isFirst], {}, [`present.0.encoder.${name}`]);
      }
      graph.output(`present.0.encoder.${name}`, 'float32', [1, 1, FRAMES, WIDTH]);
    }
  }

  const questions = new Float32Array(CONTEXT * WIDTH);
  for (let place = BEFORE; place < BEFORE + WORDS; place++) questions[place * WIDTH + 2 + place - BEFORE] = 50;
  const asked = node('Gather', [graph.constant('float32', [CONTEXT, WIDTH], questions), places]);
  const flat = (name: string): string => node('Reshape', [name, longs(graph, FRAMES, WIDTH)]);
  const scores = node('MatMul', [asked, node('Transpose', [flat(keys ?? '')], { perm: [1, 0] })]);
  const found = node('MatMul', [node('Softmax', [scores], { axis: 1 }), flat(heard ?? '')]);

  const weights = new Float32Array(WIDTH * VOCABULARY);
  const bias = new Float32Array(VOCABULARY).fill(-100);
  const set = (token: number, ofLow: number, ofHigh: number, always: number): void => {
    [weights[token], weights[VOCABULARY + token], bias[token]] = [ofLow, ofHigh, always];
  };
  set(tokenOf(' low'), 10, 0, 0);
  set(tokenOf(' high'), 0, 10, 0);
  set(tokenOf(' hum'), 0, 0, 20);
  set(tokenOf('<|endoftext|>'), 0, 0, -1);
  set(tokenOf('<|de|>'), 10, 0, 0);
  set(tokenOf('<|en|>'), 0, 10, 0);
  set(tokenOf('<|nospeech|>'), -30, -30, -60);
  for (let time = 1; time <= TIMES; time++) set(VOCABULARY - time, 0, 0, 20);
  const logits = node('Add', [
    node('MatMul', [found, graph.constant('float32', [WIDTH, VOCABULARY], weights)]),
    graph.constant('float32', [VOCABULARY], bias),
  ]);
  node('Unsqueeze', [logits, longs(graph, 0)], {}, ['logits']);
  graph.output('logits', 'float32', [1, 'new', VOCABULARY]);
  return graph.toBytes();
}

function toTokenizer(): object {
  const utf8 = new TextEncoder();
  const vocab = Object.fromEntries([
    ...Array.from({ length: BYTES }, (_, byte) => [bytesToLetters(Uint8Array.of(byte)), byte] as const),
    ...TEXTS.map((text) => [bytesToLetters(utf8.encode(text)), tokenOf(text)] as const),
  ]);
  return {
    version: '1.0',
    added_tokens: MARKS.map((content) => ({ id: tokenOf(content), content, special: true })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges: [] },
  };
}
