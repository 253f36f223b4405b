/** What can be done with a table's rows, columns and cells, as lines of a menu. */
import type { Editor } from '../editor.ts';
import type { CommandId } from '../commands/ids.ts';
import { commandToItem } from './kind-menu.ts';
import type { MenuItem } from './menu.ts';

const rows: readonly CommandId[] = ['rowAbove', 'rowBelow', 'rowUp', 'rowDown', 'headerRow', 'deleteRow'];
const columns: readonly CommandId[] = [
  'columnBefore',
  'columnAfter',
  'columnBack',
  'columnOn',
  'headerColumn',
  'alignStart',
  'alignCenter',
  'alignEnd',
  'widenColumn',
  'narrowColumn',
  'fitColumns',
  'deleteColumn',
];
const whole: readonly CommandId[] = ['selectRow', 'selectColumn', 'mergeCells', 'splitCells', 'deleteTable'];

const MENUS: Readonly<Record<'row' | 'column' | 'all', readonly (readonly CommandId[])[]>> = {
  row: [rows],
  column: [columns],
  all: [rows, columns, whole],
};

const CHOSEN: ReadonlySet<CommandId> = new Set(['headerRow', 'headerColumn', 'alignStart', 'alignCenter', 'alignEnd']);
const DANGER: ReadonlySet<CommandId> = new Set(['deleteRow', 'deleteColumn', 'deleteTable']);

/** The lines for a row, for a column, or for all there is; what cannot be done now is shown and cannot be chosen. */
export function tableItems(editor: Editor, isApple: boolean, of: keyof typeof MENUS): readonly MenuItem[] {
  return MENUS[of].flatMap((group, at) =>
    group.map((id, index) => ({
      ...commandToItem(editor, id, isApple),
      ...(CHOSEN.has(id) ? { chosen: editor.commands[id].isActive() } : {}),
      ...(DANGER.has(id) ? { danger: true } : {}),
      ...((index === 0 && at > 0) || (DANGER.has(id) && at < 2) ? { divided: true } : {}),
    })),
  );
}
