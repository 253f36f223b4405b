import { Fragment, type Node } from 'prosemirror-model';
import { type Command, type EditorState, NodeSelection, TextSelection, type Transaction } from 'prosemirror-state';
import { type Column, MAX_COLUMNS, MAX_ROWS } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';
import type { TableSize } from './size.ts';
import { CellSelection } from './cell-selection.ts';
import { cellAt, cellPosition, ownerOf, type Rect, type SelectedCells, selectedCells } from './grid.ts';
import { buildTable, type CellSource, type RowSource, type TableSource, tableToSource } from './layout.ts';

/** A fresh id for a row or a column. */
export type CreateId = () => string;

export const EMPTY: CellSource = { content: Fragment.empty, spanRow: null, spanColumn: null };

function emptyRow(id: string, count: number): RowSource {
  return { id, cells: Array.from({ length: count }, () => EMPTY) };
}

export function createColumns(count: number, createId: CreateId): Column[] {
  return Array.from({ length: count }, () => ({ id: createId(), width: null, align: null }));
}

/** A table of empty cells whose first row is a header. */
function newTable({ rows, columns }: TableSize, createId: CreateId): Node {
  return buildTable({
    id: null,
    columns: createColumns(columns, createId),
    headerRow: true,
    headerColumn: false,
    rows: Array.from({ length: rows }, () => emptyRow(createId(), columns)),
  });
}

/** Puts a table below the block the selection ends in, or in its place where it is empty; the caret goes into it. */
export function insertTable(size: TableSize, createId: CreateId): Command {
  return (state, dispatch) => {
    const { $to } = state.selection;
    if ($to.depth > 1) return false;
    if (!dispatch) return true;
    const table = newTable(size, createId);
    const isEmptyBlock = $to.depth === 1 && $to.parent.content.size === 0;
    const { tr } = state;
    const at = $to.depth === 0 ? state.selection.to : isEmptyBlock ? $to.before(1) : $to.after(1);
    if (isEmptyBlock) tr.replaceWith(at, $to.after(1), table);
    else tr.insert(at, table);
    const after = at + table.nodeSize;
    if (tr.doc.resolve(after).nodeAfter?.isTextblock !== true) tr.insert(after, schema.nodes.block.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 3)).scrollIntoView());
    return true;
  };
}

/** What a command makes of the table: the table, and where the caret goes (a place, or a rectangle to select). */
export interface Change {
  readonly source: TableSource;
  readonly caret?: { readonly row: number; readonly column: number };
  readonly selected?: Rect;
}

/** A command on the selected cells. `undefined` says that it cannot be done here. */
export function onCells(change: (cells: SelectedCells, source: TableSource) => Change | undefined): Command {
  return (state, dispatch) => {
    const cells = selectedCells(state);
    const made = cells && change(cells, tableToSource(cells.table));
    if (!cells || !made) return false;
    dispatch?.(putTable(state, cells, made).scrollIntoView());
    return true;
  };
}

function putTable(state: EditorState, { table, tablePosition, rect }: SelectedCells, change: Change): Transaction {
  const { tr, selection } = state;
  const next = buildTable(change.source);
  if (next === table) return tr;
  tr.replaceWith(tablePosition, tablePosition + table.nodeSize, next);
  const start = (row: number, column: number): number => cellPosition(next, tablePosition, row, column) + 1;
  if (change.selected) {
    const { top, bottom, left, right } = change.selected;
    return tr.setSelection(CellSelection.between(tr.doc, start(top, left), start(bottom - 1, right - 1)));
  }
  const wanted = change.caret ?? { row: rect.top, column: rect.left };
  const row = Math.min(wanted.row, next.childCount - 1);
  const column = Math.min(wanted.column, next.child(row).childCount - 1);
  const place = ownerOf(next, row, column);
  // The caret stays at its letter where its cell stayed.
  const isKept = !change.caret && selection instanceof TextSelection;
  const size = cellAt(next, place.row, place.column)?.content.size ?? 0;
  const offset = isKept ? Math.min(selection.$head.parentOffset, size) : 0;
  return tr.setSelection(TextSelection.create(tr.doc, start(place.row, place.column) + offset));
}

function replaceAt<T>(list: readonly T[], from: number, to: number, fresh: readonly T[] = []): T[] {
  return [...list.slice(0, from), ...fresh, ...list.slice(to)];
}

/** A new row above (-1) or below (1) the selected ones. */
export function insertRow(side: -1 | 1, createId: CreateId): Command {
  return onCells(({ rect }, source) => {
    if (source.rows.length >= MAX_ROWS) return undefined;
    const at = side < 0 ? rect.top : rect.bottom;
    const rows = replaceAt(source.rows, at, at, [emptyRow(createId(), source.columns.length)]);
    return { source: { ...source, rows }, caret: { row: at, column: rect.left } };
  });
}

/** A new column before (-1) or after (1) the selected ones. */
export function insertColumn(side: -1 | 1, createId: CreateId): Command {
  return onCells(({ rect }, source) => {
    if (source.columns.length >= MAX_COLUMNS) return undefined;
    const at = side < 0 ? rect.left : rect.right;
    const columns = replaceAt(source.columns, at, at, createColumns(1, createId));
    const rows = source.rows.map((row) => ({ ...row, cells: replaceAt(row.cells, at, at, [EMPTY]) }));
    return { source: { ...source, columns, rows }, caret: { row: rect.top, column: at } };
  });
}

