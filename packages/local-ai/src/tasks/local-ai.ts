import type { LearnedFailure } from '../engines/adaptive/bytes.ts';
import { THRESHOLDS } from '../engines/adaptive/calibration.ts';
import { THRESHOLDS as LM_THRESHOLDS } from '../engines/weft-lm/calibration.ts';
import type { EngineProfile, EngineRun } from '../ports/engine.ts';
import type {
  Availability,
  Completion,
  CompletionTask,
  CreateOptions,
  Outcome,
  SummaryTask,
  TaskEnd,
  TaskFailure,
  TaskName,
  TaskRun,
} from '../ports/task.ts';
import type { TopicTask } from '../ports/classifying.ts';
import type { Snapshot, SnapshotHeads } from '../ports/snapshot.ts';
import type { ExtractTask, ProofreadTask } from '../ports/writing.ts';
import type { SearchEntry, SearchHit, SearchOptions } from '../search/search-index.ts';
import { type Client, createClient } from '../worker/client.ts';
import type { Calls } from '../worker/messages.ts';
import { feed, type FileParts } from './feed.ts';
import { chooseEngine, type Conditions, type Route } from '../router/route.ts';

/** A worker that runs `worker/worker.ts`: the browser's `Worker`, or what does the same. */
export interface WorkerPort {
  postMessage(message: unknown, options?: { transfer?: ArrayBuffer[] }): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/** What the engines of this package say of themselves. Latencies and memory as measured, rounded up; see the README. */
const SMALL = { place: 'device', context: Number.POSITIVE_INFINITY, quality: 1, isHeavy: false } as const;
const ENGINES: readonly EngineProfile[] = [
  { ...SMALL, name: 'adaptive', tasks: ['complete'], latency: 1, memory: 32e6 },
  {
    ...SMALL,
    name: 'weft-lm',
    tasks: ['complete'],
    latency: 20,
    memory: 24e6,
    context: 128,
    quality: 2,
    isHeavy: true,
  },
  { ...SMALL, name: 'extractive', tasks: ['summarize'], latency: 100, memory: 8e6 },
  { ...SMALL, name: 'topics', tasks: ['classify'], latency: 50, memory: 4e6 },
  { ...SMALL, name: 'rules', tasks: ['proofread', 'extract'], latency: 50, memory: 1e6 },
];

/** Conditions under which everything stays on this device and nothing is short. */
export const DEVICE_ONLY: Conditions = { places: [], isSaving: false, memory: Number.POSITIVE_INFINITY, failed: [] };

/** How sure a suggestion must be to be shown: right about two times in five, one in two, two in three. */
export type Boldness = keyof typeof THRESHOLDS;

export interface CompletionOptions extends CreateOptions {
  readonly boldness?: Boldness;
}

/** What the person's own writing taught the completions: learned as they write, forgotten when they say so. */
export interface Learning {
  /** Learns what of `text` begins at or behind `from`. What stands before must have been learned. */
  learn(text: string, from?: number): Promise<Outcome<number>>;
  /** Takes back what learning exactly this text added. */
  forget(text: string): Promise<Outcome<number>>;
  forgetAll(): Promise<Outcome<number>>;
  /** All of it, as bytes: the person's words in the clear. Seal them before they are stored. */
  save(): Promise<Outcome<Uint8Array>>;
  load(bytes: Uint8Array): Promise<Outcome<LearnedFailure | undefined>>;
}

/** Search over the paragraphs of many documents. */
export interface Searching {
  /** Adds paragraphs, or replaces those of the same document and block. Returns how many there are now. */
  put(entries: readonly SearchEntry[]): Promise<Outcome<number>>;
  /** Takes out a block, or a whole document. Returns how many paragraphs are left. */
  remove(documentId: string, blockId?: string): Promise<Outcome<number>>;
  search(query: string, options?: SearchOptions): Promise<Outcome<readonly SearchHit[]>>;
}

/** The tasks that this device can do by itself, in a worker that starts on first use. */
export interface LocalAi {
  createCompletion(options?: CompletionOptions): CompletionTask;
  createSummarizer(options?: CreateOptions): SummaryTask;
  /** Finds slips by rule, in English and German. */
  createProofreader(options?: CreateOptions): ProofreadTask;
  /** Finds tasks and days by rule, in English and German. */
  createExtractor(options?: CreateOptions): ExtractTask;
  /** Tells what documents are about, in English by word vectors where they are loaded; sorts English ones under labels. */
  createTopics(options?: CreateOptions): TopicTask;
  /**
   * Hands the worker the language model's file (`@weft/local-ai/weft-lm.bin`) as the caller fetches it. From then
   * on it completes; without it, or when it fails, the adaptive engine alone does. After a crash load it again.
   */
  loadModel(parts: FileParts): Promise<Outcome<{ readonly isSimd: boolean }>>;
  /**
   * Hands the worker the file of word vectors (`@weft/local-ai/weft-vectors.bin`) as the caller fetches it. From then on
   * searching finds by meaning too. After a crash load it again.
   */
  loadVectors(parts: FileParts): Promise<Outcome<{ readonly words: number }>>;
  /** The unit vector of each text, undefined for one that is not in English. Fails with `unavailable` before `loadVectors`. */
  embed(texts: readonly string[]): Promise<Outcome<readonly (Float32Array | undefined)[]>>;
  /** A document's most telling sentences in reading order, of at most so many letters (UTF-16 units). */
  condense(snapshot: Snapshot, letters: number): Promise<Outcome<Snapshot>>;
  readonly learning: Learning;
  readonly searching: Searching;
  /** Ends the worker, and with `cancelled` all that is under way. What was learned and not saved is gone. */
  destroy(): void;
}

const NOTHING: TaskFailure = { code: 'unavailable', sentence: 'There is nothing to suggest here.' };
const CRASHED: TaskFailure = {
  code: 'engine-failed',
  sentence: 'The part that works on this device stopped, and starts anew when you try again.',
};
const ENDED: TaskFailure = { code: 'cancelled', sentence: 'This was ended. Create it again to go on.' };

/**
 * The on-device tasks over a worker. `startWorker` is called on first use and not before; the same engines behind any
 * other port do as well. `conditions` say what the router may choose from.
 */
export function createLocalAi(startWorker: () => WorkerPort, conditions: Conditions = DEVICE_ONLY): LocalAi {
  let running: { readonly worker: WorkerPort; readonly client: Client } | undefined;
  const start = (): Client => {
    if (running === undefined) {
      const worker = startWorker();
      const client = createClient(worker);
      running = { worker, client };
      worker.addEventListener('error', () => stop(worker, client, CRASHED));
    }
    return running.client;
  };
  const stop = (worker: WorkerPort, client: Client, failure: TaskFailure): void => {
    if (running?.worker === worker) running = undefined;
    hasModel = false;
    client.abandon(failure);
    worker.terminate();
  };
  let hasModel = false;
  const route = (task: TaskName, deadline: number): Route => {
    const there = ENGINES.filter(({ name }) => name !== 'weft-lm' || hasModel);
    return chooseEngine(there, task, deadline, conditions);
  };
  const toAvailability = async (task: TaskName): Promise<Availability> =>
    route(task, Number.POSITIVE_INFINITY).engine === undefined ? 'unavailable' : 'available';

  /** A task over a whole snapshot, for which time is not short. */
  function createSnapshotTask<Name extends SnapshotCall>(
    name: Name,
    { signal }: CreateOptions = {},
    task: TaskName = 'classify',
  ): SnapshotTask<Name> {
    const calls = createCalls<Calls[Name]['part'], Calls[Name]['output']>(signal);
    return {
      availability: () => toAvailability(task),
      run(request) {
        const { engine, reason } = route(task, Number.POSITIVE_INFINITY);
        if (engine === undefined) return calls.refuse(reason);
        return calls.add(start().call(name, request), engine.name, request.snapshot.heads);
      },
      destroy: calls.destroy,
    };
  }

  return {
    createCompletion({ boldness = 'balanced', signal } = {}) {
      const calls = createCalls<Completion, Completion>(signal);
      return {
        availability: () => toAvailability('complete'),
        complete(request) {
          const { engine, reason } = route('complete', request.deadline);
          // The latest request wins: an answer to an older one is of no use.
          calls.cancelAll();
          if (engine === undefined) return calls.refuse(reason);
          const call = start().call('complete', {
            request,
            engine: engine.name === 'weft-lm' ? 'weft-lm' : 'adaptive',
            threshold: toThreshold(engine.name, boldness),
          });
          const end = call.end.then((outcome): Outcome<Completion> => {
            if (!outcome.ok) return outcome;
            return outcome.value === undefined ? { ok: false, failure: NOTHING } : { ok: true, value: outcome.value };
          });
          return calls.add({ parts: toPart(end), end, cancel: call.cancel }, engine.name, {});
        },
        destroy: calls.destroy,
      };
    },
    createSummarizer(options) {
      const { run, ...task } = createSnapshotTask('summarize', options, 'summarize');
      return { ...task, summarize: run };
    },
    createProofreader(options) {
      const { run, ...task } = createSnapshotTask('proofread', options, 'proofread');
      return { ...task, proofread: run };
    },
    createExtractor(options) {
      const { run, ...task } = createSnapshotTask('extract', options, 'extract');
      return { ...task, extract: run };
    },
    createTopics(options) {
      const { run: topics, ...task } = createSnapshotTask('topics', options);
      const { run: sort, destroy } = createSnapshotTask('sort', options);
      return {
        ...task,
        topics,
        sort,
        destroy() {
          task.destroy();
          destroy();
        },
      };
    },
    async loadModel(parts) {
      const client = start();
      const outcome = (await feed(client, 'weft-lm', parts)) ?? (await client.call('loadModel', undefined).end);
      hasModel = outcome.ok && running?.client === client;
      return outcome;
    },
    async loadVectors(parts) {
      const client = start();
      return (await feed(client, 'weft-vectors', parts)) ?? (await client.call('loadVectors', undefined).end);
    },
    embed: (texts) => start().call('embed', texts).end,
    condense: (snapshot, letters) => start().call('condense', { snapshot, letters }).end,
    learning: {
      learn: (text, from = 0) => start().call('learn', { text, from }).end,
      forget: (text) => start().call('forget', text).end,
      forgetAll: () => start().call('forgetAll', undefined).end,
      save: () => start().call('save', undefined).end,
      load: (bytes) => start().call('load', bytes).end,
    },
    searching: {
      put: (entries) => start().call('index', entries).end,
      remove: (documentId, blockId) =>
        start().call('unindex', blockId === undefined ? { documentId } : { documentId, blockId }).end,
      search: (query, options = {}) => start().call('search', { query, options }).end,
    },
    destroy() {
      if (running !== undefined) stop(running.worker, running.client, ENDED);
    },
  };
}

type SnapshotCall = 'summarize' | 'proofread' | 'extract' | 'topics' | 'sort';

interface SnapshotTask<Name extends SnapshotCall> {
  availability(): Promise<Availability>;
  run(request: Calls[Name]['input']): TaskRun<Calls[Name]['part'], Calls[Name]['output']>;
  destroy(): void;
}

function toThreshold(engine: string, boldness: Boldness): number {
  return engine === 'weft-lm' ? LM_THRESHOLDS[boldness] : THRESHOLDS[boldness];
}

/** The whole answer as the only part. */
async function* toPart<T>(end: Promise<Outcome<T>>): AsyncGenerator<T> {
  const outcome = await end;
  if (outcome.ok) yield outcome.value;
}

async function* toNothing(): AsyncGenerator<never> {
  yield* [];
}

interface CallList<Part, Whole> {
  /** A run that ends before it begins, and says why. */
  refuse(reason: string): TaskRun<Part, Whole>;
  add(call: EngineRun<Part, Whole>, engine: string, heads: SnapshotHeads): TaskRun<Part, Whole>;
  cancelAll(): void;
  destroy(): void;
}

/** The runs of one task: they end with it, or with its signal. */
function createCalls<Part, Whole>(signal: AbortSignal | undefined): CallList<Part, Whole> {
  const open = new Set<() => void>();
  const cancelAll = (): void => {
    for (const cancel of open) cancel();
    open.clear();
  };
  let isOver = signal?.aborted === true;
  const destroy = (): void => {
    isOver = true;
    cancelAll();
  };
  signal?.addEventListener('abort', destroy, { once: true });
  return {
    refuse(reason) {
      const end = Promise.resolve<TaskEnd<Whole>>({ ok: false, failure: { code: 'unavailable', sentence: reason } });
      return { parts: toNothing(), end, cancel() {} };
    },
    add({ parts, end, cancel }, engine, heads) {
      open.add(cancel);
      if (isOver) cancelAll();
      const ended = end.then((outcome): TaskEnd<Whole> => {
        open.delete(cancel);
        if (!outcome.ok) return outcome;
        return { ok: true, value: { value: outcome.value, basedOn: heads }, place: 'device', engine };
      });
      return { parts, end: ended, cancel };
    },
    cancelAll,
    destroy,
  };
}
