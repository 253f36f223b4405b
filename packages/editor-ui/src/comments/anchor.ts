/**
 * Finds the words again that a thread is about. Relative positions hold through typing, marks and kinds; where letters were copied (a split,
 * a join, a move) they point at what was deleted, and the words are looked for by themselves. Pure: the same on every device that has
 * the same document and comments.
 */
import { type AnchorValue, MAX_CONTEXT, MAX_QUOTE, type PlaceValue } from './anchor-value.ts';
import { blockAt, type FlatText, flatToRange, positionToFlat, type Range } from './flat-text.ts';

/** The most places at which the same words are weighed. */
const MAX_CANDIDATES = 64;
/** In letters. Fewer words than this are not looked for without what stood beside them. */
const TELLING = 12;
/** How much has to agree beside words that stood in several places. */
const AGREED = 10;
/** A stretch that others' positions make this much longer than it was is not believed. */
const MOST_GROWTH = 4_000;

/** What the Y.Doc says of an anchor's places: where they are now, undefined where what they stood in is gone. */
export interface Places {
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** Describes a stretch of the document, which must hold letters. */
export function rangeToAnchor(
  flat: FlatText,
  range: Range,
  places: { readonly start: PlaceValue; readonly end: PlaceValue },
): AnchorValue | undefined {
  const from = positionToFlat(flat, range.from);
  const to = positionToFlat(flat, range.to);
  const all = flat.text.slice(from, to);
  if (all.trim() === '') return undefined;
  const isLong = all.length > MAX_QUOTE;
  const quote = isLong ? all.slice(0, MAX_QUOTE) : all;
  return {
    block: blockAt(flat, from)?.id ?? '',
    ...places,
    quote,
    tail: isLong ? all.slice(-MAX_CONTEXT) : '',
    length: all.length,
    before: flat.text.slice(Math.max(0, from - MAX_CONTEXT), from),
    after: flat.text.slice(to, to + MAX_CONTEXT),
    others: occurrences(flat.text, quote).length - 1,
  };
}

function occurrences(text: string, words: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(words); at >= 0 && found.length < MAX_CANDIDATES; at = text.indexOf(words, at + 1)) {
    found.push(at);
  }
  return found;
}

/** What is found, in letters of the flat text. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface FoundAnchor extends Range {
  /** The places in the Y.Doc still say so themselves. */
  readonly isHeld: boolean;
}

/**
 * Where the thread stands now; undefined when its words are gone.
 *
 * @param anchors - all that were given for the thread, the newest first
 * @param locate - where the Y.Doc has an anchor's places
 * @param isSearched - look through the whole text where the places do not hold any more
 */
export function findAnchor(
  flat: FlatText,
  anchors: readonly AnchorValue[],
  locate: (anchor: AnchorValue) => Places,
  isSearched: boolean = true,
): FoundAnchor | undefined {
  const known = anchors.map((anchor) => ({ anchor, ...placesToStretch(flat, anchor, locate(anchor)) }));
  // Words that were only added to are where they were.
  const held =
    known.find(({ anchor, stretch }) => stretch && isSameWords(flat, anchor, stretch)) ??
    known.find(({ anchor, stretch }) => stretch && stretch.to - stretch.from >= anchor.length);
  if (held === undefined && !isSearched) return undefined;
  const found =
    held?.stretch ??
    first(known, ({ anchor, stretch, hint }) => {
      const again = findWords(flat, anchor, hint);
      return stretch ? grow(stretch, again ?? findRemains(flat, anchor, hint), anchor.length) : again;
    }) ??
    first(known, ({ anchor, hint }) => findRemains(flat, anchor, hint));
  // Of words that were deleted beside a space, either space may be the one that stays.
  const isBlank = found && flat.text.slice(found.from, found.to).trim() === '';
  const range = found && !isBlank ? flatToRange(flat, found.from, found.to) : undefined;
  return range && { ...range, isHeld: held !== undefined };
}

/** Where part of the words is still in place, the rest has to be beside it: further off it is somebody's copy. */
function grow(stretch: Stretch, rest: Stretch | undefined, most: number): Stretch {
  if (rest === undefined || rest.from > stretch.to + most || rest.to < stretch.from - most) return stretch;
  return { from: Math.min(stretch.from, rest.from), to: Math.max(stretch.to, rest.to) };
}

function first<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placesToStretch(
  flat: FlatText,
  anchor: AnchorValue,
  { start, end }: Places,
): { readonly stretch: Stretch | undefined; readonly hint: number | undefined } {
  const from = start === undefined ? undefined : positionToFlat(flat, start);
  const to = end === undefined ? undefined : positionToFlat(flat, end);
  const hint = from ?? to;
  if (from === undefined || to === undefined || to <= from) return { stretch: undefined, hint };
  const isBelieved = to - from <= anchor.length + MOST_GROWTH;
  return { stretch: isBelieved ? { from, to } : undefined, hint };
}

