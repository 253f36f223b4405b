import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import type { OnnxContract } from '../../models/manifest.ts';
import type { OpenedModel } from '../../models/ports.ts';
import type { TextEngine } from '../../ports/engine.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { toManifest } from '../../testing/model-world.ts';
import { createListener } from '../../testing/listener-onnx.ts';
import { createParrot, PARROT_AFTER, PARROT_STOP } from '../../testing/parrot-onnx.ts';
import { joinSounds, toTone, toWav } from '../../testing/sounds.ts';
import { toTinyModel } from '../../testing/tiny-model.ts';
import { toContract, toTokenizerJson, weftLmToOnnx } from '../../testing/weft-lm-onnx.ts';
import type { Port } from '../../worker/messages.ts';
import { condense } from '../extractive/condense.ts';
import { runToEnd } from '../extractive/run-to-end.ts';
import { createWrittenSummaries } from '../rewrite/write-summary.ts';
import { readModelFile } from '../weft-lm/model-file.ts';
import { createModelEngine as createEngine, createModelTest, type ModelWorkers } from './engine.ts';
import { serveModel } from './host.ts';

function createModelEngine(...given: Parameters<typeof createEngine>): TextEngine {
  const engine = createEngine(...given);
  if (engine.kind !== 'text') throw new Error('its contract is of text');
  return engine;
}

const request = { instructions: '', text: 'the other ', mostTokens: 12, temperature: 0 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function readRuntime(): Promise<ArrayBuffer> {
  const path = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

function openTiny(): OpenedModel {
  const read = readModelFile(toTinyModel(5));
  if (!read.ok) throw new Error(read.sentence);
  const files = new Map([
    ['onnx/model.onnx', weftLmToOnnx(read.value)],
    ['tokenizer.json', new TextEncoder().encode(toTokenizerJson(read.value))],
  ]);
  const selfTest = { text: 'the ', answer: '', tokens: 3 };
  const manifest = toManifest(files, { contract: toContract(read.value), selfTest });
  return { manifest, files: new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])])) };
}

/** A worker's two ends in one process, with the real runtime behind them. Timers ring when the test says so. */
function createWorkers(): {
  readonly workers: ModelWorkers;
  readonly timers: Set<() => void>;
  readonly crash: () => void;
  readonly ended: () => number;
} {
  const timers = new Set<() => void>();
  const crashes: (() => void)[] = [];
  let ended = 0;
  const toPort = (port: MessagePort): Port => ({
    postMessage: (message) => port.postMessage(message),
    addEventListener: (type, listener) => {
      port.addEventListener(type, (event) => listener({ data: (event as MessageEvent<unknown>).data }));
      port.start();
    },
  });
  const workers: ModelWorkers = {
    runtime: 'runtime.wasm',
    threads: 1,
    now: () => 0,
    after(_, then) {
      timers.add(then);
      return () => void timers.delete(then);
    },
    start() {
      const { port1, port2 } = new MessageChannel();
      serveModel(toPort(port2), ort, 'wasm', { random: () => 0, pause: turn, get: readRuntime });
      const page = toPort(port1);
      return {
        postMessage: page.postMessage,
        addEventListener(type: 'message' | 'error', listener: (event: never) => void) {
          if (type === 'error') crashes.push(listener as () => void);
          else page.addEventListener('message', listener as never);
        },
        terminate() {
          ended++;
          port1.close();
        },
      };
    },
  };
  return { workers, timers, crash: () => crashes.at(-1)?.(), ended: () => ended };
}

test('an engine answers in parts, is cancelled, comes back after a crash, and ends a worker that falls silent', async () => {
  const { workers, timers, crash, ended } = createWorkers();
  const model = openTiny();
  const installed = { manifest: model.manifest, key: undefined, latency: 7 };
  const engine = createModelEngine(workers, installed, () => Promise.resolve({ ok: true, value: model }));
  expect(engine.profile).toMatchObject({ name: 'Tiny model', place: 'device', latency: 7, context: 24 });
  const parts: string[] = [];
  const run = engine.generate(request);
  for await (const part of run.parts) parts.push(part);
  const whole = await run.end;
  expect(whole).toEqual({ ok: true, value: parts.join('') });
  expect(parts.length).toBeGreaterThan(3);
  expect(timers.size).toBe(0);

  const cancelled = engine.generate(request);
  cancelled.cancel();
  expect(await cancelled.end).toMatchObject({ failure: { code: 'cancelled' } });
  while (timers.size > 0) await turn();

  const crashed = engine.generate(request);
  while (timers.size === 0) await turn();
  crash();
  expect(await crashed.end).toMatchObject({ failure: { code: 'engine-failed' } });
  expect(await engine.generate(request).end).toEqual(whole);

  const silent = engine.generate(request);
  while (timers.size === 0) await turn();
  for (const ring of timers) ring();
  expect(await silent.end).toMatchObject({ failure: { code: 'engine-failed' } });
  expect(ended()).toBe(2);
  engine.destroy();
});

