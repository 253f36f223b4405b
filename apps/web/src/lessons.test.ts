import { expect, test } from 'vitest';
import { toFinished, toLessons } from './lessons.ts';

test('a block that changed is taken back and learned anew; others are left alone', () => {
  const known = new Map([
    ['same', 'As it was.'],
    ['grown', 'The sea'],
    ['gone', 'No more.'],
  ]);
  const now = new Map([
    ['same', 'As it was.'],
    ['grown', 'The sea is wide'],
    ['new', 'Here now.'],
  ]);
  expect(toLessons(known, now)).toEqual([
    { id: 'grown', forget: 'The sea', learn: 'The sea is wide' },
    { id: 'gone', forget: 'No more.', learn: '' },
    { id: 'new', forget: '', learn: 'Here now.' },
  ]);
});

test('half a word is not learned', () => {
  expect(toFinished('In the United Sta', 17)).toBe('In the United');
  expect(toFinished('In the United States.', 21)).toBe('In the United States.');
  expect(toFinished('In the United States.', 8)).toBe('In the');
  expect(toFinished('', 0)).toBe('');
});
