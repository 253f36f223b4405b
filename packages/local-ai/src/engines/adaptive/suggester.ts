import type { Completion } from '../../ports/task.ts';
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
/** A suggestion of one letter saves nothing: accepting it is a key too. */
const FEWEST_LETTERS = 2;
/** Below this a longer suggestion is not worth looking at. */
const LEAST = 0.02;

export function createSuggester(model: AdaptiveModel): Suggester {
  const scratch = createScratch();
  let last = '';
  let passed: readonly string[] = [];
  let offered: readonly string[] = [];

  function toOptions(before: string): readonly { readonly text: string; readonly probability: number }[] {
    const { context, partial } = toBefore(before);
    const contexts = toContext(model, context);
    const options: { text: string; probability: number }[] = [];
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

  return {
    suggest(before, threshold) {
      const typed = before.startsWith(last) ? before.slice(last.length) : undefined;
      // Asked again with nothing typed between, the same is suggested again.
      if (typed === undefined) passed = [];
      else if (typed !== '') passed = [...passed, ...offered].flatMap((text) => toRest(text, typed));
      last = before;
      const options = toOptions(before);
      // Given that what was passed over is wrong, the rest is likelier.
      const gone = (text: string): number => {
        const ruled = options.filter((option) => passed.includes(option.text) && option.text.startsWith(text));
        return ruled.reduce((most, option) => Math.max(most, option.probability), 0);
      };
      const wrong = gone('');
      let best: Completion | undefined;
      let bestSaving = 0;
      for (const { text, probability } of options) {
        if (text.length < FEWEST_LETTERS || passed.some((other) => text.startsWith(other))) continue;
        const left = Math.max(0, probability - gone(text)) / Math.max(LEAST, 1 - wrong);
        const confidence = toConfidence(Math.min(1, left));
        const saving = confidence * (text.length - 1);
        if (confidence < threshold || saving <= bestSaving) continue;
        best = { text, confidence };
        bestSaving = saving;
      }
      offered = best === undefined ? [] : [best.text];
      return best;
    },
  };
}

/** What is left of a suggestion after its first letters were typed; nothing if others were. */
function toRest(text: string, typed: string): readonly string[] {
  return text.startsWith(typed) && text !== typed ? [text.slice(typed.length)] : [];
}
