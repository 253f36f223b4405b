import type { Transaction } from 'prosemirror-state';
import type { DrawAttachment } from '../blocks/draw-attachment.ts';
import { fileView } from '../blocks/file-view.ts';
import { imageView } from '../blocks/image-view.ts';
import type { PartHost } from '../late/part-host.ts';
import type { AttachmentReference } from '@weft/crdt-core';
import * as Y from 'yjs';
import type { History } from '../history/history.ts';
import { attrsToAttachment } from '../schema/attachment.ts';
import { createVersionReferences } from '../versions/references.ts';
import { contentToReferences, createCollector } from './collect.ts';
import { createAddFiles } from './add-files.ts';
import { pendingFiles } from './pending.ts';
import { pickFiles } from './pick.ts';
import { PICTURES } from './picture-types.ts';
import { createPictures } from './pictures.ts';

/** Images and files in the text: fetched when the document has one, or one is added. */
export interface FilesPart {
  readonly views: Readonly<Record<'image' | 'file', DrawAttachment>>;
  /** At a position in the text, or at the selection. */
  add(files: readonly File[], at?: number): void;
  /** The text changed. */
  changed(): void;
  destroy(): void;
}

export function attachFiles(host: PartHost): FilesPart {
  const { view, document, history, ports, notice } = host;
  const { attachments, content, versions } = document;
  const inVersions = versions === undefined ? () => [] : createVersionReferences(versions, Y.findRootTypeKey(content));
  const collector = createCollector({
    attachments,
    status: document.status,
    ports,
    // A newer version may name attachments in ways that this one does not know.
    references: () =>
      host.binding.frozen
        ? undefined
        : [...contentToReferences(content), ...undoableReferences(history), ...inVersions()],
  });
  const pictures = createPictures(attachments, URL, ports);
  const dispatchApart = (tr: Transaction): void => {
    history.stopCapturing();
    view.dispatch(tr);
    history.stopCapturing();
  };
  const adding = createAddFiles({ view: () => view, attachments, notice, dispatchApart });
  const context = {
    attachments,
    pictures,
    notice,
    dispatchApart,
    replace: (id: unknown, isImage: boolean) =>
      pickFiles({ accept: isImage ? PICTURES : '' }, ([file]) => file && adding.replace(file, id)),
    // Removed on purpose: what nothing refers to any more need not be sent.
    removed: () => void collector.now(),
    overlays: host.overlays,
  };
  host.plug('files', pendingFiles());
  return {
    views: { image: imageView(context), file: fileView(context) },
    add: adding.add,
    changed: () => collector.touch(),
    destroy() {
      collector.destroy();
      adding.destroy();
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
