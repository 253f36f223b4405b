import { Fragment, type Mark, type Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { sortMarks } from '../binding/mark-keys.ts';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { breakToText, isSuggestionAttr, presenceOf } from '../schema/suggestion.ts';
import { type Change, flatten, type Piece } from './changes.ts';
import { behindStruck, marksAround, withAround } from './edges.ts';
import { addMarkInOrder, insertionMark, isOwnInsertion, markId, ownId, type SuggestContext } from './marks.ts';

/** Where what was inserted came to stand, for the caret. */
export interface Placed {
  /** Before the inserted signs, in the transaction's document when they had just been put there. */
  readonly inline: number;
  readonly inlineLength: number;
  /** Before the first whole block that was inserted, if any was. */
  readonly blocks: number | undefined;
  /** How many steps the transaction had then. */
  readonly steps: number;
}

/** A run of new blocks, the words before them, and whether old words go on behind. */
interface Written {
  readonly lead: readonly Node[];
  readonly blocks: readonly { readonly node: Node; readonly words: readonly Node[] }[];
  readonly isBeforeLetters: boolean;
}

function readWritten(after: Node, { newFrom, newTo }: Change): Written {
  const lead: Node[] = [];
  const blocks: { node: Node; words: Node[] }[] = [];
  for (const piece of flatten(after, newFrom, newTo).pieces) {
    if (!piece.node.isText) blocks.push({ node: piece.node, words: [] });
    else (blocks.at(-1)?.words ?? lead).push(piece.node.cut(piece.offset, piece.offset + piece.length));
  }
  const $end = after.resolve(newTo);
  const isBeforeLetters = blocks.length > 0 && $end.depth === 1 && $end.parentOffset < $end.parent.content.size;
  return { lead, blocks, isBeforeLetters };
}

/** Whether a change can be suggested: a picture or a line cannot stand inside a block's words, and of a table nothing can. */
export function isSuggestible({ before, doc }: Transaction, change: Change): boolean {
  const touched = [
    ...flatten(before, change.from, change.to).pieces,
    ...flatten(doc, change.newFrom, change.newTo).pieces,
  ];
  const isFlat = [before.resolve(change.from), before.resolve(change.to), doc.resolve(change.newFrom)].every(
    ({ depth }) => depth <= 1,
  );
  if (!isFlat || touched.some(({ node }) => isNested(node))) return false;
  const { blocks, isBeforeLetters } = readWritten(doc, change);
  return !isBeforeLetters || blocks.every(({ node }) => node.type === schema.nodes.block);
}

/** A block of blocks, or a part of one. */
export function isNested(node: Node): boolean {
  return !node.isText && (!node.type.isInGroup('top') || !(node.isTextblock || node.isLeaf));
}

/** The suggestion this change goes on with: one of this person's own that it touches. */
export function touchedId(
  before: Node,
  { from, to }: Change,
  isInsertion: boolean,
  context: SuggestContext,
): string | undefined {
  const name = isInsertion ? 'insertion' : 'deletion';
  const places = isInsertion ? [to, from] : [from, to];
  for (const position of places) {
    const $place = before.resolve(position);
    for (const node of [$place.nodeBefore, $place.nodeAfter]) {
      const id = node && (ownId(node.marks, name, context) ?? ownBlockId(node, isInsertion, context));
      if (id) return id;
    }
    if ($place.depth === 1) {
      const id = ownBlockId($place.parent, isInsertion, context);
      if (id) return id;
    }
  }
  return undefined;
}

function ownBlockId(node: Node, isInsertion: boolean, context: SuggestContext): string | undefined {
  const id = node.isBlock ? presenceOf(node, isInsertion ? 'comes' : 'goes') : undefined;
  return id !== undefined && context.isMine(id) ? id : undefined;
}

/**
 * Writes one change into `tr` as a suggestion, at positions of the document before the transaction; changes go from the last to the
 * first, so that those positions are still true.
 */
export function writeChange(
  tr: Transaction,
  after: Node,
  change: Change,
  id: string,
  context: SuggestContext,
): Placed | undefined {
  const old = flatten(tr.before, change.from, change.to);
  const written = readWritten(after, change);
  const hasBoundary = old.pieces.some(({ node }) => !node.isText);
  // What takes the place of letters stands behind them; what takes the place of blocks, before.
  if (hasBoundary) {
    for (const piece of old.pieces.toReversed()) strike(tr, piece, id, context);
    return insert(tr, behindStruck(tr.doc, change.from), written, id);
  }
  const placed = insert(tr, behindStruck(tr.doc, change.to, change.to > change.from ? id : undefined), written, id);
  for (const piece of old.pieces.toReversed()) strike(tr, piece, id, context);
  return placed;
}

function strike(tr: Transaction, { node, position, length }: Piece, id: string, context: SuggestContext): void {
  if (node.isText) {
    const to = position + length;
    if (isOwnInsertion(node.marks, context)) tr.delete(position, to);
    else if (!node.marks.some(({ type }) => type === schema.marks.deletion)) {
      addMarkInOrder(tr, position, to, schema.marks.deletion.create({ id }));
    }
    return;
  }
  const come = presenceOf(node, 'comes');
  if (come !== undefined && context.isMine(come)) takeBack(tr, position);
  else if (presenceOf(node, 'goes') === undefined) tr.setNodeAttribute(position, 'goes', id);
}

/** A block of this person's own goes for good; words that stand in it move up. */
function takeBack(tr: Transaction, position: number): void {
  const node = tr.doc.nodeAt(position);
  const above = tr.doc.resolve(position).nodeBefore;
  if (!node) return;
  if (node.content.size === 0) tr.delete(position, position + node.nodeSize);
  else if (above?.isTextblock) tr.delete(position - 1, position + 1);
  else tr.setNodeAttribute(position, 'comes', null);
}

function insert(
  tr: Transaction,
  at: number,
  { lead, blocks, isBeforeLetters }: Written,
  id: string,
): Placed | undefined {
  if (lead.length === 0 && blocks.length === 0) return undefined;
  const $at = tr.doc.resolve(at);
  const isInText = $at.depth === 1;
  const around = isInText ? marksAround($at.nodeBefore, $at.nodeAfter) : [];
  const inline = lead.map((node) => toInserted(node, around, id));
  if (isBeforeLetters && isInText) {
    for (const { node, words } of blocks) {
      inline.push(schema.text('\n', sortMarks([...around, insertionMark(id, breakToText(readBlock(node)))])));
      inline.push(...words.map((word) => toInserted(word, around, id)));
    }
  }
  const inlineLength = inline.reduce((sum, node) => sum + node.nodeSize, 0);
  if (inline.length > 0) {
    const content = Fragment.fromArray(inline);
    tr.insert(at, isInText ? content : schema.nodes.block.create({ comes: id }, content));
  }
  const whole = isBeforeLetters && isInText ? [] : blocks;
  if (whole.length === 0)
    return { inline: isInText ? at : at + 1, inlineLength, blocks: undefined, steps: tr.steps.length };
  const gap = isInText ? tr.doc.resolve(at).after(1) : at + (inlineLength > 0 ? inlineLength + 2 : 0);
  tr.insert(gap, Fragment.fromArray(whole.map(({ node, words }) => toComing(node, words, id))));
  return { inline: at, inlineLength, blocks: gap, steps: tr.steps.length };
}

function toInserted(node: Node, around: readonly Mark[], id: string): Node {
  const isThere = around.some((mark) => mark.type === schema.marks.insertion && markId(mark) === id);
  return node.mark(withAround(node.marks, isThere ? around : [...around, insertionMark(id)]));
}

function toComing(node: Node, words: readonly Node[], id: string): Node {
  const attrs = Object.fromEntries(Object.entries(node.attrs).filter(([name]) => !isSuggestionAttr(name)));
  return node.type.create(
    { ...attrs, comes: id },
    words.map((word) => toInserted(word, [], id)),
  );
}
