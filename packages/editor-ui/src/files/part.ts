import type { Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import type { EditorView, NodeView } from 'prosemirror-view';
import { fileView } from '../blocks/file-view.ts';
import { imageView } from '../blocks/image-view.ts';
import type { PartHost } from '../late/part-host.ts';
import { createAddFiles } from './add-files.ts';
import { pendingFiles } from './pending.ts';
import { pickFiles } from './pick.ts';
import { PICTURES } from './picture-types.ts';
import { createPictures } from './pictures.ts';

/** Draws an image or a file in the element that is there for it. */
export type DrawAttachment = (
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  dom: HTMLElement,
) => NodeView;

/** Images and files in the text: fetched when the document has one, or one is added. */
export interface FilesPart {
  readonly views: Readonly<Record<'image' | 'file', DrawAttachment>>;
  /** At a position in the text, or at the selection. */
  add(files: readonly File[], at?: number): void;
  destroy(): void;
}

/** @param removed - a block was removed on purpose */
export function attachFiles(host: PartHost, removed: () => void): FilesPart {
  const { view, document, history, ports, notice } = host;
  const { attachments } = document;
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
    removed,
  };
  host.plug('files', pendingFiles());
  return {
    views: { image: imageView(context), file: fileView(context) },
    add: adding.add,
    destroy() {
      adding.destroy();
      pictures.destroy();
    },
  };
}
