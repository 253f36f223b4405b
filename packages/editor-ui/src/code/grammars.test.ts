import { describe, expect, test } from 'vitest';
import { LANGUAGES, toLanguage } from '../schema/languages.ts';
import { loadGrammar, tokenize } from './grammars.ts';

const SAMPLE =
  '# Head\nclass Word { /* note */ const x = "text"; } # -- 42\nSELECT a FROM b; key: value <p class="x">\n+added\n**bold**';

describe('grammars', () => {
  test.each(LANGUAGES)('%s is there, and its stretches cover the text in order', async (language) => {
    expect(await loadGrammar(language)).toBe(true);
    const tokens = tokenize(language, SAMPLE);
    expect(tokens.length).toBeGreaterThan(0);
    let at = 0;
    for (const { from, to, name } of tokens) {
      expect(from).toBeGreaterThanOrEqual(at);
      expect(to).toBeGreaterThan(from);
      expect(name).toMatch(/^(keyword|string|comment|number|title|type|meta)$/);
      at = to;
    }
    expect(at).toBeLessThanOrEqual(SAMPLE.length);
  });

  test('a name nobody knows has none', async () => {
    expect(await loadGrammar('constructor')).toBe(false);
    expect(toLanguage('TypeScript')).toBe('typescript');
    expect(toLanguage('c++')).toBe('cpp');
    for (const value of ['constructor', '__proto__', '', 3, null, undefined, {}])
      expect(toLanguage(value)).toBe(undefined);
  });
});
