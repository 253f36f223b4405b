import { Fragment, type Node, Slice } from 'prosemirror-model';
import { type EditorState, NodeSelection, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { isMarkable, setLink } from '../commands/marks.ts';
import { parseHtml } from '../convert/inert-html.ts';
import { type FoundBlocks, htmlToBlocks } from '../convert/from-html.ts';
import { cleanText, textToBlocks } from '../convert/from-text.ts';
import { nodeToRows } from '../convert/rows.ts';
import { rowsToHtml, runsToHtml } from '../convert/to-html.ts';
import { rowsToText, runsToText } from '../convert/to-markdown.ts';
import { type EditorFailure, editorFailure } from '../errors.ts';
import { isListKind, readBlock } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { schema } from '../schema/schema.ts';
import { readPending } from './read-pending.ts';

/** The most text one paste or drop may bring, in UTF-16 units (2 MB of plain letters). */
export const MAX_PASTE_LENGTH = 2_000_000;
/** HTML carries mark-up besides: past this it is not even read. */
const MAX_HTML_LENGTH = 8 * MAX_PASTE_LENGTH;

/** Copy, cut, paste and drop. */
export function clipboard(notice: (failure: EditorFailure) => void): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        copy: (view, event) => copy(view, event),
        cut(view, event) {
          if (!copy(view, event)) return false;
          if (view.editable) view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta('uiEvent', 'cut'));
          return true;
        },
        paste(view, event) {
          if (!event.clipboardData || !view.editable) return false;
          event.preventDefault();
          insertTransfer(view, event.clipboardData, notice);
          return true;
        },
        drop(view, event) {
          // Our own selection being moved: ProseMirror does that.
          if (!event.dataTransfer || view.dragging || !view.editable) return false;
          event.preventDefault();
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          if (!at) return true;
          const tr = view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos)));
          view.dispatch(tr);
          view.focus();
          insertTransfer(view, event.dataTransfer, notice);
          return true;
        },
      },
    },
  });
}

function copy(view: EditorView, event: ClipboardEvent): boolean {
  readPending(view);
  const { selection } = view.state;
  if (selection.empty || !event.clipboardData) return false;
  event.preventDefault();
  const { html, text } = sliceToClipboard(selection.content());
  event.clipboardData.clearData();
  event.clipboardData.setData('text/html', html);
  event.clipboardData.setData('text/plain', text);
  return true;
}

/** Part of one block is copied as its words; more is copied as blocks. */
export function sliceToClipboard(slice: Slice): { readonly html: string; readonly text: string } {
  const rows = nodeToRows(slice.content);
  const [only] = rows;
  if (rows.length === 1 && only?.type === 'block' && slice.openStart > 0 && slice.openEnd > 0) {
    return { html: runsToHtml(only.runs), text: runsToText(only.runs) };
  }
  return { html: rowsToHtml(rows), text: rowsToText(rows) };
}

function insertTransfer(view: EditorView, data: DataTransfer, notice: (failure: EditorFailure) => void): void {
  readPending(view);
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  if (text.length > MAX_PASTE_LENGTH || html.length > MAX_HTML_LENGTH) {
    notice(editorFailure('paste-too-big'));
    return;
  }
  const tr = transferToTransaction(view.state, view.dom.ownerDocument, html, text);
  if (!tr) notice(editorFailure('paste-unreadable'));
  else if (tr.doc.content.size - view.state.doc.content.size > MAX_PASTE_LENGTH) notice(editorFailure('paste-too-big'));
  else view.dispatch(tr.scrollIntoView().setMeta('uiEvent', 'paste').setMeta('paste', true));
}

function transferToTransaction(
  state: EditorState,
  owner: Document,
  html: string,
  text: string,
): Transaction | undefined {
  const { $from } = state.selection;
  const plain = cleanText(text);
  if ($from.depth === 1 && readBlock($from.parent).kind === 'code' && plain !== '') return insertInline(state, plain);
  const address = toSafeHref(plain.trim());
  if (address !== undefined && /^\S+$/.test(plain.trim()) && isMarkable(state)) {
    let linked: Transaction | undefined;
    setLink(plain.trim())(state, (tr) => {
      linked = tr;
    });
    if (linked) return linked;
  }
  const root = html === '' ? undefined : parseHtml(html, owner);
  const found: FoundBlocks | undefined = root && htmlToBlocks(root);
  if (found && found.nodes.length > 0) return insertBlocks(state, found.nodes, found.isInline);
  const blocks = textToBlocks(text);
  if (blocks.length > 0) return insertBlocks(state, blocks, blocks.length === 1 && !plain.includes('\n'));
  return plain === '' ? undefined : insertInline(state, plain.replaceAll('\n', ' '));
}

function insertInline(state: EditorState, text: string): Transaction {
  const marks = state.storedMarks ?? state.selection.$from.marks();
  const isInText = state.selection.$from.parent.isTextblock;
  const inline = schema.text(text, marks);
  return state.tr.replaceSelection(
    new Slice(Fragment.from(isInText ? inline : schema.nodes.block.create(null, inline)), 0, 0),
  );
}

/**
 * Puts blocks in place of the selection. The first one's words join the block at the caret (an empty one takes its kind,
 * and stays the same block), and what stood behind the caret joins the last.
 */
export function insertBlocks(state: EditorState, nodes: readonly Node[], isInline: boolean): Transaction {
  const tr = state.tr;
  if (state.selection instanceof NodeSelection || state.selection.$from.depth === 0) {
    return tr.replaceSelection(new Slice(Fragment.fromArray([...nodes]), 0, 0));
  }
  tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth !== 1) return tr.replaceSelection(new Slice(Fragment.fromArray([...nodes]), 0, 0));
  const [first] = nodes;
  if (isInline && first) {
    tr.replaceWith($from.pos, $from.pos, first.content);
    return tr;
  }
  const before = $from.before(1);
  const target = $from.parent;
  const offset = $from.parentOffset;
  const tail = target.content.cut(offset);
  const rest = nodes.map((node) => inherit(node, target));
  if (offset === 0 && tail.size > 0) {
    tr.insert(before, rest);
    const end = rest.reduce((sum, node) => sum + node.nodeSize, before);
    return tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1));
  }
  const [head] = rest;
  if (head?.isTextblock && (offset === 0 || readBlock(head).kind === readBlock(target).kind || isPlain(head))) {
    rest.shift();
    if (tail.size > 0) tr.delete($from.pos, $from.pos + tail.size);
    tr.insert($from.pos, head.content);
    if (offset === 0 && !isPlain(head)) adopt(tr, before, head);
  } else if (tail.size > 0) {
    tr.delete($from.pos, $from.pos + tail.size);
  }
  let at = before + (tr.doc.nodeAt(before)?.nodeSize ?? 2);
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

function isPlain(node: Node): boolean {
  return node.isTextblock && readBlock(node).kind === 'paragraph';
}

/** Plain lines pasted into a list or a quote become items of it. */
function inherit(node: Node, target: Node): Node {
  const { kind, indent } = readBlock(target);
  if (!isPlain(node) || !(isListKind(kind) || kind === 'quote')) return node;
  return schema.nodes.block.create({ ...node.attrs, kind, indent: indent > 0 ? indent : null }, node.content);
}

/** The block at the caret takes the looks of the pasted one, and stays itself. */
function adopt(tr: Transaction, position: number, from: Node): void {
  for (const [name, value] of Object.entries(from.attrs)) {
    if (name !== 'id') tr.setNodeAttribute(position, name, value);
  }
}
