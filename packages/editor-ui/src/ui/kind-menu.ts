/** The menu that turns a block into another kind. */
import type { IconNode } from 'lucide';
import { shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../editor.ts';
import type { CommandId } from '../commands/ids.ts';
import type { EditorState } from '../editor-state.ts';
import { commandIcons } from './command-icons.ts';
import type { MenuItem } from './menu.ts';
import { barWords } from '../words/bars.ts';

/** The kinds a block can be turned into, in the order of the menu. */
export const kindCommands: readonly CommandId[] = [
  'paragraph',
  'heading1',
  'heading2',
  'heading3',
  'heading4',
  'heading5',
  'heading6',
  'bullet',
  'ordered',
  'task',
  'quote',
  'codeBlock',
  'callout',
  'toggle',
  'mathBlock',
];

/** What the menu's button says of the selected blocks. */
export function stateToKind(state: EditorState, commands: Editor['commands']): { label: string; icon: IconNode } {
  const active = kindCommands.find((id) => commands[id].isActive());
  if (active === undefined) {
    const { kind } = state;
    if (kind === 'divider' || kind === 'image' || kind === 'file' || kind === 'table') {
      return { label: commands[kind].label, icon: commandIcons[kind] };
    }
    return { label: kind === 'none' ? barWords().paragraph : barWords().mixed, icon: commandIcons.paragraph };
  }
  return { label: commands[active].label, icon: commandIcons[active] };
}

/** A command as a line of a menu. */
export function commandToItem(editor: Editor, id: CommandId, isApple: boolean): MenuItem {
  const command = editor.commands[id];
  command.prepare();
  const hint = command.shortcut === undefined ? command.markdown?.trim() : shortcutLabel(command.shortcut, isApple);
  return {
    label: command.label,
    icon: commandIcons[id],
    ...(hint === undefined ? {} : { hint }),
    disabled: !command.isEnabled(),
    run: () => command.run(),
  };
}

/** The lines of the kind menu. */
export function kindItems(editor: Editor, isApple: boolean): readonly MenuItem[] {
  return kindCommands.map((id) => ({ ...commandToItem(editor, id, isApple), chosen: editor.commands[id].isActive() }));
}

/** The lines that align blocks and say which way they read; a thin line stands above each choice. */
export function alignItems(editor: Editor, isApple: boolean): readonly MenuItem[] {
  const ids: readonly CommandId[] = [
    'alignStart',
    'alignCenter',
    'alignEnd',
    'directionAuto',
    'directionLtr',
    'directionRtl',
  ];
  return ids.map((id) => ({
    ...commandToItem(editor, id, isApple),
    chosen: editor.commands[id].isActive(),
    ...(id === 'alignStart' || id === 'directionAuto' ? { divided: true } : {}),
  }));
}

/** The lines that move, copy and delete blocks; a thin line stands above the first and the last. */
export function moveItems(editor: Editor, isApple: boolean): readonly MenuItem[] {
  const ids: readonly CommandId[] = ['moveUp', 'moveDown', 'duplicate', 'deleteBlock'];
  return ids.map((id, at) => ({
    ...commandToItem(editor, id, isApple),
    ...(at === 0 || id === 'deleteBlock' ? { divided: true } : {}),
    ...(id === 'deleteBlock' ? { danger: true } : {}),
  }));
}
