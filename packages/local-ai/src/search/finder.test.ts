import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEmbedder, type Embedder } from '../engines/embeddings/embedder.ts';
import { readVectorsFile } from '../engines/embeddings/vectors-file.ts';
import { runToEnd } from '../engines/extractive/run-to-end.ts';
import { toVectorsFile } from '../testing/tiny-vectors.ts';
import { createFinder, type Finder } from './finder.ts';
import { fuseHits } from './hybrid.ts';
import type { SearchEntry } from './search-index.ts';

// Two fields, and words that say nothing of either.
const VECTORS = {
  car: [60, 0, 5],
  vehicle: [58, 2, 6],
  engine: [50, 10, 5],
  purchase: [40, 0, 30],
  bread: [0, 60, 5],
  loaf: [2, 58, 6],
  oven: [5, 50, 8],
  the: [0.1, 0.1, 0.1],
  with: [0.1, 0.1, 0.1],
  old: [4, 4, 6],
};
const WORDS = Object.keys(VECTORS);

function toEmbedder(): Embedder {
  const read = readVectorsFile(toVectorsFile(VECTORS));
  if (!read.ok) throw new Error(read.failure.sentence);
  return createEmbedder(read.value);
}

function finderOf(texts: readonly string[], hasMeaning = true): Finder {
  const finder = createFinder();
  for (const [at, text] of texts.entries()) finder.put({ documentId: 'd', blockId: String(at), text });
  if (hasMeaning) runToEnd(finder.setEmbedder(toEmbedder()));
  return finder;
}

const blocksOf = (finder: Finder, query: string): readonly string[] =>
  finder.search(query).map(({ blockId }) => blockId);

describe('search by words and meaning', () => {
  test('finds in other words, and says so with the nearest sentence', () => {
    const finder = finderOf(['The old loaf. With the oven, bread.', 'The old vehicle with the engine', 'Bread']);
    const [first, ...others] = finder.search('car ');
    expect(first).toMatchObject({ blockId: '1', isSimilar: true });
    expect(first?.snippet.hits.map(({ start, end }) => first.snippet.text.slice(start, end))).toContain('vehicle');
    expect(others).toEqual([]);
    const [loaf] = finderOf(['The old car. With the oven, bread.']).search('loaf ');
    expect(loaf?.snippet).toMatchObject({ text: 'With the oven, bread.', start: 13 });
  });

  test('needs no vectors, and none of another language', () => {
    expect(blocksOf(finderOf(['The old vehicle'], false), 'car ')).toEqual([]);
    const finder = finderOf(['Der Hund schläft', 'the car', 'the dog with the car']);
    expect(blocksOf(finder, 'Hund ')).toEqual(['0']);
    expect(finder.search('Hund ')[0]?.isSimilar).toBe(false);
  });

  test('a slip is forgiven, and a word that is right is not taken for one', () => {
    const finder = finderOf(['the loam', 'bread with the oven']);
    expect(blocksOf(finder, 'loaf ')[0]).toBe('1');
    expect(blocksOf(finder, 'ovne ')[0]).toBe('1');
  });

  test('forgets what is taken out, and replaces', () => {
    const finder = finderOf(['the vehicle', 'the bread']);
    finder.put({ documentId: 'd', blockId: '1', text: 'the engine' });
    expect(blocksOf(finder, 'loaf ')).toEqual([]);
    finder.put({ documentId: 'e', blockId: '0', text: 'oven' });
    expect(finder.search('loaf ', { documentId: 'd' })).toEqual([]);
    expect(finder.search('loaf ')).toHaveLength(1);
    finder.remove('d', '0');
    expect(blocksOf(finder, 'car ')).toEqual(['1']);
    finder.remove('d');
    expect(blocksOf(finder, 'car ')).toEqual([]);
    expect(finder.size).toBe(1);
  });

  test('indexed before or after the vectors came, it answers the same', () => {
    const text = fc.array(fc.constantFrom(...WORDS, 'zebra'), { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), text, (texts, query) => {
        const late = finderOf(texts);
        const early = createFinder();
        runToEnd(early.setEmbedder(toEmbedder()));
        for (const [at, one] of texts.entries()) early.put({ documentId: 'd', blockId: String(at), text: one });
        expect(late.search(query)).toEqual(early.search(query));
      }),
    );
  });

  test('where a paragraph holds the whole question, BM25’s order stands down to it, whatever the vectors say', () => {
    const text = fc.array(fc.constantFrom(...WORDS, 'zebra', 'yak'), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 25 }),
        fc.array(fc.constantFrom(...WORDS, 'zebra'), { minLength: 1, maxLength: 3 }),
        (texts, asked) => {
          const all = texts.map((words) => words.join(' '));
          const options = { limit: 100, isTyping: false };
          const plain = finderOf(all, false).search(asked.join(' '), options);
          const hybrid = finderOf(all).search(asked.join(' '), options);
          const holds = ({ blockId }: { readonly blockId: string }): boolean =>
            asked.every((word) => texts[Number(blockId)]?.includes(word));
          const last = plain.findLastIndex(holds);
          expect(hybrid.slice(0, last + 1).map(({ blockId }) => blockId)).toEqual(
            plain.slice(0, last + 1).map(({ blockId }) => blockId),
          );
          // And nothing that BM25 found is lost.
          expect(new Set(hybrid.map(({ blockId }) => blockId))).toEqual(
            new Set([...plain, ...hybrid].map(({ blockId }) => blockId)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  test('one order comes of both, and scores never rise in it', () => {
    const entries = Array.from(
      { length: 8 },
      (_, at): SearchEntry => ({
        documentId: 'd',
        blockId: String(at),
        text: '',
      }),
    );
    const number = fc.double({ min: 0.01, max: 1, noNaN: true });
    const hits = fc.array(fc.record({ at: fc.nat(7), score: number, coverage: fc.constantFrom(0.2, 0.7, 1) }));
    const near = fc.array(fc.record({ at: fc.nat(7), cosine: number }));
    const entryOf = (at: number): SearchEntry => entries[at] ?? { documentId: '', blockId: '', text: '' };
    fc.assert(
      fc.property(hits, near, (words, nearest) => {
        const once = <T extends { readonly at: number }>(list: readonly T[]): readonly T[] => [
          ...new Map(list.map((one) => [one.at, one])).values(),
        ];
        const found = fuseHits(
          once(words)
            .toSorted((a, b) => b.score - a.score)
            .map(({ at, ...hit }) => ({ ...hit, entry: entryOf(at) })),
          once(nearest).map(({ at }) => entryOf(at)),
          ({ blockId }) => nearest.find(({ at }) => String(at) === blockId)?.cosine ?? 0,
        );
        const blocks = found.map(({ entry }) => entry.blockId);
        expect(new Set(blocks).size).toBe(blocks.length);
        expect(new Set(blocks)).toEqual(new Set([...words, ...nearest].map(({ at }) => String(at))));
        for (const [at, { score }] of found.entries()) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(found[at - 1]?.score ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });
});
