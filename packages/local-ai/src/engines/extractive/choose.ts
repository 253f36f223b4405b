import { pickDiverse, rankSentences, toSimilarities } from './rank.ts';
import type { SourceSentence } from './sentences.ts';
import { fillSimilarities, toVectorSpace, type VectorSpace } from './vectors.ts';

// Tuned on the development third of ../shared/data/summaries; the figures in the README are from the rest.
const DAMPING = 0.85;
const THRESHOLD = 0.05;
const BALANCE = 0.6;
/** An opening sentence is this much likelier to say what its paragraph is about. */
const OPENING = 2;
/** Words a sentence needs to count in full. */
const FULL_WORDS = 16;
/** Pairs grow with the square: from a longer text, only so many sentences are compared. */
const MOST_SENTENCES = 600;

/**
 * Chooses `count` sentences that stand for the whole: position-biased LexRank, then MMR. Returns their numbers, the
 * most telling first. Bounded by `MOST_SENTENCES`² steps however long the text; yields every few thousand steps.
 */
export function* chooseSentences(
  sentences: readonly SourceSentence[],
  count: number,
): Generator<undefined, readonly number[]> {
  const candidates = sentences.length > MOST_SENTENCES ? shortlist(sentences) : [...sentences.keys()];
  const terms = candidates.map((number) => sentences[number]?.terms ?? []);
  const prior = Float64Array.from(candidates, (number) => toPrior(sentences, number));
  yield;
  const similarities = yield* toSimilarities(toVectorSpace(terms));
  const ranks = yield* rankSentences(similarities, { damping: DAMPING, threshold: THRESHOLD, prior });
  const scores = ranks.map((rank, at) => rank * Math.min(1, (terms[at]?.length ?? 0) / FULL_WORDS));
  return pickDiverse(similarities, scores, count, BALANCE).map((at) => candidates[at] ?? 0);
}

/** What comes early says what the rest is about, ever less so. */
function toPrior(sentences: readonly SourceSentence[], number: number): number {
  return (sentences[number]?.isOpening === true ? OPENING : 1) / Math.sqrt(1 + number);
}

/** The sentences nearest to the middle of the whole text, early ones preferred; in reading order. */
function shortlist(sentences: readonly SourceSentence[]): readonly number[] {
  const space = toVectorSpace(sentences.map(({ terms }) => terms));
  const nearness = toCentrality(space);
  return [...sentences.keys()]
    .map((number) => ({ number, worth: (nearness[number] ?? 0) * toPrior(sentences, number) ** 0.5 }))
    .toSorted((a, b) => b.worth - a.worth || a.number - b.number)
    .slice(0, MOST_SENTENCES)
    .map(({ number }) => number)
    .toSorted((a, b) => a - b);
}

function toCentrality(space: VectorSpace): Float64Array {
  const centroid = new Float64Array(space.postings.length);
  for (const { terms, weights } of space.vectors) {
    for (const [at, term] of terms.entries()) centroid[term] = (centroid[term] ?? 0) + (weights[at] ?? 0);
  }
  const middle = { terms: Int32Array.from(centroid.keys()), weights: centroid };
  const into = new Float64Array(space.vectors.length);
  fillSimilarities({ vectors: [middle], postings: space.postings }, 0, into);
  return into;
}
