import type { Completion } from '../../ports/task.ts';
import { chooseBest, type Option } from '../chooser.ts';
import { toConfidence } from './calibration.ts';
import { advance, type AdaptiveModel, toContext } from './model.ts';
import { createScratch, toCandidates, toNextPiece } from './next-piece.ts';
import { toBefore } from './pieces.ts';

/** Suggests how a text goes on. */
export interface Suggester {
  /**
   * The suggestion that saves most keys on average among those at least as sure as `threshold` (0 to 1), or undefined.
   * Its confidence is the probability that exactly this follows and the last word ends there.
   */
  suggest(before: string, threshold: number): Completion | undefined;
  /** All ways `before` may go on that it would choose from. */
  options(before: string): readonly Option[];
}

/** Pieces a suggestion may have, and first pieces that are tried. */
const MOST_PIECES = 10;
const BREADTH = 3;
/** Below this a longer suggestion is not worth looking at. */
const LEAST = 0.02;
/** How often a word is followed by a space in prose, and followers of a context that are looked at to know it better. */
const SPACES = 0.85;
const MOST_LOOKED = 256;

export function createSuggester(model: AdaptiveModel): Suggester {
  const scratch = createScratch();

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
        if (!text.endsWith(' ')) options.push({ text: `${text} `, probability: probability * toSpace(model, after) });
        const next = count === MOST_PIECES ? undefined : toNextPiece(model, after);
        if (next === undefined) break;
        piece = next.piece;
        probability *= next.probability;
        text += model.lexicon.textOf(piece);
      }
    }
    return options;
  }

  return {
    suggest: (before, threshold) => chooseBest(toOptions(before), threshold, toConfidence),
    options: toOptions,
  };
}

/** How likely a space follows: as often as pieces that begin with one followed, and as often as anywhere. */
function toSpace({ counts, lexicon }: AdaptiveModel, contexts: readonly number[]): number {
  const [context = 0] = contexts;
  let spaces = 0;
  if (context !== 0) {
    let looked = 0;
    for (let node = counts.firstOf(context); node !== 0 && looked < MOST_LOOKED; node = counts.nextOf(node)) {
      looked++;
      if (lexicon.textOf(counts.pieceOf(node)).startsWith(' ')) spaces += counts.countOf(node);
    }
  }
  const total = context === 0 ? 0 : counts.totalOf(context);
  return (Math.min(spaces, total) + 2 * SPACES) / (total + 2);
}
