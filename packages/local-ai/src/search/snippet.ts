import { toTokens } from '../text/tokens.ts';
import type { Span } from '../text/sentences.ts';

/** A piece of a paragraph around what was found. */
export interface Snippet {
  readonly text: string;
  /** Where `text` begins in the paragraph, UTF-16. */
  readonly start: number;
  /** What was found, in `text`. */
  readonly hits: readonly Span[];
}

/** UTF-16 units of a snippet. */
const LENGTH = 160;
/** Units before the first hit, where there is room. */
const LEAD = 30;

/** The stretch of a paragraph with the most hits, cut between words. */
export function toSnippet(text: string, isHit: (term: string) => boolean): Snippet {
  const tokens = toTokens(text);
  const hits = tokens.filter(({ term }) => isHit(term));
  const from = toBestStart(hits);
  const opening = tokens.find(({ start }) => start >= from - LEAD);
  const latest = Math.max(0, text.length - LENGTH);
  const start =
    text.length <= LENGTH || from <= LEAD ? 0 : Math.min(opening?.start ?? from, Math.max(latest, 0) || from);
  const begin = snapToWord(tokens, start);
  const last = tokens.findLast(({ end }) => end <= begin + LENGTH);
  const end = begin + LENGTH >= text.length ? text.length : Math.max(last?.end ?? 0, begin + 1);
  return {
    text: text.slice(begin, end),
    start: begin,
    hits: hits
      .filter((hit) => hit.start >= begin && hit.end <= end)
      .map((hit) => ({ start: hit.start - begin, end: hit.end - begin })),
  };
}

/** The start of the hit after which most hits follow within one snippet. */
function toBestStart(hits: readonly Span[]): number {
  let best = 0;
  let most = 0;
  for (const { start } of hits) {
    const count = hits.filter((hit) => hit.start >= start && hit.end <= start + LENGTH - LEAD).length;
    if (count > most) {
      most = count;
      best = start;
    }
  }
  return best;
}

/** Moves a cut that would split a word to the word's beginning. */
function snapToWord(tokens: readonly Span[], at: number): number {
  return tokens.find(({ start, end }) => start < at && at < end)?.start ?? at;
}
