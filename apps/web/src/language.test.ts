import { expect, test } from 'vitest';
import { toLanguage } from './language.ts';

test('the first of a person’s languages that there is, is spoken', () => {
  expect(toLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(toLanguage(['en-GB', 'de'])).toBe('en');
  expect(toLanguage(['fr', 'toString'])).toBe('en');
  expect(toLanguage([])).toBe('en');
});
