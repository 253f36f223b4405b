import { expect, test } from 'vitest';
import type { SummaryEngine, TextEngine, TextRequest } from '../../ports/engine.ts';
import type { SummaryRequest } from '../../ports/task.ts';
import { startRun } from '../../runs/run.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { condense } from '../extractive/condense.ts';
import { runToEnd } from '../extractive/run-to-end.ts';
import { type Condense, createWrittenSummaries, isGoodSummary, toWrittenSummary } from './write-summary.ts';

const LINES = [
  'The ferry across the estuary was closed on Monday after engineers found cracks in its landing stage.',
  'Until it is repaired, the council will run 2 buses an hour around the estuary.',
];
const request: SummaryRequest = {
  snapshot: {
    title: 'The ferry',
    blocks: LINES.map((text, at) => ({ id: `${at}`, kind: 'paragraph', level: 0, text })),
    heads: { a: 3 },
  },
  type: 'key-points',
  length: 'short',
};
const profile = {
  name: 'a',
  place: 'device',
  tasks: ['summarize'],
  latency: 1,
  memory: 1,
  context: 1000,
  quality: 1,
  isHeavy: false,
} as const;
const writes = (name: string, answer: string, quality: number, asked: TextRequest[] = []): TextEngine => ({
  kind: 'text',
  profile: { ...profile, name, quality },
  availability: async () => 'available',
  generate: (one) =>
    startRun(async (push) => {
      asked.push(one);
      push(answer);
      return { ok: true, value: answer };
    }),
  destroy() {},
});
const shorten: Condense = async (snapshot, letters) => ({ ok: true, value: runToEnd(condense(snapshot, letters)) });
const summaries = (...engines: readonly (TextEngine | SummaryEngine)[]) =>
  createWrittenSummaries({ engines: () => engines, conditions: () => DEVICE_ONLY, failed: () => {} }, shorten);

test('the text goes apart from what is to be done, and points come bare, one a line', async () => {
  const asked: TextRequest[] = [];
  const written = summaries(
    writes('a', 'Here are the points:\n1. **The ferry** is closed.\n- 2 buses run.\n', 1, asked),
  );
  expect(await written.availability()).toBe('available');
  expect(await written.summarize(request).end).toMatchObject({
    ok: true,
    engine: 'a',
    passed: [],
    value: { value: 'The ferry is closed.\n2 buses run.', basedOn: { a: 3 } },
  });
  expect(asked[0]?.text).toBe(['The ferry', ...LINES].join('\n'));
  expect(asked[0]?.instructions).toMatch(/3 most important points/);
  expect(asked[0]?.instructions).not.toContain('ferry');
});

test('what names a number that the text has not goes to the next, and the last one’s is not shown', async () => {
  const inventing = writes('inventing', 'There are 40 buses.', 2);
  const summarizer: SummaryEngine = {
    kind: 'summary',
    profile: { ...profile, name: 'summarizer' },
    availability: async () => 'available',
    summarize: () => startRun(async () => ({ ok: true, value: 'The ferry is closed.' })),
    destroy() {},
  };
  expect(await summaries(inventing, summarizer).summarize(request).end).toMatchObject({
    ok: true,
    engine: 'summarizer',
    passed: [{ engine: 'inventing' }],
  });
  expect(await summaries(inventing).summarize(request).end).toMatchObject({ failure: { code: 'poor-answer' } });
  expect(await summaries().availability()).toBe('unavailable');
});

test.each([
  ['# A ferry is closed\n', 'headline', 'A ferry is closed'],
  ['It is closed.\n\n2 buses run.', 'tldr', 'It is closed. 2 buses run.'],
  ['* a\n* b\n* c\n* d\n* e\n* f\n* g', 'key-points', 'a\nb\nc\nd\ne\nf'],
] as const)('%j as %s is %j', (answer, type, shown) => {
  expect(toWrittenSummary(answer, { type, length: 'short' })).toBe(shown);
});

