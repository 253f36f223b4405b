import { fillSimilarities, type VectorSpace } from './vectors.ts';

/** How sentences vote for each other. */
export interface RankOptions {
  /** Part of the vote that follows similarity; the rest follows `prior`. */
  readonly damping: number;
  /** Cosines below this are no edge. */
  readonly threshold: number;
  /** Where a random reader starts: one weight a sentence. Uniform is plain LexRank. */
  readonly prior: Float64Array;
}

/** Cosines of all pairs: `size × size`, symmetric, the diagonal left at 0. */
export interface Similarities {
  readonly size: number;
  readonly values: Float64Array;
}

/** Computes all cosines. Yields after every few rows, so that whoever runs it can stop. */
export function* toSimilarities(space: VectorSpace): Generator<undefined, Similarities> {
  const size = space.vectors.length;
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const line = values.subarray(row * size, (row + 1) * size);
    fillSimilarities(space, row, line);
    line[row] = 0;
    if (row % 64 === 63) yield;
  }
  return { size, values };
}

const MOST_ROUNDS = 50;
const CLOSE_ENOUGH = 1e-6;

/**
 * Biased LexRank: the stationary distribution of a reader who goes to similar sentences, and starts anew at `prior`.
 * Source: Erkan and Radev, "LexRank" (2004); the bias after Otterbacher, Erkan and Radev (2005).
 */
export function* rankSentences(similarities: Similarities, options: RankOptions): Generator<undefined, Float64Array> {
  const { size, values } = similarities;
  const prior = toDistribution(options.prior);
  const sums = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = values[row * size + column] ?? 0;
      if (value >= options.threshold) sums[row] = (sums[row] ?? 0) + value;
    }
  }
  let ranks = prior.slice();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = new Float64Array(size);
    let loose = 0;
    for (let row = 0; row < size; row++) {
      const rank = ranks[row] ?? 0;
      const sum = sums[row] ?? 0;
      // A sentence like no other votes as the prior does.
      if (sum === 0) loose += rank;
      else spread(values, row * size, options.threshold, rank / sum, next);
    }
    let change = 0;
    for (let row = 0; row < size; row++) {
      const value =
        options.damping * ((next[row] ?? 0) + loose * (prior[row] ?? 0)) + (1 - options.damping) * (prior[row] ?? 0);
      change += Math.abs(value - (ranks[row] ?? 0));
      next[row] = value;
    }
    ranks = next;
    if (change < CLOSE_ENOUGH) break;
    yield;
  }
  return ranks;
}

function spread(values: Float64Array, offset: number, threshold: number, vote: number, into: Float64Array): void {
  for (let column = 0; column < into.length; column++) {
    const value = values[offset + column] ?? 0;
    if (value >= threshold) into[column] = (into[column] ?? 0) + value * vote;
  }
}

function toDistribution(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}

/**
 * Picks `count` sentences, the best first, each worth its score less what is said already: maximal marginal relevance
 * (Carbonell and Goldstein, 1998). `balance` 1 is by score alone.
 */
export function pickDiverse(
  similarities: Similarities,
  scores: Float64Array,
  count: number,
  balance: number,
): readonly number[] {
  const { size, values } = similarities;
  const best = scores.reduce((most, score) => Math.max(most, score), 0) || 1;
  const said = new Float64Array(size);
  const picked: number[] = [];
  const isPicked = new Uint8Array(size);
  while (picked.length < Math.min(count, size)) {
    let choice = -1;
    let worth = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < size; row++) {
      if (isPicked[row] === 1) continue;
      const value = (balance * (scores[row] ?? 0)) / best - (1 - balance) * (said[row] ?? 0);
      if (value > worth) {
        worth = value;
        choice = row;
      }
    }
    picked.push(choice);
    isPicked[choice] = 1;
    for (let row = 0; row < size; row++) said[row] = Math.max(said[row] ?? 0, values[choice * size + row] ?? 0);
  }
  return picked;
}
