import { expect, test } from 'vitest';
import type { SummaryEngine, TextEngine, TextRequest } from '../../ports/engine.ts';
import type { SummaryRequest } from '../../ports/task.ts';
import { startRun } from '../../runs/run.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { createWrittenSummaries, isGoodSummary, toWrittenSummary } from './write-summary.ts';

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
const summaries = (...engines: readonly (TextEngine | SummaryEngine)[]) =>
  createWrittenSummaries({ engines: () => engines, conditions: () => DEVICE_ONLY, failed: () => {} });

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
  const long = { ...request, snapshot: { ...request.snapshot, title: 'a'.repeat(70_000) } };
  expect(await summaries(inventing).summarize(long).end).toMatchObject({ failure: { code: 'too-long' } });
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
