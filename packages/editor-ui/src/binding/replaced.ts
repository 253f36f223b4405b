import type { Transaction } from 'prosemirror-state';

/** A stretch of a document, and what stands in its stead. Outside of all of them nothing came or went. */
export interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** What transactions, one upon the other, replaced: from the document before the first to the one after the last, in order. */
export function replacedBy(transactions: readonly Transaction[]): Replaced[] {
  let touched: { from: number; to: number }[] = [];
  for (const { steps } of transactions) {
    for (const step of steps) {
      const map = step.getMap();
      touched = touched.map(({ from, to }) => ({ from: map.map(from, -1), to: map.map(to, 1) }));
      map.forEach((_from, _to, from, to) => touched.push({ from, to }));
    }
  }
  const back = transactions.map(({ mapping }) => mapping.invert()).toReversed();
  const toOld = (position: number, side: -1 | 1): number => back.reduce((at, map) => map.map(at, side), position);
  const merged: { from: number; to: number }[] = [];
  for (const range of touched.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged.map(({ from, to }) => ({ from: toOld(from, -1), to: toOld(to, 1), newFrom: from, newTo: to }));
}
