/** A sparse vector of unit length: term numbers in rising order, and their weights. */
export interface Vector {
  readonly terms: Int32Array;
  readonly weights: Float64Array;
}

/** Sentences as TF-IDF vectors, with how common each term is among them. */
export interface VectorSpace {
  readonly vectors: readonly Vector[];
  /** For each term number, the sentences that have it, and with which weight. */
  readonly postings: readonly { readonly rows: readonly number[]; readonly weights: readonly number[] }[];
}

/** TF-IDF over the sentences themselves: what every sentence says distinguishes none. */
export function toVectorSpace(sentences: readonly (readonly string[])[]): VectorSpace {
  const numbers = new Map<string, number>();
  const documentFrequency: number[] = [];
  const counts = sentences.map((terms) => {
    const row = new Map<number, number>();
    for (const term of terms) {
      let number = numbers.get(term);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(term, number);
        documentFrequency.push(0);
      }
      const before = row.get(number) ?? 0;
      if (before === 0) documentFrequency[number] = (documentFrequency[number] ?? 0) + 1;
      row.set(number, before + 1);
    }
    return row;
  });
  const postings = documentFrequency.map(() => ({ rows: [] as number[], weights: [] as number[] }));
  const vectors = counts.map((row, index) => {
    const terms = Int32Array.from([...row.keys()].toSorted((a, b) => a - b));
    const weights = Float64Array.from(terms, (term) => {
      return (row.get(term) ?? 0) * Math.log(sentences.length / (documentFrequency[term] ?? 1) + 1e-9);
    });
    const length = Math.hypot(...weights) || 1;
    for (const [at, term] of terms.entries()) {
      const weight = Math.max(0, (weights[at] ?? 0) / length);
      weights[at] = weight;
      postings[term]?.rows.push(index);
      postings[term]?.weights.push(weight);
    }
    return { terms, weights };
  });
  return { vectors, postings };
}

/** Cosines of one sentence with all, written into `into` (one number a sentence). */
export function fillSimilarities(space: VectorSpace, row: number, into: Float64Array): void {
  into.fill(0);
  const vector = space.vectors[row];
  if (vector === undefined) return;
  for (const [at, term] of vector.terms.entries()) {
    const posting = space.postings[term];
    const weight = vector.weights[at] ?? 0;
    if (posting === undefined || weight === 0) continue;
    for (const [index, other] of posting.rows.entries()) {
      into[other] = (into[other] ?? 0) + weight * (posting.weights[index] ?? 0);
    }
  }
}
