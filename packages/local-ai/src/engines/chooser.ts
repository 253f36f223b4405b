import type { Completion } from '../ports/task.ts';

/** A way the text may go on, and how likely exactly this follows and its last word ends there. */
export interface Option {
  readonly text: string;
  readonly probability: number;
}

/** A suggestion of one letter that can be seen is not worth reading: accepting it is a key too. */
const FEWEST_LETTERS = 2;
/** What cannot be told apart from certain to be wrong. */
const LEAST = 0.02;

/**
 * The option that saves most keys on average among those at least as sure as `threshold` (0 to 1), or undefined.
 *
 * @param toConfidence what an engine's probability is worth, where that is not what it says.
 * @param passed what was shown and typed past, as far as it is still to come: it is wrong, and the rest the likelier.
 */
export function chooseBest(
  options: readonly Option[],
  threshold: number,
  toConfidence: (probability: number) => number = (probability) => probability,
  passed: readonly string[] = [],
): Completion | undefined {
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
  return best;
}
