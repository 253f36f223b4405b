import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelManifest } from '../../models/manifest.ts';
import type { OpenedModel } from '../../models/ports.ts';
import { toManifest } from '../../testing/model-world.ts';
import { toTinyModel } from '../../testing/tiny-model.ts';
import { toContract, toTokenizerJson, weftLmToOnnx } from '../../testing/weft-lm-onnx.ts';
import { unpackFile } from '../unpack.ts';
import { createKernel } from '../weft-lm/kernel.ts';
import { type ModelFile, readModelFile } from '../weft-lm/model-file.ts';
import { createNetwork, toNeeded } from '../weft-lm/network.ts';
import { createTokenizer, END } from '../weft-lm/tokenizer.ts';
import { type Decoder, openDecoder } from './decoder.ts';
import { readJsonTokenizer } from './json-tokenizer.ts';
import type { OrtSession } from './ort.ts';
import { createOnnxRuntime, type OnnxRuntime, toNumbers } from './runtime.ts';
import { sample } from './sample.ts';
import { writeOn } from './write-on.ts';

interface Sample {
  readonly text: string;
  readonly tokens: readonly number[];
  readonly logs: readonly number[];
}

const model = (name: string): Buffer => readFileSync(new URL(`../../../model/${name}`, import.meta.url));
const wasm = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
const samples = JSON.parse(model('samples.json').toString('utf8')) as readonly Sample[];
const isThorough = process.env['WEFT_THOROUGH'] === '1';
const ports = { random: () => 0.5, pause: () => Promise.resolve() };

function toFile(bytes: Uint8Array): ModelFile {
  const read = readModelFile(bytes);
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

function toOpened(file: ModelFile, change: Partial<ModelManifest> = {}): OpenedModel {
  const utf8 = new TextEncoder();
  const files = new Map([
    ['onnx/model.onnx', weftLmToOnnx(file)],
    ['tokenizer.json', utf8.encode(toTokenizerJson(file))],
  ]);
  const manifest = toManifest(files, { contract: toContract(file), partBytes: 2 ** 20, ...change });
  return { manifest, files: new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])])) };
}

let runtime: OnnxRuntime;
let shipped: ModelFile;
let session: OrtSession;
let decoder: Decoder;

