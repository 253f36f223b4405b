import { toWorth } from '../calibrate.ts';

/** What the model's probability is worth: how often suggestions with it were right on the development split. */
const WORTH: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** The confidence of a suggestion from the model's probability of it, both 0 to 1. */
export const toConfidence = (probability: number): number => toWorth(WORTH, probability);

/** As the adaptive engine's: right about two times in five, half, two in three, on the development split. */
export const THRESHOLDS: Readonly<Record<'bold' | 'balanced' | 'careful', number>> = {
  bold: 0.35,
  balanced: 0.47,
  careful: 0.62,
};