/** Deletes the selected rows; with the last of them the table. */
export const deleteRows: Command = (state, dispatch, view) => {
  const cells = selectedCells(state);
  if (!cells) return false;
  const { rect, table } = cells;
  if (rect.bottom - rect.top >= table.childCount) return deleteTable(state, dispatch, view);
  return onCells((_, source) => {
    const gone = new Set(source.rows.slice(rect.top, rect.bottom).map(({ id }) => id));
    const rows = source.rows.map((row, r) => ({
      ...row,
      cells: row.cells.map((cell) => {
        if (!cell || cell.spanRow === null || !gone.has(cell.spanRow)) return cell;
        // A merged cell that ended here ends at what is left of it.
        const last = source.rows.slice(r, rect.top).findLast(({ id }) => !gone.has(id));
        return { ...cell, spanRow: last && last.id !== row.id ? last.id : null };
      }),
    }));
    return {
      source: { ...source, rows: replaceAt(rows, rect.top, rect.bottom) },
      caret: { row: rect.top, column: rect.left },
    };
  })(state, dispatch, view);
};

/** Deletes the selected columns; with the last of them the table. */
export const deleteColumns: Command = (state, dispatch, view) => {
  const cells = selectedCells(state);
  if (!cells) return false;
  const { rect } = cells;
  const count = tableToSource(cells.table).columns.length;
  if (rect.right - rect.left >= count) return deleteTable(state, dispatch, view);
  return onCells((_, source) => {
    const gone = new Set(source.columns.slice(rect.left, rect.right).map(({ id }) => id));
    const rows = source.rows.map((row) => ({
      ...row,
      cells: replaceAt(
        row.cells.map((cell, c) => {
          if (!cell || cell.spanColumn === null || !gone.has(cell.spanColumn)) return cell;
          const last = source.columns.slice(c, rect.left).findLast(({ id }) => !gone.has(id));
          return { ...cell, spanColumn: last && last.id !== source.columns[c]?.id ? last.id : null };
        }),
        rect.left,
        rect.right,
      ),
    }));
    const columns = replaceAt(source.columns, rect.left, rect.right);
    return { source: { ...source, columns, rows }, caret: { row: rect.top, column: rect.left } };
  })(state, dispatch, view);
};

/** Moves the selected rows past their neighbour. Only their order changes: what others type into them stays. */
export function moveRows(by: -1 | 1): Command {
  return onCells(({ rect }, source) => {
    const to = by < 0 ? rect.top - 1 : rect.bottom + 1;
    if (to < 0 || to > source.rows.length) return undefined;
    const rows = moveRun(source.rows, rect.top, rect.bottom, by);
    return {
      source: { ...source, rows },
      ...kept(rect, { top: rect.top + by, bottom: rect.bottom + by, left: rect.left, right: rect.right }),
    };
  });
}

/** Moves the selected columns past their neighbour. */
export function moveColumns(by: -1 | 1): Command {
  return onCells(({ rect }, source) => {
    const to = by < 0 ? rect.left - 1 : rect.right + 1;
    if (to < 0 || to > source.columns.length) return undefined;
    const columns = moveRun(source.columns, rect.left, rect.right, by);
    const rows = source.rows.map((row) => ({ ...row, cells: moveRun(row.cells, rect.left, rect.right, by) }));
    return {
      source: { ...source, columns, rows },
      ...kept(rect, { top: rect.top, bottom: rect.bottom, left: rect.left + by, right: rect.right + by }),
    };
  });
}

function moveRun<T>(list: readonly T[], from: number, to: number, by: -1 | 1): T[] {
  const run = list.slice(from, to);
  return replaceAt(replaceAt(list, from, to), from + by, from + by, run);
}

/** The selection goes along: one cell as a caret, more as cells. */
function kept(before: Rect, after: Rect): Pick<Change, 'caret' | 'selected'> {
  const isOne = before.bottom - before.top === 1 && before.right - before.left === 1;
  return isOne ? { caret: { row: after.top, column: after.left } } : { selected: after };
}

export function toggleHeader(name: 'headerRow' | 'headerColumn'): Command {
  return onCells((_, source) => ({ source: { ...source, [name]: !source[name] } }));
}

export function isHeader(name: 'headerRow' | 'headerColumn'): Command {
  return (state) => selectedCells(state)?.table.attrs[name] === true;
}

export const deleteTable: Command = (state, dispatch) => {
  const { selection } = state;
  const cells = selectedCells(state);
  const isWhole = selection instanceof NodeSelection && selection.node.type === schema.nodes.table;
  if (!cells && !isWhole) return false;
  const from = cells?.tablePosition ?? selection.from;
  const table = state.doc.nodeAt(from);
  if (!table) return false;
  const tr = state.tr.delete(from, from + table.nodeSize);
  if (tr.doc.childCount > 0) tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Selects whole rows or columns of the selected cells, or the table. */
export function selectCells(what: 'row' | 'column' | 'table'): Command {
  return (state, dispatch) => {
    const cells = selectedCells(state);
    if (!cells) return false;
    const { table, tablePosition, rect } = cells;
    const lastRow = table.childCount - 1;
    const lastColumn = table.child(0).childCount - 1;
    const [top, bottom] = what === 'row' ? [rect.top, rect.bottom - 1] : [0, lastRow];
    const [left, right] = what === 'column' ? [rect.left, rect.right - 1] : [0, lastColumn];
    const start = (row: number, column: number): number => cellPosition(table, tablePosition, row, column) + 1;
    dispatch?.(state.tr.setSelection(CellSelection.between(state.doc, start(top, left), start(bottom, right))));
    return true;
  };
}
