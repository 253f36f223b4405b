/** The slash menu: a list of blocks, and of what can be put into the words, beside a `/` that was just typed. */
import { shortcutLabel } from '../commands/shortcut.ts';
import { matchCommands, slashQuery } from '../commands/slash.ts';
import { readSize } from '../table/size.ts';
import { menuWords } from '../words/menus.ts';
import type { Editor } from '../editor.ts';
import type { AddedCommand } from '../extensions.ts';
import type { CommandId } from '../commands/ids.ts';
import type { EditorCommand } from '../commands/command.ts';
import { commandIcons } from './command-icons.ts';
import { iconView } from './icon.ts';
import { kindCommands } from './kind-menu.ts';
import type { Part } from './part.ts';
import { createTypedList, type TypedItem } from './typed-list.ts';

/** Options of {@link createSlashMenu}. */
export interface SlashMenuOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
}

/** Creates the menu; it opens and closes by itself. */
export function createSlashMenu({ editor, isApple }: SlashMenuOptions): Part {
  // Whether a document takes files does not change while it is open.
  const files: readonly CommandId[] = editor.takesFiles ? ['image', 'file'] : [];
  const ids: readonly CommandId[] = [...kindCommands, 'table', ...files, 'divider', 'math', 'date', 'person', 'emoji'];
  const commands = ids.map((each) => editor.commands[each]);

  // Those of extensions come last: a picture says that they are to be shown.
  const added = [...editor.added.values()].filter(({ icon }) => icon !== undefined);

  const toAddedItem = (command: AddedCommand): TypedItem => ({
    lead: iconView(command.icon ?? []),
    label: command.label,
    hint: command.shortcut === undefined ? '' : shortcutLabel(command.shortcut, isApple),
    run({ from, to }) {
      editor.view.dispatch(editor.view.state.tr.delete(from, to));
      editor.focus();
      command.run();
    },
  });
  const toItem = (command: EditorCommand, query: string): TypedItem => {
    const size = command.id === 'table' ? readSize(query) : undefined;
    const hint =
      (size === undefined ? undefined : `${size.columns} × ${size.rows}`) ??
      (command.id === 'table' ? '/table 4x3' : undefined) ??
      command.markdown?.trim() ??
      (command.shortcut === undefined ? '' : shortcutLabel(command.shortcut, isApple));
    return {
      lead: iconView(commandIcons[command.id]),
      label: command.label,
      hint,
      run: ({ from, to }) =>
        command.run(size === undefined ? { replace: { from, to } } : { replace: { from, to }, size }),
    };
  };
  return createTypedList({
    editor,
    label: menuWords().slashMenu,
    sign: '/',
    typed: () => {
      for (const command of commands) command.prepare();
    },
    read: slashQuery,
    find: (query) => [
      ...matchCommands(commands, query).map((command) => toItem(command, query)),
      ...matchCommands(added, query).map(toAddedItem),
    ],
  });
}
