import type { Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import { type Align, type Direction, isListKind, kindAttrs, MAX_INDENT, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { isInTable } from '../table/grid.ts';
import { ofTables } from '../table/late.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { endOfBranch } from './move.ts';
import { blockStart, type PlacedBlock, selectedBlocks } from './ranges.ts';

function textBlocks(blocks: readonly PlacedBlock[]): PlacedBlock[] {
  return blocks.filter(({ node }) => node.type === schema.nodes.block);
}

/** Whether every selected block is of this kind (and level, for a heading). */
export function isKind(kind: BlockKind, level?: number): Command {
  return (state) => {
    const blocks = textBlocks(selectedBlocks(state));
    return (
      blocks.length > 0 &&
      blocks.every(({ node }) => {
        const block = readBlock(node);
        return block.kind === kind && (level === undefined || block.level === level);
      })
    );
  };
}

/**
 * Gives the selected blocks a kind. Only attributes change, never the text: what others type meanwhile stays (the
 * measured trap of a schema with a node type per kind).
 */
export function setKind(kind: BlockKind, level?: number): Command {
  return (state, dispatch) => {
    const blocks = textBlocks(selectedBlocks(state));
    if (blocks.length === 0) return false;
    // Whether it can be done is asked with every selection: of a whole document, too.
    if (!dispatch) return true;
    const tr = state.tr;
    for (const { node, position } of blocks) {
      for (const [name, value] of Object.entries(kindAttrs(kind, level))) {
        if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
      }
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Whether every selected block of text has this attribute; `null` is what it has unless somebody chose. */
export function hasAttribute(name: 'align' | 'dir', value: Align | Direction | null): Command {
  return (state) => {
    const blocks = textBlocks(selectedBlocks(state));
    if (name === 'align' && isInTable(state)) {
      return ofTables(({ isAligned }) => isAligned(value as Align | null))(state);
    }
    return blocks.length > 0 && blocks.every(({ node }) => (readBlock(node)[name] ?? null) === value);
  };
}

/** Aligns the selected blocks, or says which way they read. Only an attribute changes, never the text. */
export function setAttribute(name: 'align' | 'dir', value: Align | Direction | null): Command {
  return (state, dispatch, view) => {
    const blocks = textBlocks(selectedBlocks(state));
    // In a table it is the column that is aligned.
    if (name === 'align' && isInTable(state)) {
      return ofTables(({ alignColumns }) => alignColumns(value as Align | null))(state, dispatch, view);
    }
    if (blocks.length === 0) return false;
    if (!dispatch) return true;
    const tr = state.tr;
    for (const { node, position } of blocks) {
      if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** `setKind`, or back to a paragraph where all of it already is of that kind. */
export function toggleKind(kind: BlockKind, level?: number): Command {
  return (state, dispatch, view) =>
    (isKind(kind, level)(state) ? setKind('paragraph') : setKind(kind, level))(state, dispatch, view);
}

/** Whether Tab belongs to the selected blocks: items of lists, and what stands or can stand under a toggle. */
export const isInList: Command = (state) => {
  const blocks = textBlocks(selectedBlocks(state));
  const [first] = blocks;
  if (!first) return false;
  if (blocks.every(({ node }) => isListKind(readBlock(node).kind))) return true;
  return blocks.every(({ node }) => readBlock(node).indent > 0) || deepest(state.doc, first.index) > 0;
};

/** How deep block `index` may stand: under an item or a toggle above it, or beside what stands under one. */
function deepest(doc: Node, index: number): number {
  const above = doc.maybeChild(index - 1);
  const own = doc.maybeChild(index);
  if (!own || above?.type !== schema.nodes.block) return 0;
  const { kind, indent } = readBlock(above);
  const isUnder = kind === 'toggle' || (isListKind(kind) && isListKind(readBlock(own).kind));
  return isUnder ? indent + 1 : indent;
}

function indentBy(node: Node, by: 1 | -1): number {
  return Math.min(MAX_INDENT, Math.max(0, readBlock(node).indent + by));
}

/**
 * Moves blocks, and what stands under them, one level in or out. A block goes at most one level deeper than the item or toggle above it.
 */
export function shiftIndent(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { doc } = state;
    const selected = textBlocks(selectedBlocks(state));
    const [first] = selected;
    const last = selected.at(-1);
    if (!first || !last) return false;
    if (by > 0 && readBlock(first.node).indent + 1 > deepest(doc, first.index)) return false;
    const moves = ({ node }: PlacedBlock): boolean => readBlock(node).indent !== indentBy(node, by);
    if (!selected.some(moves)) return false;
    if (!dispatch) return true;
    const moved = [...selected];
    // What stands under an item that stays where it is stays there too.
    const end = moves(last) ? endOfBranch(doc, last.index) : 0;
    for (let index = last.index + 1; index < end; index++) {
      moved.push({ node: doc.child(index), index, position: blockStart(doc, index) });
    }
    const tr = state.tr;
    for (const { node, position } of moved.filter(moves)) {
      const indent = indentBy(node, by);
      tr.setNodeAttribute(position, 'indent', indent === 0 ? null : indent);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Ticks or unticks the selected tasks; ticks all unless all are ticked. */
export const toggleTask: Command = (state, dispatch) => {
  const tasks = textBlocks(selectedBlocks(state)).filter(({ node }) => readBlock(node).kind === 'task');
  if (tasks.length === 0) return false;
  if (dispatch) {
    const checked = !tasks.every(({ node }) => readBlock(node).checked);
    const tr = state.tr;
    for (const { position } of tasks) tr.setNodeAttribute(position, 'checked', checked);
    dispatch(tr);
  }
  return true;
};
