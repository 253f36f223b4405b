import { rankSentences, toSimilarities } from '../engines/extractive/rank.ts';
import { runToEnd } from '../engines/extractive/run-to-end.ts';
import type { SourceSentence } from '../engines/extractive/sentences.ts';
import { toVectorSpace } from '../engines/extractive/vectors.ts';

// What summaries are measured against: plain implementations of the published methods.

/** Chooses `count` sentences of a document; the numbers are in reading order. */
export type Summarizer = (sentences: readonly SourceSentence[], count: number) => readonly number[];

/** The first sentences. */
export const pickLead: Summarizer = (sentences, count) => sentences.slice(0, count).map((_, index) => index);

/** LexRank, continuous, threshold 0.1, damping 0.85. */
export const pickLexRank: Summarizer = (sentences, count) => {
  const similarities = runToEnd(toSimilarities(toVectorSpace(sentences.map(({ terms }) => terms))));
  const prior = new Float64Array(sentences.length).fill(1);
  return pickHighest(runToEnd(rankSentences(similarities, { damping: 0.85, threshold: 0.1, prior })), count);
};

/** TextRank (Mihalcea and Tarau, 2004): words shared, over the logarithms of the lengths. */
export const pickTextRank: Summarizer = (sentences, count) => {
  const sets = sentences.map(({ terms }) => new Set(terms));
  const size = sentences.length;
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < size; column++) {
      const shared = countShared(sets[row], sets[column]);
      const norm = Math.log(sentences[row]?.terms.length ?? 1) + Math.log(sentences[column]?.terms.length ?? 1);
      const value = norm > 0 ? shared / norm : 0;
      values[row * size + column] = value;
      values[column * size + row] = value;
    }
  }
  const prior = new Float64Array(size).fill(1);
  return pickHighest(runToEnd(rankSentences({ size, values }, { damping: 0.85, threshold: 1e-9, prior })), count);
};

function countShared(left: ReadonlySet<string> = new Set(), right: ReadonlySet<string> = new Set()): number {
  let shared = 0;
  for (const term of left) if (right.has(term)) shared++;
  return shared;
}

function pickHighest(scores: Float64Array, count: number): readonly number[] {
  return [...scores.keys()]
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, count)
    .toSorted((a, b) => a - b);
}
