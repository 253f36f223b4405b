/** Where something stands in a text: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What ends a sentence, with the quotes and brackets that close after it, and the space that must follow (but not in CJK). Looked for
 * where a run of marks begins and nowhere within it: else ten thousand dots before a letter take the square of that.
 */
const BREAK = /(?:(?<![.!?…])[.!?…]+["'”’»)\]]*(?=\s|$))|(?:[。！？]+[」』”’）]*)|\n+/gu;
/** What is before a full stop that ends nothing. Lower case; English, German and French. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  (
    'mr mrs ms dr prof st sr jr vs etc al ca cf nos vol pp p ch fig eq ed eds inc ltd co corp dept gov gen sen rep rev hon capt col sgt lt ' +
    'approx est jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e viz u.s u.k a.m p.m ph.d z.b d.h u.a bzw usw evtl ggf str hr fr mme mlle'
  ).split(' '),
);
/** These end a sentence as often as not: what follows decides. */
const MAY_END: ReadonlySet<string> = new Set('etc inc ltd co corp al a.m p.m u.s u.k ph.d usw jr sr'.split(' '));
/** Abbreviations only before a number: "No. 5", but "He said no." */
const BEFORE_NUMBER: ReadonlySet<string> = new Set(['no', 'nr', 'sec']);
/** “Am 5. Mai”: what is before is a day. */
const BEFORE_MONTH = /^\s+(?:Jan|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)/;
const LAST_WORD = /[\p{L}\p{M}\p{N}.]+$/u;
const INITIAL = /^\p{Lu}$/u;
const LIST_NUMBER = /^\d{1,3}$/;

/**
 * Cuts a text into sentences: spans without the white space around them, in order, never empty. By rule and not by
 * `Intl.Segmenter`, whose sentences end after "e.g." and change with the platform's ICU.
 */
export function toSentences(text: string): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(BREAK)) {
    const end = match.index + match[0].length;
    if (match.index < start || !isEnd(text, start, match.index, end, match[0])) continue;
    pushTrimmed(spans, text, start, end);
    start = end;
  }
  pushTrimmed(spans, text, start, text.length);
  return spans;
}

function isEnd(text: string, from: number, at: number, end: number, mark: string): boolean {
  if (!mark.startsWith('.') || mark.startsWith('..')) {
    // "He said 'Why?' and left": a lower-case word goes on.
    return !/[!?…]/u.test(mark) || !goesOn(text, end);
  }
  const before = text.slice(Math.max(from, at - 24), at);
  const word = LAST_WORD.exec(before)?.[0] ?? '';
  const folded = word.toLowerCase();
  if (INITIAL.test(word) && word !== 'I') return false;
  if (LIST_NUMBER.test(word) && text.slice(from, at).trim() === word) return false;
  if (BEFORE_NUMBER.has(folded) && /^\s+\d/.test(text.slice(end, end + 4))) return false;
  if (/^\d{1,2}$/.test(word) && BEFORE_MONTH.test(text.slice(end, end + 8))) return false;
  if (ABBREVIATIONS.has(folded)) return MAY_END.has(folded) && startsAnew(text, end);
  return !goesOn(text, end);
}

/** Whether the next letter is a small one. */
function goesOn(text: string, from: number): boolean {
  return /^\s*["'“‘(]?\p{Ll}/u.test(text.slice(from, from + 8));
}

function startsAnew(text: string, from: number): boolean {
  return /^\s*$|^\s+["'“‘(]?\p{Lu}/u.test(text.slice(from, from + 8));
}

function pushTrimmed(spans: Span[], text: string, start: number, end: number): void {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from++;
  while (to > from && isSpace(text, to - 1)) to--;
  if (to > from) spans.push({ start: from, end: to });
}

function isSpace(text: string, at: number): boolean {
  return /\s/u.test(text.charAt(at));
}
