import type { SearchEntry, WordHit } from './search-index.ts';

/** A paragraph in the order of both. */
export interface FusedHit {
  readonly entry: SearchEntry;
  /** Stays or falls from hit to hit. */
  readonly score: number;
  /** Whether BM25 found it: it has a word of the question. */
  readonly isFound: boolean;
  /** Whether it stands there for what it is about: it is near, and holds little of the question or nothing. */
  readonly isSimilar: boolean;
}

/** Where a paragraph holds all of a question, BM25 is confident. */
const CONFIDENT = 0.999;
/** BM25's hits that are weighed though they are not near. */
const MOST_BELOW = 500;
/** A near paragraph that holds less of the question than this is similar in meaning. */
const HOLDS = 0.5;

/**
 * One order from BM25's hits (the best first) and what is near, in any order. Down to the last hit that holds the whole question, BM25's
 * order stands: whoever remembers a paragraph's words is never shown it later than by BM25 alone. Behind that, all stand by how near they
 * are. One paragraph is one object in both lists. Pure.
 *
 * @param nearnessOf of any paragraph: 0 and more
 */
export function fuseHits(
  words: readonly WordHit[],
  near: readonly SearchEntry[],
  nearnessOf: (entry: SearchEntry) => number,
): readonly FusedHit[] {
  const isNear = new Set(near);
  const isSimilar = (entry: SearchEntry, coverage: number): boolean => isNear.has(entry) && coverage < HOLDS;
  const firm = words.findLastIndex(({ coverage }) => coverage >= CONFIDENT) + 1;
  const standing = words.slice(0, firm).map(({ entry, score, coverage }) => {
    return { entry, score, isFound: true, isSimilar: isSimilar(entry, coverage) };
  });
  // Far down, words alone say too little to be weighed: of thousands that hold one, those that are near are.
  const below = words.slice(firm).filter(({ entry }, at) => at < MOST_BELOW || isNear.has(entry));
  const met = new Set(words.map(({ entry }) => entry));
  const rest = [
    ...below.map(({ entry, coverage }) => ({ entry, isFound: true, isSimilar: isSimilar(entry, coverage) })),
    ...near.filter((entry) => !met.has(entry)).map((entry) => ({ entry, isFound: false, isSimilar: true })),
  ]
    .map((hit) => ({ ...hit, nearness: Math.max(0, nearnessOf(hit.entry)) }))
    .toSorted((a, b) => b.nearness - a.nearness);
  const floor = words[firm - 1]?.score ?? 1;
  const most = Math.max(1, rest[0]?.nearness ?? 0);
  return [...standing, ...rest.map(({ nearness, ...hit }) => ({ ...hit, score: floor * (nearness / most) }))];
}
