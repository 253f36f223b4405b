/** What comes into a document as text and goes out of it: fetched when something is selected, pasted, dropped or exported. */
import { Fragment, type Node, Slice } from 'prosemirror-model';
import { type EditorState, NodeSelection, TextSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { isMarkable, setLink } from '../commands/marks.ts';
import { parseHtml } from '../convert/inert-html.ts';
import { nodeToRows, type Row } from '../convert/rows.ts';
import { type FoundBlocks, htmlToBlocks } from '../convert/from-html.ts';
import { cleanText, textToBlocks } from '../convert/from-text.ts';
import { looksLikeMarkdown } from './markdown.ts';
import { pasteIntoTable } from '../table/paste.ts';
import { isInTable } from '../table/grid.ts';
import { rowsToHtml, runsToHtml } from '../convert/to-html.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { rowsToText, runsToText } from '../convert/to-text.ts';
import type { EditorFailure } from '../errors.ts';
import { takingFailure } from '../taking-failures.ts';
import { isMathNext } from '../math/formulas.ts';
import { readAttachment } from '../schema/attachment.ts';
import { isListKind, isSourceKind, readBlock } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { isAttachment, schema } from '../schema/schema.ts';
import { isSuggestionAttr } from '../schema/suggestion.ts';
import { withAllDecided } from '../suggestions/resolve.ts';
import type { ExportOptions } from '../editor.ts';

/** The most text one paste or drop may bring, in UTF-16 units (2 MB of plain letters). */
export const MAX_PASTE_LENGTH = 2_000_000;
/** HTML carries mark-up besides: past this it is not even read. */
const MAX_HTML_LENGTH = 8 * MAX_PASTE_LENGTH;

/** What a clipboard or a drag holds, read while its event lasts. */
export interface Brought {
  readonly html: string;
  readonly text: string;
  readonly files: readonly File[];
  /** Its letters are wanted as they are: pasted with Shift. */
  readonly isPlain: boolean;
  /** What Markdown says, once that is read. */
  readonly blocks?: FoundBlocks;
}

/** Whether there is text that has to be read as Markdown first. */
export function isMarkdown({ html, text, files, isPlain }: Brought): boolean {
  return html === '' && files.length === 0 && !isPlain && looksLikeMarkdown(cleanText(text));
}

/** Reads what is Markdown; where its reader cannot be had, the letters stand as they are. */
export async function readMarkdown(brought: Brought): Promise<Brought> {
  if (!isMarkdown(brought)) return brought;
  try {
    const { markdownToFound } = await import('../formats/markdown/from-markdown.ts');
    return { ...brought, blocks: markdownToFound(cleanText(brought.text)) };
  } catch {
    return brought;
  }
}

/** What the clipboard needs of the editor. */
export interface ClipboardContext {
  notice(failure: EditorFailure): void;
  readonly createId: () => string;
  /** Adds files at the selection, or at a position; false where the document takes none. */
  addFiles(files: readonly File[], at?: number): boolean;
}

/** Sessions of copied attachments go into `copied`. */
export function copySelection(view: EditorView, event: ClipboardEvent, copied: Set<string>): boolean {
  const { selection } = view.state;
  if (selection.empty || !event.clipboardData) return false;
  event.preventDefault();
  const slice = selection.content();
  for (const session of sessionsOf(slice.content)) copied.add(session);
  const { html, text } = sliceToClipboard(slice);
  event.clipboardData.clearData();
  event.clipboardData.setData('text/html', html);
  event.clipboardData.setData('text/plain', text);
  return true;
}

/** Part of one block is copied as its words; more is copied as blocks. What is struck stays behind, and what is suggested goes along. */
export function sliceToClipboard(slice: Slice): { readonly html: string; readonly text: string } {
  const isBlocks = slice.content.firstChild?.isBlock === true;
  const content = isBlocks ? withAllDecided(schema.nodes.doc.create(null, slice.content), 'accept') : slice.content;
  const rows = nodeToRows(content);
  const [only] = rows;
  if (rows.length === 1 && only?.type === 'block' && slice.openStart > 0 && slice.openEnd > 0) {
    return { html: runsToHtml(only.runs), text: runsToText(only.runs) };
  }
  // Part of one cell is its words too.
  if (rows.length === 1 && only?.type === 'table' && slice.openStart >= 3 && slice.openEnd >= 3) {
    const [cell, ...more] = only.rows.flat();
    if (cell && more.length === 0) return { html: runsToHtml(cell.runs), text: runsToText(cell.runs) };
  }
  return { html: rowsToHtml(rows), text: rowsToText(rows) };
}

function sessionsOf(content: Fragment | Node): string[] {
  const found: string[] = [];
  content.forEach((node) => {
    const session = isAttachment(node) ? readAttachment(node).reference?.session : undefined;
    if (session !== undefined) found.push(session);
  });
  return found;
}

/**
 * Inserts at the selection.
 *
 * @param copied - sessions of attachments that were copied or cut here: what comes in may name these and those of the text, and no others
 * @param at - where files go; by default at the selection
 */
export function insertBrought(
  view: EditorView,
  { html, text, files, blocks }: Brought,
  context: ClipboardContext,
  copied: ReadonlySet<string>,
  at?: number,
): void {
  const { notice } = context;
  if (text.length > MAX_PASTE_LENGTH || html.length > MAX_HTML_LENGTH) {
    notice(takingFailure('paste-too-big'));
    return;
  }
  const root = html === '' ? undefined : parseHtml(html, view.dom.ownerDocument);
  const found = blocks ?? (root && htmlToBlocks(root));
  // An office program sends a picture of the words besides the words: those are what is meant.
  const isFiles = files.length > 0 && (found === undefined || found.isOnlyPictures);
  if (isFiles) {
    context.addFiles(files, at);
    return;
  }
  const known = new Set([...copied, ...sessionsOf(view.state.doc)]);
  const safe = found && { ...found, nodes: found.nodes.map((node) => toKnown(node, known)) };
  if (safe !== undefined && safe.nodes.some((node, index) => node !== found?.nodes[index])) {
    notice(takingFailure('file-elsewhere'));
  }
  if ((found?.pictures ?? 0) > 0) notice(takingFailure('pictures-linked'));
  const tr = transferToTransaction(view.state, safe, text, context.createId);
  if (!tr) notice(takingFailure('paste-unreadable'));
  else if (tr.doc.content.size - view.state.doc.content.size > MAX_PASTE_LENGTH) notice(takingFailure('paste-too-big'));
  else view.dispatch(tr.scrollIntoView().setMeta('uiEvent', 'paste').setMeta('paste', true));
}

/** What names an attachment of another document, or one that a page made up, is only its name here. */
function toKnown(node: Node, known: ReadonlySet<string>): Node {
  if (!isAttachment(node)) return node;
  const { reference } = readAttachment(node);
  if (reference !== undefined && known.has(reference.session)) return node;
  return schema.nodes.block.create(null, schema.text(reference?.name ?? 'file'));
}

function transferToTransaction(
  state: EditorState,
  found: FoundBlocks | undefined,
  text: string,
  createId: () => string,
): Transaction | undefined {
  const { $from } = state.selection;
  const plain = cleanText(text);
  if ($from.depth === 1 && isSourceKind(readBlock($from.parent).kind) && plain !== '')
    return insertInline(state, plain);
  if (isMathNext(state) && plain !== '') return insertInline(state, plain.replaceAll('\n', ' '));
  const address = toSafeHref(plain.trim());
  if (address !== undefined && /^\S+$/.test(plain.trim()) && isMarkable(state)) {
    let linked: Transaction | undefined;
    setLink(plain.trim())(state, (tr) => {
      linked = tr;
    });
    if (linked) return linked;
  }
  if (found && found.nodes.length > 0) return insertBlocks(state, found.nodes, found.isInline, createId);
  const blocks = textToBlocks(text);
  if (blocks.length > 0) return insertBlocks(state, blocks, blocks.length === 1 && !plain.includes('\n'), createId);
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
export function insertBlocks(
  state: EditorState,
  nodes: readonly Node[],
  isInline: boolean,
  createId: () => string,
): Transaction {
  if (isInTable(state)) return pasteIntoTable(state, nodes, createId);
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
    if (name !== 'id' && !isSuggestionAttr(name)) tr.setNodeAttribute(position, name, value);
  }
}

/** What leaves is the text without what is only suggested, unless asked otherwise. */
function docToRows(doc: Node, options: ExportOptions | undefined): readonly Row[] {
  return nodeToRows(withAllDecided(doc, options?.suggestions ?? 'reject'));
}

export function docToHtml(doc: Node, options: ExportOptions | undefined): string {
  return rowsToHtml(docToRows(doc, options));
}

export function docToMarkdown(doc: Node, options: ExportOptions | undefined): string {
  return rowsToMarkdown(docToRows(doc, options));
}

export function docToText(doc: Node, options: ExportOptions | undefined): string {
  return rowsToText(docToRows(doc, options));
}
