import { expect, test } from 'vitest';
import { freeColor, PERSON_COLORS } from './person.ts';

test('two people are told apart by colour, as long as there are colours', () => {
  const { indigo, blue, teal } = PERSON_COLORS;
  expect(freeColor(teal, new Set([indigo]))).toBe(teal);
  expect(freeColor(indigo, new Set([indigo, blue]))).toBe(teal);
  expect(freeColor(indigo, new Set(Object.values(PERSON_COLORS)))).toBe(indigo);
});
