import type {
  ApplyGate,
  Attachments,
  DocumentLosses,
  DocumentPeople,
  DocumentStatus,
  DocumentVersions,
  MergeLoss,
  Readable,
} from '@weft/crdt-core';
import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CommandGroup, CommandId, TableSize } from './commands/ids.ts';
import type { Comments } from './comments/create-comments.ts';
import type { Late } from './late/late.ts';
import type { CommentNews } from './comments/news.ts';
import type { EditorFailure, EditorNotice } from './errors.ts';
import type { AddedCommand } from './extensions.ts';
import type { Piece } from './pieces/pieces.ts';
import type { FoldPlace } from './plugins/folds.ts';
import type { EditorMode, EditorSuggestion, EditorSuggestions } from './suggestions/types.ts';

export type { CommandGroup, CommandId, TableSize };
export type { AddedCommand, EditorExtension, ExtensionCommand } from './extensions.ts';
export type { EditorOptions, EditorSettings } from './options.ts';
export type { Late } from './late/late.ts';
export type { FoldPlace };
export type { ApplyGate, EditorMode, EditorSuggestion, EditorSuggestions, Readable };

/** What the editor needs of Yjs's awareness; an `Awareness` has all of it. */
export type Presence = Pick<Awareness, 'doc' | 'clientID' | 'getStates' | 'getLocalState' | 'setLocalStateField'> & {
  on(event: 'change', listener: (changes: PresenceChanges, origin: unknown) => void): unknown;
  off(event: 'change', listener: (changes: PresenceChanges, origin: unknown) => void): unknown;
};

export interface PresenceChanges {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/**
 * What the editor needs of a document. `WeftDocument` has all of it; an embedder may bring their own `Y.Doc`.
 * Without `setApplyGate`, remote edits are drawn as they arrive instead of once a frame.
 */
export interface EditorDocument {
  readonly doc: Y.Doc;
  readonly content: Y.XmlFragment;
  readonly title: Y.Text;
  readonly awareness: Presence;
  readonly canEdit: boolean;
  /** May comment, though perhaps not edit. Default: as `canEdit`. */
  readonly canComment?: boolean;
  /** What is said about the document, in a Y.Doc of its own, with the same client id. Without it there are no comments. */
  readonly comments?: Y.Doc;
  /** Who wrote what, as far as signatures tell (KEY-5, KEY-6). */
  readonly people?: Pick<DocumentPeople, 'authorOfClient' | 'devices'>;
  setApplyGate?(gate: ApplyGate | undefined): void;
  /** Left out, the document takes no images and files: those it has are shown by their names. */
  readonly attachments?: Attachments;
  /** What saved versions show is not let go of. */
  readonly versions?: DocumentVersions;
  /** What is saved, sent and seen; while anything is known to be missing here, no file is let go of. */
  readonly status?: Readable<DocumentStatus>;
  /** Words that a merge took away. */
  readonly losses?: Pick<DocumentLosses, 'list'>;
}

/** The kinds of a block. The text of `math` is LaTeX. */
export type BlockKind =
  | 'paragraph'
  | 'heading'
  | 'bullet'
  | 'ordered'
  | 'task'
  | 'quote'
  | 'code'
  | 'callout'
  | 'toggle'
  | 'math';

export type MarkName =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'link'
  | 'superscript'
  | 'subscript'
  | 'color'
  | 'highlight'
  /** Its text is LaTeX. */
  | 'math'
  /** Its text is a day, `2026-11-21`. */
  | 'date'
  /** Its text is `@` and a name. */
  | 'person';

export interface EditorUser {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
}

/** A pattern that is none, or one that took too long to look for all of it. */
export type FindProblem = 'invalid' | 'slow';

/** What to look for, within a block: letters as they are, or a pattern. */
export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  /** Not inside a longer word. */
  readonly wholeWord: boolean;
  /** `text` is a regular expression; a replacement may name its groups (`$1`). It is given up where it takes too long. */
  readonly isPattern?: boolean;
}

/** A search through the document, marked in the text of this person alone. */
export interface Find {
  /** Looks for something, from the caret on; undefined ends it and selects the current place. */
  set(query: FindQuery | undefined): void;
  /** The next place or the one before, around the ends; scrolled into view. */
  step(by: 1 | -1): boolean;
  /** Replaces the current place, or all, each as one undo step. Returns how many. */
  replace(text: string): number;
  replaceAll(text: string): number;
}

/** What a toolbar shows. A new object after every change, at most once a frame. */
export interface EditorState {
  readonly editable: boolean;
  /** Set when the document is newer than this version: a read-only copy is shown. */
  readonly frozen: EditorFailure | undefined;
  readonly focused: boolean;
  /** The kind of the selected blocks; `mixed` when they differ. */
  readonly kind: BlockKind | 'divider' | 'image' | 'file' | 'table' | 'mixed' | 'none';
  /** 1…6 when `kind` is `heading` and all selected headings agree, else 0. */
  readonly level: number;
  readonly indent: number;
  readonly checked: boolean;
  /** Marks on the whole selection, or those the next typed letter will carry. */
  readonly marks: ReadonlySet<MarkName>;
  readonly linkHref: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly selectionEmpty: boolean;
  /** Set while something is looked for: how often it is there (2,000 at most), and which is the current one, from 1. */
  readonly found:
    | { readonly count: number; readonly current: number; readonly problem: FindProblem | undefined }
    | undefined;
  readonly words: number;
  readonly characters: number;
  /** True while the document holds no text at all. */
  readonly empty: boolean;
  /** Other people with a caret in this document. */
  readonly people: readonly EditorPerson[];
  readonly mode: EditorMode;
  /** How many suggestions the document holds. */
  readonly suggestions: number;
  /** The ids of those at the caret, or in the selection; the smallest first. */
  readonly selectedSuggestions: readonly string[];
}

