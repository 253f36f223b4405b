import { expect, test } from 'vitest';
import { itemsToOverflow } from './toolbar-fit.ts';

const bar = [
  { id: 'kind', width: 100, rank: 0 },
  { id: 'bold', width: 30, rank: 1 },
  { id: 'strike', width: 30, rank: 3 },
  { id: 'undo', width: 30, rank: 2 },
];

test('nothing overflows where all fits', () => {
  expect(itemsToOverflow(bar, 190)).toEqual([]);
});

test('the least needed go first', () => {
  expect(itemsToOverflow(bar, 189)).toEqual(['strike']);
  expect(itemsToOverflow(bar, 140)).toEqual(['strike', 'undo']);
});

test('rank 0 always stays', () => {
  expect(itemsToOverflow(bar, 10)).toEqual(['bold', 'strike', 'undo']);
});
