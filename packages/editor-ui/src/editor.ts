import type { Readable } from '@weft/crdt-core';
import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { EditorCommand } from './commands/command.ts';
import type { CommandId } from './commands/ids.ts';
import type { Comments } from './comments/create-comments.ts';
import type { EditorEvents } from './editor-events.ts';
import type { EditorState } from './editor-state.ts';
import type { AddedCommand } from './extensions.ts';
import type { Find } from './find/query.ts';
import type { GhostTextPort } from './ghost/port.ts';
import type { Late } from './late/late.ts';
import type { Author, EditorUser } from './people.ts';
import type { EditorMode, EditorSuggestions } from './suggestions/types.ts';

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
  /** Keeps in sight whichever of these people's carets moved last, until it is called again; an empty list: nobody's. */
  followPeople(clientIds: readonly number[]): void;
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
