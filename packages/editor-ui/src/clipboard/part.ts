/** What comes into a document as text and goes out of it: fetched when something is selected, pasted, dropped or exported. */
import { Fragment, type Node, Slice } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { isMarkable, setLink } from '../commands/marks.ts';
import { parseHtml } from '../convert/inert-html.ts';
import { nodeToRows, type Row } from '../convert/rows.ts';
import { htmlToBlocks } from '../convert/from-html.ts';
import type { FoundBlocks } from '../convert/html-drafts.ts';
import { cleanText, textToBlocks } from '../convert/from-text.ts';
import { insertBlocks } from './insert.ts';
import { looksLikeMarkdown } from './markdown.ts';
import { ownToBlocks, rowsToOwn } from './own.ts';
import { OWN_TYPE } from './own-type.ts';
import { rowsToHtml, runsToHtml } from '../convert/to-html.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { rowsToText, runsToText } from '../convert/to-text.ts';
import type { EditorFailure } from '../errors.ts';
import { takingFailure } from '../taking-failures.ts';
import { isMathNext } from '../math/formulas.ts';
import { readAttachment } from '../schema/attachment.ts';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { isAttachment, schema } from '../schema/schema.ts';
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
  /** Blocks, as a Weft document copied them. */
  readonly own: string;
  readonly files: readonly File[];
  /** Its letters are wanted as they are: pasted with Shift. */
  readonly isPlain: boolean;
  /** What Markdown says, once that is read. */
  readonly blocks?: FoundBlocks;
}

/** Whether there is text that has to be read as Markdown first. */
export function isMarkdown({ html, text, own, files, isPlain }: Brought): boolean {
  return html === '' && own === '' && files.length === 0 && !isPlain && looksLikeMarkdown(cleanText(text));
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
  const { html, text, own } = sliceToClipboard(slice, selection.$from.parentOffset > 0);
  event.clipboardData.clearData();
  event.clipboardData.setData(OWN_TYPE, own);
  event.clipboardData.setData('text/html', html);
  event.clipboardData.setData('text/plain', text);
  return true;
}

/** What is copied, for the world and for Weft. */
export interface Copied {
  readonly html: string;
  readonly text: string;
  readonly own: string;
}

/**
 * Part of one block is copied as its words; more is copied as blocks. What is struck stays behind, and what is suggested goes along.
 *
 * @param isOpen - it begins within a block
 */
export function sliceToClipboard(slice: Slice, isOpen: boolean = false): Copied {
  const isBlocks = slice.content.firstChild?.isBlock === true;
  const content = isBlocks ? withAllDecided(schema.nodes.doc.create(null, slice.content), 'accept') : slice.content;
  const rows = nodeToRows(content);
  const [only] = rows;
  if (rows.length === 1 && only?.type === 'block' && slice.openStart > 0 && slice.openEnd > 0) {
    const own = rowsToOwn(rows, { isInline: true, isOpen });
    return { html: runsToHtml(only.runs), text: runsToText(only.runs), own };
  }
  // Part of one cell is its words too.
  if (rows.length === 1 && only?.type === 'table' && slice.openStart >= 3 && slice.openEnd >= 3) {
    const [cell, ...more] = only.rows.flat();
    if (cell && more.length === 0) {
      const words: Row = { type: 'block', ...readBlock(schema.nodes.block.create()), runs: cell.runs };
      const own = rowsToOwn([words], { isInline: true, isOpen });
      return { html: runsToHtml(cell.runs), text: runsToText(cell.runs), own };
    }
  }
  return { html: rowsToHtml(rows), text: rowsToText(rows), own: rowsToOwn(rows, { isInline: false, isOpen }) };
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
  { html, text, own, files, blocks }: Brought,
  context: ClipboardContext,
  copied: ReadonlySet<string>,
  at?: number,
): void {
  const { notice } = context;
  if (text.length > MAX_PASTE_LENGTH || html.length > MAX_HTML_LENGTH) {
    notice(takingFailure('paste-too-big'));
    return;
  }
  const copiedHere = own === '' || own.length > MAX_HTML_LENGTH ? undefined : ownToBlocks(own);
  const root = copiedHere || html === '' ? undefined : parseHtml(html, view.dom.ownerDocument);
  const found = copiedHere ?? blocks ?? (root && htmlToBlocks(root));
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
  if (found && found.nodes.length > 0)
    return insertBlocks(state, found.nodes, found.isInline, createId, found.isOpen === true);
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
