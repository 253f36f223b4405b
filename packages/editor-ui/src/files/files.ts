/** The files of one editor, as far as it needs them without showing one. */
import type { EditorView, NodeViewConstructor } from 'prosemirror-view';
import { lateAttachmentView } from '../blocks/late-attachment-view.ts';
import { type EditorNotice, editorFailure } from '../errors.ts';
import type { Late } from '../late/late.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { EditorPorts } from '../ports.ts';
import type { FilesPart } from './part.ts';
import { pickFiles } from './pick.ts';
import { PICTURES } from './picture-types.ts';

/** The collector waits a while more (ATT-4). */
const BEFORE_COLLECTING_MS = 5_000;

export interface FilesOptions {
  readonly document: EditorDocument;
  readonly ports: EditorPorts;
  view(): EditorView;
  readonly part: Late<FilesPart>;
  notice(failure: EditorNotice): void;
}

/** What the editor does with files. */
export interface Files {
  readonly nodeViews: Readonly<Record<'image' | 'file', NodeViewConstructor>>;
  /** At a position in the text, or at the selection; false where nothing may be written or no files are taken. */
  add(files: readonly File[], at?: number): boolean;
  /** Asks for files, and adds them at the selection. */
  pick(kind: 'image' | 'file'): void;
  destroy(): void;
}

export function createFiles({ document, ports, view, part, notice }: FilesOptions): Files {
  const { attachments } = document;
  // What nothing refers to any more is let go of a while after opening, also where the text has no file now.
  const cancel = attachments && ports.timeout(BEFORE_COLLECTING_MS, () => part.prepare());

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
    destroy: () => cancel?.(),
  };
}
