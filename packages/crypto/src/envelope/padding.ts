import { LEAST_PLAINTEXT_BYTES } from './layout.ts';

/**
 * ENV-4: the padded length of a plaintext. PADMÉ lets a length show only its most significant bits (log log n of them),
 * for at most 12 % more bytes. Source: Nikitin et al., “Reducing Metadata Leakage from Encrypted Files and Communication
 * with PURBs”, PETS 2019, algorithm 1.
 * @param length bytes, at most 2^40
 */
export function padmeLength(length: number): number {
  if (length <= LEAST_PLAINTEXT_BYTES) return LEAST_PLAINTEXT_BYTES;
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(length / step) * step;
}
