/** The files of one editor: put together here and nowhere else. */
import type { AttachmentReference } from '@weft/crdt-core';
import type { Transaction } from 'prosemirror-state';
import type { EditorView, NodeViewConstructor } from 'prosemirror-view';
import * as Y from 'yjs';
import { fileView } from '../blocks/file-view.ts';
import { imageView } from '../blocks/image-view.ts';
import { type EditorNotice, editorFailure } from '../errors.ts';
import type { History } from '../history/history.ts';
import { attrsToAttachment } from '../schema/attachment.ts';
import type { EditorDocument, EditorPorts } from '../types.ts';
import { createVersionReferences } from '../versions/references.ts';
import { createAddFiles } from './add-files.ts';
import { contentToReferences, createCollector } from './collect.ts';
import { pickFiles } from './pick.ts';
import { createPictures } from './pictures.ts';

/** What can be drawn; the bytes decide, this only tells the browser's picker. */
const PICTURES = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

export interface FilesOptions {
  readonly document: EditorDocument;
  readonly history: History;
  readonly ports: EditorPorts;
  view(): EditorView;
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
  destroy(): void;
}

export function createFiles({ document, history, ports, view, isFrozen, notice }: FilesOptions): Files {
  const { attachments, content, versions } = document;
  const pictures = createPictures(attachments, URL, ports);
  const root = Y.findRootTypeKey(content);
  const inVersions = versions === undefined ? () => [] : createVersionReferences(versions, root);
  const dispatchApart = (tr: Transaction): void => {
    history.stopCapturing();
    view().dispatch(tr);
    history.stopCapturing();
  };
  const adding = createAddFiles({ view, attachments, notice, dispatchApart });
  const collector = createCollector({
    attachments,
    status: document.status,
    ports,
    // A newer version may name attachments in ways that this one does not know.
    references: () =>
      isFrozen() ? undefined : [...contentToReferences(content), ...undoableReferences(history), ...inVersions()],
  });
  const context = {
    attachments,
    pictures,
    notice,
    dispatchApart,
    replace: (id: unknown, isImage: boolean) =>
      pickFiles({ accept: isImage ? PICTURES : '' }, ([file]) => file && adding.replace(file, id)),
    removed: () => void collector.now(),
  };

  return {
    nodeViews: { image: imageView(context), file: fileView(context) },
    add(files, at) {
      if (adding.add(files, at)) return true;
      if (attachments === undefined) notice(editorFailure('files-not-taken'));
      return false;
    },
    pick: (kind) =>
      pickFiles({ accept: kind === 'image' ? PICTURES : '', multiple: true }, (files) => {
        adding.add(files);
        view().focus();
      }),
    changed: () => collector.touch(),
    destroy() {
      adding.destroy();
      collector.destroy();
      pictures.destroy();
    },
  };
}

/** What undo or redo would bring back: a block that was removed, or what another file took the place of. */
export function undoableReferences(history: History): AttachmentReference[] {
  return history.deleted().flatMap((item) => {
    if (item.parentSub !== 'file' || !(item.content instanceof Y.ContentAny)) return [];
    return item.content.arr.flatMap((file: unknown) => attrsToAttachment({ file }).reference ?? []);
  });
}
