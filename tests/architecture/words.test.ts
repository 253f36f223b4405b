import { describe, expect, test } from 'vitest';
import { load, readEnglish, UI } from './catalogue.ts';
import { isForTests, readSources } from './sources.ts';
import { readVisibleTexts } from './visible-text.ts';

/** Texts that stay as they are in every language, or are translated otherwise, and why. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  // What the library gives: said by its code in another language.
  'packages/editor-ui/src/errors.ts': /./,
  'packages/editor-ui/src/taking-failures.ts': /./,
  // Names of languages of programs.
  'packages/editor-ui/src/schema/languages.ts': /./,
  'packages/editor-ui/src/code/labels.ts': /./,
  // Each language by the name it has for itself.
  'apps/web/src/language.ts': /^(English|Deutsch)$/,
  // Failures as their package says them; other languages have a table over the codes.
  'packages/editor-ui/src/formats/words.ts': /./,
  // Names of styles, fonts and elements in Word files, by which other programs know them.
  'packages/editor-ui/src/formats/docx/write-styles.ts': /./,
  'packages/editor-ui/src/formats/docx/write-docx.ts': /^(\w+|MS Gothic)$/,
  'packages/editor-ui/src/formats/docx/read-blocks.ts': /^(Choice|Fallback)$/,
  'packages/editor-ui/src/formats/docx/read-runs.ts': /^(Choice|Fallback)$/,
  'packages/editor-ui/src/formats/html/page-style.ts': /[{}]/,
};

/** The product's name, and what is no language: addresses, classes, domains of signatures, keys of a map. */
const NO_WORDS = /^(Weft|https:\/\/…\/#…|weft-[\w -]+|(weft|ghost|alarm|client)( \w*)?)$/;

interface Locale {
  readonly parts: Readonly<Record<string, object>>;
}

/** Every word of a catalogue by its path, with the numbers of its parameters that it makes use of. */
function toEntries(words: object, path = ''): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    const name = `${path}.${key}`;
    if (typeof value === 'function') entries.set(name, describeUse(value as (...given: unknown[]) => string));
    else if (Array.isArray(value)) entries.set(name, `a list of ${value.length}`);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, use] of toEntries(value, name)) entries.set(inner, use);
    } else entries.set(name, String(value).trim() === '' ? 'nothing' : 'words');
  }
  return entries;
}

/** Which parameters are to be found in what a function says: given as numbers, as texts, or as lists. */
function describeUse(say: (...given: unknown[]) => string): string {
  const kinds: readonly ((at: number) => unknown)[] = [
    (at) => 111 + 111 * at,
    (at) => `⟨${111 + 111 * at}⟩`,
    (at) => [`⟨${111 + 111 * at}⟩`],
  ];
  const used = new Set<number>();
  for (const kind of kinds) {
    const given = Array.from({ length: say.length }, (_, at) => kind(at));
    try {
      const said = say(...given);
      for (let at = 0; at < say.length; at++) if (said.includes(String(111 + 111 * at))) used.add(at);
    } catch {
      // It takes another kind.
    }
  }
  return `${say.length} parameters, of which ${[...used].toSorted((a, b) => a - b).join(' and ') || 'none'} shown`;
}

describe('words', () => {
  test('nothing that a person reads or hears is written outside the catalogues', () => {
    const sources = UI.flatMap((folder) => readSources(`${folder}/src/**/*.ts`)).filter(
      ({ path }) => !isForTests(path) && !/\/src\/words\//.test(path),
    );
    expect(sources.length).toBeGreaterThan(150);
    const offences = sources.flatMap(({ path, text }) =>
      readVisibleTexts(text)
        .filter((seen) => !NO_WORDS.test(seen.text.trim()) && ALLOWED[path]?.test(seen.text) !== true)
        .map((seen) => `${path}:${seen.line}: ${JSON.stringify(seen.text)}`),
    );
    expect(offences).toEqual([]);
  });

  test('the reader sees what a person would', () => {
    const seen = (code: string): readonly string[] => readVisibleTexts(code).map(({ text }) => text);
    expect(seen('html`<b class="a b">Hello</b><i aria-label="Close">${x}</i>`')).toEqual(['Hello', 'Close']);
    expect(seen('html`<b>${x} left</b>`')).toEqual(['left']);
    expect(seen("element.setAttribute('aria-label', 'Close')")).toEqual(['Close']);
    expect(seen('const words = `${count} changes`; const label = "Save";')).toEqual([' changes', 'Save']);
    const unseen = "if (event.key === 'Enter') x.className = 'a b'; x.closest('a b'); throw new Error('No good');";
    expect(seen(`import y from 'Y'; ${unseen} x.setAttribute('class', 'One two');`)).toEqual([]);
  });

  test('German has every part and every word, and each makes use of the same parameters', async () => {
    const english = await readEnglish();
    const { german } = (await load('apps/web/src/words/de/index.ts')) as { readonly german: Locale };
    expect(english.length).toBeGreaterThan(20);
    const names = english.map(({ part }) => part).toSorted();
    expect(Object.keys(german.parts).toSorted()).toEqual(names);
    const offences = english
      // English says of failures what its packages give it.
      .filter(({ part }) => part !== 'failures')
      .flatMap((part) => {
        const wanted = toEntries(part.english);
        const there = toEntries(german.parts[part.part] ?? {});
        return (
          [...new Set([...wanted.keys(), ...there.keys()])]
            // Other names that people type: each language has its own.
            .filter((key) => !(part.part === 'menus' && key.startsWith('.names')))
            .filter((key) => wanted.get(key) !== there.get(key))
            .map((key) => `${part.part}${key}: ${wanted.get(key) ?? 'missing'} | ${there.get(key) ?? 'missing'}`)
        );
      });
    expect(offences).toEqual([]);
  });
});
