import { type Counts, createCounts } from './counts.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { toPieces } from './pieces.ts';

/** Pieces of context that are remembered: a model of order 4. */
export const CONTEXT = 3;

/** A language model of one person: what they wrote, counted. Nothing else is kept of it. */
export interface AdaptiveModel {
  /**
   * Learns a text, a paragraph say. With `from`, only what begins at or behind that UTF-16 offset, which must be
   * where a piece begins; what is before it must have been learned, so that a text learned bit by bit is learned once.
   */
  learn(text: string, from?: number): void;
  /** Takes back exactly what learning this text added. Forgetting what was never learned is a programmer's error. */
  forget(text: string): void;
  /** Forgets everything. */
  clear(): void;
  /** How many pieces were learned and not forgotten. */
  learned: number;
  /** Bytes held, of arrays and texts. */
  readonly bytes: number;
  readonly counts: Counts;
  readonly lexicon: Lexicon;
}

/** A model that knows nothing yet. */
export function createAdaptiveModel(): AdaptiveModel {
  let counts = createCounts();
  let lexicon = createLexicon();
  let learned = 0;

  function learnPiece(context: readonly number[], piece: number): void {
    for (const node of context) {
      const isNew = counts.countOf(counts.find(node, piece)) === 0;
      counts.increment(node, piece);
      if (node === 0) lexicon.setWeight(piece, lexicon.weightOf(piece) + 1);
      // Kneser and Ney: a shorter n-gram counts how many pieces it was seen behind, not how often.
      if (!isNew) break;
    }
    learned++;
  }

  function forgetPiece(context: readonly number[], piece: number): void {
    for (const node of context) {
      const left = counts.decrement(node, piece);
      if (left < 0) throw new Error('cannot forget what was not learned');
      if (node === 0) lexicon.setWeight(piece, left);
      if (left > 0) break;
    }
    learned--;
  }

  return {
    learn(text, from = 0) {
      let context: readonly number[] = [0];
      let at = 0;
      for (const written of toPieces(text)) {
        const piece = lexicon.add(written);
        if (at >= from) learnPiece(context, piece);
        context = advance(counts, context, piece);
        at += written.length;
      }
    },
    forget(text) {
      const steps: { readonly context: readonly number[]; readonly piece: number }[] = [];
      let context: readonly number[] = [0];
      for (const written of toPieces(text)) {
        const piece = lexicon.find(written);
        steps.push({ context, piece });
        context = advance(counts, context, piece);
      }
      // Backwards, so that a context goes after what followed it.
      for (const { context: before, piece } of steps.toReversed()) forgetPiece(before, piece);
    },
    clear() {
      counts = createCounts();
      lexicon = createLexicon();
      learned = 0;
    },
    get learned() {
      return learned;
    },
    set learned(count) {
      learned = count;
    },
    get bytes() {
      return counts.bytes + lexicon.bytes;
    },
    get counts() {
      return counts;
    },
    get lexicon() {
      return lexicon;
    },
  };
}

/** The contexts after one more piece, the longest first; the empty one is always there. */
export function advance(counts: Counts, context: readonly number[], piece: number): readonly number[] {
  const next: number[] = [];
  for (const node of context.length > CONTEXT ? context.slice(1) : context) {
    const longer = piece === 0 ? 0 : counts.find(node, piece);
    if (longer !== 0) next.push(longer);
  }
  next.push(0);
  return next;
}

/** The contexts at the end of a list of pieces. */
export function toContext(model: AdaptiveModel, pieces: readonly string[]): readonly number[] {
  let context: readonly number[] = [0];
  for (const piece of pieces.slice(-CONTEXT)) context = advance(model.counts, context, model.lexicon.find(piece));
  return context;
}
