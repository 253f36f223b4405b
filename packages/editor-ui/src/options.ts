import type { SealedPlace } from '@weft/crdt-core';
import type * as Y from 'yjs';
import type { EditorExtension } from './extensions.ts';
import type { FoldPlace } from './plugins/folds.ts';
import type { Locale } from './words/words.ts';
import type { EditorDocument, Presence } from './editor-document.ts';
import type { EditorMode } from './suggestions/types.ts';
import type { EditorPorts } from './ports.ts';
import type { EditorUser } from './people.ts';

/** Options of `createEditor`: with a `document`, or a plain `doc` of a developer's own. */
export type EditorOptions = EditorSettings & (WholeDocument | PlainDocument);

interface WholeDocument {
  /** A document as `openDocument` gives it, or one put together by hand. */
  readonly document: EditorDocument;
  readonly doc?: undefined;
  readonly awareness?: undefined;
}

interface PlainDocument {
  readonly document?: undefined;
  /** Any Y.Doc: the text is its `content`, the title its `title`. Sync and storage are the caller's. */
  readonly doc: Y.Doc;
  /** Without it nobody else is shown, and nobody is told of this caret. */
  readonly awareness?: Presence;
}

/** What can be said of an editor whatever it shows. */
export interface EditorSettings {
  /** Becomes the editor's container, in the document or in a shadow root; the editor empties it again on `destroy`. */
  readonly element: HTMLElement;
  readonly user?: EditorUser;
  /** The language of the interface, of the whole page: the one given last counts. Default: as it is, English at first. */
  readonly locale?: Locale;
  /** Default: `document.canEdit`. Never true where `document.canEdit` is false. */
  readonly editable?: boolean;
  /** Accessible name of the text. Default `Document`. */
  readonly label?: string;
  /** Shown in an empty document. */
  readonly placeholder?: string;
  readonly autofocus?: boolean;
  readonly extensions?: readonly EditorExtension[];
  /** Addresses of stylesheets to link where the editor stands; a shadow root needs them, for the document's do not reach into it. */
  readonly stylesheets?: readonly string[];
  /** For the links of `stylesheets`, where the page's policy names a nonce. The editor makes no inline style that would need one. */
  readonly nonce?: string;
  /** Where dialogs and menus stand. Default: within `element`. */
  readonly overlayContainer?: HTMLElement;
  /** Default `editing`. */
  readonly mode?: EditorMode;
  readonly spellcheck?: boolean;
  /** Where this reader's folded toggles are kept. Without it the page forgets them. */
  readonly folds?: FoldPlace;
  readonly ports?: Partial<EditorPorts>;
  /** Where this device keeps what it has seen of the comments and what was begun, sealed. Without it the page forgets them. */
  readonly commentPlace?: SealedPlace;
}
