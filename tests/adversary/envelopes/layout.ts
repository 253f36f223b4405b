import type { Field } from '../../altered.ts';

/** Lays fields end to end. `-1`: as long as what is left. */
export function toFields(total: number, lengths: readonly (readonly [name: string, bytes: number])[]): Field[] {
  const rest = total - lengths.reduce((sum, [, bytes]) => sum + Math.max(0, bytes), 0);
  let at = 0;
  return lengths.map(([name, bytes]) => {
    const from = at;
    at += bytes === -1 ? rest : bytes;
    return { name, from, to: at };
  });
}

/** The fields of an envelope, as docs/protocol.md lists them. */
export function envelopeFields(total: number): Field[] {
  return toFields(total, [
    ['magic', 2],
    ['version', 1],
    ['suite', 1],
    ['kind', 1],
    ['room', 32],
    ['epoch', 4],
    ['session', 32],
    ['seq', 8],
    ['nonce', 24],
    ['commitment', 32],
    ['ciphertext', -1],
    ['tag', 16],
    ['certificate version', 1],
    ['certificate role', 1],
    ['certificate epoch', 4],
    ['certificate session', 32],
    ['certificate end', 8],
    ['certificate signature', 64],
    ['signature', 64],
  ]);
}
