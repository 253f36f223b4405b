import type { Command } from 'prosemirror-state';
import type { CommandTools, Definition } from '../commands/definition.ts';
import type { TableSize } from '../types.ts';
import { clearWidths, shiftWidth } from './columns.ts';
import {
  deleteColumns,
  deleteRows,
  deleteTable,
  insertColumn,
  insertRow,
  insertTable,
  isHeader,
  isInTable,
  moveColumns,
  moveRows,
  selectCells,
  toggleHeader,
} from './commands.ts';
import { mergeCells, splitCells } from './merge.ts';

const USUAL_SIZE: TableSize = { columns: 3, rows: 3 };

function made(
  id: Definition['id'],
  label: string,
  toCommand: (tools: CommandTools) => Command,
  shortcut?: string,
): Definition {
  return { id, group: 'table', label, toCommand, ...(shortcut === undefined ? {} : { shortcut }) };
}

function plain(id: Definition['id'], label: string, command: Command, extra: Partial<Definition> = {}): Definition {
  return { id, group: 'table', label, command, ...extra };
}

/** The commands of tables, in the order of their menu. */
export const tableDefinitions: readonly Definition[] = [
  {
    id: 'table',
    group: 'insert',
    label: 'Table',
    toCommand: ({ createId }) => insertTable(USUAL_SIZE, createId),
    toAsked: ({ createId }, { size }) => (size === undefined ? undefined : insertTable(size, createId)),
  },
  made('rowAbove', 'Insert row above', ({ createId }) => insertRow(-1, createId), 'Mod-Alt-ArrowUp'),
  made('rowBelow', 'Insert row below', ({ createId }) => insertRow(1, createId), 'Mod-Alt-ArrowDown'),
  plain('rowUp', 'Move row up', moveRows(-1)),
  plain('rowDown', 'Move row down', moveRows(1)),
  plain('selectRow', 'Select row', selectCells('row'), { isEnabled: isInTable }),
  plain('deleteRow', 'Delete row', deleteRows),
  made('columnBefore', 'Insert column before', ({ createId }) => insertColumn(-1, createId), 'Mod-Alt-ArrowLeft'),
  made('columnAfter', 'Insert column after', ({ createId }) => insertColumn(1, createId), 'Mod-Alt-ArrowRight'),
  plain('columnBack', 'Move column back', moveColumns(-1)),
  plain('columnOn', 'Move column on', moveColumns(1)),
  plain('selectColumn', 'Select column', selectCells('column')),
  plain('deleteColumn', 'Delete column', deleteColumns),
  plain('widenColumn', 'Wider column', shiftWidth(1)),
  plain('narrowColumn', 'Narrower column', shiftWidth(-1)),
  plain('fitColumns', 'Fit columns to their text', clearWidths),
  plain('headerRow', 'Header row', toggleHeader('headerRow'), { isActive: isHeader('headerRow') }),
  plain('headerColumn', 'Header column', toggleHeader('headerColumn'), { isActive: isHeader('headerColumn') }),
  plain('mergeCells', 'Merge cells', mergeCells),
  plain('splitCells', 'Split cells', splitCells),
  plain('deleteTable', 'Delete table', deleteTable),
];
