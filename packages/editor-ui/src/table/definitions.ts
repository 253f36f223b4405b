import type { Command } from 'prosemirror-state';
import type { CommandTools, Definition } from '../commands/definition.ts';
import type { TableSize } from './size.ts';
import { isInTable } from './grid.ts';
import { areTablesHere, ofTables } from './late.ts';
import type * as Tables from './part.ts';

const USUAL_SIZE: TableSize = { columns: 3, rows: 3 };

function made(
  id: Definition['id'],
  toCommand: (tables: typeof Tables, tools: CommandTools) => Command,
  shortcut?: string,
): Definition {
  return {
    id,
    group: 'table',
    toCommand: (tools) => ofTables((tables) => toCommand(tables, tools)),
    ...(shortcut === undefined ? {} : { shortcut }),
  };
}

function plain(
  id: Definition['id'],
  toCommand: (tables: typeof Tables) => Command,
  extra: Partial<Definition> = {},
): Definition {
  return { id, group: 'table', command: ofTables(toCommand), ...extra };
}

/** The commands of tables, in the order of their menu. */
export const tableDefinitions: readonly Definition[] = [
  {
    id: 'table',
    group: 'insert',
    // The first table of a document brings what is done with tables.
    isMissing: () => !areTablesHere(),
    isEnabled: (state) => state.selection.$to.depth <= 1,
    toCommand: ({ createId }) => ofTables(({ insertTable }) => insertTable(USUAL_SIZE, createId)),
    toAsked: ({ createId }, { size }) =>
      size === undefined ? undefined : ofTables(({ insertTable }) => insertTable(size, createId)),
  },
  made('rowAbove', ({ insertRow }, { createId }) => insertRow(-1, createId), 'Mod-Alt-ArrowUp'),
  made('rowBelow', ({ insertRow }, { createId }) => insertRow(1, createId), 'Mod-Alt-ArrowDown'),
  plain('rowUp', ({ moveRows }) => moveRows(-1)),
  plain('rowDown', ({ moveRows }) => moveRows(1)),
  plain('selectRow', ({ selectCells }) => selectCells('row'), { isEnabled: isInTable }),
  plain('deleteRow', ({ deleteRows }) => deleteRows),
  made('columnBefore', ({ insertColumn }, { createId }) => insertColumn(-1, createId), 'Mod-Alt-ArrowLeft'),
  made('columnAfter', ({ insertColumn }, { createId }) => insertColumn(1, createId), 'Mod-Alt-ArrowRight'),
  plain('columnBack', ({ moveColumns }) => moveColumns(-1)),
  plain('columnOn', ({ moveColumns }) => moveColumns(1)),
  plain('selectColumn', ({ selectCells }) => selectCells('column')),
  plain('deleteColumn', ({ deleteColumns }) => deleteColumns),
  plain('widenColumn', ({ shiftWidth }) => shiftWidth(1)),
  plain('narrowColumn', ({ shiftWidth }) => shiftWidth(-1)),
  plain('fitColumns', ({ clearWidths }) => clearWidths),
  plain('headerRow', ({ toggleHeader }) => toggleHeader('headerRow'), {
    isActive: ofTables(({ isHeader }) => isHeader('headerRow')),
  }),
  plain('headerColumn', ({ toggleHeader }) => toggleHeader('headerColumn'), {
    isActive: ofTables(({ isHeader }) => isHeader('headerColumn')),
  }),
  plain('mergeCells', ({ mergeCells }) => mergeCells),
  plain('splitCells', ({ splitCells }) => splitCells),
  plain('deleteTable', ({ deleteTable }) => deleteTable),
];
