/** Which buttons a toolbar shows when it is narrow: a pure decision, so that it can be tested without a page. */

/** A button or menu of a bar. */
export interface FitItem {
  readonly id: string;
  /** CSS pixels. */
  readonly width: number;
  /** Those with the highest number go first into the overflow menu. */
  readonly rank: number;
}

/**
 * Chooses what fits.
 * @param room CSS pixels there are
 * @returns the ids that go into the overflow menu, in the bar's order
 */
export function itemsToOverflow(items: readonly FitItem[], room: number): readonly string[] {
  let total = items.reduce((sum, item) => sum + item.width, 0);
  const hidden = new Set<string>();
  const worst = items.map((item, at) => ({ ...item, at })).sort((a, b) => b.rank - a.rank || b.at - a.at);
  for (const item of worst) {
    if (total <= room || item.rank === 0) break;
    hidden.add(item.id);
    total -= item.width;
  }
  return items.filter((item) => hidden.has(item.id)).map((item) => item.id);
}
