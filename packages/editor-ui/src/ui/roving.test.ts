import { expect, test } from 'vitest';
import { rovingStep } from './roving.ts';

test('arrows go round in a bar, Home and End go to its ends', () => {
  expect(rovingStep('ArrowRight', 0, 3, 'horizontal')).toBe(1);
  expect(rovingStep('ArrowRight', 2, 3, 'horizontal')).toBe(0);
  expect(rovingStep('ArrowLeft', 0, 3, 'horizontal')).toBe(2);
  expect(rovingStep('Home', 2, 3, 'horizontal')).toBe(0);
  expect(rovingStep('End', 0, 3, 'horizontal')).toBe(2);
});

test('a menu moves down and up, and leaves sideways arrows alone', () => {
  expect(rovingStep('ArrowDown', 1, 2, 'vertical')).toBe(0);
  expect(rovingStep('ArrowUp', 0, 2, 'vertical')).toBe(1);
  expect(rovingStep('ArrowRight', 0, 2, 'vertical')).toBeUndefined();
});

test('right to left turns the arrows of a bar round', () => {
  expect(rovingStep('ArrowLeft', 0, 3, 'horizontal', true)).toBe(1);
  expect(rovingStep('ArrowRight', 1, 3, 'horizontal', true)).toBe(0);
});

test('other keys and empty groups mean nothing', () => {
  expect(rovingStep('a', 0, 3, 'horizontal')).toBeUndefined();
  expect(rovingStep('ArrowRight', 0, 0, 'horizontal')).toBeUndefined();
});
