import { describe, expect, test } from 'vitest';
import type { Availability } from '../../ports/task.ts';
import type { DownloadMonitor, LanguageModelApi, LanguageModelOptions, SummarizerApi } from './api.ts';
import { createLanguageModelEngine, createSummarizerEngine } from './engines.ts';

// The browser of the tests has none of these models: what stands in for them keeps to the shapes of Chromium 156.

interface Stand {
  readonly state?: Availability;
  readonly chunks?: readonly string[];
  readonly error?: string;
}

interface Log {
  readonly asked: LanguageModelOptions[];
  readonly prompts: string[];
  destroyed: number;
}

function streamOf(chunks: readonly string[], signal: AbortSignal): ReadableStream<string> {
  let at = 0;
  return new ReadableStream<string>({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(new DOMException('stopped', 'AbortError')));
    },
    pull(controller) {
      const chunk = chunks[at++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function createApi({ state = 'available', chunks = ['The ', 'fox'], error }: Stand = {}) {
  const log: Log = { asked: [], prompts: [], destroyed: 0 };
  const open = (monitor: ((download: DownloadMonitor) => void) | undefined): void => {
    if (error !== undefined) throw new DOMException('no', error);
    monitor?.({ addEventListener: (_, listener) => [0, 0.5, 1].forEach((loaded) => listener({ loaded })) });
  };
  const session = (text: string, context: string, signal: AbortSignal) => {
    log.prompts.push(context + text);
    return streamOf(chunks, signal);
  };
  const destroy = (): void => void log.destroyed++;
  const model: LanguageModelApi = {
    availability: async () => state,
    async create({ monitor, ...options }) {
      open(monitor);
      log.asked.push(options);
      return { promptStreaming: (text, { signal }) => session(text, '', signal), destroy };
    },
  };
  const summarizer: SummarizerApi = {
    availability: async () => state,
    async create({ monitor }) {
      open(monitor);
      return { summarizeStreaming: (text, { context, signal }) => session(text, `${context}: `, signal), destroy };
    },
  };
  return { model, summarizer, log };
}

const request = { instructions: 'Mend it.', text: 'Teh fox', mostTokens: 9, temperature: 0, language: 'en' };

describe('the browser’s language model', () => {
  test('is given instructions apart from the text, and its chunks are parts', async () => {
    const { model, log } = createApi();
    const run = createLanguageModelEngine(model).generate(request);
    const parts: string[] = [];
    for await (const part of run.parts) parts.push(part);
    expect(parts).toEqual(['The ', 'fox']);
    expect(await run.end).toEqual({ ok: true, value: 'The fox' });
    expect(log.asked[0]).toMatchObject({
      initialPrompts: [{ role: 'system', content: 'Mend it.' }],
      expectedOutputs: [{ type: 'text', languages: ['en'] }],
    });
    expect(log).toMatchObject({ prompts: ['Teh fox'], destroyed: 1 });
  });

  test.each(['unavailable', 'downloadable', 'downloading', 'available'] as const)(
    'says that it is %s',
    async (state) => {
      expect(await createLanguageModelEngine(createApi({ state }).model).availability()).toBe(state);
      expect(await createSummarizerEngine(createApi({ state }).summarizer).availability()).toBe(state);
    },
  );

  test('is not there in most browsers, and where asking throws', async () => {
    expect(await createLanguageModelEngine(undefined).availability()).toBe('unavailable');
    expect(await createLanguageModelEngine(undefined).generate(request).end).toMatchObject({ ok: false });
    const { model } = createApi();
    const throwing = { ...model, availability: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
    expect(await createLanguageModelEngine(throwing).availability()).toBe('unavailable');
  });

  test.each([
    ['QuotaExceededError', 'too-long'],
    ['NotAllowedError', 'unavailable'],
    ['AbortError', 'cancelled'],
    ['UnknownError', 'engine-failed'],
  ] as const)('a %s is %s', async (error, code) => {
    const { model, summarizer } = createApi({ error });
    expect(await createLanguageModelEngine(model).generate(request).end).toMatchObject({ failure: { code } });
    expect(await createLanguageModelEngine(model).download()).toMatchObject({ failure: { code } });
    expect(await createSummarizerEngine(summarizer).download()).toMatchObject({ failure: { code } });
  });

  test('tells how far a download is, and stops at an answer that is too long, or at a cancel', async () => {
    const { model, log } = createApi({ chunks: new Array<string>(500).fill('word ') });
    const engine = createLanguageModelEngine(model);
    const heard: number[] = [];
    expect(await engine.download({ monitor: (loaded) => heard.push(loaded) })).toEqual({ ok: true, value: true });
    expect(heard).toEqual([0, 0.5, 1]);
    const end = await engine.generate(request).end;
    expect(end.ok && end.value.length).toBe(75);
    const run = engine.generate({ ...request, mostTokens: 9999 });
    for await (const part of run.parts) {
      expect(part).toBe('word ');
      run.cancel();
    }
    expect(await run.end).toMatchObject({ failure: { code: 'cancelled' } });
    expect(log.destroyed).toBeGreaterThanOrEqual(2);
  });
});

test('the browser’s summarizer is given the text of the blocks, and the title as what it is about', async () => {
  const { summarizer, log } = createApi();
  const blocks = ['One.', 'Two.'].map((text, at) => ({ id: String(at), kind: 'paragraph' as const, level: 0, text }));
  const snapshot = { title: 'Foxes', blocks, heads: {} };
  const run = createSummarizerEngine(summarizer).summarize({ snapshot, type: 'key-points', length: 'short' });
  expect(await run.end).toEqual({ ok: true, value: 'The fox' });
  expect(log.prompts).toEqual(['Foxes: One.\nTwo.']);
});
