/**
 * What the model counts: a word or a mark, with the one space before it. Joined again they are the text. Scripts
 * without spaces go letter by letter.
 */
const PIECE =
  / ?(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*|[^\s\p{L}\p{M}\p{N}])|\s/gu;
const LETTERS = /[\p{L}\p{M}\p{N}'’]$/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Longer pieces are keys and addresses, not words. */
const LONGEST = 32;

/** Cuts a text into pieces; what is longer than a word can be comes in several. */
export function toPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const [match] of text.matchAll(PIECE)) {
    for (let at = 0; at < match.length; at += LONGEST) pieces.push(match.slice(at, at + LONGEST));
  }
  return pieces;
}

/** Text before a caret: whole pieces, and the piece that may still be growing (`''` right behind a whole one). */
export interface Before {
  readonly context: readonly string[];
  readonly partial: string;
}

/** Context is looked for in so many UTF-16 units before the caret. */
const REACH = 160;

/** Splits what stands before the caret. Only its last `REACH` units are read, so the cost does not grow with the text. */
export function toBefore(text: string): Before {
  const near = text.length > REACH ? text.slice(-REACH) : text;
  const pieces = toPieces(near);
  // The first piece of a cut text may be half a word.
  const context = text.length > REACH ? pieces.slice(1) : pieces;
  const last = context.at(-1);
  const isGrowing = last !== undefined && (last === ' ' || (LETTERS.test(last) && !UNSPACED.test(last)));
  return isGrowing ? { context: context.slice(0, -1), partial: last } : { context, partial: '' };
}

/** Whether a word ends with this piece, so that what follows stands apart. */
export function isWordEnd(following: string): boolean {
  return !/^[\p{L}\p{M}\p{N}]/u.test(following) || UNSPACED.test(following);
}
