import type { Randomness } from '@weft/crypto';

/** 24 bits of chance, 0 ≤ chance < 1: what jitter in a step is drawn from. */
export function drawChance(random: Randomness): number {
  const bytes = random(4);
  return (((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) / 0x1000000;
}
