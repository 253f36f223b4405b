import type { Command } from 'prosemirror-state';
import { type Align, type Direction, isListKind, kindAttrs, MAX_INDENT, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { isInTable } from '../table/grid.ts';
import { ofTables } from '../table/late.ts';
import type { BlockKind } from '../types.ts';
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
    const tr = state.tr;
    for (const { node, position } of blocks) {
      for (const [name, value] of Object.entries(kindAttrs(kind, level))) {
        if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
      }
    }
    if (dispatch) dispatch(tr.scrollIntoView());
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
    const tr = state.tr;
    for (const { node, position } of blocks) {
      if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** `setKind`, or back to a paragraph where all of it already is of that kind. */
export function toggleKind(kind: BlockKind, level?: number): Command {
  return (state, dispatch, view) =>
    (isKind(kind, level)(state) ? setKind('paragraph') : setKind(kind, level))(state, dispatch, view);
}

/** Whether Tab belongs to the selected blocks. */
export const isInList: Command = (state) => {
  const blocks = textBlocks(selectedBlocks(state));
  return blocks.length > 0 && blocks.every(({ node }) => isListKind(readBlock(node).kind));
};

/**
 * Moves list items, and the items under them, one level in or out. An item goes at most one level deeper than the one
 * above it.
 */
export function shiftIndent(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { doc } = state;
    const selected = textBlocks(selectedBlocks(state));
    const [first] = selected;
    const last = selected.at(-1);
    if (!first || !last) return false;
    const moved = selected.filter(({ node }) => by < 0 || isListKind(readBlock(node).kind));
    if (moved.length === 0) return false;
    const lowest = readBlock(last.node).indent;
    for (let index = last.index + 1; index < doc.childCount; index++) {
      const node = doc.child(index);
      if (node.type !== schema.nodes.block || readBlock(node).indent <= lowest || !isListKind(readBlock(node).kind))
        break;
      moved.push({ node, index, position: blockStart(doc, index) });
    }
    const above = first.index > 0 ? doc.child(first.index - 1) : undefined;
    const highest = above && isListKind(readBlock(above).kind) ? readBlock(above).indent + 1 : 0;
    if (by > 0 && readBlock(first.node).indent + 1 > highest) return false;
    const tr = state.tr;
    for (const { node, position } of moved) {
      const indent = Math.min(MAX_INDENT, Math.max(0, readBlock(node).indent + by));
      if (indent !== readBlock(node).indent) tr.setNodeAttribute(position, 'indent', indent === 0 ? null : indent);
    }
    if (!tr.docChanged) return false;
    if (dispatch) dispatch(tr.scrollIntoView());
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
