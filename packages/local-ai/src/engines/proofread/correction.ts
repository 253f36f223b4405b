import type { SlipKind } from '../../ports/writing.ts';

/** A stretch of a text and what would stand there instead: UTF-16 offsets, end exclusive; neither side is empty. */
export interface Slip {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
  readonly kind: SlipKind;
}

/** Languages whose rules are known. `undefined`: only what holds in every language is looked for. */
export type KnownLanguage = 'en' | 'de' | undefined;

/** A word of a text, as it is written. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** Addresses, paths, names of files, tags and mentions: what stands in them is not prose. */
const NO_PROSE =
  /\S*(?:[@#\\/_=<>{}|~^`\ufffc]|::|[\p{L}\p{N}]\.[\p{L}\p{N}]{1,}\.?[\p{L}\p{N}]|\d\p{L}|\p{Ll}\p{Lu})\S*/gu;
/** A run of signs without a space longer than this is no prose either. */
const LONGEST = 60;

/** What rules may look at: the words that are prose, and whether a place is. */
export interface Prose {
  readonly text: string;
  readonly words: readonly Word[];
  /** Whether none of this stretch lies in what is no prose. */
  isFree(start: number, end: number): boolean;
}

export function toProse(text: string): Prose {
  const closed = new Uint8Array(text.length);
  for (const { index, 0: run } of text.matchAll(/\S+/gu)) {
    if (run.length > LONGEST) closed.fill(1, index, index + run.length);
    else
      for (const match of run.matchAll(NO_PROSE))
        closed.fill(1, index + match.index, index + match.index + match[0].length);
  }
  const isFree = (start: number, end: number): boolean =>
    closed.indexOf(1, start) < 0 || !closed.subarray(start, end).includes(1);
  const words = [...text.matchAll(WORD)]
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(({ start, end }) => isFree(start, end));
  return { text, words, isFree };
}

/** `like`'s capitals on `word`: all of them, the first, or none. */
export function withCapitals(word: string, like: string): string {
  if (like.length > 1 && like === like.toUpperCase() && like !== like.toLowerCase()) return word.toUpperCase();
  const [first = ''] = like;
  const isCapital = first !== first.toLowerCase();
  return isCapital ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
}
