import type { EngineProfile, SummaryEngine, TextEngine, TextRequest } from '../../ports/engine.ts';
import type { Availability, DownloadOptions, Outcome, SummaryRequest, TaskFailure } from '../../ports/task.ts';
import { CANCELLED, startRun, toFailure } from '../../runs/run.ts';
import type {
  DownloadMonitor,
  LanguageModelApi,
  LanguageModelOptions,
  SummarizerApi,
  SummarizerOptions,
} from './api.ts';

/** An engine of the browser, and the download that may have to come before: it needs a press of the person's. */
export interface Downloadable {
  download(options?: DownloadOptions): Promise<Outcome<true>>;
}

const PROFILE: Pick<EngineProfile, 'place' | 'latency' | 'memory' | 'context' | 'quality' | 'isHeavy'> = {
  place: 'device',
  latency: 1500,
  // The browser's own, not this page's.
  memory: 0,
  context: Number.POSITIVE_INFINITY,
  quality: 8,
  isHeavy: true,
};

/** Letters of an answer for each token that was asked for: the browser's model has no such limit of its own. */
const LETTERS_A_TOKEN = 8;

const TOO_LONG: TaskFailure = {
  code: 'too-long',
  sentence: 'This is more text than the browser’s model can look at. Select less of it.',
};
const NOT_NOW: TaskFailure = {
  code: 'unavailable',
  sentence: 'The browser does not let its model be used here now. Use another engine, or allow it in the browser.',
};

/** What the browser refused with: its errors have names. */
function toBrowserFailure(error: unknown): TaskFailure {
  switch ((error as { readonly name?: unknown } | null)?.name) {
    case 'AbortError':
      return CANCELLED;
    case 'QuotaExceededError':
      return TOO_LONG;
    case 'NotAllowedError':
    case 'NotSupportedError':
    case 'InvalidStateError':
    case 'NetworkError':
      return NOT_NOW;
    default:
      return toFailure(error);
  }
}

/** What goes on one session and is read to its end, or until it is long enough. */
async function readAll(
  stream: ReadableStream<string>,
  most: number,
  push: (text: string) => void,
): Promise<Outcome<string>> {
  const reader = stream.getReader();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += read.value;
    push(read.value);
    if (text.length < most) continue;
    await reader.cancel();
    break;
  }
  return { ok: true, value: text };
}

async function ask(api: { availability(): Promise<Availability> } | undefined): Promise<Availability> {
  try {
    return (await api?.availability()) ?? 'unavailable';
  } catch {
    return 'unavailable';
  }
}

type Create = (options: {
  readonly monitor: (download: DownloadMonitor) => void;
  readonly signal?: AbortSignal;
}) => Promise<{ destroy(): void }>;

/** @param create undefined: this browser has no such model */
async function fetchModel(create: Create | undefined, { monitor, signal }: DownloadOptions): Promise<Outcome<true>> {
  if (create === undefined) return { ok: false, failure: NOT_NOW };
  try {
    const session = await create({
      monitor: (download) => download.addEventListener('downloadprogress', ({ loaded }) => monitor?.(loaded)),
      ...(signal === undefined ? {} : { signal }),
    });
    session.destroy();
    return { ok: true, value: true };
  } catch (error) {
    return { ok: false, failure: toBrowserFailure(error) };
  }
}

/** The browser's language model, where it has one: `globalThis.LanguageModel`. */
export function createLanguageModelEngine(api: LanguageModelApi | undefined): TextEngine & Downloadable {
  const toOptions = ({ instructions, language }: Partial<TextRequest>): LanguageModelOptions => {
    const spoken = language === undefined ? undefined : [{ type: 'text' as const, languages: [language] }];
    return {
      ...(instructions === undefined ? {} : { initialPrompts: [{ role: 'system', content: instructions }] }),
      // The same for both calls, or the answer to the one says nothing about the other.
      ...(spoken === undefined ? {} : { expectedInputs: spoken, expectedOutputs: spoken }),
    };
  };
  return {
    kind: 'text',
    profile: {
      ...PROFILE,
      name: 'The browser’s model',
      tasks: ['rewrite', 'complete', 'summarize', 'classify', 'extract'],
    },
    availability: () => ask(api && { availability: () => api.availability(toOptions({})) }),
    generate: (request) =>
      startRun(async (push, signal) => {
        if (api === undefined) return { ok: false, failure: NOT_NOW };
        let session;
        try {
          session = await api.create({ ...toOptions(request), signal });
          const stream = session.promptStreaming(request.text, { signal });
          return await readAll(stream, request.mostTokens * LETTERS_A_TOKEN, push);
        } catch (error) {
          return { ok: false, failure: toBrowserFailure(error) };
        } finally {
          session?.destroy();
        }
      }),
    download: (options = {}) => fetchModel(api && ((how) => api.create({ ...toOptions({}), ...how })), options),
    destroy() {},
  };
}

/** The browser's summarizer, where it has one: `globalThis.Summarizer`. */
export function createSummarizerEngine(api: SummarizerApi | undefined): SummaryEngine & Downloadable {
  const toOptions = ({ type, length }: Pick<SummaryRequest, 'type' | 'length'>): SummarizerOptions => ({
    type,
    length,
    format: 'plain-text',
  });
  const usual = toOptions({ type: 'key-points', length: 'short' });
  return {
    kind: 'summary',
    profile: { ...PROFILE, name: 'The browser’s summarizer', tasks: ['summarize'], quality: 9 },
    availability: () => ask(api && { availability: () => api.availability(usual) }),
    summarize: ({ snapshot, type, length }) =>
      startRun(async (push, signal) => {
        if (api === undefined) return { ok: false, failure: NOT_NOW };
        let session;
        try {
          session = await api.create({ ...toOptions({ type, length }), signal });
          const text = snapshot.blocks.map((block) => block.text).join('\n');
          const stream = session.summarizeStreaming(text, { context: snapshot.title, signal });
          return await readAll(stream, Number.POSITIVE_INFINITY, push);
        } catch (error) {
          return { ok: false, failure: toBrowserFailure(error) };
        } finally {
          session?.destroy();
        }
      }),
    download: (options = {}) => fetchModel(api && ((how) => api.create({ ...usual, ...how })), options),
    destroy() {},
  };
}