/** A model that answers the same whatever it reads, a token a letter, and looks back on `context` of them. */
function openParrot(answer: string, context: number): OpenedModel {
  const { model, tokenizer } = createParrot(answer);
  const files = new Map([
    ['onnx/model.onnx', model],
    ['tokenizer.json', new TextEncoder().encode(tokenizer)],
  ]);
  const contract: OnnxContract = {
    runtime: 'onnx',
    kind: 'text',
    model: 'onnx/model.onnx',
    tokenizer: 'tokenizer.json',
    context,
    layers: 1,
    heads: 1,
    size: 1,
    positions: false,
    prompt: { before: '', between: '', after: PARROT_AFTER },
    stop: [PARROT_STOP],
  };
  const manifest = toManifest(files, { contract, selfTest: { text: 'a', answer, tokens: 9 } });
  return { manifest, files: new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])])) };
}

test('a text too long for a model is summarized by it from the sentences that say most', async () => {
  const { workers } = createWorkers();
  const model = openParrot('The ferry is closed.', 1400);
  const installed = { manifest: model.manifest, key: undefined, latency: 7 };
  const own = createModelEngine(workers, installed, () => Promise.resolve({ ok: true, value: model }));
  const engine = { ...own, profile: { ...own.profile, tasks: ['summarize'] as const } };
  const blocks = Array.from({ length: 80 }, (_, at) => ({
    id: `${at}`,
    kind: 'paragraph' as const,
    level: 0,
    text: `The ferry across the estuary was closed in week ${at}, and nobody could say until when.`,
  }));
  const summaries = createWrittenSummaries(
    { engines: () => [engine], conditions: () => DEVICE_ONLY, failed: () => {} },
    async (snapshot, letters) => ({ ok: true, value: runToEnd(condense(snapshot, letters)) }),
  );
  const snapshot = { title: 'The ferry', blocks, heads: {} };
  const end = await summaries.summarize({ snapshot, type: 'tldr', length: 'short' }).end;
  expect(end).toMatchObject({ ok: true, value: { value: 'The ferry is closed.' } });
  expect(end.share).toBeGreaterThan(0.05);
  expect(end.share).toBeLessThan(0.2);
  engine.destroy();
});

test('MDL-5 a model that cannot be opened any more is told of, and a self-test says what is wrong', async () => {
  const { workers } = createWorkers();
  const model = openTiny();
  const installed = { manifest: model.manifest, key: undefined, latency: 7 };
  let broken = 0;
  const gone = { ...model, files: new Map<string, Blob>() };
  const engine = createModelEngine(
    workers,
    installed,
    () => Promise.resolve({ ok: true, value: gone }),
    () => broken++,
  );
  expect(await engine.generate(request).end).toMatchObject({ failure: { code: 'engine-failed' } });
  expect(broken).toBe(1);
  const tested = createModelTest(workers);
  expect(await tested(model)).toEqual({ ok: true, value: { latency: 1 } });
  const selfTest = { ...model.manifest.selfTest, answer: 'no such words' };
  const wrong = { ...model, manifest: { ...model.manifest, selfTest } };
  expect(await tested(wrong)).toMatchObject({ failure: { code: 'model-answer' } });
});

test('a model of speech is one engine more, in its own worker, and its test is a recording', async () => {
  const { workers } = createWorkers();
  const { files, contract } = createListener('merged');
  const all = new Map([...files, ['words.wav', toWav(joinSounds(toTone(2000, 1), toTone(300, 0.5)))] as const]);
  const selfTest = { text: 'words.wav', answer: ' high high low', tokens: 8 };
  const manifest = toManifest(all, { contract, selfTest, tasks: ['transcribe'] });
  const model: OpenedModel = { manifest, files: new Map([...all].map(([path, bytes]) => [path, new Blob([bytes])])) };
  const tested = createModelTest(workers);
  expect(await tested(model)).toEqual({ ok: true, value: { latency: 1 } });
  const silent = { ...model, files: new Map([...model.files, ['words.wav', new Blob(['none'])]]) };
  expect(await tested(silent)).toMatchObject({ failure: { code: 'model-broken' } });
  const wrong = { ...model, manifest: { ...manifest, selfTest: { ...selfTest, answer: ' low' } } };
  expect(await tested(wrong)).toMatchObject({ failure: { code: 'model-answer' } });
  const engine = createEngine(workers, { manifest, key: undefined, latency: 7 }, () =>
    Promise.resolve({ ok: true, value: model }),
  );
  if (engine.kind !== 'speech') throw new Error('its contract is of speech');
  expect(engine.languages).toEqual(['de', 'en']);
  const run = engine.transcribe({ samples: toTone(300, 1), language: 'de' });
  const parts = [];
  for await (const part of run.parts) parts.push(part);
  expect(parts).toEqual([{ text: ' low low', from: 0, to: 1 }]);
  expect(await run.end).toEqual({ ok: true, value: ' low low' });
  engine.destroy();
});
