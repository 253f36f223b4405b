import { toWorth } from '../calibrate.ts';

/** What the model's probability is worth: how often suggestions with it were right on the development split. */
const WORTH: readonly number[] = [0, 0.07, 0.15, 0.25, 0.33, 0.4, 0.48, 0.58, 0.67, 0.74, 0.85];

/** The confidence of a suggestion from the model's probability of it, both 0 to 1. */
export const toConfidence = (probability: number): number => toWorth(WORTH, probability);

/**
 * Confidences above which suggestions are shown, by how often those should be right: about two in five, half, two in
 * three. From the development split, with 20 and with 180 documents of history.
 */
export const THRESHOLDS: Readonly<Record<'bold' | 'balanced' | 'careful', number>> = {
  bold: 0.24,
  balanced: 0.34,
  careful: 0.46,
};
