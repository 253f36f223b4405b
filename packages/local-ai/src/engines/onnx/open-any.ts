import type { Result } from '@weft/crypto';
import { type ModelFailure, modelFailure } from '../../models/failures.ts';
import type { OpenedModel } from '../../models/ports.ts';
import type { SpeechPart, SpeechRequest, TextRequest } from '../../ports/engine.ts';
import type { Outcome, TaskFailure } from '../../ports/task.ts';
import { openDecoder } from './decoder.ts';
import type { OnnxRuntime } from './runtime.ts';
import { openSpeechModel } from './speech-model.ts';
import { writeDown } from './write-down.ts';
import { type WritePorts, writeOn } from './write-on.ts';

/** What is asked of a model: each kind has one that it answers. */
export type Asked =
  | { readonly type: 'ask'; readonly request: TextRequest }
  | { readonly type: 'hear'; readonly request: SpeechRequest };

export type Push = (part: string | SpeechPart) => void;

/** A model of either kind that was opened. */
export interface Answerer {
  answer(asked: Asked, push: Push, signal: AbortSignal): Promise<Outcome<string>>;
  release(): Promise<void>;
}

const OTHER: TaskFailure = { code: 'unavailable', sentence: 'This model is made for something else. Take another.' };

/** Opens a model of the kind that its manifest says. */
export async function openAny(
  runtime: OnnxRuntime,
  model: OpenedModel,
  ports: WritePorts,
): Promise<Result<Answerer, ModelFailure>> {
  const { contract } = model.manifest;
  if (contract.runtime !== 'onnx') return modelFailure('model-runtime');
  const refused = Promise.resolve({ ok: false, failure: OTHER } as const);
  if (contract.kind === 'speech') {
    const opened = await openSpeechModel(runtime, contract, model);
    if (!opened.ok) return opened;
    const answer: Answerer['answer'] = (asked, push, signal) =>
      asked.type === 'hear' ? writeDown(opened.value, asked.request, ports, push, signal) : refused;
    return { ok: true, value: { answer, release: opened.value.release } };
  }
  const opened = await openDecoder(runtime, contract, model);
  if (!opened.ok) return opened;
  const answer: Answerer['answer'] = (asked, push, signal) =>
    asked.type === 'ask' ? writeOn(opened.value, asked.request, ports, push, signal) : refused;
  return { ok: true, value: { answer, release: opened.value.release } };
}
