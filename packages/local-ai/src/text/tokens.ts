import { isUnspaced } from './scripts.ts';

/** A word of a text: its folded form, and where it stands (UTF-16 offsets, end exclusive). */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** Letters, marks and digits; an apostrophe inside holds a word together, as in `it's`. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;
const MARKS = /\p{M}+/gu;
const PLAIN = /^[a-z0-9]*$/;
const ASCII = /^[A-Za-z0-9']*$/;

/**
 * Folds a word so that spellings of one word meet: compatibility forms, case, accents and typographic apostrophes are
 * gone. The same everywhere: no locale takes part.
 */
export function foldWord(word: string): string {
  if (PLAIN.test(word)) return word;
  if (ASCII.test(word)) return word.toLowerCase();
  return word.normalize('NFKD').replace(MARKS, '').toLowerCase().replaceAll('’', "'").normalize('NFC');
}

const dictionaries = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = dictionaries.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity: 'word' });
  dictionaries.set(language, made);
  return made;
}

/**
 * The words of a text, in order. Runs of scripts without spaces (Han, kana, Thai …) are cut by `Intl.Segmenter`;
 * everything else by letters, so that the result does not depend on the platform.
 *
 * @param language BCP 47, for the dictionaries; `und` cuts as well as is known.
 */
export function toTokens(text: string, language = 'und'): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    if (isUnspaced(word)) pushSegments(tokens, word, match.index, language);
    else pushToken(tokens, word, match.index);
  }
  return tokens;
}

function pushSegments(tokens: Token[], run: string, offset: number, language: string): void {
  for (const { segment, index, isWordLike } of segmenterOf(language).segment(run)) {
    if (isWordLike === true) pushToken(tokens, segment, offset + index);
  }
}

function pushToken(tokens: Token[], word: string, start: number): void {
  const term = foldWord(word);
  // A mark that stands alone folds to nothing.
  if (term !== '') tokens.push({ term, start, end: start + word.length });
}
