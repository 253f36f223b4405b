import type { Mark, Node } from 'prosemirror-model';
import {
  isSuggestionMark,
  LOOK_ATTRS,
  type LookAttr,
  lookOf,
  placeOf,
  presenceOf,
  type SuggestionName,
  suggestionToName,
} from '../schema/suggestion.ts';
import { changedBlocks, type Parent } from '../same-ends.ts';
import { markId } from './marks.ts';

/** One place of a suggestion. */
export interface SuggestionPiece {
  readonly what: 'insertion' | 'deletion' | 'reformat' | 'comes' | 'goes' | 'place' | 'look';
  readonly id: string;
  /** The number of the block. */
  readonly block: number;
  /** In the document; a block's own places cover the whole block. */
  readonly from: number;
  readonly to: number;
  readonly node: Node;
  readonly mark?: Mark;
  readonly look?: LookAttr;
}

/** Everything one id stands for, in the order of the document. */
export interface Suggestion {
  readonly id: string;
  readonly name: SuggestionName;
  readonly pieces: readonly SuggestionPiece[];
}

/** Blocks are values: each is looked through once in its life. Places count from the block's start, and it is block 0. */
const known = new WeakMap<Node, readonly SuggestionPiece[]>();
const NONE: readonly SuggestionPiece[] = [];

function blockPieces(block: Node): readonly SuggestionPiece[] {
  const found = known.get(block);
  if (found) return found;
  const pieces = readPieces(block);
  known.set(block, pieces.length === 0 ? NONE : pieces);
  return pieces;
}

function readPieces(block: Node): SuggestionPiece[] {
  const pieces: SuggestionPiece[] = [];
  const whole = { from: 0, to: block.nodeSize, node: block, block: 0 };
  for (const what of ['comes', 'goes'] as const) {
    const id = presenceOf(block, what);
    if (id !== undefined) pieces.push({ what, id, ...whole });
  }
  const place = placeOf(block);
  if (place) pieces.push({ what: 'place', id: place.id, ...whole });
  for (const look of LOOK_ATTRS) {
    const found = lookOf(block, look);
    if (found) pieces.push({ what: 'look', id: found.id, look, ...whole });
  }
  block.forEach((child, offset) => {
    for (const mark of child.marks) {
      const { name } = mark.type;
      if (!isSuggestionMark(name)) continue;
      const [from, to] = [1 + offset, 1 + offset + child.nodeSize];
      pieces.push({ what: name, id: markId(mark), mark, node: child, block: 0, from, to });
    }
  });
  return pieces;
}

/** Whether anything is suggested of a block or in it. */
export function isSuggested(block: Node): boolean {
  return blockPieces(block).length > 0;
}

/** Every piece in the document, in order. */
export function eachPiece(doc: Node, visit: (piece: SuggestionPiece) => void): void {
  doc.forEach((node, position, block) => {
    for (const piece of blockPieces(node)) {
      visit({ ...piece, block, from: piece.from + position, to: piece.to + position });
    }
  });
}

/** The suggestions of a document, in the order in which they begin. */
export function collectSuggestions(doc: Node): Suggestion[] {
  const found = new Map<string, SuggestionPiece[]>();
  eachPiece(doc, (piece) => {
    const pieces = found.get(piece.id);
    if (pieces) pieces.push(piece);
    else found.set(piece.id, [piece]);
  });
  return [...found].flatMap(([id, pieces]) => {
    const name = suggestionToName(id);
    return name ? [{ id, name, pieces }] : [];
  });
}

const toIds = (blocks: readonly Node[]): string[] => blocks.flatMap((block) => blockPieces(block).map(({ id }) => id));

/** What was counted last: where only words were written since, there are as many. */
let last: readonly [Parent, number] = [{ children: [] }, 0];

export function countSuggestions(doc: Node): number {
  const [before, count] = last;
  const [was, is] = changedBlocks(before, doc).map((blocks) => toIds(blocks).join());
  last = [doc, was === is ? count : new Set(toIds(doc.children)).size];
  return last[1];
}

/** The ids at a caret or in a range, those that cover least first. */
export function suggestionsAt(doc: Node, from: number, to: number): string[] {
  const sizes = new Map<string, number>();
  doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (block, position, parent) => {
    if (parent !== doc) return false;
    for (const piece of blockPieces(block)) {
      const [start, end] = [position + piece.from, position + piece.to];
      const isTouched = from === to ? start <= from && end >= to : start < to && end > from;
      if (isTouched) sizes.set(piece.id, Math.min(sizes.get(piece.id) ?? Number.POSITIVE_INFINITY, end - start));
    }
    return false;
  });
  return [...sizes].toSorted((a, b) => a[1] - b[1]).map(([id]) => id);
}
