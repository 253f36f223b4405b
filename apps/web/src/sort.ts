/** In which order the documents are listed. Not secret, and kept where the browser allows. */
import type { LibraryRecord } from '@weft/crdt-core';
import { compareNames } from '@weft/editor-ui/words';
import { keepChoice, readChoice } from './choices.ts';

export type Sort = 'opened' | 'title' | 'created';

const KEY = 'weft/sort';

/** The order a person chose; the last opened first until they do. */
export function currentSort(): Sort {
  const kept = readChoice(KEY);
  return kept === 'title' || kept === 'created' ? kept : 'opened';
}

export function setSort(sort: Sort): void {
  keepChoice(KEY, sort);
}

/**
 * Documents in an order; the pinned stand first in each. Those without a title come last by title.
 * @param records - as the library lists them: the pinned first, then the last opened
 */
export function sortRecords(records: readonly LibraryRecord[], sort: Sort): readonly LibraryRecord[] {
  if (sort === 'opened') return records;
  const pinned = (record: LibraryRecord): number => (record.isPinned === true ? 0 : 1);
  if (sort === 'created') return records.toSorted((a, b) => pinned(a) - pinned(b) || b.createdAt - a.createdAt);
  const isUntitled = (record: LibraryRecord): number => (record.title === '' ? 1 : 0);
  return records.toSorted(
    (a, b) => pinned(a) - pinned(b) || isUntitled(a) - isUntitled(b) || compareNames(a.title, b.title),
  );
}
