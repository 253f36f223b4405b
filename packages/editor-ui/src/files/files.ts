/** The files of one editor, as far as it needs them without showing one. */
import type { AttachmentReference } from '@weft/crdt-core';
import type { EditorView, NodeViewConstructor } from 'prosemirror-view';
import * as Y from 'yjs';
import { lateAttachmentView } from '../blocks/late-attachment-view.ts';
import { type EditorNotice, editorFailure } from '../errors.ts';
import type { History } from '../history/history.ts';
import type { Late } from '../late/late.ts';
import { attrsToAttachment } from '../schema/attachment.ts';
import type { EditorDocument, EditorPorts } from '../types.ts';
import { createVersionReferences } from '../versions/references.ts';
import { contentToReferences, createCollector } from './collect.ts';
import type { FilesPart } from './part.ts';
import { pickFiles } from './pick.ts';
import { PICTURES } from './picture-types.ts';

export interface FilesOptions {
  readonly document: EditorDocument;
  readonly history: History;
  readonly ports: EditorPorts;
  view(): EditorView;
  readonly part: Late<FilesPart>;
  isFrozen(): boolean;
  notice(failure: EditorNotice): void;
}

/** What the editor does with files. */
export interface Files {
  readonly nodeViews: Readonly<Record<'image' | 'file', NodeViewConstructor>>;
  /** At a position in the text, or at the selection; false where nothing may be written or no files are taken. */
  add(files: readonly File[], at?: number): boolean;
  /** Asks for files, and adds them at the selection. */
  pick(kind: 'image' | 'file'): void;
  /** The text changed. */
  changed(): void;
  /** A file was removed on purpose: what nothing refers to any more need not be sent. */
  removed(): void;
  destroy(): void;
}

export function createFiles({ document, history, ports, view, part, isFrozen, notice }: FilesOptions): Files {
  const { attachments, content, versions } = document;
  const root = Y.findRootTypeKey(content);
  const inVersions = versions === undefined ? () => [] : createVersionReferences(versions, root);
  const collector = createCollector({
    attachments,
    status: document.status,
    ports,
    // A newer version may name attachments in ways that this one does not know.
    references: () =>
      isFrozen() ? undefined : [...contentToReferences(content), ...undoableReferences(history), ...inVersions()],
  });

  function addOnceHere(files: readonly File[], at?: number): void {
    const here = part.get();
    if (here) here.add(files, at);
    else void part.load().then((fetched) => fetched?.add(files, at));
  }

  return {
    nodeViews: {
      image: lateAttachmentView('image', part),
      file: lateAttachmentView('file', part),
    },
    add(files, at) {
      if (files.length === 0) return false;
      if (attachments === undefined) notice(editorFailure('files-not-taken'));
      if (attachments === undefined || !view().editable) return false;
      addOnceHere(files, at);
      return true;
    },
    pick: (kind) =>
      pickFiles({ accept: kind === 'image' ? PICTURES : '', multiple: true }, (files) => {
        addOnceHere(files);
        view().focus();
      }),
    changed: () => collector.touch(),
    removed: () => void collector.now(),
    destroy: () => collector.destroy(),
  };
}

/** What undo or redo would bring back: a block that was removed, or what another file took the place of. */
export function undoableReferences(history: History): AttachmentReference[] {
  return history.deleted().flatMap((item) => {
    if (item.parentSub !== 'file' || !(item.content instanceof Y.ContentAny)) return [];
    return item.content.arr.flatMap((file: unknown) => attrsToAttachment({ file }).reference ?? []);
  });
}
