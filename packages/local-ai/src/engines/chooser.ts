import type { Completion } from '../ports/task.ts';

/** A way the text may go on, and how likely exactly this follows and its last word ends there. */
export interface Option {
  readonly text: string;
  readonly probability: number;
}

/** Chooses among the ways a text may go on, and remembers what the person has just typed past. */
export interface Chooser {
  /**
   * The option that saves most keys on average among those at least as sure as `threshold` (0 to 1), or undefined.
   * What was chosen and typed past, letter by letter, is not chosen again: who wanted it would have taken it.
   */
  choose(before: string, options: readonly Option[], threshold: number): Completion | undefined;
}

/** A suggestion of one letter that can be seen is not worth reading: accepting it is a key too. */
const FEWEST_LETTERS = 2;
/** What cannot be told apart from certain to be wrong. */
const LEAST = 0.02;

/** @param toConfidence what an engine's probability is worth, where that is not what it says. */
export function createChooser(toConfidence: (probability: number) => number = (probability) => probability): Chooser {
  let last = '';
  let passed: readonly string[] = [];
  let offered: readonly string[] = [];

  return {
    choose(before, options, threshold) {
      const typed = before.startsWith(last) ? before.slice(last.length) : undefined;
      // Asked again with nothing typed between, the same is suggested again.
      if (typed === undefined) passed = [];
      else if (typed !== '') passed = [...passed, ...offered].flatMap((text) => toRest(text, typed));
      last = before;
      // Given that what was passed over is wrong, the rest is likelier.
      const gone = (text: string): number => {
        const ruled = options.filter((option) => passed.includes(option.text) && option.text.startsWith(text));
        return ruled.reduce((most, option) => Math.max(most, option.probability), 0);
      };
      const wrong = gone('');
      let best: Completion | undefined;
      let bestSaving = 0;
      for (const { text, probability } of options) {
        if (text.trim().length < FEWEST_LETTERS || passed.some((other) => text.startsWith(other))) continue;
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
