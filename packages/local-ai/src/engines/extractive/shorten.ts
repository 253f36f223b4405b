/** Words at which a headline may not end. */
const DANGLING: ReadonlySet<string> = new Set(
  'a an the of to in on at by for with from and or but as is are was were that which this its their your our if when while be been has have had will can may not between into over than'.split(
    ' ',
  ),
);
const WORD = /\S+/gu;

/** How much of a sentence is used: its text, and how many UTF-16 units of the sentence that covers. */
export interface Shortened {
  readonly text: string;
  readonly end: number;
}

/**
 * Makes a headline of a sentence: at most `most` words, cut after a clause where there is one, and never behind a word
 * that promises another. No full stop.
 */
export function shortenSentence(sentence: string, most: number): Shortened {
  const words = [...sentence.matchAll(WORD)];
  if (words.length <= most) return { text: withoutEnd(sentence, /[.。]/u), end: sentence.length };
  const kept = words.slice(0, most);
  const clause = kept.findLastIndex(({ 0: word }) => /[,;:–—]$/u.test(word) || word === '-');
  let last = clause >= most / 2 ? clause : kept.length - 1;
  while (last > 0 && DANGLING.has((kept[last]?.[0] ?? '').toLowerCase())) last--;
  const word = kept[last];
  const end = word === undefined ? sentence.length : word.index + word[0].length;
  const text = withoutEnd(sentence.slice(0, end), /[\s,;:–—-]/u);
  return { text: last === clause ? text : `${text}…`, end };
}

/** Without the letters of a kind at its end. A loop: an expression that ends in `+$` takes the square of a run that is elsewhere. */
function withoutEnd(text: string, kind: RegExp): string {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
