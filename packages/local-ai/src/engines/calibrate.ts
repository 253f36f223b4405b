/** What a probability is worth by a table of its tenths, with straight lines between them; all 0 to 1. */
export function toWorth(worth: readonly number[], probability: number): number {
  const at = Math.min(worth.length - 2, Math.floor(probability * 10));
  const low = worth[at] ?? 0;
  return low + ((worth[at + 1] ?? 1) - low) * (probability * 10 - at);
}