/** Who wrote some letters. `color`: `#rrggbb`. */
export interface Author {
  readonly name: string;
  readonly color: string;
}

/** Someone else in the document; every field validated (SYN-7). */
export interface EditorPerson {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
}

export interface CommandArgument {
  /** For `link`: the address; omitted, the editor emits `link-request` so that the UI asks for one. */
  readonly href?: string;
  /** Text that goes first, in the same undo step: the `/heading` that asked for a heading. */
  readonly replace?: { readonly from: number; readonly to: number };
  /** For `color` and `highlight`: a name of the palette, or null for none. */
  readonly color?: string | null;
  /** For `table`. Default 3 × 3. */
  readonly size?: TableSize;
}

export interface EditorCommand {
  readonly id: CommandId;
  readonly group: CommandGroup;
  /** English, sentence case, as a button's accessible name. */
  readonly label: string;
  /** ProseMirror notation (`Mod-b`); show it with `shortcutLabel`, announce it with `shortcutAria`. */
  readonly shortcut: string | undefined;
  /** What to type for it at the start of a line, if anything (`# `). */
  readonly markdown: string | undefined;
  isActive(): boolean;
  isEnabled(): boolean;
  /** Fetches what it needs besides the editor, ahead of its use; call it when a person sees the command. */
  prepare(): void;
  /** Returns whether it did anything. Keeps or restores the editor's focus unless it asks for input. */
  run(argument?: CommandArgument): boolean;
}

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

/** What suggests how a text goes on. The editor asks behind each letter, and where a caret rests; it aborts with the next key. */
export interface GhostTextPort {
  /**
   * What may follow. `before` reaches back over earlier blocks, parted by line ends; `after` is the rest of the block.
   * Undefined where there is nothing sure enough. Never rejects.
   */
  suggest(place: { readonly before: string; readonly after: string }, signal: AbortSignal): Promise<string | undefined>;
}

/** Frames, timers and randomness the editor may use; injected so that tests replay. */
export interface EditorPorts {
  /** Runs `callback` before the next paint (or soon, in a hidden tab). Returns what cancels it. */
  frame(callback: () => void): () => void;
  /** Runs `callback` after `ms` milliseconds. Returns what cancels it. */
  timeout(ms: number, callback: () => void): () => void;
  /** Milliseconds, monotonic or not. */
  now(): number;
  /** Unix milliseconds, by this device's clock. */
  clock(): number;
  /** A fresh block id. */
  createId(): string;
}

export interface ExportOptions {
  /** Default `reject`. */
  readonly suggestions?: 'accept' | 'reject';
}

export interface Editor {
  /** The ProseMirror view, for extensions; prefer `commands`. */
  readonly view: EditorView;
  readonly commands: Readonly<Record<CommandId, EditorCommand>>;
  /** The same commands in the order of a toolbar. */
  readonly commandList: readonly EditorCommand[];
  /** The commands of extensions, by `extension/command`. */
  readonly added: ReadonlyMap<string, AddedCommand>;
  readonly state: Readable<EditorState>;
  readonly find: Find;
  /** Undefined where the document has none, or this link does not open them. Fetched by itself where something was said. */
  readonly comments: Late<Comments> | undefined;
  /** Fetched by itself where the document holds suggestions, or somebody suggests. */
  readonly suggestions: Late<EditorSuggestions>;
  on<K extends keyof EditorEvents>(event: K, listener: (value: EditorEvents[K]) => void): () => void;
  setEditable(editable: boolean): void;
  /** Suggests by this engine from now on; undefined ends it. */
  setGhostText(engine: GhostTextPort | undefined): void;
  setMode(mode: EditorMode): void;
  /** Writes `user` to presence; names and colours from others are validated before they are drawn. */
  setUser(user: EditorUser): void;
  focus(where?: 'start' | 'end' | 'here'): void;
  /** The selection's place on screen (client coordinates) for a floating toolbar; undefined when out of the document. */
  selectionRect(): DOMRect | undefined;
  /** Colours what is in sight by who wrote it, or no longer. What `toAuthor` does not know is shown as unknown. */
  showAuthors(toAuthor: ((client: number) => Author | undefined) | undefined): void;
  /** Which Yjs clients wrote the letters of a block, in order. */
  clientsOf(index: number): readonly { readonly client: number; readonly length: number }[];
  /** Runs a ProseMirror command that is undone by itself. Returns whether it did anything; never where nothing may be written. */
  apply(command: Command): boolean;
  /** Moves block `index`, and what stands under it, before block `before` (the number of blocks for the end). */
  moveBlock(index: number, before: number): boolean;
  /** Scrolls another person's caret into view. Returns false if they have none. */
  revealPerson(clientId: number): boolean;
  /** Whether the document takes images and files. */
  readonly takesFiles: boolean;
  /**
   * Adds files at the selection, or at a place on screen (client coordinates).
   * @returns false where nothing may be written, or the document takes no files
   */
  addFiles(files: readonly File[], where?: { readonly left: number; readonly top: number }): boolean;
  /**
   * What leaves the editor is the text without what is only suggested, unless `suggestions` says `accept`: as if all were accepted.
   * Undefined where the part that writes it is out of reach, which a `notice` said.
   */
  toHtml(options?: ExportOptions): Promise<string | undefined>;
  toMarkdown(options?: ExportOptions): Promise<string | undefined>;
  toText(options?: ExportOptions): Promise<string | undefined>;
  destroy(): void;
}
