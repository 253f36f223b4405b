import type { NearEntry } from './meaning-index.ts';
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
/** What holding the whole question counts beside a cosine of 1. */
const WORDS_WEIGHT = 0.25;
/** BM25's hits that are weighed though they are not near. */
const MOST_BELOW = 500;
/** A near paragraph that holds less of the question than this is similar in meaning. */
const HOLDS = 0.5;

/**
 * One order from BM25's hits (the best first) and the nearest by meaning. Down to the last hit that holds the whole
 * question, BM25's order stands: whoever remembers a paragraph's words is never shown it later than by BM25 alone. Behind
 * that, how much is held of the question and how near it is are weighed together. One paragraph is one object in both lists. Pure.
 */
export function fuseHits(
  words: readonly WordHit[],
  near: readonly NearEntry[],
  weight: number = WORDS_WEIGHT,
): readonly FusedHit[] {
  const cosines = new Map(near.map(({ entry, cosine }) => [entry, cosine] as const));
  const isSimilar = (entry: SearchEntry, coverage: number): boolean => cosines.has(entry) && coverage < HOLDS;
  const firm = words.findLastIndex(({ coverage }) => coverage >= CONFIDENT) + 1;
  const standing = words.slice(0, firm).map(({ entry, score, coverage }) => {
    return { entry, score, isFound: true, isSimilar: isSimilar(entry, coverage) };
  });
  // Far down, words alone say too little to be weighed: of thousands that hold one, those that are near are.
  const below = words.slice(firm).filter(({ entry }, at) => at < MOST_BELOW || cosines.has(entry));
  const best = below[0]?.score ?? 0;
  const held = below[0]?.coverage ?? 0;
  const floor = words[firm - 1]?.score ?? 1;
  const toScore = (share: number, cosine: number): number =>
    (floor * Math.max(0, cosine + weight * share)) / (1 + weight);
  const met = new Set(words.map(({ entry }) => entry));
  const rest = [
    ...below.map(({ entry, score, coverage }) => {
      const share = best > 0 ? (held * score) / best : 0;
      const fused = toScore(share, cosines.get(entry) ?? 0);
      return { entry, score: fused, isFound: true, isSimilar: isSimilar(entry, coverage) };
    }),
    ...near
      .filter(({ entry }) => !met.has(entry))
      .map(({ entry, cosine }) => ({ entry, score: toScore(0, cosine), isFound: false, isSimilar: true })),
  ];
  return [...standing, ...rest.toSorted((a, b) => b.score - a.score)];
}
