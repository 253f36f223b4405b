/**
 * Lets what looks for English words find what stands there in German: whoever walks through the app in English walks through it in
 * German as well, and misses whatever was not translated.
 */
import type { Locator, Page } from '@playwright/test';
import type { Locale } from '@weft/editor-ui/words';
import { load, readEnglish } from '../../architecture/catalogue.ts';

/** A saying in both languages; what a person fills in stands as `⟦0⟧` in it. */
interface Saying {
  readonly english: string;
  readonly german: string;
}

/** What sayings are made with: numbers that have forms of their own, and words. */
const FILLINGS = [1, 3, true, false] as const;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** All that `english` says, beside what `german` says in its place. */
function collect(english: unknown, inGerman: unknown, into: Saying[]): void {
  if (typeof english === 'string' && typeof inGerman === 'string') {
    // Samples mark up their words with stars.
    into.push({ english: english.replaceAll('*', ''), german: inGerman.replaceAll('*', '') });
  } else if (typeof english === 'function' && typeof inGerman === 'function') {
    const count = Math.max(english.length, inGerman.length);
    let rows: unknown[][] = [[]];
    for (let at = 0; at < count; at++)
      rows = rows.flatMap((row) => [...FILLINGS, `⟦${at}⟧`, [`⟦${at}⟧`]].map((it) => [...row, it]));
    for (const row of rows) {
      try {
        const [said, meant] = [english(...row), inGerman(...row)] as unknown[];
        if (typeof said !== 'string' || typeof meant !== 'string' || /NaN|undefined/u.test(said)) continue;
        into.push({ english: said, german: meant });
      } catch {
        // This is nothing that it could be filled with.
      }
    }
  } else if (typeof english === 'object' && english !== null && typeof inGerman === 'object' && inGerman !== null) {
    for (const [key, value] of Object.entries(english))
      collect(value, (inGerman as Record<string, unknown>)[key], into);
  }
}

const sayings: Saying[] = [];
const { german } = (await load('apps/web/src/words/de/index.ts')) as { readonly german: Locale };
for (const { part, english } of await readEnglish()) collect(english, german.parts[part], sayings);

/** A saying as a pattern; each filling is found by its number. */
const toPattern = (text: string): string =>
  escape(text)
    .replace(/⟦(\d)⟧/gu, '(?<f$1>.+?)')
    .replace(/(\(\?<f(\d)>\.\+\?\))(.*)\1/gu, '$1$3\\k<f$2>');

/** What is said in German for these English words: patterns; empty for what is nobody's saying. */
function translate(words: string, isWhole: boolean): readonly string[] {
  const found = new Set<string>();
  for (const { english, german: said } of sayings) {
    if (/^(⟦\d⟧|\W)*$/u.test(english)) continue;
    const match = new RegExp(`^${toPattern(english)}$`, 'iu').exec(words);
    if (match === null) continue;
    found.add(
      escape(said).replace(/⟦(\d)⟧/gu, (_, at) => {
        const filled = match.groups?.[`f${at}`] ?? '';
        const inner = translate(filled, true);
        return inner.length === 0 ? escape(filled) : `(?:${[...inner, escape(filled)].join('|')})`;
      }),
    );
  }
  for (const joint of [', ', ': ']) {
    if (found.size > 0 || !words.includes(joint)) continue;
    const parts = words.split(joint).map((part) => [part, translate(part, true)] as const);
    if (parts.every(([, said]) => said.length === 0)) continue;
    found.add(parts.map(([part, said]) => `(?:${[...said, escape(part)].join('|')})`).join(joint));
  }
  if (found.size === 0 && !isWhole && words.length > 3) {
    for (const { english, german: said } of sayings) {
      if (english.toLowerCase().includes(words.toLowerCase())) found.add(escape(said).replace(/⟦\d⟧/gu, '.+'));
    }
  }
  return [...found];
}

/** What finds in German what `wanted` finds in English. */
function toGerman(wanted: string | RegExp, isWhole: boolean): string | RegExp {
  if (typeof wanted === 'string') {
    const found = translate(wanted, isWhole);
    if (found.length === 0) return wanted;
    const either = `(?:${[...found, escape(wanted)].join('|')})`;
    // „Wo“ is not in „Wovon“.
    return new RegExp(isWhole ? `^${either}$` : `(?<!\\p{L})${either}(?!\\p{L})`, 'iu');
  }
  const found = new Set<string>();
  for (const { english, german: said } of sayings) {
    if (/^(⟦\d⟧|\W)*$/u.test(english) || !wanted.test(english)) continue;
    found.add(escape(said).replace(/⟦\d⟧/gu, '.+'));
  }
  const { source, flags } = wanted;
  if (found.size === 0) {
    const inside = source.replace(
      /(?<!\\)\b\p{L}[\p{L} ’]*\p{L}/gu,
      (words) => `(?:${[...translate(words, true), words].join('|')})`,
    );
    return new RegExp(inside, flags);
  }
  return new RegExp(
    `${source}|${source.startsWith('^') ? '^' : ''}(?:${[...found].join('|')})${source.endsWith('$') ? '$' : ''}`,
    flags,
  );
}

type Finder = (...given: unknown[]) => unknown;
interface Named {
  readonly name?: string | RegExp;
  readonly hasText?: string | RegExp;
  readonly label?: string;
  readonly exact?: boolean;
}

function withGermanOptions(options: Named | undefined): Named | undefined {
  if (options === undefined) return undefined;
  const { name, hasText, exact = false } = options;
  return {
    ...options,
    ...(name === undefined ? {} : { name: toGerman(name, exact) }),
    ...(hasText === undefined ? {} : { hasText: toGerman(hasText, false) }),
  };
}

/** The one option of a list that is called so. */
async function nameOption(list: Locator, wanted: string): Promise<string> {
  const found = toGerman(wanted, true);
  const labels = await list.locator('option').allTextContents();
  return (
    labels
      .map((label) => label.trim())
      .find((label) => (typeof found === 'string' ? found === label : found.test(label))) ?? wanted
  );
}

/** From now on every page looks for German where it is asked for English. Once in a process. */
export function lookInGerman(page: Page): void {
  for (const prototype of [Object.getPrototypeOf(page), Object.getPrototypeOf(page.locator('html'))]) {
    const before = prototype as Record<string, Finder>;
    const replace = (method: string, made: (old: Finder) => Finder): void => {
      const old = before[method];
      if (old !== undefined) before[method] = made(old);
    };
    for (const method of ['getByText', 'getByLabel']) {
      replace(
        method,
        (old) =>
          function (this: unknown, words, options) {
            return old.call(
              this,
              toGerman(words as string | RegExp, (options as Named | undefined)?.exact ?? false),
              options,
            );
          },
      );
    }
    for (const method of ['getByRole', 'locator']) {
      replace(
        method,
        (old) =>
          function (this: unknown, what, options) {
            return old.call(this, what, withGermanOptions(options as Named | undefined));
          },
      );
    }
    replace(
      'filter',
      (old) =>
        function (this: unknown, options) {
          return old.call(this, withGermanOptions(options as Named | undefined));
        },
    );
    replace(
      'selectOption',
      (old) =>
        async function (this: unknown, chosen, options) {
          const wanted = typeof chosen === 'string' ? chosen : ((chosen as Named).label ?? '');
          return await old.call(this, { label: await nameOption(this as Locator, wanted) }, options);
        },
    );
  }
}