test('what is longer than the text, or no words, is no summary', () => {
  expect(isGoodSummary('It is closed.', request)).toBe(true);
  expect(isGoodSummary('—', request)).toBe(false);
  expect(isGoodSummary('closed '.repeat(40), request)).toBe(false);
});

/** A long report: what it is about is said again and again, between sentences that say nothing of it. */
const REPORT = Array.from({ length: 60 }, (_, at) =>
  at % 6 === 0
    ? `The ferry across the estuary is closed, and engineers repair the landing stage of the ferry in week ${at}.`
    : `Somebody looked out at ${'abcdefghij'[at % 10]}${at} and thought of nothing that would matter to anyone else.`,
);
const long: SummaryRequest = {
  ...request,
  snapshot: {
    ...request.snapshot,
    blocks: REPORT.map((text, at) => ({ id: `${at}`, kind: 'paragraph', level: 0, text })),
  },
};
const tooLong = { ok: false, failure: { code: 'too-long', sentence: 'Too long.' } } as const;
const toRead = ({ text }: TextRequest): readonly string[] => text.split('\n').slice(1);

test('of a text too long for an engine the sentences that say most are read, in their order, and how much that is is told', async () => {
  const asked: TextRequest[] = [];
  const small = writes('small', 'The ferry is closed.', 1, asked);
  const engine: TextEngine = { ...small, profile: { ...small.profile, context: 400 } };
  const end = await summaries(engine).summarize(long).end;
  expect(end).toMatchObject({ ok: true, value: { value: 'The ferry is closed.' } });
  const read = asked.map(toRead)[0] ?? [];
  expect(read.length).toBeGreaterThan(3);
  expect(read).toEqual(REPORT.filter((line) => read.includes(line)));
  expect(read.filter((line) => line.includes('ferry')).length).toBeGreaterThan(read.length / 2);
  const whole = ['The ferry', ...REPORT].join('\n').length;
  expect(end.share).toBeCloseTo((asked[0]?.text.length ?? 0) / whole, 5);
  // What has room is read whole, and nothing is said of it.
  expect(await summaries(small).summarize(request).end).not.toHaveProperty('share');
});

test('an engine that says it was too long is asked with less, and none with next to nothing; nothing stands in for a text without sentences', async () => {
  const asked: TextRequest[] = [];
  const strict = (most: number): TextEngine => ({
    ...writes('strict', '', 1),
    generate: (one) =>
      startRun(async (push) => {
        asked.push(one);
        if (one.text.length > most) return tooLong;
        push('It is closed.');
        return { ok: true, value: 'It is closed.' };
      }),
  });
  const end = await summaries(strict(900)).summarize(long).end;
  expect(end).toMatchObject({ ok: true, value: { value: 'It is closed.' } });
  const lengths = asked.map(({ text }) => text.length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  expect(lengths.at(-1)).toBeLessThanOrEqual(900);
  expect(lengths.at(-1)).toBeGreaterThan(500);
  expect(await summaries(strict(10)).summarize(long).end).toMatchObject({ failure: { code: 'too-long' } });
  const blocks = [{ id: 'a', kind: 'code', level: 0, text: 'x = 1;'.repeat(20_000) }] as const;
  const code = { ...request, snapshot: { ...request.snapshot, blocks } };
  expect(await summaries(strict(900)).summarize(code).end).toMatchObject({ failure: { code: 'too-long' } });
});

test('cancelled while less of it is asked for, it asks no more', async () => {
  const asked: TextRequest[] = [];
  const engine: TextEngine = {
    ...writes('small', '', 1),
    generate: (one) => {
      asked.push(one);
      queueMicrotask(() => run.cancel());
      return startRun(async () => tooLong);
    },
  };
  const run = summaries(engine).summarize(long);
  expect(await run.end).toMatchObject({ failure: { code: 'cancelled' } });
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  expect(asked).toHaveLength(1);
});
