/** From what was read to blocks of a document: files become sealed attachments, and everything is checked once more. */
import type { Attachments } from '@weft/crdt-core';
import { MAX_ATTACHMENT_BYTES } from '@weft/crdt-core/attachments';
import type { Node } from 'prosemirror-model';
import type * as Y from 'yjs';
import { insertBlocks } from '../clipboard/insert.ts';
import { MAX_PASTE_LENGTH } from '../clipboard/part.ts';
import { nodesToElements } from '../binding/write.ts';
import { CONTENT, seedDocument, TITLE } from '../binding/seed.ts';
import { editTitle, MAX_TITLE_LENGTH } from '../binding/title.ts';
import { sniffPicture } from '../files/sniff.ts';
import type { Editor } from '../editor.ts';
import type { EditorPorts } from '../ports.ts';
import { jsonToNodes, type TakenFile } from './json/from-json.ts';
import {
  type Imported,
  type ImportedFile,
  importFailure,
  type ImportFailure,
  type ImportNote,
  MAX_BLOCKS,
} from './types.ts';

export interface TakeInOptions {
  /** Of the document it goes into; without it pictures and files are their names. */
  readonly attachments: Attachments | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Files that are sealed, and how many there are. */
  onProgress?(done: number, total: number): void;
}

/** What goes into a document. */
export interface TakenIn {
  readonly title: string;
  readonly nodes: readonly Node[];
  readonly notes: readonly ImportNote[];
}

/** Seals the files one after another, and makes blocks. Nothing of the document is changed yet. */
export async function takeIn(
  { title, blocks, files, notes }: Imported,
  { attachments, signal, onProgress }: TakeInOptions,
): Promise<{ readonly ok: true; readonly value: TakenIn } | { readonly ok: false; readonly failure: ImportFailure }> {
  if (blocks.length > MAX_BLOCKS) return { ok: false, failure: importFailure('import-too-big') };
  const taken = new Map<string, TakenFile>();
  const said = new Set(notes);
  const entries = Object.entries(files);
  for (const [key, file] of entries) {
    onProgress?.(taken.size, entries.length);
    const one = await takeFile(file, attachments, signal);
    if (signal?.aborted === true) return { ok: false, failure: importFailure('import-cancelled') };
    if (one.reference === undefined) said.add('files-left');
    taken.set(key, one);
  }
  const nodes = jsonToNodes(blocks, (key) => taken.get(key));
  if (nodes.length === 0) return { ok: false, failure: importFailure('import-empty') };
  if (sizeOf(nodes) > MAX_LETTERS) return { ok: false, failure: importFailure('import-too-big') };
  return { ok: true, value: { title, nodes, notes: [...said] } };
}

/** The most that one import brings into a document, in UTF-16 units. */
const MAX_LETTERS = 5_000_000;

function sizeOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + node.nodeSize, 0);
}

async function takeFile(
  file: ImportedFile,
  attachments: Attachments | undefined,
  signal: AbortSignal | undefined,
): Promise<TakenFile> {
  const { name, bytes } = file;
  const picture = sniffPicture(bytes);
  const isTaken = attachments !== undefined && bytes.length > 0 && bytes.length <= MAX_ATTACHMENT_BYTES;
  if (!isTaken) return { name, reference: undefined, size: undefined };
  const attached = await attachments.attach(bytes, { name, type: picture?.type ?? file.type }, { signal });
  return {
    name,
    reference: attached.ok ? attached.value : undefined,
    size: picture && { width: picture.width, height: picture.height },
  };
}

/** Puts blocks at the caret, in one step that undo takes back. Answers with why not. */
export function insertTaken(
  { apply, state }: Pick<Editor, 'apply' | 'state'>,
  nodes: readonly Node[],
  createId: EditorPorts['createId'],
): ImportFailure | undefined {
  if (sizeOf(nodes) > MAX_PASTE_LENGTH) return importFailure('import-too-big-here');
  if (!state.get().editable) return importFailure('import-refused');
  apply((before, dispatch) => {
    dispatch?.(insertBlocks(before, nodes, false, createId).scrollIntoView());
    return true;
  });
  return undefined;
}

/**
 * A document that begins with its one heading of the first rank, or with the words it is called by, is called by that, if a title can hold all of it:
 * words alone, and not too many.
 */
export function takeTitle(taken: TakenIn, otherwise: string): TakenIn {
  const { title, nodes } = taken;
  const isTop = (node: Node | undefined): boolean => node?.attrs['kind'] === 'heading' && node.attrs['level'] === 1;
  const [first, ...rest] = nodes;
  const isHeld = first !== undefined && first.textContent.length <= MAX_TITLE_LENGTH && !first.children.some(isMore);
  if (!isHeld || !isTop(first) || rest.length === 0) return { ...taken, title: title || otherwise };
  const isTitle = title === '' ? !rest.some(isTop) : first.textContent.trim() === title;
  return isTitle ? { ...taken, title: first.textContent, nodes: rest } : { ...taken, title: title || otherwise };
}

/** Whether words say more than their letters: where they lead, or which footnote is theirs. */
function isMore({ marks }: Node): boolean {
  return marks.some(({ type }) => ['link', 'superscript', 'subscript', 'math', 'date', 'person'].includes(type.name));
}

/** Writes blocks into a document that was just made, once, by its creator: there is nothing before it to undo. */
export function seedTaken(doc: Y.Doc, { title, nodes }: TakenIn, createId: EditorPorts['createId']): void {
  seedDocument(doc);
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    // What `seedDocument` put there is the empty line at the end.
    const isEnded = nodes.at(-1)?.attrs['kind'] === 'paragraph' && nodes.at(-1)?.content.size === 0;
    content.insert(0, nodesToElements(isEnded ? nodes.slice(0, -1) : nodes, doc.clientID, createId));
  });
  editTitle(doc.getText(TITLE), title);
}
