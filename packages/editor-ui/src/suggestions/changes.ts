import type { Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { type Replaced, replacedBy } from '../binding/replaced.ts';

/**
 * A stretch of flat blocks as one line of signs: a letter for a letter, `BOUNDARY` for the start of a block. Deleting a
 * boundary joins two blocks, writing one splits a block, so that every edit is letters and boundaries that come and go.
 */
export interface Flat {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** A run of letters, or one block's start. */
export interface Piece {
  /** Of its first sign in `Flat.text`. */
  readonly index: number;
  readonly length: number;
  /** Of its first sign in the document. */
  readonly position: number;
  readonly node: Node;
  /** Where the run begins within its text node. */
  readonly offset: number;
}

/** No letter: text from outside is cleaned of control signs. */
const BOUNDARY = '\u0000';

export function flatten(doc: Node, from: number, to: number): Flat {
  const pieces: Piece[] = [];
  let text = '';
  if (to > from) {
    doc.nodesBetween(from, to, (node, position) => {
      const start = Math.max(from, position);
      if (node.isText) {
        const run = (node.text ?? '').slice(start - position, to - position);
        pieces.push({ index: text.length, length: run.length, position: start, node, offset: start - position });
        text += run;
      } else if (position >= from) {
        pieces.push({ index: text.length, length: 1, position, node, offset: 0 });
        text += BOUNDARY;
      }
      return true;
    });
  }
  return { text, pieces };
}

/** The document position before sign `index`. */
function positionAt({ pieces }: Flat, index: number): number | undefined {
  const piece = pieces.find((each) => index >= each.index && index < each.index + each.length);
  return piece && piece.position + index - piece.index;
}

/** What changed, in one place: old signs, and the new ones in their stead. */
export type Change = Replaced;

/** More signs than this on both sides are replaced as a whole. */
const MAX_COMPARED = 20_000;

/** What a transaction changed, in order, each as small as it can be told. Changes of attributes and marks alone are not among them. */
export function transactionToChanges(tr: Transaction): Change[] {
  const { before, doc } = tr;
  const merged: Change[] = [];
  for (const range of replacedBy([tr])) {
    const last = merged.at(-1);
    // Between the end of one block and the start of the next there is no sign.
    const isNext = last && flatten(doc, last.newTo, range.newFrom).text === '';
    if (isNext) merged[merged.length - 1] = { ...last, to: range.to, newTo: range.newTo };
    else merged.push(range);
  }
  return merged.flatMap((range) => {
    const [old, next] = [flatten(before, range.from, range.to), flatten(doc, range.newFrom, range.newTo)];
    return shorten(range, old, next) ?? [];
  });
}

function shorten(range: Change, old: Flat, next: Flat): Change | undefined {
  if (old.text === '' && next.text === '') return undefined;
  // The gap behind a block is the end of its words.
  const tail = old.pieces.at(-1);
  const oldEnd = tail === undefined ? range.from : tail.node.isText ? tail.position + tail.length : range.to;
  const change = { ...range, to: oldEnd };
  // Words written over others replace them whole, even where a letter is the same; only what passed a block's edge may have been put back.
  const isPlain = !old.text.includes(BOUNDARY) && !next.text.includes(BOUNDARY);
  const shorter = Math.min(old.text.length, next.text.length);
  if (isPlain || shorter === 0 || shorter > MAX_COMPARED) return change;
  let start = 0;
  while (start < shorter && isPair(old, start, next, start)) start++;
  let end = 0;
  while (end < shorter - start && isPair(old, old.text.length - 1 - end, next, next.text.length - 1 - end)) end++;
  // Never within a letter of two units.
  if (start > 0 && isHigh(old.text, start - 1)) start--;
  if (end > 0 && isHigh(old.text, old.text.length - 1 - end)) end--;
  if (start === old.text.length && start === next.text.length) return undefined;
  const cut = (flat: Flat, from: number, to: number): readonly [number, number] => {
    const after = (index: number): number => (positionAt(flat, index) ?? from) + 1;
    const first = start > 0 ? after(start - 1) : from;
    const last = flat.text.length - end - 1;
    return [first, end === 0 ? to : last >= start ? after(last) : first];
  };
  const [from, to] = cut(old, change.from, change.to);
  const [newFrom, newTo] = cut(next, change.newFrom, change.newTo);
  return { from, to, newFrom, newTo };
}

function isHigh(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code < 0xdc00;
}

function isPair(old: Flat, i: number, next: Flat, j: number): boolean {
  if (old.text[i] !== next.text[j]) return false;
  if (old.text[i] !== BOUNDARY) return true;
  const a = old.pieces.find(({ index }) => index === i)?.node;
  const b = next.pieces.find(({ index }) => index === j)?.node;
  if (!a || !b || a.type !== b.type) return false;
  // One that has no id yet takes the place of what stood there.
  return a.attrs['id'] === b.attrs['id'] || b.attrs['id'] === null;
}
