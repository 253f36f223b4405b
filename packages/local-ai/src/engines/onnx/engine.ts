import type { Result } from '@weft/crypto';
import { type ModelFailure, type ModelFailureCode, modelFailure } from '../../models/failures.ts';
import type { InstalledModel } from '../../models/index-of-models.ts';
import type { OpenedModel, TestModel } from '../../models/ports.ts';
import type { Engine, EngineRun, SpeechPart } from '../../ports/engine.ts';
import type { Availability, Outcome, TaskFailure } from '../../ports/task.ts';
import { startRun } from '../../runs/run.ts';
import { readWav } from '../../sound/wav.ts';
import type { WorkerPort } from '../../tasks/local-ai.ts';
import type { FromModelWorker, ToModelWorker } from './messages.ts';
import type { Asked } from './open-any.ts';

/** How a model is run in the page's surroundings. */
export interface ModelWorkers {
  /** Starts a worker that calls `serveModel`. */
  readonly start: () => WorkerPort;
  /** Address of the WebAssembly that belongs to its onnxruntime. */
  readonly runtime: string;
  /** How many a model may work with at a time, 1 where the page is not isolated. Each is the worker's own script, started once more. */
  readonly threads: number;
  /** Milliseconds, from any origin. */
  readonly now: () => number;
  /** Calls back after so many milliseconds, unless it is cancelled. */
  readonly after: (milliseconds: number, then: () => void) => () => void;
}

/** A model that is open in a worker of its own. */
interface OpenModel {
  ask(asked: Asked, push: (part: never) => void, signal: AbortSignal): Promise<Outcome<string>>;
  close(): void;
}

const GONE: TaskFailure = {
  code: 'engine-failed',
  sentence: 'The model stopped working. Try again; if that happens again, take a smaller one.',
};

/** A model that does not answer a word in so many milliseconds has stopped. One of speech answers half a minute of it at once. */
const MOST_SILENCE = { ask: 60_000, hear: 180_000 } as const;
/** A self-test may take so many milliseconds, opening included. */
const MOST_TEST = 180_000;

function openModel(
  { start, runtime, threads, after }: ModelWorkers,
  model: OpenedModel,
  signal: AbortSignal,
): Promise<Result<OpenModel, ModelFailure>> {
  const { promise, resolve } = Promise.withResolvers<Result<OpenModel, ModelFailure>>();
  const asked = new Map<number, { push(part: unknown): void; end(outcome: Outcome<string>): void }>();
  const worker = start();
  let last = 0;
  let isClosed = false;
  const close = (code: ModelFailureCode): void => {
    if (isClosed) return;
    isClosed = true;
    worker.terminate();
    resolve(modelFailure(code));
    for (const { end } of asked.values()) end({ ok: false, failure: GONE });
  };
  signal.addEventListener('abort', () => close('model-slow'), { once: true });
  // A worker that runs out of memory ends with an error.
  worker.addEventListener('error', () => close('model-memory'));
  worker.addEventListener('message', ({ data }) => {
    const message = data as FromModelWorker;
    if (message.type === 'refused') close(message.code);
    else if (message.type === 'opened') resolve({ ok: true, value: { ask, close: () => close('model-gone') } });
    else if (message.type === 'part') asked.get(message.id)?.push(message.part);
    else asked.get(message.id)?.end(message.outcome);
  });
  const send = (message: ToModelWorker): void => worker.postMessage(message);

  async function ask(asking: Asked, push: (part: never) => void, stop: AbortSignal): Promise<Outcome<string>> {
    if (isClosed) return { ok: false, failure: GONE };
    const id = ++last;
    const ended = Promise.withResolvers<Outcome<string>>();
    let disarm = after(MOST_SILENCE[asking.type], () => close('model-slow'));
    asked.set(id, {
      push(part) {
        disarm();
        disarm = after(MOST_SILENCE[asking.type], () => close('model-slow'));
        // Its worker was opened for one kind of model, and answers what that kind is asked.
        push(part as never);
      },
      end: ended.resolve,
    });
    const cancel = (): void => send({ type: 'cancel', id });
    stop.addEventListener('abort', cancel, { once: true });
    send({ ...asking, id });
    const outcome = await ended.promise;
    disarm();
    asked.delete(id);
    stop.removeEventListener('abort', cancel);
    return outcome;
  }

  send({ type: 'open', runtime, threads, model });
  return promise;
}

