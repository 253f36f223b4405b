import { type Node, Slice } from 'prosemirror-model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';
import { type Block, isListKind, isSourceKind, readBlock } from '../schema/block.ts';
import { toLanguage } from '../schema/languages.ts';
import { schema } from '../schema/schema.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { enterInTable } from '../table/enter.ts';
import { enterToggle } from '../plugins/folds.ts';
import { caretBlock } from './ranges.ts';

/** A fresh block; its id is given when the transaction is applied. */
export function newBlock(
  kind: BlockKind,
  attrs: Readonly<Record<string, unknown>> = {},
  content?: readonly Node[],
): Node {
  return schema.nodes.block.create({ ...attrs, id: null, kind }, content);
}

function caretIn(tr: Transaction, position: number): Transaction {
  return tr.setSelection(TextSelection.create(tr.doc, position)).scrollIntoView();
}

/** The kind that Enter continues with. */
function followingKind(kind: BlockKind): BlockKind {
  return isListKind(kind) || kind === 'quote' || kind === 'callout' ? kind : 'paragraph';
}

function followingAttrs(block: Block): Record<string, unknown> {
  const keepsIndent = isListKind(followingKind(block.kind)) || block.kind === 'paragraph';
  return {
    indent: keepsIndent && block.indent > 0 ? block.indent : null,
    align: block.align ?? null,
    dir: block.dir ?? null,
  };
}

/** A line break inside the block. */
export const insertLineBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.isTextblock) return false;
  if (dispatch) dispatch(state.tr.insertText('\n').scrollIntoView());
  return true;
};

