import type { Node } from 'prosemirror-model';
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { isListKind, readBlock } from '../schema/block.ts';
import { isBlockId, schema } from '../schema/schema.ts';
import { isSuggesting, orderPlace } from '../suggestions/mode.ts';
import { blockStart, selectedBlocks } from './ranges.ts';

/** What a copy of block `index` from `offset` on is to be called; see the binding. */
export type CopyId = (index: number, offset: number) => string | undefined;

function indentOf(node: Node): number {
  return node.type === schema.nodes.block ? readBlock(node).indent : 0;
}

/** Whether what stands deeper below it belongs to it. */
function hasUnder(node: Node): boolean {
  if (node.type !== schema.nodes.block) return false;
  const { kind } = readBlock(node);
  return isListKind(kind) || kind === 'toggle';
}

/** The index after block `index` and everything under it. */
export function endOfBranch(doc: Node, index: number): number {
  const node = doc.maybeChild(index);
  let end = index + 1;
  if (!node || !hasUnder(node)) return end;
  while (end < doc.childCount && indentOf(doc.child(end)) > indentOf(node)) end++;
  return end;
}

function selectedRange(state: EditorState): { readonly from: number; readonly to: number } | undefined {
  const blocks = selectedBlocks(state);
  const [first] = blocks;
  const last = blocks.at(-1);
  return first && last ? { from: first.index, to: endOfBranch(state.doc, last.index) } : undefined;
}

/**
 * Moves blocks `from`…`to` (exclusive) before block `before`. Gone in one transaction and there again in the next: in
 * one, the other people's typing would be taken for typing in whatever stands at the old place.
 */
export function moveNow(from: number, to: number, before: number, copyId: CopyId): Command {
  return (state, dispatch) => {
    const { doc, selection } = state;
    if (from < 0 || to <= from || to > doc.childCount || before < 0 || before > doc.childCount) return false;
    if (before >= from && before <= to) return false;
    if (!dispatch) return true;
    const moved: Node[] = [];
    for (let index = from; index < to; index++) {
      const node = doc.child(index);
      moved.push(node.type.create({ ...node.attrs, id: copyId(index, 0) ?? node.attrs['id'] }, node.content));
    }
    const start = blockStart(doc, from);
    const end = blockStart(doc, to);
    const gone = state.tr.delete(start, end);
    dispatch(gone);
    const tr = state.apply(gone).tr;
    const at = gone.mapping.map(blockStart(doc, before));
    tr.insert(at, moved);
    dispatch(select(tr, selection, start, end, at).scrollIntoView());
    return true;
  };
}

/** `moveNow`, or while this person suggests the suggestion of it. */
export function moveBlocks(from: number, to: number, before: number, copyId: CopyId): Command {
  return (state, dispatch, view) => {
    const isPossible = moveNow(from, to, before, copyId)(state);
    if (!isPossible || !dispatch || !isSuggesting(state))
      return moveNow(from, to, before, copyId)(state, dispatch, view);
    const after: unknown = before === 0 ? undefined : state.doc.child(before - 1).attrs['id'];
    if (after !== undefined && !isBlockId(after)) return false;
    dispatch(orderPlace(state, { from, to, after }));
    return true;
  };
}

/** The selection moves along with the blocks it stood in. */
function select(tr: Transaction, old: Selection, start: number, end: number, at: number): Transaction {
  const shift = (position: number): number => Math.min(Math.max(position, start), end) - start + at;
  if (old.from < start || old.to > end) return tr.setSelection(Selection.near(tr.doc.resolve(at + 1)));
  if (old instanceof TextSelection) {
    return tr.setSelection(TextSelection.between(tr.doc.resolve(shift(old.anchor)), tr.doc.resolve(shift(old.head))));
  }
  return tr.setSelection(Selection.near(tr.doc.resolve(shift(old.from))));
}

/** Moves the selected blocks, and what stands under them, past their neighbour on the same level. */
export function moveSelected(by: 1 | -1, copyId: CopyId): Command {
  return (state, dispatch) => {
    const range = selectedRange(state);
    if (!range) return false;
    const { doc } = state;
    const { from, to } = range;
    if (by > 0) return to < doc.childCount && moveBlocks(from, to, endOfBranch(doc, to), copyId)(state, dispatch);
    let before = from - 1;
    const indent = from < doc.childCount ? indentOf(doc.child(from)) : 0;
    // Over everything that belongs to the neighbour, unless this is the first thing under it.
    for (let index = before; index >= 0 && indentOf(doc.child(index)) >= indent; index--) {
      if (endOfBranch(doc, index) !== from) continue;
      before = index;
      if (indentOf(doc.child(index)) === indent) break;
    }
    return moveBlocks(from, to, before, copyId)(state, dispatch);
  };
}

/** The selected blocks again, below themselves; the caret goes on in the copy. */
export const duplicateSelected: Command = (state, dispatch) => {
  const range = selectedRange(state);
  if (!range) return false;
  if (!dispatch) return true;
  const { doc } = state;
  const start = blockStart(doc, range.from);
  const end = blockStart(doc, range.to);
  const copies: Node[] = [];
  for (let index = range.from; index < range.to; index++) {
    const node = doc.child(index);
    copies.push(node.type.create({ ...node.attrs, id: null }, node.content));
  }
  dispatch(select(state.tr.insert(end, copies), state.selection, start, end, end).scrollIntoView());
  return true;
};

/** Deletes the selected blocks whole; not what stands under them. */
export const deleteSelected: Command = (state, dispatch) => {
  const blocks = selectedBlocks(state);
  const [first] = blocks;
  const last = blocks.at(-1);
  if (!first || !last) return false;
  const tr = state.tr.delete(first.position, last.position + last.node.nodeSize);
  if (tr.doc.childCount > 0)
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(first.position, tr.doc.content.size))));
  dispatch?.(tr.scrollIntoView());
  return true;
};
