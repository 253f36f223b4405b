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
const cells: readonly CommandId[] = ['mergeCells', 'splitCells'];
const whole: readonly CommandId[] = ['selectRow', 'selectColumn', 'deleteTable'];

/** Who selected several cells, or stands in merged ones, came for that: it comes first. */
function toGroups(editor: Editor, of: 'row' | 'column' | 'all'): readonly (readonly CommandId[])[] {
  if (of !== 'all') return [of === 'row' ? rows : columns];
  const isForCells = cells.some((id) => editor.commands[id].isEnabled());
  return isForCells ? [cells, rows, columns, whole] : [rows, columns, cells, whole];
}

const CHOSEN: ReadonlySet<CommandId> = new Set(['headerRow', 'headerColumn', 'alignStart', 'alignCenter', 'alignEnd']);
const DANGER: ReadonlySet<CommandId> = new Set(['deleteRow', 'deleteColumn', 'deleteTable']);

/** The lines for a row, for a column, or for all there is; what cannot be done now is shown and cannot be chosen. */
export function tableItems(editor: Editor, isApple: boolean, of: 'row' | 'column' | 'all'): readonly MenuItem[] {
  return toGroups(editor, of).flatMap((group, at) =>
    group.map((id, index) => ({
      ...commandToItem(editor, id, isApple),
      ...(CHOSEN.has(id) ? { chosen: editor.commands[id].isActive() } : {}),
      ...(DANGER.has(id) ? { danger: true } : {}),
      ...((index === 0 && at > 0) || (DANGER.has(id) && group !== whole) ? { divided: true } : {}),
    })),
  );
}