/** A Markdown fence on a line of its own: Enter opens a code block, or a formula. */
const FENCE = /^(?:```([\w+#-]*)|(\$\$))$/;

/** Enter. An empty list item or quote leaves its list; in code it is a line break, and what the line begins with; else the block is split. */
export const splitOrLeave: Command = (state, dispatch) => {
  if (state.selection instanceof NodeSelection) return insertAfterNode(state, dispatch);
  if (enterInTable(state, dispatch) || enterToggle(state, dispatch)) return true;
  const tr = state.tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth !== 1) {
    // All of the text was selected: it goes, and an empty paragraph comes.
    if (tr.docChanged) dispatch?.(tr.scrollIntoView());
    return tr.docChanged;
  }
  const node = $from.parent;
  const block = readBlock(node);
  const before = $from.before(1);
  if (isSourceKind(block.kind)) {
    // A line of code begins as far in as the one before it, up to the caret.
    const line = node.textBetween(0, $from.parentOffset).split('\n').at(-1) ?? '';
    dispatch?.(tr.insertText(`\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`).scrollIntoView());
    return true;
  }
  if (node.content.size === 0 && leaveEmpty(tr, before, block)) {
    dispatch?.(tr.scrollIntoView());
    return true;
  }
  const fence = block.kind === 'paragraph' ? FENCE.exec(node.textContent) : null;
  if (fence) {
    tr.delete(before + 1, before + 1 + node.content.size).setNodeAttribute(
      before,
      'kind',
      fence[2] === undefined ? 'code' : 'math',
    );
    const language = toLanguage(fence[1]);
    if (language !== undefined) tr.setNodeAttribute(before, 'language', language);
    dispatch?.(tr.scrollIntoView());
    return true;
  }
  const next = followingKind(block.kind);
  if ($from.parentOffset === 0 && node.content.size > 0) {
    // The text stays in its own block, so that what others type into it stays there too.
    tr.insert(before, newBlock(next, followingAttrs(block)));
    dispatch?.(tr.scrollIntoView());
    return true;
  }
  const isAtEnd = $from.parentOffset === node.content.size;
  const kind = isAtEnd ? next : block.kind;
  const level = kind === 'heading' ? block.level : null;
  const attrs = { ...followingAttrs(block), id: null, kind, level, checked: null };
  tr.split($from.pos, 1, [{ type: schema.nodes.block, attrs }]);
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** An empty item steps out one level, and at the outermost becomes a paragraph. */
function leaveEmpty(tr: Transaction, before: number, block: Block): boolean {
  // Text under a toggle or an item steps out as an item does.
  if (followingKind(block.kind) === 'paragraph' && (block.kind !== 'paragraph' || block.indent === 0)) return false;
  if (block.indent > 0) tr.setNodeAttribute(before, 'indent', block.indent === 1 ? null : block.indent - 1);
  else tr.setNodeAttribute(before, 'kind', 'paragraph');
  return true;
}

const insertAfterNode: (state: EditorState, dispatch?: (tr: Transaction) => void) => boolean = (state, dispatch) => {
  const tr = state.tr.insert(state.selection.to, newBlock('paragraph'));
  dispatch?.(caretIn(tr, state.selection.to + 1));
  return true;
};

/** Leaves a block downwards, into a fresh paragraph: the way out of code. */
export const insertParagraphAfter: Command = (state, dispatch) => {
  const { $to } = state.selection;
  const position = $to.depth === 0 ? state.selection.to : $to.after(1);
  const tr = state.tr.insert(position, newBlock('paragraph'));
  dispatch?.(caretIn(tr, position + 1));
  return true;
};

/** Backspace at the start of a block: first it becomes a plain paragraph, then steps out, then joins the one above. */
export const backspaceAtStart: Command = (state, dispatch) => {
  const caret = caretBlock(state);
  if (!caret || caret.$caret.parentOffset > 0) return false;
  const { node, position, index } = caret;
  const block = readBlock(node);
  if (block.kind !== 'paragraph') {
    dispatch?.(state.tr.setNodeAttribute(position, 'kind', 'paragraph').scrollIntoView());
    return true;
  }
  if (block.indent > 0) {
    dispatch?.(state.tr.setNodeAttribute(position, 'indent', block.indent === 1 ? null : block.indent - 1));
    return true;
  }
  // Nothing above: swallowed, so that the browser does not try something of its own.
  if (index === 0) return true;
  const above = state.doc.child(index - 1);
  if (!above.isTextblock) {
    dispatch?.(
      selectNode(
        node.content.size === 0 ? state.tr.delete(position, position + node.nodeSize) : state.tr,
        position - above.nodeSize,
      ),
    );
    return true;
  }
  dispatch?.(joinBlocks(state.tr, position - above.nodeSize, above, position, node).scrollIntoView());
  return true;
};

/** Delete at the end of a block: the next one joins it. */
export const deleteAtEnd: Command = (state, dispatch) => {
  const caret = caretBlock(state);
  if (!caret || caret.$caret.parentOffset < caret.node.content.size) return false;
  const { node, position, index } = caret;
  const after = position + node.nodeSize;
  const below = state.doc.maybeChild(index + 1);
  if (!below) return true;
  if (!below.isTextblock) {
    dispatch?.(
      selectNode(
        node.content.size === 0 ? state.tr.delete(position, after) : state.tr,
        node.content.size === 0 ? position : after,
      ),
    );
    return true;
  }
  dispatch?.(joinBlocks(state.tr, position, node, after, below).scrollIntoView());
  return true;
};

function selectNode(tr: Transaction, position: number): Transaction {
  return tr.setSelection(NodeSelection.create(tr.doc, position)).scrollIntoView();
}

/** Makes one of two neighbours. An empty one simply goes: the other keeps its block, and what others type into it. */
export function joinBlocks(
  tr: Transaction,
  first: number,
  firstNode: Node,
  second: number,
  secondNode: Node,
): Transaction {
  if (firstNode.content.size === 0) {
    tr.delete(first, second);
    return tr.setSelection(TextSelection.create(tr.doc, first + 1));
  }
  if (secondNode.content.size === 0) {
    tr.delete(second, second + secondNode.nodeSize);
    return tr.setSelection(TextSelection.create(tr.doc, second - 1));
  }
  tr.replace(second - 1, second + 1, Slice.empty);
  return tr.setSelection(TextSelection.create(tr.doc, second - 1));
}

/** A line across the page, and somewhere to write below it. */
export const insertDivider: Command = (state, dispatch) => {
  const { $to } = state.selection;
  const isEmptyBlock = $to.depth === 1 && $to.parent.content.size === 0;
  const tr = state.tr;
  const divider = schema.nodes.divider.create();
  const at = $to.depth === 0 ? state.selection.to : isEmptyBlock ? $to.before(1) : $to.after(1);
  tr.insert(at, divider);
  const after = at + divider.nodeSize;
  const below = tr.doc.resolve(after).nodeAfter;
  if (below?.isTextblock !== true) tr.insert(after, newBlock('paragraph'));
  dispatch?.(caretIn(tr, after + 1));
  return true;
};

const CODE_INDENT = '  ';

function codeBlock(state: EditorState): ReturnType<typeof caretBlock> {
  const { $from, $to } = state.selection;
  if ($from.depth !== 1 || !$from.sameParent($to) || !isSourceKind(readBlock($from.parent).kind)) return undefined;
  return { node: $from.parent, position: $from.before(1), index: $from.index(0), $caret: $from };
}

/** Whether Tab belongs to the code, or the formula, the selection is in. */
export const isInCode: Command = (state) => codeBlock(state) !== undefined;

/** Tab and Shift-Tab in code: two spaces in, or out of, every selected line. */
export function shiftCode(by: 1 | -1): Command {
  return (state, dispatch) => {
    const code = codeBlock(state);
    if (!code) return false;
    const { $from, $to, empty } = state.selection;
    if (by > 0 && empty) {
      dispatch?.(state.tr.insertText(CODE_INDENT).scrollIntoView());
      return true;
    }
    const text = code.node.textContent;
    const tr = state.tr;
    for (const line of lineStarts(text, $from.parentOffset, $to.parentOffset).reverse()) {
      const at = code.position + 1 + line;
      const spaces = /^ {0,2}/.exec(text.slice(line))?.[0].length ?? 0;
      if (by > 0) tr.insertText(CODE_INDENT, at, at);
      else if (spaces > 0) tr.delete(at, at + spaces);
    }
    if (tr.docChanged) dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function lineStarts(text: string, from: number, to: number): number[] {
  const starts = [text.lastIndexOf('\n', from - 1) + 1];
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Puts the caret after the last block, in a plain paragraph that is made if there is none. */
export const writeAtEnd: Command = (state, dispatch) => {
  const last = state.doc.lastChild;
  if (last?.type === schema.nodes.block && readBlock(last).kind === 'paragraph') {
    dispatch?.(state.tr.setSelection(Selection.atEnd(state.doc)));
    return true;
  }
  const end = state.doc.content.size;
  dispatch?.(caretIn(state.tr.insert(end, newBlock('paragraph')), end + 1));
  return true;
};

/** ArrowDown on the last line of code, quote or list at the very end: a paragraph to go on in. */
export const arrowDownAtEnd: Command = (state, dispatch) => {
  const caret = caretBlock(state);
  if (!caret || caret.index !== state.doc.childCount - 1 || !isSourceKind(readBlock(caret.node).kind)) return false;
  if (caret.node.textContent.indexOf('\n', caret.$caret.parentOffset) >= 0) return false;
  return writeAtEnd(state, dispatch);
};
