import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OnnxSpeechContract } from '../../models/manifest.ts';
import type { OpenedModel } from '../../models/ports.ts';
import type { SpeechPart } from '../../ports/engine.ts';
import type { Outcome } from '../../ports/task.ts';
import { createListener, type ListenerShape } from '../../testing/listener-onnx.ts';
import { toManifest } from '../../testing/model-world.ts';
import { joinSounds, toTone } from '../../testing/sounds.ts';
import { createOnnxRuntime, type OnnxRuntime } from './runtime.ts';
import { openSpeechModel, type SpeechModel } from './speech-model.ts';
import { toLoop, writeDown } from './write-down.ts';

const low = (seconds: number): Float32Array => toTone(300, seconds);
const high = (seconds: number): Float32Array => toTone(2000, seconds);
const silence = (seconds: number): Float32Array => toTone(0, seconds);

let runtime: OnnxRuntime;
const models = new Map<ListenerShape, SpeechModel>();

function open(shape: ListenerShape, change: Partial<OnnxSpeechContract> = {}, without?: string) {
  const { files, contract } = createListener(shape);
  const opened: OpenedModel = {
    manifest: toManifest(files, { contract: { ...contract, ...change } }),
    files: new Map([...files].flatMap(([path, bytes]) => (path === without ? [] : [[path, new Blob([bytes])]]))),
  };
  return openSpeechModel(runtime, { ...contract, ...change }, opened);
}

beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
  const bytes = readFileSync(path);
  runtime = createOnnxRuntime(ort, 'wasm', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  for (const shape of ['merged', 'two'] as const) {
    const opened = await open(shape);
    if (!opened.ok) throw new Error(opened.failure.code);
    models.set(shape, opened.value);
  }
});

async function write(
  shape: ListenerShape,
  samples: Float32Array,
  options: {
    readonly language?: string;
    readonly change?: Partial<OnnxSpeechContract>;
    readonly signal?: AbortSignal;
    readonly paused?: (times: number) => void;
  } = {},
): Promise<{ readonly parts: readonly SpeechPart[]; readonly outcome: Outcome<string>; readonly pauses: number }> {
  const model = models.get(shape);
  if (model === undefined) throw new Error('opened above');
  const parts: SpeechPart[] = [];
  let pauses = 0;
  const pause = async (): Promise<void> => options.paused?.(++pauses);
  const { language, change = {}, signal = new AbortController().signal } = options;
  const outcome = await writeDown(
    { ...model, contract: { ...model.contract, ...change } },
    { samples, ...(language === undefined ? {} : { language }) },
    { pause },
    (part) => parts.push(part),
    signal,
  );
  return { parts, outcome, pauses };
}

describe.each(['merged', 'two'] as const)('a model of speech in files as %s', (shape) => {
  test('writes down what it hears, word by word, from the sound through the encoder, and is silent where nobody speaks', async () => {
    const { parts, outcome } = await write(shape, joinSounds(low(1), high(1.5), low(0.5), silence(2)));
    expect(outcome).toEqual({ ok: true, value: ' low low high high high low' });
    expect(parts).toEqual([{ text: ' low low high high high low', from: 0, to: 5 }]);
    expect(await write(shape, silence(1))).toMatchObject({ parts: [], outcome: { ok: true, value: '' } });
    expect(await write(shape, new Float32Array(0))).toMatchObject({ outcome: { ok: true, value: '' } });
  });
});

test('what is never written is not, and what is longer than half a minute is cut where nobody speaks', async () => {
  const hum = await write('merged', low(1), { change: { never: [] } });
  expect(hum.outcome).toMatchObject({ ok: true, value: expect.stringMatching(/^ hum/) });
  const words = [low(2), high(3), low(1.5)].flatMap((word) => [word, silence(10)]);
  const { parts } = await write('two', joinSounds(...words));
  expect(parts.map(({ text }) => text.trim().split(' ')[0])).toEqual(['low', 'high', 'low']);
  expect(parts[1]?.from).toBeGreaterThan(11.5);
  expect(parts[1]?.to).toBeLessThan(15.5);
});

test('the language is found, taken as it is asked for, and refused where it is not known', async () => {
  const seen: number[][] = [];
  const model = models.get('merged');
  if (model === undefined) throw new Error('opened above');
  const watching: SpeechModel = {
    ...model,
    async hear(samples) {
      const heard = await model.hear(samples);
      return {
        ...heard,
        begin(tokens) {
          seen.push([...tokens]);
          return heard.begin(tokens);
        },
      };
    },
  };
  const ask = async (samples: Float32Array, language?: string): Promise<string> => {
    seen.length = 0;
    const request = { samples, ...(language === undefined ? {} : { language }) };
    const { signal } = new AbortController();
    const outcome = await writeDown(watching, request, { pause: () => Promise.resolve() }, () => undefined, signal);
    if (!outcome.ok) return outcome.failure.code;
    const marks = new Map(['<|de|>', '<|en|>'].map((mark) => [model.tokenizer.markToToken(mark), mark]));
    return marks.get(seen.at(-1)?.[1]) ?? '';
  };
  expect(await ask(low(1))).toBe('<|de|>');
  expect(await ask(high(1))).toBe('<|en|>');
  expect(await ask(high(1), 'de-AT')).toBe('<|de|>');
  expect(seen).toHaveLength(1);
  expect(await ask(high(1), 'fr')).toBe('language');
});

test('a cancel ends it within a token, and one that repeats itself is stopped', async () => {
  const controller = new AbortController();
  const cancelled = await write('merged', low(3), {
    signal: controller.signal,
    paused(times) {
      if (times === 3) controller.abort();
    },
  });
  expect(cancelled).toMatchObject({ parts: [], pauses: 3 });
  const { parts } = await write('merged', low(20));
  expect(parts[0]?.text).toBe(' low');
});

test('a loop is the same tokens four times in a row at least, and eight in all', () => {
  expect(toLoop([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])).toBe(9);
  expect(toLoop([9, 5, 5, 5, 5, 5, 5, 5, 5])).toBe(7);
  expect(toLoop([5, 5, 5, 5, 5, 5, 5])).toBe(0);
  expect(toLoop([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 4])).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }), fc.array(fc.nat(3)), (loop, before) => {
      const tokens = [...before, ...Array.from({ length: 8 }, () => loop).flat()];
      const cut = toLoop(tokens);
      expect(cut).toBeGreaterThan(0);
      // What is cut off is said before it.
      expect(tokens.slice(-cut).every((token, at) => tokens.slice(0, -cut).includes(token) && at < cut)).toBe(true);
    }),
  );
});

test('files that do not fit together are refused', async () => {
  const broken = { ok: false, failure: { code: 'model-broken' } };
  expect(await open('merged', { layers: 2 })).toMatchObject(broken);
  expect(await open('two', { next: 'onnx/encoder_model.onnx' })).toMatchObject(broken);
  expect(await open('two', { decoder: 'onnx/decoder_with_past_model.onnx' })).toMatchObject(broken);
  expect(await open('merged', {}, 'tokenizer.json')).toMatchObject(broken);
  expect(await open('merged', { languages: ['de', 'fr'] })).toMatchObject(broken);
  expect(await open('merged', {}, 'onnx/encoder_model.onnx')).toMatchObject({ ok: false });
});
