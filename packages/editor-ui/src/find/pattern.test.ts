import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPattern, fillReplacement, type PatternMatch } from './pattern.ts';

const ENOUGH = 2_000_000;

function find(source: string, text: string, isCaseless = false): readonly PatternMatch[] | undefined {
  return createPattern(source, isCaseless)?.find(text, { left: ENOUGH });
}

/** What the browser's own engine finds, without empty places. */
function native(source: string, text: string, isCaseless = false): PatternMatch[] {
  return [...text.matchAll(new RegExp(source, isCaseless ? 'gimu' : 'gmu'))]
    .filter(([whole]) => whole !== '')
    .map((match) => ({ index: match.index, length: match[0].length, groups: match.slice(1) }));
}

describe('a pattern', () => {
  test.each([
    ['\\d{4}-\\d{2}', 'on 2026-11 and 1999-02-01'],
    ['(\\w+)@(\\w+)\\.org', 'a@b.org, me@home.org'],
    ['^\\s*-', '- a\n  - b\nc - d'],
    ['colou?r', 'color Colour'],
    ['"[^"]*"', '"a" and "b c"'],
    ['"(.*?)"', '"a" and "b c"'],
    ['(a|ab)(c|bcd)(d*)', 'abcd'],
    ['(\\w)\\1', 'letter book'],
    ['\\bthe\\b', 'the other the'],
    ['foo(?=bar)', 'foobar foobaz'],
    ['foo(?!bar)\\w*', 'foobar foobaz'],
    ['[\\p{Lu}]\\w+', 'Ann and Ben'],
    ['(?<year>\\d+)/\\k<year>', '12/12 12/13'],
    ['x{2,3}?', 'xxxxx'],
    ['(?:ab)+', 'ababab ab'],
    ['😀+', 'a😀😀b😀'],
    ['.', 'a\n😀'],
    ['(z)((a+)?(b+)?(c))*', 'zaacbbbcac'],
    ['[\\]\\-x]+', 'a]-x'],
    ['$', 'a\nb'],
  ])('%s finds in %j what the browser finds', (source, text) => {
    expect(find(source, text)).toEqual(native(source, text));
    expect(find(source, text, true)).toEqual(native(source, text, true));
  });

  test('of any shape finds what the browser finds', () => {
    const leaf = fc.constantFrom('a', 'b', '.', '\\w', '[ab]', '[^a]', '\\b', '^', '$', '\\1', 'ab', '\\s');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
        tie('pattern').map((a) => `(${a})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?', '+?', '??'))
          .map(([a, sign]) => `(?:${a})${sign}`),
        tie('pattern').map((a) => `(?=${a})`),
        tie('pattern').map((a) => `(?!${a})`),
      ),
    }));
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'c', '\n'), maxLength: 10 }),
        (inner, text) => {
          const source = `(a)?${inner}`;
          expect(find(source, text)).toEqual(native(source, text));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('that would never end gives up', () => {
    const text = `${'a'.repeat(200)}!`;
    for (const source of ['(a+)+b', '(a|aa)+$x', '(.*)*y', '(?:a?){60}a{60}b']) {
      const budget = { left: 50_000 };
      expect(createPattern(source, false)?.find(text, budget)).toBeUndefined();
      expect(budget.left).toBeLessThan(0);
    }
    expect(find('.*x', 'a'.repeat(500))).toEqual([]);
  });

  test('that is none, or not understood, is said to be none', () => {
    for (const source of ['(', '[a', 'a**', '\\', '(?<!a)b', 'a{2,1}'])
      expect(createPattern(source, false)).toBeUndefined();
  });

  test('fills a replacement with what its groups caught', () => {
    expect(fillReplacement('$2, $1!$$ $& $3', 'Ann Lee', ['Ann', 'Lee'])).toBe('Lee, Ann!$ Ann Lee $3');
    expect(fillReplacement('$10', 'x', ['a'])).toBe('a0');
    expect(fillReplacement('[$1]', 'x', [undefined])).toBe('[]');
  });
});
