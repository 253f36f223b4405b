import type { Command } from 'prosemirror-state';
import type { Align } from '../schema/block.ts';
import { type Column, MAX_WIDTH, MIN_WIDTH, toWidth } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';
import { onCells } from './commands.ts';
import { cellPosition, type SelectedCells, selectedCells } from './grid.ts';
import { tableToSource } from './layout.ts';

function changeColumns(change: (column: Column) => Column): Command {
  return onCells(({ rect }, source) => ({
    source: {
      ...source,
      columns: source.columns.map((column, c) => (c >= rect.left && c < rect.right ? change(column) : column)),
    },
  }));
}

export function alignColumns(align: Align | null): Command {
  return changeColumns((column) => ({ ...column, align: align === 'start' ? null : align }));
}

export function isAligned(align: Align | null): Command {
  return (state) => {
    const cells = selectedCells(state);
    if (!cells) return false;
    const { left, right } = cells.rect;
    const columns = tableToSource(cells.table).columns.slice(left, right);
    return columns.every((column) => column.align === (align === 'start' ? null : align));
  };
}

const WIDTH_STEP = 24;
const USUAL_WIDTH = 160;

/** The selected columns a little wider or narrower. Undone where they are as wide, or as narrow, as a column can be. */
export function shiftWidth(by: -1 | 1): Command {
  return (state, dispatch, view) => {
    const cells = selectedCells(state);
    if (!cells) return false;
    const widths = tableToSource(cells.table).columns.slice(cells.rect.left, cells.rect.right);
    const limit = by < 0 ? MIN_WIDTH : MAX_WIDTH;
    if (widths.every(({ width }) => width === limit)) return false;
    const drawn = cells.table.attrs['columns'] as readonly Column[];
    return changeColumns((column) => {
      const index = drawn.findIndex(({ id }) => id === column.id);
      const now = column.width ?? drawnWidth(view, cells, index) ?? USUAL_WIDTH;
      return { ...column, width: toWidth(now + by * WIDTH_STEP) };
    })(state, dispatch, view);
  };
}

/** How wide a column is on screen, in px. */
function drawnWidth(view: Parameters<Command>[2], cells: SelectedCells, column: number): number | undefined {
  if (!view) return undefined;
  const cell = view.nodeDOM(cellPosition(cells.table, cells.tablePosition, 0, column));
  const isPlain = cell instanceof HTMLElement && !cell.hidden && cell.getAttribute('colspan') === null;
  return isPlain ? cell.offsetWidth : undefined;
}

/** Every column as wide as it needs. */
export const clearWidths: Command = onCells((_, source) =>
  source.columns.some(({ width }) => width !== null)
    ? { source: { ...source, columns: source.columns.map((column) => ({ ...column, width: null })) } }
    : undefined,
);

/** Sets one column's width in px; for a drag. */
export function setWidth(tablePosition: number, columnId: string, width: number | null): Command {
  return (state, dispatch) => {
    const table = state.doc.nodeAt(tablePosition);
    if (table?.type !== schema.nodes.table) return false;
    const columns = tableToSource(table).columns;
    if (!columns.some(({ id }) => id === columnId)) return false;
    const next = columns.map((column) => (column.id === columnId ? { ...column, width: toWidth(width) } : column));
    dispatch?.(state.tr.setNodeAttribute(tablePosition, 'columns', next));
    return true;
  };
}
