/**
 * As the adaptive engine's: confidences above which suggestions are shown, so that about two in five, more than half, two in
 * three are right. On the development split what the model says is what it is worth, with history and without.
 */
export const THRESHOLDS: Readonly<Record<'bold' | 'balanced' | 'careful', number>> = {
  bold: 0.21,
  balanced: 0.35,
  careful: 0.46,
};
