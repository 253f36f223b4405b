import type { Command } from 'prosemirror-state';
import type { CommandTools, Definition } from '../commands/definition.ts';
import type { TableSize } from '../types.ts';
import { isInTable } from './grid.ts';
import { areTablesHere, ofTables } from './late.ts';
import type * as Tables from './part.ts';

const USUAL_SIZE: TableSize = { columns: 3, rows: 3 };

function made(
  id: Definition['id'],
  label: string,
  toCommand: (tables: typeof Tables, tools: CommandTools) => Command,
  shortcut?: string,
): Definition {
  return {
    id,
    group: 'table',
    label,
    toCommand: (tools) => ofTables((tables) => toCommand(tables, tools)),
    ...(shortcut === undefined ? {} : { shortcut }),
  };
}

function plain(
  id: Definition['id'],
  label: string,
  toCommand: (tables: typeof Tables) => Command,
  extra: Partial<Definition> = {},
): Definition {
  return { id, group: 'table', label, command: ofTables(toCommand), ...extra };
}

/** The commands of tables, in the order of their menu. */
export const tableDefinitions: readonly Definition[] = [
  {
    id: 'table',
    group: 'insert',
    label: 'Table',
    // The first table of a document brings what is done with tables.
    isMissing: () => !areTablesHere(),
    isEnabled: (state) => state.selection.$to.depth <= 1,
    toCommand: ({ createId }) => ofTables(({ insertTable }) => insertTable(USUAL_SIZE, createId)),
    toAsked: ({ createId }, { size }) =>
      size === undefined ? undefined : ofTables(({ insertTable }) => insertTable(size, createId)),
  },
  made('rowAbove', 'Insert row above', ({ insertRow }, { createId }) => insertRow(-1, createId), 'Mod-Alt-ArrowUp'),
  made('rowBelow', 'Insert row below', ({ insertRow }, { createId }) => insertRow(1, createId), 'Mod-Alt-ArrowDown'),
  plain('rowUp', 'Move row up', ({ moveRows }) => moveRows(-1)),
  plain('rowDown', 'Move row down', ({ moveRows }) => moveRows(1)),
  plain('selectRow', 'Select row', ({ selectCells }) => selectCells('row'), { isEnabled: isInTable }),
  plain('deleteRow', 'Delete row', ({ deleteRows }) => deleteRows),
  made(
    'columnBefore',
    'Insert column before',
    ({ insertColumn }, { createId }) => insertColumn(-1, createId),
    'Mod-Alt-ArrowLeft',
  ),
  made(
    'columnAfter',
    'Insert column after',
    ({ insertColumn }, { createId }) => insertColumn(1, createId),
    'Mod-Alt-ArrowRight',
  ),
  plain('columnBack', 'Move column back', ({ moveColumns }) => moveColumns(-1)),
  plain('columnOn', 'Move column on', ({ moveColumns }) => moveColumns(1)),
  plain('selectColumn', 'Select column', ({ selectCells }) => selectCells('column')),
  plain('deleteColumn', 'Delete column', ({ deleteColumns }) => deleteColumns),
  plain('widenColumn', 'Wider column', ({ shiftWidth }) => shiftWidth(1)),
  plain('narrowColumn', 'Narrower column', ({ shiftWidth }) => shiftWidth(-1)),
  plain('fitColumns', 'Fit columns to their text', ({ clearWidths }) => clearWidths),
  plain('headerRow', 'Header row', ({ toggleHeader }) => toggleHeader('headerRow'), {
    isActive: ofTables(({ isHeader }) => isHeader('headerRow')),
  }),
  plain('headerColumn', 'Header column', ({ toggleHeader }) => toggleHeader('headerColumn'), {
    isActive: ofTables(({ isHeader }) => isHeader('headerColumn')),
  }),
  plain('mergeCells', 'Merge cells', ({ mergeCells }) => mergeCells),
  plain('splitCells', 'Split cells', ({ splitCells }) => splitCells),
  plain('deleteTable', 'Delete table', ({ deleteTable }) => deleteTable),
];
