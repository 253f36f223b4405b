import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/workspace.ts';
import { readSources } from './sources.ts';

/** A rule's id at the beginning of a row of one of the protocol's tables. */
const ROW = /^\|\s*([A-Z]{3}-\d+)\s*\|/gm;
/** What a test is called, up to the end of its first line. */
const TITLE = /\b(?:test|it|describe)(?:\.\w+)*(?:\([^'"`\n]*\))?\(\s*(['"`][^\n]*)/g;

describe('the protocol’s rules', () => {
  const protocol = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
  const rules = [...protocol.matchAll(ROW)].map(([, id = '']) => id);
  const groups = new Set(rules.map((id) => id.slice(0, 3)));
  const rule = new RegExp(`\\b(?:${[...groups].join('|')})-\\d+\\b`, 'g');
  const tests = readSources('{packages,apps}/*/src/**/*.test.ts').concat(readSources('tests/**/*.test.ts'));
  const named = new Map<string, string>();
  for (const { path, code } of tests)
    for (const [, title = ''] of code.matchAll(TITLE)) for (const [id] of title.matchAll(rule)) named.set(id, path);

  test('each stands in the protocol once', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.filter((id, at) => rules.indexOf(id) !== at)).toEqual([]);
  });

  test('each has a test that is named after it', () => {
    expect(rules.filter((id) => !named.has(id))).toEqual([]);
  });

  test('no test is named after a rule that is none', () => {
    expect([...named].filter(([id]) => !rules.includes(id)).map(([id, path]) => `${id} in ${path}`)).toEqual([]);
  });
});
