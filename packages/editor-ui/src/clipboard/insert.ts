/** Blocks that come into a document, put in the place of what is selected. */
import { Fragment, type Node, Slice } from 'prosemirror-model';
import { EditorState, NodeSelection, Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { isListKind, MAX_INDENT, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { isSuggestionAttr } from '../schema/suggestion.ts';
import { isInTable } from '../table/grid.ts';
import { pasteIntoTable } from '../table/paste.ts';

/**
 * Puts blocks in place of the selection. The first one's words join the block at the caret (an empty one takes its kind,
 * and stays the same block), and what stood behind the caret joins the last.
 *
 * @param isInline - it is only a run of words
 * @param isOpen - the first is only the end of a block: its words join those at the caret, whatever it was
 */
export function insertBlocks(
  state: EditorState,
  nodes: readonly Node[],
  isInline: boolean,
  createId: () => string,
  isOpen: boolean = false,
): Transaction {
  if (isInTable(state)) return pasteIntoTable(state, nodes, createId);
  const tr = state.tr;
  if (state.selection instanceof NodeSelection || state.selection.$from.depth === 0) {
    return tr.replaceSelection(new Slice(Fragment.fromArray([...nodes]), 0, 0));
  }
  tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth !== 1) return inCell(tr, nodes, createId);
  const [first] = nodes;
  if (isInline && first) {
    tr.replaceWith($from.pos, $from.pos, first.content);
    return tr;
  }
  const before = $from.before(1);
  const target = $from.parent;
  const offset = $from.parentOffset;
  const tail = target.content.cut(offset);
  const isAbove = offset === 0 && tail.size > 0;
  const rest = nodes.map(toPlace(nodes, target, isAbove));
  if (isAbove) {
    tr.insert(before, rest);
    const end = rest.reduce((sum, node) => sum + node.nodeSize, before);
    return tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1));
  }
  const [head] = rest;
  const isJoined =
    offset === 0 || isOpen || (head && (readBlock(head).kind === readBlock(target).kind || isPlain(head)));
  if (head?.isTextblock && isJoined) {
    rest.shift();
    if (tail.size > 0) tr.delete($from.pos, $from.pos + tail.size);
    tr.insert($from.pos, head.content);
    if (offset === 0 && !isPlain(head)) adopt(tr, before, head);
  } else if (tail.size > 0) {
    tr.delete($from.pos, $from.pos + tail.size);
  }
  let at = before + (tr.doc.nodeAt(before)?.nodeSize ?? 2);
  if (target.content.size === 0 && rest.length === nodes.length) {
    // An empty line gives way to what is no text.
    tr.delete(before, at);
    at = before;
  }
  for (const node of rest) {
    tr.insert(at, node);
    at += node.nodeSize;
  }
  const last = tr.doc.resolve(at).nodeBefore;
  if (!last?.isTextblock) {
    // Somewhere to go on writing, with what stood behind the caret.
    tr.insert(at, schema.nodes.block.create(null, tail));
    return tr.setSelection(TextSelection.create(tr.doc, at + 1));
  }
  tr.insert(at - 1, tail);
  return tr.setSelection(TextSelection.create(tr.doc, at - 1));
}

/** What was selected began in a cell, and is gone. */
function inCell(tr: Transaction, nodes: readonly Node[], createId: () => string): Transaction {
  const made = pasteIntoTable(EditorState.create({ doc: tr.doc, selection: tr.selection }), nodes, createId);
  for (const step of made.steps) tr.step(step);
  return tr.setSelection(Selection.fromJSON(tr.doc, made.selection.toJSON()));
}

function isPlain(node: Node): boolean {
  return node.isTextblock && readBlock(node).kind === 'paragraph';
}

/**
 * What a block becomes where it goes. Plain lines pasted into a list or a quote become items of it; what comes under an item or into a toggle stands as
 * deep there as it stood among what was copied.
 */
function toPlace(nodes: readonly Node[], target: Node, isAbove: boolean): (node: Node) => Node {
  const { kind, indent } = readBlock(target);
  // Among blocks of other kinds a paragraph is one that was meant.
  const takesLines = (isListKind(kind) || kind === 'quote') && nodes.every(isPlain);
  const deep = kind === 'toggle' && !isAbove ? indent + 1 : indent;
  const by = deep - Math.min(...nodes.filter((node) => node.isTextblock).map((node) => readBlock(node).indent));
  return (node) => {
    if (!node.isTextblock) return node;
    const block = readBlock(node);
    const isLine = isPlain(node) && takesLines;
    // A heading, a quote or code ends a list.
    const moves = !isListKind(kind) || isLine || isListKind(block.kind) || block.indent > 0;
    const next = moves ? Math.min(MAX_INDENT, Math.max(0, block.indent + by)) : block.indent;
    const attrs = { ...node.attrs, kind: isLine ? kind : block.kind, indent: next > 0 ? next : null };
    return schema.nodes.block.create(attrs, node.content);
  };
}

/** The block at the caret takes the looks of the pasted one, and stays itself. */
function adopt(tr: Transaction, position: number, from: Node): void {
  for (const [name, value] of Object.entries(from.attrs)) {
    if (name !== 'id' && !isSuggestionAttr(name)) tr.setNodeAttribute(position, name, value);
  }
}