beforeAll(async () => {
  const bytes = readFileSync(wasm);
  runtime = createOnnxRuntime(ort, 'wasm', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  shipped = toFile((await unpackFile(new Uint8Array(model('weft-lm.bin')))) ?? new Uint8Array());
  session = await runtime.open(weftLmToOnnx(shipped), []);
  const reusing = { ...runtime, open: () => Promise.resolve(session) };
  const files = new Map([
    ['onnx/model.onnx', new Blob(['opened above'])],
    ['tokenizer.json', new Blob([toTokenizerJson(shipped)])],
  ]);
  const { manifest } = toOpened(toFile(toTinyModel(3)));
  const opened = await openDecoder(reusing, toContract(shipped), { manifest, files });
  if (!opened.ok) throw new Error(opened.failure.code);
  decoder = opened.value;
});

const toLogs = (logits: Float32Array): readonly number[] => {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return Array.from(logits, (logit) => logit - most - Math.log(total));
};

describe('weft-lm in onnxruntime', () => {
  test('says what its trainer and our own engine say, to a thousandth of a nat', async () => {
    const network = createNetwork(shipped, createKernel(toNeeded(shipped)));
    const { layers, heads, size } = toContract(shipped);
    let compared = 0;
    for (const { tokens, logs } of isThorough ? samples : samples.slice(0, 4)) {
      const read = [END, ...tokens.slice(0, -1)];
      const feeds: Record<string, ort.Tensor> = {
        input_ids: new ort.Tensor('int64', BigInt64Array.from(read, BigInt), [1, read.length]),
        attention_mask: new ort.Tensor(
          'int64',
          BigInt64Array.from(read, () => 1n),
          [1, read.length],
        ),
      };
      for (let layer = 0; layer < layers; layer++) {
        for (const what of ['key', 'value']) {
          feeds[`past_key_values.${layer}.${what}`] = new ort.Tensor('float32', [], [1, heads, 0, size]);
        }
      }
      const logits = await toNumbers((await session.run(feeds, ['logits']))['logits']);
      const vocabulary = shipped.shape.vocabulary;
      const past = network.createPast();
      for (const [at, token] of tokens.entries()) {
        const found = toLogs(logits.subarray(at * vocabulary, (at + 1) * vocabulary));
        network.step(past, read[at] ?? END, read[at - 1] ?? END, at);
        const own = network.toNext();
        expect(Math.abs((found[token] ?? 0) - (logs[at] ?? 0))).toBeLessThan(2e-3);
        expect(Math.abs((found[token] ?? 0) - Math.log(own[token] ?? 0))).toBeLessThan(2e-3);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(isThorough ? 400 : 150);
  });

  test('token by token is the same as read at once', async () => {
    const small = toFile(toTinyModel(5));
    const opened = await openDecoder(runtime, toContract(small), toOpened(small));
    if (!opened.ok) throw new Error(opened.failure.code);
    const tokens = Array.from({ length: 20 }, (_, at) => (at * 37) % 264);
    const [whole, steps] = [opened.value.begin(), opened.value.begin()];
    const atOnce = Float32Array.from(await whole.read(tokens));
    let last = new Float32Array();
    for (const token of tokens) last = Float32Array.from(await steps.read([token]));
    for (const [at, logit] of last.entries()) expect(Math.abs(logit - (atOnce[at] ?? 0))).toBeLessThan(1e-3);
  });

  test('writes on, in parts, ends where it is told to, and says what is too long', async () => {
    const parts: string[] = [];
    const request = { instructions: '', text: 'It was made in the United', mostTokens: 4, temperature: 0 };
    const push = (part: string): void => void parts.push(part);
    const { signal } = new AbortController();
    const written = await writeOn(decoder, request, ports, push, signal);
    expect(written).toMatchObject({ ok: true, value: expect.stringMatching(/^ States/) });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(written.ok && written.value);
    const stopping = { ...decoder, contract: { ...decoder.contract, stop: [parts.slice(1, 3).join('')] } };
    const shorter: string[] = [];
    expect(await writeOn(stopping, request, ports, (part) => shorter.push(part), signal)).toEqual({
      ok: true,
      value: parts[0],
    });
    expect(shorter.join('')).toBe(parts[0]);
    const long = await writeOn(decoder, { ...request, text: 'word '.repeat(200) }, ports, push, signal);
    expect(long).toMatchObject({ ok: false, failure: { code: 'too-long' } });
  });

  test('stops after the token in which it is cancelled', async () => {
    const controller = new AbortController();
    const parts: string[] = [];
    const request = { instructions: '', text: 'It was', mostTokens: 60, temperature: 0 };
    await writeOn(
      decoder,
      request,
      ports,
      (part) => {
        parts.push(part);
        controller.abort();
      },
      controller.signal,
    );
    expect(parts).toHaveLength(1);
  });
});

describe('a model that does not fit', () => {
  const tiny = toFile(toTinyModel(3));
  const open = (opened: OpenedModel, change: object = {}) =>
    openDecoder(runtime, { ...toContract(tiny), ...change }, opened);

  test('is refused in one sentence each, and a small one that fits is opened', async () => {
    const opened = toOpened(tiny);
    const good = await open(opened);
    expect(good.ok).toBe(true);
    if (good.ok) await good.value.release();
    const broken = { ok: false, failure: { code: 'model-broken' } };
    expect(await open(opened, { layers: 9 })).toMatchObject(broken);
    expect(await open(opened, { positions: true })).toMatchObject(broken);
    const files = (path: string, bytes: Uint8Array<ArrayBuffer>): OpenedModel => ({
      ...opened,
      files: new Map([...opened.files, [path, new Blob([bytes])]]),
    });
    expect(await open(files('tokenizer.json', new TextEncoder().encode('{}')))).toMatchObject(broken);
    expect(await open(files('onnx/model.onnx', new Uint8Array(99)))).toMatchObject(broken);
    const bytes = await opened.files.get('onnx/model.onnx')?.bytes();
    // An operator of the same length that nobody knows.
    const name = new TextEncoder().encode('Softmax');
    const at = bytes?.findIndex((_, from) => name.every((letter, offset) => bytes[from + offset] === letter)) ?? -1;
    bytes?.set(new TextEncoder().encode('Softmux'), at);
    expect(await open(files('onnx/model.onnx', bytes ?? new Uint8Array()))).toMatchObject({
      failure: { code: 'model-operator' },
    });
  });
});

describe('a tokenizer.json', () => {
  test('cuts texts as the tokenizer it was written from', () => {
    const own = createTokenizer(shipped.merges);
    const read = readJsonTokenizer(toTokenizerJson(shipped));
    if (read === undefined) throw new Error('it is one');
    const utf8 = new TextDecoder();
    for (const { text, tokens } of samples) {
      expect(read.encode(text, false)).toEqual(tokens);
      expect(utf8.decode(Uint8Array.from(tokens.flatMap((token) => [...read.bytesOf(token)])))).toBe(text);
    }
    for (const text of ['naïve Größe 日本語 🦊\n\tx', "don't 12345 [a-b] ^$"]) {
      expect(read.encode(text, false)).toEqual(own.encode(text));
    }
  });

  test('takes the marks that steer a model from the program only, never from what somebody wrote', () => {
    const read = readJsonTokenizer(toTokenizerJson(shipped));
    expect(read?.encode('<|end|>', true)).toEqual([0]);
    expect(read?.encode('<|end|>', false)).not.toContain(0);
  });

  test.each([
    ['nothing', ''],
    ['another kind of model', JSON.stringify({ model: { type: 'Unigram', vocab: [] } })],
    [
      'a way to cut that is not known',
      JSON.stringify({ model: { type: 'BPE', vocab: { a: 0 } }, pre_tokenizer: { type: 'Metaspace' } }),
    ],
    [
      'a pattern that cannot be read',
      JSON.stringify({
        model: { type: 'BPE', vocab: { a: 0 } },
        pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated' },
      }),
    ],
    ['no tokens', JSON.stringify({ model: { type: 'BPE', vocab: {} }, pre_tokenizer: { type: 'ByteLevel' } })],
  ])('with %s is none', (_, json) => {
    expect(readJsonTokenizer(json)).toBeUndefined();
  });

  test('of the kind that most models have is read: GPT-2’s pieces, digits, whole pieces', () => {
    const letters = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at));
    const vocab = Object.fromEntries([...letters, 'Ġ', 'the', 'th', 'Ġthe'].map((letter, token) => [letter, token]));
    const make = (pre: object, more: object = {}) =>
      readJsonTokenizer(
        JSON.stringify({ model: { type: 'BPE', vocab, merges: ['t h', 'th e'], ...more }, pre_tokenizer: pre }),
      );
    const word = (text: string): number => (vocab as Record<string, number>)[text] ?? -1;
    expect(make({ type: 'ByteLevel', add_prefix_space: false })?.encode('the the', false)).toEqual([
      word('the'),
      word('Ġ'),
      word('the'),
    ]);
    expect(make({ type: 'ByteLevel' }, { ignore_merges: true })?.encode('the the', false)).toEqual([
      word('the'),
      word('Ġthe'),
    ]);
    const digits = {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: true }, { type: 'ByteLevel' }],
    };
    expect(make(digits)?.encode('12', false)).toEqual([word('1'), word('2')]);
  });
});

test('what is drawn is the likeliest at temperature 0, and follows chance above', () => {
  const logits = Float32Array.of(1, 3, 2, -9);
  expect(sample(logits, 0, () => 0.9)).toBe(1);
  expect(sample(logits, 1, () => 0)).toBe(1);
  expect(sample(logits, 0.5, () => 0.999)).toBe(2);
});
