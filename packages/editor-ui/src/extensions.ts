import type { IconNode } from 'lucide';
import { keydownHandler } from 'prosemirror-keymap';
import { type Command, type EditorState, Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * What a developer adds to an editor: commands with keys, and ProseMirror plugins (decorations, reactions to events). The schema is no part of
 * it: a node, mark or attribute that this version of the format does not know makes the document read-only for everybody who lacks the
 * extension. What is to be drawn in a way of its own is written in letters that all can read (code in a language, a sign before a word) and
 * drawn over by a decoration: it merges as text does, and who has not the extension reads the letters.
 */
export interface EditorExtension {
  /** Unique among an editor's extensions. */
  readonly name: string;
  readonly commands?: readonly ExtensionCommand[];
  /**
   * Called once, before the view is made. They hear of keys before the editor's own. Answer no change of another's with a change: each
   * replica that has the extension would, for ever.
   */
  plugins?(): readonly Plugin[];
}

/** A command as a developer writes it. */
export interface ExtensionCommand {
  /** Unique within the extension. */
  readonly id: string;
  /** Sentence case, as a button's accessible name. */
  readonly label: string;
  /** Other names that people type after a slash, in lower case. */
  readonly names?: readonly string[];
  /** With it the interface shows the command, in the slash menu and the toolbar: as `lucide` has its pictures. */
  readonly icon?: IconNode;
  /** ProseMirror notation, `Mod-Shift-y`. */
  readonly shortcut?: string;
  /** Called without `dispatch` it answers whether it can be done. */
  readonly command: Command;
  isActive?(state: EditorState): boolean;
}

/** A command of an extension, bound to its editor. */
export interface AddedCommand extends Omit<ExtensionCommand, 'command' | 'isActive'> {
  isActive(): boolean;
  isEnabled(): boolean;
  /** Undone by itself. Returns whether it did anything. */
  run(): boolean;
}

/** The extensions of one editor. */
export interface Extensions {
  /** By `extension/command`. */
  readonly commands: ReadonlyMap<string, AddedCommand>;
  readonly plugins: readonly Plugin[];
}

/**
 * @param view - may not be there yet
 * @param apply - does a command as one undo step, where anything may be written
 * @throws Error where two extensions or commands have one name (programmer error)
 */
export function createExtensions(
  extensions: readonly EditorExtension[],
  view: () => EditorView,
  apply: (command: Command) => boolean,
): Extensions {
  const commands = new Map<string, AddedCommand>();
  const keys: Record<string, Command> = {};
  const names = new Set<string>();
  const plugins: Plugin[] = [];
  for (const extension of extensions) {
    if (names.has(extension.name)) throw new Error(`createEditor: two extensions are called ${extension.name}`);
    names.add(extension.name);
    for (const { command, isActive, ...rest } of extension.commands ?? []) {
      const id = `${extension.name}/${rest.id}`;
      if (commands.has(id)) throw new Error(`createEditor: two commands are called ${id}`);
      const added: AddedCommand = {
        ...rest,
        isActive: () => isActive?.(view().state) ?? false,
        isEnabled: () => view().editable && command(view().state),
        run: () => apply(command),
      };
      commands.set(id, added);
      if (rest.shortcut !== undefined) keys[rest.shortcut] = () => added.run();
    }
    plugins.push(...(extension.plugins?.() ?? []));
  }
  if (Object.keys(keys).length > 0) plugins.unshift(new Plugin({ props: { handleKeyDown: keydownHandler(keys) } }));
  return { commands, plugins };
}
