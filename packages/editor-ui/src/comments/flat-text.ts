/** A document as one run of letters without borders between blocks, and the way between its places and ProseMirror's. */
import type { Node } from 'prosemirror-model';

/** Stands for what is in a line and has no letters. */
const LEAF = '\ufffc';

export interface FlatBlock {
  /** Where its letters begin in the text. */
  readonly from: number;
  readonly length: number;
  /** The ProseMirror position of its first letter. */
  readonly position: number;
  readonly id: string;
}

export interface FlatText {
  readonly text: string;
  /** Those that can hold text, in order. */
  readonly blocks: readonly FlatBlock[];
}

/** A stretch of the document, in ProseMirror positions. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Blocks are values: the letters of each are read once in its life. */
const texts = new WeakMap<Node, string>();

function lettersOf(block: Node): string {
  let text = texts.get(block);
  if (text === undefined) {
    text = block.textBetween(0, block.content.size, undefined, LEAF);
    texts.set(block, text);
  }
  return text;
}

export function docToFlat(doc: Node): FlatText {
  const blocks: FlatBlock[] = [];
  const parts: string[] = [];
  let from = 0;
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const text = lettersOf(node);
    const id: unknown = node.attrs['id'];
    blocks.push({ from, length: text.length, position: position + 1, id: typeof id === 'string' ? id : '' });
    parts.push(text);
    from += text.length;
    return false;
  });
  return { text: parts.join(''), blocks };
}

/** The last block for which `isBefore` holds; blocks are in order. */
function lastBlock(flat: FlatText, isBefore: (block: FlatBlock) => boolean): FlatBlock | undefined {
  let low = 0;
  let high = flat.blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(flat.blocks[middle] as FlatBlock)) low = middle + 1;
    else high = middle;
  }
  return flat.blocks[low - 1];
}

/** Where a ProseMirror position is in the text; between blocks, where the next one begins. */
export function positionToFlat(flat: FlatText, position: number): number {
  const block = lastBlock(flat, (each) => each.position <= position);
  if (block === undefined) return 0;
  return block.from + Math.min(block.length, position - block.position);
}

/** The block that the letter at `offset` stands in. */
export function blockAt(flat: FlatText, offset: number): FlatBlock | undefined {
  return lastBlock(flat, (each) => each.from <= offset);
}

/** The stretch from one letter up to another as ProseMirror positions: it begins in the block of its first letter and ends in its last's. */
export function flatToRange(flat: FlatText, from: number, to: number): Range | undefined {
  if (to <= from) return undefined;
  const first = lastBlock(flat, (each) => each.from <= from);
  const last = lastBlock(flat, (each) => each.from < to);
  if (first === undefined || last === undefined) return undefined;
  return { from: first.position + (from - first.from), to: last.position + (to - last.from) };
}

/** The letters of a stretch. */
export function rangeText(flat: FlatText, { from, to }: Range): string {
  return flat.text.slice(positionToFlat(flat, from), positionToFlat(flat, to));
}
