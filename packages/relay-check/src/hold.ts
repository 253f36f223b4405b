/** What the relay did instead. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Why this cannot be found out at this relay. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** Goes on if a thing holds. @throws Broken with the sentence if not */
export function hold(isSo: boolean, sentence: string): asserts isSo {
  if (!isSo) throw new Broken(sentence);
}

/** Whether two lists of bytes are the same. */
export function isSameList(left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return left.length === right.length && left.every((bytes, at) => isSame(bytes, right[at]));
}

/** Whether bytes are the same. */
export function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}
