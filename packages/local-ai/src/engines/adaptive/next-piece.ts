import type { AdaptiveModel } from './model.ts';

/** A piece that may come next, and how likely it is. */
export interface Candidate {
  readonly piece: number;
  readonly probability: number;
}

/** Absolute discounts after contexts of 0, 1, 2 and 3 pieces. Tuned on the development split. */
const DISCOUNTS = [0.6, 0.8, 0.85, 0.9];
/** Pieces that no context proposes are taken from the lexicon, so many. */
const FROM_LEXICON = 6;

/** Of a context with more followers than this, the newest are looked at. */
const MOST_LOOKED = 4096;

/** Adds up probabilities by piece without making a map for each key. */
export interface Scratch {
  sums: Float64Array<ArrayBuffer>;
}

export function createScratch(): Scratch {
  return { sums: new Float64Array(1024) };
}

/**
 * The likeliest pieces that begin with `prefix`, given that one of those is being typed: interpolated Kneser-Ney
 * (Chen and Goodman, 1999) over the contexts, divided by the probability of the beginning. Unknown pieces share
 * what the shortest context discounts, spread over beginnings as the known ones are.
 */
export function toCandidates(
  model: AdaptiveModel,
  scratch: Scratch,
  contexts: readonly number[],
  prefix: string,
  most: number,
): readonly Candidate[] {
  const { counts, lexicon } = model;
  if (scratch.sums.length <= lexicon.count) scratch.sums = new Float64Array(Math.ceil((lexicon.count + 1) * 1.5));
  const { sums } = scratch;
  const touched: number[] = [];
  let share = 1;
  let mass = 0;
  for (const context of contexts) {
    const total = counts.totalOf(context);
    if (context === 0 || total === 0) continue;
    const discount = toDiscount(contexts, context);
    let looked = 0;
    for (let node = counts.firstOf(context); node !== 0 && looked < MOST_LOOKED; node = counts.nextOf(node)) {
      looked++;
      const piece = counts.pieceOf(node);
      if (prefix !== '' && !lexicon.textOf(piece).startsWith(prefix)) continue;
      const part = (share * (counts.countOf(node) - discount)) / total;
      if (sums[piece] === 0) touched.push(piece);
      sums[piece] = (sums[piece] ?? 0) + part;
      mass += part;
    }
    share *= (discount * counts.kindsOf(context)) / total;
  }
  const total = counts.totalOf(0);
  if (total === 0) return [];
  const discount = DISCOUNTS[0] ?? 0;
  for (const piece of lexicon.heaviest(prefix, FROM_LEXICON)) if (sums[piece] === 0) touched.push(piece);
  const below = lexicon.below(prefix);
  const unknown = ((discount * counts.kindsOf(0)) / total) * ((below.kinds + 0.5) / (counts.kindsOf(0) + 1));
  mass += share * ((below.weight - discount * below.kinds) / total + unknown);
  const found: Candidate[] = [];
  for (const piece of touched) {
    const probability = (sums[piece] ?? 0) + (share * Math.max(0, lexicon.weightOf(piece) - discount)) / total;
    sums[piece] = 0;
    insert(found, { piece, probability: probability / mass }, most);
  }
  return found;
}

/** The likeliest piece to come next, whatever it begins with: looks only at the best of each context. */
export function toNextPiece(model: AdaptiveModel, contexts: readonly number[]): Candidate | undefined {
  const { counts } = model;
  let best: Candidate | undefined;
  for (const context of contexts) {
    const node = counts.bestOf(context);
    const piece = counts.pieceOf(node);
    if (node === 0 || piece === best?.piece) continue;
    const probability = toProbability(model, contexts, piece);
    if (best === undefined || probability > best.probability) best = { piece, probability };
  }
  return best;
}

function toProbability({ counts }: AdaptiveModel, contexts: readonly number[], piece: number): number {
  let share = 1;
  let sum = 0;
  for (const context of contexts) {
    const total = counts.totalOf(context);
    if (total === 0) continue;
    const discount = toDiscount(contexts, context);
    const count = counts.countOf(counts.find(context, piece));
    sum += (share * Math.max(0, count - discount)) / total;
    share *= (discount * counts.kindsOf(context)) / total;
  }
  return sum;
}

function toDiscount(contexts: readonly number[], context: number): number {
  return DISCOUNTS[contexts.length - 1 - contexts.indexOf(context)] ?? 0;
}

function insert(found: Candidate[], candidate: Candidate, most: number): void {
  const last = found.at(-1);
  if (found.length === most && last !== undefined && last.probability >= candidate.probability) return;
  let at = found.length;
  while (at > 0 && (found[at - 1]?.probability ?? 0) < candidate.probability) at--;
  found.splice(at, 0, candidate);
  if (found.length > most) found.pop();
}
