/** Slips of spaces, marks, quotes and brackets. */
import type { SlipKind } from '../../ports/writing.ts';
import type { KnownLanguage, Prose, Slip } from './correction.ts';

interface Pattern {
  readonly find: RegExp;
  readonly kind: SlipKind;
  readonly instead: (match: RegExpMatchArray) => string;
}

/** In any language. Each takes at least one letter on either side along, so that something is replaced by something. */
const ANYWHERE: readonly Pattern[] = [
  // Two spaces and more between words.
  { find: /(?<=[^\s\ufffc])(?<one>[ \u{a0}]) +(?=[\p{L}\p{N}("'“„‘])/gu, kind: 'spacing', instead: () => ' ' },
  { find: /(?<![,\s]),{2,3}(?=\s|$)/gu, kind: 'mark', instead: () => ',' },
  { find: /(?<=[\p{L}\p{N})"”’]),{2,3}(?=\s|$)/gu, kind: 'mark', instead: () => ',' },
  { find: /(?<=[\p{L})”’]{2})\.\.(?=\s+\p{Lu}|\s*$)/gu, kind: 'mark', instead: () => '.' },
  { find: /;;(?=\s|$)/gu, kind: 'mark', instead: () => ';' },
];

/** In English and German. */
const SPACED: readonly Pattern[] = [
  {
    find: /(?<letter>[\p{L}\p{N}]) +(?<mark>[,.;:!?])(?=\s|$)/gu,
    kind: 'spacing',
    instead: ({ groups }) => `${groups?.['letter'] ?? ''}${groups?.['mark'] ?? ''}`,
  },
  {
    find: /(?<before>\p{L}{2}),(?<after>\p{L}{2})/gu,
    kind: 'spacing',
    instead: ({ groups }) => `${groups?.['before'] ?? ''}, ${groups?.['after'] ?? ''}`,
  },
  {
    find: /(?<before>\p{Ll}{2}[!?;])(?<after>\p{Lu}\p{Ll})/gu,
    kind: 'spacing',
    instead: ({ groups }) => `${groups?.['before'] ?? ''} ${groups?.['after'] ?? ''}`,
  },
  { find: /\( +(?<after>[\p{L}\p{N}])/gu, kind: 'spacing', instead: ({ groups }) => `(${groups?.['after'] ?? ''}` },
  { find: /(?<before>[\p{L}\p{N}.]) +\)/gu, kind: 'spacing', instead: ({ groups }) => `${groups?.['before'] ?? ''})` },
];

export function* findMarks({ text, isFree }: Prose, language: KnownLanguage): Generator<Slip> {
  for (const { find, kind, instead } of language === undefined ? ANYWHERE : [...ANYWHERE, ...SPACED]) {
    for (const match of text.matchAll(find)) {
      const end = match.index + match[0].length;
      if (isFree(Math.max(0, match.index - 1), end)) yield { start: match.index, end, instead: instead(match), kind };
    }
  }
}

/** Longer than this nobody means to close what was opened. */
const FARTHEST = 300;

/**
 * A bracket that is opened within a sentence and not closed in the block: closed where the sentence ends. One that closes what
 * was never opened is left alone: it is a list's `a)`, or a face.
 */
export function* findBrackets(
  { text, isFree }: Prose,
  sentences: readonly { readonly start: number; readonly end: number }[],
): Generator<Slip> {
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '(') open.push(at);
    else if (letter === ')') open.pop();
  }
  const [only] = open;
  if (only === undefined || open.length > 1) return;
  const sentence = sentences.find(({ start, end }) => start <= only && only < end);
  const isFace = /[:;=]-?$/u.test(text.slice(0, only)) || !/^[\p{L}\p{N}]/u.test(text.slice(only + 1));
  if (sentence === undefined || isFace || sentence.end - only > FARTHEST || !isFree(only, sentence.end)) return;
  const [marks = ''] = /[.!?…]*$/u.exec(text.slice(only, sentence.end)) ?? [];
  // Behind a mark of its own the sentence ends; where there is none it may go on somewhere else.
  if (marks === '') return;
  const at = sentence.end - marks.length;
  yield { start: at - 1, end: sentence.end, instead: `${text.charAt(at - 1)})${marks}`, kind: 'bracket' };
}

const QUOTES: Readonly<Record<'en' | 'de', readonly [open: string, close: string]>> = {
  en: ['“', '”'],
  de: ['„', '“'],
};

/** Straight quotes in a text that has typographic ones elsewhere: a pair within one sentence becomes a pair of those. */
export function* findQuotes({ text, isFree }: Prose, language: KnownLanguage, isTypographic: boolean): Generator<Slip> {
  if (language === undefined || !isTypographic) return;
  const [open, close] = QUOTES[language];
  const places = [...text.matchAll(/"/gu)].map(({ index }) => index);
  if (places.length % 2 === 1) return;
  for (let pair = 0; pair < places.length; pair += 2) {
    const [from = 0, to = 0] = [places[pair], places[pair + 1]];
    const isPair =
      /(?:^|[\s(])$/u.test(text.slice(Math.max(0, from - 1), from)) && /^\S/u.test(text.slice(from + 1, from + 2));
    // Inches, ditto marks.
    const isClosed = /[^\s\d]$/u.test(text.slice(to - 1, to)) && !/^[\p{L}\p{N}]/u.test(text.slice(to + 1, to + 2));
    if (!isPair || !isClosed || !isFree(from, to + 1)) continue;
    yield { start: from, end: to + 1, instead: `${open}${text.slice(from + 1, to)}${close}`, kind: 'quote' };
  }
}
