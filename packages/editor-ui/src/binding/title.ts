import type * as Y from 'yjs';

/** The origin of title edits; undo tracks it. */
export const TITLE_ORIGIN: unique symbol = Symbol('weft title');

/** The longest title that is written, in UTF-16 units. */
export const MAX_TITLE_LENGTH = 300;

/**
 * Makes the title read `text` by the smallest single replacement, so that two people's edits merge.
 * Line breaks become spaces; what exceeds `MAX_TITLE_LENGTH` is cut.
 */
export function editTitle(title: Y.Text, text: string): void {
  const next = text.replace(/[\r\n\u2028\u2029]+/g, ' ').slice(0, MAX_TITLE_LENGTH);
  const previous = title.toString();
  if (next === previous) return;
  let start = 0;
  const shorter = Math.min(next.length, previous.length);
  while (start < shorter && next[start] === previous[start]) start++;
  let end = 0;
  while (end < shorter - start && next[next.length - 1 - end] === previous[previous.length - 1 - end]) end++;
  // Never between the halves of a surrogate pair.
  if (start > 0 && isHighSurrogate(previous.charCodeAt(start - 1))) start--;
  if (end > 0 && isLowSurrogate(previous.charCodeAt(previous.length - end))) end--;
  const write = (): void => {
    const removed = previous.length - start - end;
    if (removed > 0) title.delete(start, removed);
    const added = next.slice(start, next.length - end);
    if (added.length > 0) title.insert(start, added);
  };
  if (title.doc) title.doc.transact(write, TITLE_ORIGIN);
  else write();
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
