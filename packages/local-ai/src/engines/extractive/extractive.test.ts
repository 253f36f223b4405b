import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../ports/snapshot.ts';
import type { SummaryRequest } from '../../ports/task.ts';
import { type Abstracted, measureSummaries, SUMMARIZERS, toSnapshot } from '../../testing/measure-summaries.ts';
import { toRouge } from '../../testing/rouge.ts';
import { runToEnd } from './run-to-end.ts';
import { shortenSentence } from './shorten.ts';
import { type SummaryResult, summarizeByExtracts } from './summarize.ts';

const SAMPLE = new URL('../../../samples/proposals.jsonl', import.meta.url);
const documents = readFileSync(SAMPLE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Abstracted);

function summarize(snapshot: Snapshot, type: SummaryRequest['type'], length: SummaryRequest['length']): SummaryResult {
  return runToEnd(summarizeByExtracts({ snapshot, type, length }));
}

describe('ROUGE', () => {
  test('of a text with itself is 1, with another 0', () => {
    expect(toRouge('the cat sat', 'The cat sat.')).toEqual({ r1: 1, r2: 1, rl: 1 });
    expect(toRouge('dogs bark', 'the cat sat')).toEqual({ r1: 0, r2: 0, rl: 0 });
  });

  test('counts by hand', () => {
    const { r1, r2, rl } = toRouge('the cat sat on the mat', 'the mat the cat');
    expect(r1).toBeCloseTo((2 * 4) / 10);
    expect(r2).toBeCloseTo((2 * 2) / 8);
    expect(rl).toBeCloseTo((2 * 2) / 10);
  });
});

describe('extractive summaries', () => {
  test.each(documents.slice(0, 6).map((document, index) => [index, document] as const))(
    'of proposal %i: each sentence stands where it says',
    (_, { paragraphs }) => {
      const snapshot = toSnapshot(paragraphs);
      for (const type of ['tldr', 'key-points', 'headline'] as const) {
        const result = summarize(snapshot, type, 'medium');
        expect(result.ok).toBe(true);
        if (!result.ok) continue;
        expect(result.value.sentences.length).toBe(type === 'tldr' ? 3 : type === 'key-points' ? 5 : 1);
        for (const { text, blockId, start, end } of result.value.sentences) {
          const source = snapshot.blocks.find(({ id }) => id === blockId)?.text.slice(start, end) ?? '';
          if (type === 'headline') expect(source.startsWith(text.replace(/…$/, ''))).toBe(true);
          else expect(source).toBe(text);
        }
      }
    },
  );

  test('are longer when longer is asked for', () => {
    const snapshot = toSnapshot(documents[0]?.paragraphs ?? []);
    for (const type of ['tldr', 'key-points'] as const) {
      const counts = (['short', 'medium', 'long'] as const).map((length) => {
        const result = summarize(snapshot, type, length);
        return result.ok ? result.value.sentences.length : 0;
      });
      expect(counts).toEqual(type === 'tldr' ? [1, 3, 5] : [3, 5, 7]);
    }
  });

  test('leave headings and code out, and say why there is nothing', () => {
    const blocks = [
      { id: 'h', kind: 'heading', level: 1, text: 'A heading that has enough words to count.' },
      { id: 'c', kind: 'code', level: 0, text: 'const answer = compute(1, 2, 3); return answer;' },
    ] as const;
    expect(summarize({ title: 'T', blocks, heads: {} }, 'tldr', 'short')).toMatchObject({
      ok: false,
      failure: { code: 'unavailable' },
    });
    expect(summarize(toSnapshot(['One sentence is here now.']), 'teaser', 'short').ok).toBe(false);
  });

  test('are the same twice, and of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 12 }), (paragraphs) => {
        const snapshot = toSnapshot(paragraphs.map((text) => `${text} one two three four five.`));
        const once = summarize(snapshot, 'tldr', 'long');
        expect(once).toEqual(summarize(snapshot, 'tldr', 'long'));
        if (paragraphs.length > 0) expect(once.ok).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('can be stopped: the work yields long before it is done', () => {
    const many = documents.flatMap(({ paragraphs }) => paragraphs);
    const work = summarizeByExtracts({ snapshot: toSnapshot(many), type: 'tldr', length: 'medium' });
    let turns = 0;
    while (work.next().done !== true) turns++;
    expect(turns).toBeGreaterThan(10);
  });

  test('of the sample beat its lead, TextRank and LexRank', () => {
    const ours = measureSummaries(documents, SUMMARIZERS.extractive);
    const lead = measureSummaries(documents, SUMMARIZERS['lead-3']);
    expect(ours.r1).toBeGreaterThan(lead.r1 + 1);
    for (const name of ['TextRank', 'LexRank'] as const) {
      expect(ours.r1, name).toBeGreaterThan(measureSummaries(documents, SUMMARIZERS[name]).r1);
    }
  });
});

describe('headlines', () => {
  test.each([
    ['Short enough already.', 'Short enough already'],
    [
      'We propose a standard interface, which lets wallets and exchanges agree on one thing.',
      'We propose a standard interface',
    ],
    [
      'This document describes how tokens are moved between the accounts of many people.',
      'This document describes how tokens are moved…',
    ],
  ])('%s', (sentence, expected) => {
    expect(shortenSentence(sentence, 8).text).toBe(expected);
  });

  test('of forty thousand marks take no more time than they are long', () => {
    const start = process.cpuUsage().user;
    expect(shortenSentence(`${'.'.repeat(40_000)}x`, 8).text).toHaveLength(40_001);
    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
  });
});
