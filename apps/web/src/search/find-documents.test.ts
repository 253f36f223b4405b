import type { LibraryRecord } from '@weft/crdt-core';
import type { SearchHit } from '@weft/local-ai';
import { expect, test } from 'vitest';
import { toFindings } from './find-documents.ts';
import { toKeptText } from './kept-text.ts';

const hit = (documentId: string, blockId: string, score: number): SearchHit => ({
  documentId,
  blockId,
  score,
  snippet: { text: blockId, start: 0, hits: [] },
  isSimilar: false,
});
const recordOf = (id: string): LibraryRecord | undefined =>
  id === 'gone' ? undefined : ({ localId: id, title: id } as LibraryRecord);

test('what is found stands by document, a hit in a title counting more, and what was removed meanwhile is left out', () => {
  const hits = [hit('a', 'x', 9), hit('gone', 'x', 8), hit('b', '', 5), hit('a', 'y', 4), hit('b', 'z', 3)];
  const found = toFindings(hits, recordOf);
  expect(found.map(({ record }) => record.localId)).toEqual(['b', 'a']);
  expect(found[0]?.title?.text).toBe('');
  expect(found[1]?.title).toBeUndefined();
  expect(found[1]?.places.map(({ blockId }) => blockId)).toEqual(['x', 'y']);
});

test('a title that is only similar in meaning counts no more than a place that holds the words', () => {
  const found = toFindings([hit('a', 'x', 6), { ...hit('b', '', 4), isSimilar: true }], recordOf);
  expect(found.map(({ record, isSimilar }) => [record.localId, isSimilar])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});

test('what was kept is read only where it is what was written', () => {
  for (const kept of [[['a', 'words']], [['a', 'let x', 'code']]]) expect(toKeptText(kept)).toEqual(kept);
  for (const value of [undefined, 'words', {}, [['a']], [['a', 1]], [['a', 'b', 'prose']], ['ab']])
    expect(toKeptText(value)).toBeUndefined();
});
