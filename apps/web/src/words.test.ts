import { expect, test } from 'vitest';
import { bytesToWords, timeToWords } from './words.ts';

const now = Date.UTC(2026, 5, 15, 12);

test('times are told as people tell them', () => {
  expect(timeToWords(now - 5_000, now, 'en')).toBe('just now');
  expect(timeToWords(now + 60_000, now, 'en')).toBe('just now');
  expect(timeToWords(now - 3 * 60_000, now, 'en')).toBe('3 minutes ago');
  expect(timeToWords(now - 26 * 3_600_000, now, 'en')).toBe('yesterday');
  expect(timeToWords(Date.UTC(2026, 1, 3, 12), now, 'en')).toBe('February 3');
  expect(timeToWords(Date.UTC(2024, 1, 3, 12), now, 'en')).toBe('February 3, 2024');
});

test('sizes are told to two digits', () => {
  expect(bytesToWords(999)).toBe('999 bytes');
  expect(bytesToWords(1_240)).toBe('1.2 kB');
  expect(bytesToWords(34_600_000)).toBe('35 MB');
});
