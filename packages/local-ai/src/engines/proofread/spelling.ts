import { type KnownLanguage, type Prose, type Slip, withCapitals, type Word } from './correction.ts';
import { MISSPELT_ENGLISH, MISSPELT_GERMAN, PHRASES_ENGLISH, PHRASES_GERMAN } from './word-lists.ts';

type List = ReadonlyMap<string, string>;

/** `wrong:right` pairs, parted by spaces; `_` stands for a space in what is right. */
function toList(pairs: string): List {
  return new Map(
    pairs
      .trim()
      .split(/\s+/u)
      .map((pair) => {
        const at = pair.indexOf(':');
        return [pair.slice(0, at).replaceAll('_', ' '), pair.slice(at + 1).replaceAll('_', ' ')] as const;
      }),
  );
}

const WORDS: Readonly<Record<'en' | 'de', List>> = { en: toList(MISSPELT_ENGLISH), de: toList(MISSPELT_GERMAN) };
const PHRASES: Readonly<Record<'en' | 'de', List>> = { en: toList(PHRASES_ENGLISH), de: toList(PHRASES_GERMAN) };

/** Words that are commonly misspelt, and two words that are commonly mistaken for two others. */
export function* findMisspelt({ text, words }: Prose, language: KnownLanguage): Generator<Slip> {
  if (language === undefined) return;
  for (const [at, word] of words.entries()) {
    const right = WORDS[language].get(word.text.toLowerCase());
    // In capitals it may be a name of its own.
    if (right !== undefined && !isShort(word.text)) {
      yield { start: word.start, end: word.end, instead: withCapitals(right, word.text), kind: 'spelling' };
    }
    const next = words[at + 1];
    if (next === undefined || text.slice(word.end, next.start) !== ' ') continue;
    const pair = text.slice(word.start, next.end);
    const instead = PHRASES[language].get(pair.toLowerCase().replaceAll('’', "'"));
    if (instead !== undefined && isMistaken(text, pair, words[at + 2], next.end)) {
      yield { start: word.start, end: next.end, instead: withCapitals(instead, word.text), kind: 'phrase' };
    }
  }
}

/** Behind these, “of” is “have”: “should of known”, but “should of course”. */
const DONE = /(?:[^e]ed|en|own|one|ought|aught|ome|ade|old|eft|ept|ent|aid|been|had|got|let|put|read|made)$/iu;

/** Whether what follows leaves no doubt of two words that may also stand together rightly. */
function isMistaken(text: string, pair: string, next: Word | undefined, end: number): boolean {
  if (/ of$/iu.test(pair)) return next !== undefined && text.slice(end, next.start) === ' ' && DONE.test(next.text);
  if (/^your welcome$/iu.test(pair)) return /^(?:[.!,?]|$)/u.test(text.slice(end));
  return !/^['’]/u.test(text.slice(end));
}

function isShort(word: string): boolean {
  return word.length < 5 && word.length > 1 && word === word.toUpperCase();
}
