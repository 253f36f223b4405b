/** Which cards of a long list are drawn. Pure; all in CSS pixels. */

/** Between two cards. */
export const CARD_GAP = 10;
/** A card that was never drawn is taken to be so high. */
export const CARD_GUESS = 132;
/** How much above and below what is in sight is drawn too. */
export const CARD_MARGIN = 400;

export interface CardLayout {
  /** Where each card begins. */
  readonly tops: readonly number[];
  /** The height of the whole list. */
  readonly height: number;
}

/** @param heights - of each card; undefined for one that was never drawn */
export function layOutCards(heights: readonly (number | undefined)[]): CardLayout {
  const tops: number[] = [];
  let top = 0;
  for (const height of heights) {
    tops.push(top);
    top += (height ?? CARD_GUESS) + CARD_GAP;
  }
  return { tops, height: Math.max(0, top - CARD_GAP) };
}

/** The numbers of the cards in sight, and within `margin` of it: from the first up to, without, the second. */
export function cardsInSight(
  { tops, height }: CardLayout,
  scrolled: number,
  room: number,
  margin: number,
): readonly [number, number] {
  const from = scrolled - margin;
  const to = scrolled + room + margin;
  let first = 0;
  while (first < tops.length && (tops[first + 1] ?? height) < from) first++;
  let end = first;
  while (end < tops.length && (tops[end] ?? 0) < to) end++;
  return [first, end];
}
