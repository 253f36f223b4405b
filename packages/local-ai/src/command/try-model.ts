import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { toTest } from '../engines/onnx/engine.ts';
import { openAny } from '../engines/onnx/open-any.ts';
import type { OrtSession } from '../engines/onnx/ort.ts';
import { createOnnxRuntime, type OnnxRuntime, openSession, toOnnxCode } from '../engines/onnx/runtime.ts';
import { modelFailure } from '../models/failures.ts';
import type { OpenedModel } from '../models/ports.ts';
import type { FoundShape } from './describe.ts';

/** The runtime that is installed beside this package; undefined where none is. */
export async function findRuntime(): Promise<OnnxRuntime | undefined> {
  try {
    const ort = await import('onnxruntime-web');
    const path = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
    const bytes = await readFile(path);
    return createOnnxRuntime(ort, 'wasm', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  } catch {
    return undefined;
  }
}

/** What the inputs of a decoder say; undefined: it is none; a sentence where the model cannot be opened. */
export async function inspectDecoder(
  runtime: OnnxRuntime,
  files: ReadonlyMap<string, Blob>,
  model: string,
): Promise<FoundShape | string | undefined> {
  let session: OrtSession;
  try {
    session = await openSession(runtime, files, model);
  } catch (error) {
    return modelFailure(toOnnxCode(error)).failure.sentence;
  }
  const names = session.inputNames;
  const key = session.inputMetadata.find(({ name }) => name === 'past_key_values.0.key');
  await session.release();
  if (key === undefined || !key.isTensor) return undefined;
  const [, heads, , size] = key.shape;
  if (typeof heads !== 'number' || typeof size !== 'number') return undefined;
  const layers = names.filter((name) => /^past_key_values\.\d+\.key$/.test(name)).length;
  return { layers, heads, size, positions: names.includes('position_ids') };
}

/** What a model answers to its test; a sentence where it does not. */
export async function askModel(
  runtime: OnnxRuntime,
  model: OpenedModel,
): Promise<{ readonly answer: string } | string> {
  const opened = await openAny(runtime, model, { random: () => 0, pause: () => Promise.resolve() });
  if (!opened.ok) return opened.failure.sentence;
  const { answer, release } = opened.value;
  const asked = await toTest(model);
  if (asked === undefined) return `${model.manifest.selfTest.text} is no WAV of one channel at 16 kHz.`;
  const written = await answer(asked, () => undefined, new AbortController().signal);
  await release();
  return written.ok ? { answer: written.value } : written.failure.sentence;
}
