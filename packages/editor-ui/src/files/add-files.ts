/** From a file that was picked, pasted or dropped to a node in the text. */
import type { AttachmentReference, Attachments } from '@weft/crdt-core';
import { MAX_ATTACHMENT_BYTES } from '@weft/crdt-core/attachments';
import type { Node } from 'prosemirror-model';
import { NodeSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { newBlock } from '../commands/structure.ts';
import type { EditorNotice } from '../errors.ts';
import { takingFailure } from '../taking-failures.ts';
import { readAttachment, referenceToFile } from '../schema/attachment.ts';
import { isAttachment, schema } from '../schema/schema.ts';
import { addPending, pendingPosition, removePending, toBoundary } from './pending.ts';
import { createPendingView, type PendingView } from './pending-view.ts';
import { type Picture, SNIFF_BYTES, sniffPicture } from './sniff.ts';
import { toSentence } from '../words/failures.ts';

/** The most files that one paste or drop may bring. */
export const MOST_FILES = 100;

/** What adding files acts on. */
export interface AddFilesContext {
  view(): EditorView;
  readonly attachments: Attachments | undefined;
  notice(failure: EditorNotice): void;
  /** Dispatches a change that is undone by itself. */
  dispatchApart(tr: Transaction): void;
}

/** Adds files to the text, one after another. */
export interface AddFiles {
  /**
   * @param at - a position in the text; by default, at the selection
   * @returns whether this document takes files at all
   */
  add(files: readonly File[], at?: number): boolean;
  /** Puts a file in the place of the attachment whose block has this id. */
  replace(file: File, id: unknown): void;
  destroy(): void;
}

interface Adding {
  readonly id: number;
  readonly file: File;
  /** The block whose attachment is replaced; undefined: a new block. */
  readonly replaces: unknown;
  readonly view: PendingView;
  stop: AbortController;
}

/** Failures after which the same file might be taken: it waits in the text for another try, and nothing is lost. */
const AGAIN: ReadonlySet<string> = new Set(['storage-full', 'storage-failed', 'storage-closed', 'attachment-keys']);
const QUIET: ReadonlySet<string> = new Set(['attachment-cancelled', 'attachment-closed']);

export function createAddFiles(context: AddFilesContext): AddFiles {
  const { attachments } = context;
  const adding = new Map<number, Adding>();
  let serial = 0;
  /** One file after another: never more than one of them is sealed at a time. */
  let last: Promise<void> = Promise.resolve();
  let isDestroyed = false;

  function begin(file: File, position: number, replaces: unknown): void {
    const id = serial++;
    const view = createPendingView(context.view().dom.ownerDocument, file, {
      cancel: () => end(one),
      retry: () => queue(one),
    });
    const one: Adding = { id, file, replaces, view, stop: new AbortController() };
    adding.set(id, one);
    const { state } = context.view();
    context.view().dispatch(addPending(state.tr, { id, position, element: view.element }));
    queue(one);
  }

  function queue(one: Adding): void {
    one.stop = new AbortController();
    one.view.progress(0, one.file.size);
    last = last.then(() => run(one));
  }

  function end(one: Adding): void {
    if (!adding.delete(one.id)) return;
    one.stop.abort();
    const view = context.view();
    if (!view.isDestroyed) view.dispatch(removePending(view.state.tr, one.id));
  }

  async function run(one: Adding): Promise<void> {
    const { file, view, stop } = one;
    const { signal } = stop;
    if (attachments === undefined || isDestroyed || !adding.has(one.id)) return;
    const picture = await fileToPicture(file);
    const attached = await attachments.attach(
      file,
      { name: file.name, type: picture?.type ?? file.type },
      { signal, onProgress: ({ bytes, total }) => view.progress(bytes, total) },
    );
    if (isDestroyed || !adding.has(one.id)) return;
    if (attached.ok) return insert(one, attached.value, picture);
    const { failure } = attached;
    if (AGAIN.has(failure.code)) return view.failed(toSentence(failure));
    end(one);
    if (!QUIET.has(failure.code)) context.notice(failure);
  }

  function insert(one: Adding, reference: AttachmentReference, picture: Picture | undefined): void {
    const view = context.view();
    const position = pendingPosition(view.state, one.id);
    adding.delete(one.id);
    const tr = removePending(view.state.tr, one.id);
    if (!view.editable || position === undefined) {
      view.dispatch(tr);
      context.notice(takingFailure('edit-refused'));
      return;
    }
    const size = picture && { width: picture.width, height: picture.height };
    const node = schema.nodes[picture === undefined ? 'file' : 'image'].create({
      file: referenceToFile(reference, size),
    });
    const target = one.replaces === undefined ? undefined : findBlock(view.state.doc, one.replaces);
    if (target !== undefined && target.node.type === node.type) {
      tr.setNodeAttribute(target.position, 'file', node.attrs['file']);
    } else if (target !== undefined) {
      const { alt, caption } = readAttachment(target.node);
      const said = node.type === schema.nodes.image ? { alt: alt || null, caption: caption || null } : {};
      const replaced = node.type.create({ ...node.attrs, ...said, id: one.replaces });
      tr.replaceWith(target.position, target.position + target.node.nodeSize, replaced);
      tr.setSelection(NodeSelection.create(tr.doc, target.position));
    } else {
      tr.insert(position, node);
      // Somewhere to go on writing.
      if (position + node.nodeSize === tr.doc.content.size) tr.insert(position + node.nodeSize, newBlock('paragraph'));
    }
    context.dispatchApart(tr);
    if (picture === undefined && one.file.type.startsWith('image/')) context.notice(takingFailure('picture-as-file'));
  }

  return {
    add(files, at) {
      const { state, editable } = context.view();
      if (attachments === undefined || !editable) return false;
      const { $to } = state.selection;
      const isInEmpty = $to.depth === 1 && $to.parent.content.size === 0;
      const position = at ?? (isInEmpty ? $to.before(1) : $to.depth === 0 ? state.selection.to : $to.after(1));
      if (files.length > MOST_FILES) {
        context.notice(takingFailure('too-many-files'));
        return true;
      }
      for (const file of files) {
        // Said before anything of it is read.
        if (file.size > MAX_ATTACHMENT_BYTES) context.notice(takingFailure('file-too-big'));
        else begin(file, toBoundary(state.doc, position), undefined);
      }
      return true;
    },
    replace(file, id) {
      const view = context.view();
      const target = findBlock(view.state.doc, id);
      if (attachments === undefined || !view.editable || target === undefined) return;
      if (file.size > MAX_ATTACHMENT_BYTES) context.notice(takingFailure('file-too-big'));
      else begin(file, target.position + target.node.nodeSize, id);
    },
    destroy() {
      isDestroyed = true;
      for (const one of adding.values()) one.stop.abort();
      adding.clear();
    },
  };
}

async function fileToPicture(file: File): Promise<Picture | undefined> {
  try {
    return sniffPicture(new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer()));
  } catch {
    // Attaching it fails as well, and says so.
    return undefined;
  }
}

function findBlock(doc: Node, id: unknown): { readonly node: Node; readonly position: number } | undefined {
  let found: { node: Node; position: number } | undefined;
  doc.forEach((node, position) => {
    if (isAttachment(node) && node.attrs['id'] === id) found ??= { node, position };
  });
  return found;
}
