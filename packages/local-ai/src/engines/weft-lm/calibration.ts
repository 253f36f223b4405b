import { toWorth } from '../calibrate.ts';

/**
 * What the model's probability is worth: how often suggestions with it were right on the development split, with 20
 * documents of history. Without history it is worth more, so that there more is right than is claimed.
 */
const WORTH: readonly number[] = [0, 0.04, 0.1, 0.17, 0.25, 0.38, 0.52, 0.62, 0.74, 0.85, 0.95];

/** The confidence of a suggestion from the model's probability of it, both 0 to 1. */
export const toConfidence = (probability: number): number => toWorth(WORTH, probability);

/** As the adaptive engine's: confidences above which suggestions are shown. `balanced` is for more than half to be right. */
export const THRESHOLDS: Readonly<Record<'bold' | 'balanced' | 'careful', number>> = {
  bold: 0.25,
  balanced: 0.38,
  careful: 0.55,
};
