import type { DocumentStatus, MergeLoss } from '@weft/crdt-core';
import type { CommentNews } from './comments/news.ts';
import type { EditorFailure, EditorNotice } from './errors.ts';
import type { Piece } from './pieces/pieces.ts';

/** Whence a change came: from this editor, from undo or redo in it, or from others (also this person elsewhere, and other code). */
export type ChangeOrigin = 'editor' | 'travel' | 'remote';

export interface EditorEvents {
  /** The content changed. `local`: this replica wrote it. */
  change: { readonly local: boolean; readonly origin: ChangeOrigin };
  /** What is saved, sent and seen is another now; only of a document that has a `status`. */
  sync: DocumentStatus;
  /** Words that a merge took away, until they are dealt with; only of a document that has `losses`. */
  'merge-notice': readonly MergeLoss[];
  'schema-mismatch': EditorFailure;
  /** One sentence for the person, e.g. an oversized paste that was refused. */
  notice: EditorNotice;
  /** Mod-K or the link command without an address: show a field, then run `link` with `href`. */
  'link-request': { readonly href: string; readonly text: string };
  /** A day, a person or an emoji is to be chosen at the caret, or another day in place of one: show what there is. */
  'piece-request': { readonly type: 'date' | 'person' | 'emoji'; readonly piece?: Piece };
  /** Mod-F or Mod-Alt-F: show a field, then use `find`. Without a listener the browser's own search opens. */
  'find-request': { readonly text: string; readonly replace: boolean };
  /** What is suggested behind the caret now; undefined when nothing is any more. */
  'ghost-text': string | undefined;
  /** A thread was begun, answered, closed or opened again. */
  comment: CommentNews;
  /** A press on the text of these threads, the shortest first. */
  'comment-press': readonly string[];
  focus: undefined;
  blur: undefined;
}
