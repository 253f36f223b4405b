import type { Completion } from '../../ports/task.ts';
import { createChooser, type Option } from '../chooser.ts';
import { toConfidence } from './calibration.ts';
import { advance, type AdaptiveModel, toContext } from './model.ts';
import { createScratch, toCandidates, toNextPiece } from './next-piece.ts';
import { toBefore } from './pieces.ts';

/** Suggests how a text goes on, and remembers what the person has just typed past. */
export interface Suggester {
  /**
   * The suggestion that saves most keys on average among those at least as sure as `threshold` (0 to 1), or undefined.
   * Its confidence is the probability that exactly this follows and the last word ends there. What was suggested and
   * typed past, letter by letter, is not suggested again: who wanted it would have taken it.
   */
  suggest(before: string, threshold: number): Completion | undefined;
}

/** Pieces a suggestion may have, and first pieces that are tried. */
const MOST_PIECES = 10;
const BREADTH = 3;
/** Below this a longer suggestion is not worth looking at. */
const LEAST = 0.02;

export function createSuggester(model: AdaptiveModel): Suggester {
  const scratch = createScratch();
  const chooser = createChooser(toConfidence);

  function toOptions(before: string): readonly Option[] {
    const { context, partial } = toBefore(before);
    const contexts = toContext(model, context);
    const options: Option[] = [];
    for (const first of toCandidates(model, scratch, contexts, partial, BREADTH)) {
      let { piece, probability } = first;
      let after = contexts;
      let text = model.lexicon.textOf(piece).slice(partial.length);
      for (let count = 1; probability >= LEAST && !text.includes('\n'); count++) {
        options.push({ text, probability });
        after = advance(model.counts, after, piece);
        const next = count === MOST_PIECES ? undefined : toNextPiece(model, after);
        if (next === undefined) break;
        piece = next.piece;
        probability *= next.probability;
        text += model.lexicon.textOf(piece);
      }
    }
    return options;
  }

  return { suggest: (before, threshold) => chooser.choose(before, toOptions(before), threshold) };
}
