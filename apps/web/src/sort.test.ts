import type { LibraryRecord } from '@weft/crdt-core';
import { expect, test } from 'vitest';
import { sortRecords } from './sort.ts';

test('documents are listed in the order that was asked for, the pinned first in each', () => {
  const record = (title: string, createdAt: number, isPinned = false): LibraryRecord =>
    ({ title, createdAt, ...(isPinned ? { isPinned } : {}) }) as LibraryRecord;
  const records = [
    record('Top', 1, true),
    record('Note 10', 3),
    record('', 9),
    record('Äpfel', 5),
    record('Note 9', 4),
    record('Zebra', 2),
  ];
  const titles = (sort: Parameters<typeof sortRecords>[1]): readonly string[] =>
    sortRecords(records, sort).map(({ title }) => title);
  expect(titles('opened')).toEqual(['Top', 'Note 10', '', 'Äpfel', 'Note 9', 'Zebra']);
  expect(titles('title')).toEqual(['Top', 'Äpfel', 'Note 9', 'Note 10', 'Zebra', '']);
  expect(titles('created')).toEqual(['Top', '', 'Äpfel', 'Note 9', 'Note 10', 'Zebra']);
});
