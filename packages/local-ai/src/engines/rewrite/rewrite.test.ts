import { describe, expect, test } from 'vitest';
import type { TextEngine, TextRequest } from '../../ports/engine.ts';
import { startRun } from '../../runs/run.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { createRewriter, isGoodRewrite, toContinued, toRewritten } from './rewrite.ts';

/** An engine that answers with what `answer` makes of what it is asked, in two parts. */
function createEngine(name: string, answer: (request: TextRequest) => string, quality = 1): TextEngine {
  return {
    kind: 'text',
    profile: {
      name,
      place: 'device',
      tasks: ['rewrite'],
      latency: 1,
      memory: 1,
      context: 1000,
      quality,
      isHeavy: false,
    },
    availability: async () => 'available',
    generate: (request) =>
      startRun(async (push) => {
        const text = answer(request);
        push(text.slice(0, 4));
        push(text.slice(4));
        return { ok: true, value: text };
      }),
    destroy() {},
  };
}

const TEXT = 'The meeting, which is on 3 May, will in all probability be rather long.';
const request = { text: TEXT, style: 'shorter', heads: { a: 1 } } as const;
const rewriter = (...engines: readonly TextEngine[]): ReturnType<typeof createRewriter> =>
  createRewriter({ engines: () => engines, conditions: () => DEVICE_ONLY, failed: () => {} });

describe('rewriting', () => {
  test('is unavailable where nothing writes', async () => {
    expect(await rewriter().availability('shorter')).toBe('unavailable');
    expect(await rewriter(createEngine('a', () => '')).availability('shorter')).toBe('available');
    expect(await rewriter(createEngine('a', () => '')).availability('continued')).toBe('unavailable');
    expect(await rewriter().rewrite(request).end).toMatchObject({ ok: false, failure: { code: 'unavailable' } });
  });

  test('asks with the text apart from what is to be done, and gives the answer bare', async () => {
    const asked: TextRequest[] = [];
    const engine = createEngine('a', (one) => {
      asked.push(one);
      return 'Here is the text:\n"The meeting on 3 May\nwill likely be long."';
    });
    const end = await rewriter(engine).rewrite(request).end;
    expect(end).toMatchObject({
      ok: true,
      engine: 'a',
      value: { value: 'The meeting on 3 May will likely be long.', basedOn: { a: 1 } },
    });
    expect(asked[0]?.text).toBe(TEXT);
    expect(asked[0]?.instructions).not.toContain('meeting');
  });

  test('goes on to the next engine where an answer is none, and says so where it was the last', async () => {
    const chatty = createEngine('chatty', () => 'I am a model and the meeting is on 4 May.', 2);
    const able = createEngine('able', () => 'The meeting will be long.');
    expect(await rewriter(chatty, able).rewrite(request).end).toMatchObject({ ok: true, engine: 'able' });
    expect(await rewriter(chatty).rewrite(request).end).toMatchObject({
      ok: false,
      failure: { code: 'poor-answer' },
      passed: [{ engine: 'chatty', failure: { code: 'poor-answer' } }],
    });
    expect(await rewriter(able).rewrite({ ...request, text: 'a'.repeat(5000) }).end).toMatchObject({
      failure: { code: 'too-long' },
    });
  });

  test('goes on from the end of a text that is too long, and of that reads less where an engine cannot look at all of it', async () => {
    const read: string[] = [];
    const able = createEngine('strict', () => '');
    const strict: TextEngine = {
      ...able,
      profile: { ...able.profile, tasks: ['complete'] },
      generate: ({ text }) =>
        startRun<string, string>(async (push) => {
          read.push(text);
          if (text.length > 1000) return { ok: false, failure: { code: 'too-long', sentence: 'Too long.' } };
          push('It hid.');
          return { ok: true, value: 'It hid.' };
        }),
    };
    const text = Array.from({ length: 1500 }, (_, at) => `w${at}`).join(' ');
    const end = await rewriter(strict).rewrite({ ...request, text, style: 'continued' }).end;
    expect(end).toMatchObject({ ok: true, value: { value: ' It hid.' } });
    expect(read.length).toBeGreaterThan(2);
    for (const part of read) expect(` ${text}`.endsWith(` ${part}`)).toBe(true);
    expect(read[0]?.length).toBeGreaterThan(3900);
    expect(read.at(-1)?.length).toBeGreaterThan(600);
  });
});

test.each([
  ['Fine.', 'shorter', true],
  ['', 'shorter', false],
  [TEXT, 'plainer', false],
  ['It is on 3 May.', 'formal', true],
  ['It is in May.', 'formal', false],
  [TEXT, 'corrected', true],
  ['“…”', 'continued', false],
  ['It is on 3 May at 5.', 'shorter', false],
  [`3 ${'long '.repeat(100)}`, 'plainer', false],
] as const)('%j as an answer for %s: %s', (answer, style, isGood) => {
  expect(isGoodRewrite(answer, { ...request, style })).toBe(isGood);
});

test.each([
  ['```text\nYes.\n```', 'No.', 'Yes.'],
  ['Sure, here is the rewritten text: Yes.', 'No.', 'Yes.'],
  ['“Yes.”', 'No.', 'Yes.'],
  ['“Yes.”', '“No.”', '“Yes.”'],
  ['Note: yes.', 'No.', 'Note: yes.'],
])('%j is bare as %j', (answer, source, bare) => {
  expect(toRewritten(answer, source)).toBe(bare);
});

test.each([
  ['The night was long. And then it', 'The fox ran.', ' The night was long.'],
  ['The fox ran. It was tired, and', 'The fox ran.', ' It was tired, and'],
  ['into the night.', 'The fox ran ', 'into the night.'],
  [', and hid.', 'The fox ran', ', and hid.'],
  ['The fox ranted.', 'The fox ran', 'ted.'],
  ['Sure, here is how it goes on: It hid.\n\nIt slept.', 'The fox ran.', ' It hid. It slept.'],
  ['   ', 'The fox ran.', ''],
])('%j goes on from %j as %j', (answer, before, continued) => {
  expect(toContinued(answer, before)).toBe(continued);
});