function isSameWords(flat: FlatText, anchor: AnchorValue, { from, to }: Stretch): boolean {
  return to - from === anchor.length && flat.text.startsWith(anchor.quote, from) && endsAt(flat, anchor, to);
}

function endsAt(flat: FlatText, { tail }: AnchorValue, to: number): boolean {
  return tail === '' || flat.text.startsWith(tail, to - tail.length);
}

/** The same words elsewhere, if it is clear enough that they are the ones. */
function findWords(flat: FlatText, anchor: AnchorValue, hint: number | undefined): Stretch | undefined {
  const { text } = flat;
  let best: { readonly stretch: Stretch; readonly score: number; readonly distance: number } | undefined;
  for (const from of occurrences(text, anchor.quote)) {
    const to = findEnd(text, anchor, from);
    const isHome = anchor.block !== '' && blockAt(flat, from)?.id === anchor.block;
    const score = agreement(text, anchor, from, to) + (isHome ? AGREED : 0);
    const distance = hint === undefined ? from : Math.abs(from - hint);
    if (best && (best.score > score || (best.score === score && best.distance <= distance))) continue;
    best = { stretch: { from, to }, score, distance };
  }
  if (best === undefined) return undefined;
  const isTelling = anchor.others === 0 && anchor.quote.length >= TELLING;
  const isClear = best.score >= AGREED || (anchor.others === 0 && best.score + anchor.quote.length >= TELLING);
  return isTelling || isClear ? best.stretch : undefined;
}

/** Long words end where their last ones are found again, else where those that were kept do. */
function findEnd(text: string, { quote, tail, length }: AnchorValue, from: number): number {
  if (tail === '') return from + quote.length;
  const at = text.indexOf(tail, from + quote.length);
  return at < 0 || at - from > length + MOST_GROWTH ? from + quote.length : at + tail.length;
}

/** How many letters before and after agree with what stood there. */
function agreement(text: string, { before, after }: AnchorValue, from: number, to: number): number {
  let left = 0;
  while (left < before.length && before[before.length - 1 - left] === text[from - 1 - left]) left++;
  let right = 0;
  while (right < after.length && after[right] === text[to + right]) right++;
  return left + right;
}

/**
 * What is left of words that were changed and copied: what stands between their old neighbours, or a good part of them that
 * stands nowhere else.
 */
function findRemains(flat: FlatText, anchor: AnchorValue, hint: number | undefined): Stretch | undefined {
  return findBetween(flat.text, anchor, hint) ?? findPart(flat.text, anchor);
}

function findBetween(
  text: string,
  { before, after, length }: AnchorValue,
  hint: number | undefined,
): Stretch | undefined {
  if (before.length < AGREED || after.length < AGREED) return undefined;
  const [at, ...more] = occurrences(text, before);
  if (at === undefined || (more.length > 0 && hint === undefined)) return undefined;
  const nearest = more.reduce((a, b) => (Math.abs(b - (hint ?? 0)) < Math.abs(a - (hint ?? 0)) ? b : a), at);
  const from = nearest + before.length;
  const to = text.indexOf(after, from);
  return to > from && to - from <= 2 * length + TELLING ? { from, to } : undefined;
}

/** The longest beginning or end of the words, at least half of them, that stands in one place only. */
function findPart(text: string, { quote, tail }: AnchorValue): Stretch | undefined {
  if (tail !== '') return undefined;
  const least = Math.max(TELLING, Math.ceil(quote.length / 2));
  const head = longest(quote.length, least, (length) => text.includes(quote.slice(0, length)));
  const end = longest(quote.length, least, (length) => text.includes(quote.slice(-length)));
  const part = head >= end ? quote.slice(0, head) : quote.slice(-end);
  if (part === '' || Math.max(head, end) === 0) return undefined;
  const [at, more] = occurrences(text, part);
  return at === undefined || more !== undefined ? undefined : { from: at, to: at + part.length };
}

/** The greatest length from `least` to `most` that holds, 0 if none does. What holds for a length holds for every lesser one. */
function longest(most: number, least: number, holds: (length: number) => boolean): number {
  if (most < least || !holds(least)) return 0;
  let low = least;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where the words went that this person has just moved: they may be found by less than others' changes must be, since they stood
 * there a moment ago.
 *
 * @param words - as they stood before the change
 */
export function findMoved(flat: FlatText, words: string, hint: number): Range | undefined {
  if (words.trim().length < 2) return undefined;
  const [at, ...more] = occurrences(flat.text, words);
  if (at === undefined) return undefined;
  const nearest = more.reduce((a, b) => (Math.abs(b - hint) < Math.abs(a - hint) ? b : a), at);
  return flatToRange(flat, nearest, nearest + words.length);
}
