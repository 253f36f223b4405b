import { toTokens } from '../../text/tokens.ts';
import { toForms } from './forms.ts';
import type { VectorsFile } from './vectors-file.ts';

/** Turns texts into vectors that are near one another where the texts are about the same. English only. */
export interface Embedder {
  /** Numbers of a vector. */
  readonly width: number;
  /**
   * The unit vector of a text: the weighted mean of its words. Undefined where less than half of its words are known: it is
   * in another language, or says nothing.
   */
  embed(text: string): Float32Array | undefined;
  /** Whether a folded word is known as it stands: then it is no slip of another. */
  knows(term: string): boolean;
  /** Whether a folded word says something of what a text is about: "the" and "would" do not. */
  tells(term: string): boolean;
  /** How much a folded word says: about 1, less where every other sentence has it; undefined for one that is unknown. */
  weigh(term: string): number | undefined;
  /** The cosine of two folded words; 0 where one is unknown. */
  similarity(left: string, right: string): number;
  /** The words nearest to a folded one, itself left out, none below `least`, the nearest first. Remembered. */
  nearWords(term: string, most: number, least: number): readonly NearWord[];
}

/** A word and its cosine to another. */
export interface NearWord {
  readonly word: string;
  readonly cosine: number;
}

const FEWEST_KNOWN = 0.5;
/** A word's weight is the length of its vector, most are about 1: what is shorter stands in every other sentence. */
const TELLING = 0.34;
/** Words that were looked up by their forms, kept so that they are looked up once. */
const MOST_KEPT = 20_000;
/** Words whose nearest were looked for: whoever types a question asks for the same ones with every letter. */
const MOST_NEAR_KEPT = 200;

export function createEmbedder({ words, width, rows, scales }: VectorsFile): Embedder {
  const numbers = new Map(words.map((word, row) => [word, row] as const));
  const found = new Map<string, number>();

  /** The row that stands for a term; -1 where none does. */
  function toRow(term: string): number {
    const known = numbers.get(term) ?? found.get(term);
    if (known !== undefined) return known;
    let row = -1;
    for (const form of toForms(term)) {
      row = numbers.get(form) ?? -1;
      if (row >= 0) break;
    }
    if (found.size >= MOST_KEPT) found.clear();
    found.set(term, row);
    return row;
  }

  function weigh(term: string): number | undefined {
    const row = toRow(term);
    return row < 0 ? undefined : (lengths[row] ?? 0) * (scales[row] ?? 0);
  }

  const lengths = new Float32Array(words.length);
  for (let row = 0; row < words.length; row++) {
    let squares = 0;
    for (const value of rows.subarray(row * width, (row + 1) * width)) squares += value * value;
    lengths[row] = Math.sqrt(squares) || 1;
  }
  const near = new Map<string, readonly NearWord[]>();

  /** What gives a row's cosine with any other. */
  function toCosines(asked: number): (row: number) => number {
    // One more, which is 0, where there is an odd number of them.
    const mine = new Float32Array(width + 1);
    mine.set(rows.subarray(asked * width, (asked + 1) * width));
    const length = lengths[asked] ?? 1;
    return (row) => {
      // Two sums: the processor need not wait for one to add to the other.
      let [even, odd] = [0, 0];
      for (let at = 0, from = row * width; at < width; at += 2, from += 2) {
        even += (mine[at] ?? 0) * (rows[from] ?? 0);
        odd += (mine[at + 1] ?? 0) * (rows[from + 1] ?? 0);
      }
      return (even + odd) / (length * (lengths[row] ?? 1));
    };
  }

  function findNear(asked: number, most: number, least: number): readonly NearWord[] {
    const toCosine = toCosines(asked);
    const all: NearWord[] = [];
    for (let row = 0; row < words.length; row++) {
      const cosine = toCosine(row);
      if (cosine >= least && row !== asked) all.push({ word: words[row] ?? '', cosine });
    }
    return all.toSorted((a, b) => b.cosine - a.cosine).slice(0, most);
  }

  function add(row: number, into: Float32Array): void {
    const scale = scales[row] ?? 0;
    const from = row * width;
    for (let at = 0; at < width; at++) into[at] = (into[at] ?? 0) + (rows[from + at] ?? 0) * scale;
  }

  return {
    width,
    embed(text) {
      const sum = new Float32Array(width);
      let known = 0;
      let all = 0;
      for (const { term } of toTokens(text)) {
        // Numbers are no words, and none of any language.
        if (!/\p{L}/u.test(term)) continue;
        all++;
        const row = toRow(term);
        if (row < 0) continue;
        known++;
        add(row, sum);
      }
      return known > 0 && known >= all * FEWEST_KNOWN ? toUnit(sum) : undefined;
    },
    knows: (term) => numbers.has(term),
    weigh,
    tells: (term) => (weigh(term) ?? 0) >= TELLING,
    similarity(left, right) {
      const [a, b] = [toRow(left), toRow(right)];
      if (a < 0 || b < 0) return 0;
      return toCosines(a)(b);
    },
    nearWords(term, most, least) {
      const row = toRow(term);
      if (row < 0) return [];
      const key = `${term} ${most} ${least}`;
      const known = near.get(key);
      if (known !== undefined) return known;
      const made = findNear(row, most, least);
      if (near.size >= MOST_NEAR_KEPT) near.clear();
      near.set(key, made);
      return made;
    },
  };
}

/** In place; undefined for a vector of no length. */
function toUnit(vector: Float32Array): Float32Array | undefined {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return undefined;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
  return vector;
}
