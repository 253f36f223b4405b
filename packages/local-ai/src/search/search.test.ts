import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureKnownItems, toKnownItems, toMistyped } from '../testing/known-items.ts';
import type { Abstracted } from '../testing/measure-summaries.ts';
import { toTokens } from '../text/tokens.ts';
import { toDistance } from './dictionary.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';
import { toSnippet } from './snippet.ts';

function indexOf(...texts: readonly string[]): SearchIndex {
  const index = createSearchIndex();
  for (const [at, text] of texts.entries()) index.put({ documentId: 'd', blockId: String(at), text });
  return index;
}

function blocksOf(index: SearchIndex, query: string): readonly string[] {
  return index.search(query).map(({ blockId }) => blockId);
}

describe('search', () => {
  test('finds by words, rarer words first, whatever the case and the accents', () => {
    const index = indexOf('the cat and the dog', 'the cafe was closed', 'nothing of the sort here');
    expect(blocksOf(index, 'Café the ')).toEqual(['1', '0', '2']);
    expect(blocksOf(index, 'zebra ')).toEqual([]);
    expect(blocksOf(index, '')).toEqual([]);
  });

  test('weighs words that may stand for those of a question: the best of each, and none where a right word is a slip of another', () => {
    const index = indexOf('the vehicle and the loaf', 'the car', 'a carriage', 'the loam', 'nothing of it');
    const kin: Record<string, string> = { car: 'vehicle', bread: 'loaf', loaf: 'bread' };
    const kinOf = (term: string) => [{ term: kin[term] ?? '', weight: 0.8 }];
    const [both, one, carriage, loam, none] = index.entries();
    const found = index.findKin('car bread ', { kinOf }, 2);
    expect(found.most).toEqual([both, one]);
    const sharesOf = [both, one, carriage, none].map((entry) => (entry === undefined ? NaN : found.shareOf(entry)));
    expect(sharesOf[0]).toBeGreaterThan(sharesOf[1] ?? NaN);
    expect(sharesOf.slice(2)).toEqual([0, 0]);
    expect(index.findKin('car', { kinOf, documentId: 'd' }, 9).most).toContain(carriage);
    expect(index.findKin('car', { kinOf, documentId: 'e' }, 9).most).toEqual([]);
    expect(index.findKin('loan ', { kinOf }, 9).most).toContain(loam);
    expect(index.findKin('loan ', { kinOf, isWord: () => true }, 9).most).toEqual([]);
    expect(index.findKin('', { kinOf }, 9)).toMatchObject({ most: [] });
    index.remove('d', '0');
    expect(index.findKin('bread ', { kinOf }, 9).most).toEqual([]);
  });

  test('finds while a word is being typed, but prefers it whole', () => {
    const index = indexOf('interfaces are shown', 'an inter match was played', 'other things');
    expect(blocksOf(index, 'inter')).toEqual(['1', '0']);
    expect(blocksOf(index, 'inter ')).toEqual(['1']);
    expect(blocksOf(index, 'interf')).toEqual(['0']);
  });

  test('forgives slips, one in a short word and two in a long one, where nothing else is found', () => {
    const index = indexOf('the relay stores envelopes', 'the railway stations', 'cats');
    expect(blocksOf(index, 'realy ')).toEqual(['0']);
    expect(blocksOf(index, 'envleopse ')).toEqual(['0']);
    expect(blocksOf(index, 'stares ')).toEqual(['0']);
    expect(blocksOf(index, 'cut ')).toEqual([]);
  });

  test('keeps to one document where that is asked', () => {
    const index = createSearchIndex();
    index.put({ documentId: 'a', blockId: '1', text: 'apples and pears' });
    index.put({ documentId: 'b', blockId: '1', text: 'apples alone' });
    expect(index.search('apples', { documentId: 'a' })).toMatchObject([{ documentId: 'a', blockId: '1' }]);
    expect(index.removeDocument('b')).toBe(1);
    expect(index.search('apples').map(({ documentId }) => documentId)).toEqual(['a']);
  });

  test('of Japanese works, where no spaces are', () => {
    const index = indexOf('東京都で働く人が多い', '大阪に住んでいます');
    expect(blocksOf(index, '東京 ')[0] ?? blocksOf(index, '東京都 ')[0]).toBe('0');
  });

  test('after any edits answers as an index made of what is left', () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta');
    const edit = fc.record({ block: fc.nat(9), text: fc.option(fc.array(word, { maxLength: 8 }), { nil: undefined }) });
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 700 }),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        (edits, query) => {
          const index = createSearchIndex();
          const left = new Map<string, string>();
          for (const { block, text } of edits) {
            const blockId = String(block);
            if (text === undefined) {
              expect(index.remove('d', blockId)).toBe(left.delete(blockId));
            } else {
              index.put({ documentId: 'd', blockId, text: text.join(' ') });
              left.set(blockId, text.join(' '));
            }
          }
          const fresh = createSearchIndex();
          for (const [blockId, text] of left) fresh.put({ documentId: 'd', blockId, text });
          expect(index.size).toBe(left.size);
          const scores = (one: SearchIndex): readonly (readonly [string, number])[] =>
            one
              .search(query.join(' '))
              .map(({ blockId, score }) => [blockId, Math.round(score * 1e9)] as const)
              .toSorted(([a], [b]) => a.localeCompare(b));
          expect(scores(index)).toEqual(scores(fresh));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('finds known paragraphs of the sample, mistyped ones too', () => {
    const path = new URL('../../samples/proposals.jsonl', import.meta.url);
    const paragraphs = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as Abstracted).paragraphs);
    const index = indexOf(...paragraphs);
    const items = toKnownItems(paragraphs, 1, 4);
    expect(items.length).toBeGreaterThan(50);
    expect(measureKnownItems(items, index.search).mrr).toBeGreaterThan(0.85);
    const mistyped = items.map(({ index: at, query }) => ({ index: at, query: toMistyped(query) }));
    expect(measureKnownItems(mistyped, index.search).mrr).toBeGreaterThan(0.75);
  });
});

describe('slips of the fingers', () => {
  test.each([
    ['relay', 'relay', 0],
    ['relay', 'realy', 1],
    ['relay', 'rely', 1],
    ['relay', 'relays', 1],
    ['relay', 'rellays', 2],
    ['relay', 'crypto', 3],
    ['', 'ab', 2],
  ])('%s → %s: %i', (left, right, distance) => {
    expect(toDistance(left, right, 2)).toBe(distance);
  });
});

describe('snippets', () => {
  test('show every hit where it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('cat', 'dog', 'extraordinarily', 'and', '—', '猫'), { maxLength: 120 }),
        (words) => {
          const text = words.join(' ');
          const { text: piece, start, hits } = toSnippet(text, (term) => term === 'cat');
          expect(text.slice(start, start + piece.length)).toBe(piece);
          expect(piece.length).toBeLessThanOrEqual(160 + 'extraordinarily'.length);
          for (const hit of hits) expect(piece.slice(hit.start, hit.end)).toBe('cat');
          expect(hits.length > 0).toBe(words.includes('cat'));
          const whole = toTokens(text).map(({ start: from }) => from);
          if (start > 0) expect(whole).toContain(start);
        },
      ),
    );
  });
});
