import { expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** How a key is given to what it does, wherever that is. */
const GIVEN = /(?:\bshortcut: |\bSHORTCUT = |\b(?:kind|mark)\((?:'\w+', )+)'([^'\n]+-[^'\n]+)'/g;
/** Keys that do what fits where the caret is: two commands, of which one at most is there. */
const BY_PLACE = ['Mod-Enter'];

test('no key does two things', () => {
  const given = readSources('{packages/editor-ui,apps/web}/src/**/*.ts')
    // The list that people read repeats them.
    .filter(({ path }) => !path.endsWith('.test.ts') && !path.endsWith('ui/shortcuts.ts'))
    .flatMap(({ path, code }) => [...code.matchAll(GIVEN)].map(([, key = '']) => ({ key, path })))
    .filter(({ key }) => !BY_PLACE.includes(key));
  expect(given.length).toBeGreaterThan(30);
  const twice = [...Map.groupBy(given, ({ key }) => key)].filter(([, all]) => all.length > 1);
  expect(twice.map(([key, all]) => [key, ...all.map(({ path }) => path)])).toEqual([]);
});