/** Failures that come back whenever the same model is opened: it is broken, not the moment. */
const LASTING: ReadonlySet<ModelFailureCode> = new Set(['model-gone', 'model-broken', 'model-operator']);

/**
 * An engine over a model of the store: opened with its first request, and anew after it was ended or has crashed.
 *
 * @param broken MDL-5: told when the model cannot be opened any more: what was in use before it belongs in its place.
 */
export function createModelEngine(
  workers: ModelWorkers,
  { manifest, latency }: InstalledModel,
  load: () => Promise<Result<OpenedModel, ModelFailure>>,
  broken: () => void = () => {},
): Engine {
  let opening: Promise<Result<OpenModel, ModelFailure>> | undefined;
  let controller = new AbortController();
  const open = async (): Promise<Result<OpenModel, ModelFailure>> => {
    const loaded = await load();
    return loaded.ok ? openModel(workers, loaded.value, controller.signal) : loaded;
  };
  function run<Part>(asked: Asked): EngineRun<Part, string> {
    return startRun<Part, string>(async (push, signal) => {
      const mine = (opening ??= open());
      const opened = await mine;
      if (!opened.ok) {
        if (opening === mine) opening = undefined;
        const { code, sentence } = opened.failure;
        if (LASTING.has(code)) broken();
        return {
          ok: false,
          failure: { code: code === 'model-memory' ? 'out-of-memory' : 'engine-failed', sentence },
        };
      }
      const outcome = await opened.value.ask(asked, push, signal);
      if (!outcome.ok && outcome.failure === GONE && opening === mine) opening = undefined;
      return outcome;
    });
  }

  const { contract } = manifest;
  const base = {
    profile: {
      name: manifest.name,
      place: 'device',
      tasks: manifest.tasks,
      latency,
      memory: manifest.memory,
      context: contract.context,
      // What a person brought is better than what comes with the app, or they would not have.
      quality: 10,
      isHeavy: true,
    },
    availability: () => Promise.resolve<Availability>(contract.runtime === 'onnx' ? 'available' : 'unavailable'),
    destroy() {
      controller.abort();
      controller = new AbortController();
      opening = undefined;
    },
  } as const;
  return contract.kind === 'speech'
    ? {
        ...base,
        kind: 'speech',
        languages: contract.runtime === 'onnx' ? contract.languages : [],
        transcribe: (request) => run<SpeechPart>({ type: 'hear', request }),
      }
    : { ...base, kind: 'text', generate: (request) => run<string>({ type: 'ask', request }) };
}

/** What a model is asked in its test; undefined where its recording is none. */
export async function toTest({ manifest: { contract, selfTest }, files }: OpenedModel): Promise<Asked | undefined> {
  if (contract.kind === 'speech') {
    const samples = readWav((await files.get(selfTest.text)?.bytes()) ?? new Uint8Array(0));
    return samples === undefined ? undefined : { type: 'hear', request: { samples } };
  }
  const { text, tokens: mostTokens } = selfTest;
  return { type: 'ask', request: { instructions: '', text, mostTokens, temperature: 0 } };
}

/** The self-test of a model: in a worker of its own, so that one that crashes takes nothing with it. */
export function createModelTest(workers: ModelWorkers): TestModel {
  return async (model) => {
    const { contract, selfTest } = model.manifest;
    if (contract.runtime !== 'onnx') return modelFailure('model-runtime');
    const controller = new AbortController();
    const disarm = workers.after(MOST_TEST, () => controller.abort());
    try {
      const opened = await openModel(workers, model, controller.signal);
      if (!opened.ok) return opened;
      const asked = await toTest(model);
      if (asked === undefined) {
        opened.value.close();
        return modelFailure('model-broken');
      }
      const since = workers.now();
      const answered = await opened.value.ask(asked, () => undefined, controller.signal);
      const latency = Math.max(1, Math.round(workers.now() - since));
      opened.value.close();
      if (controller.signal.aborted) return modelFailure('model-slow');
      if (!answered.ok)
        return modelFailure(answered.failure.code === 'out-of-memory' ? 'model-memory' : 'model-broken');
      return answered.value.startsWith(selfTest.answer)
        ? { ok: true, value: { latency } }
        : modelFailure('model-answer');
    } finally {
      disarm();
    }
  };
}
