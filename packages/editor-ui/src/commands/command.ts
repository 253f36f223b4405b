import type { TableSize } from '../table/size.ts';
import type { CommandGroup, CommandId } from './ids.ts';

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
