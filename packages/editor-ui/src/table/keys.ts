import { GapCursor } from 'prosemirror-gapcursor';
import { type Command, Selection, TextSelection } from 'prosemirror-state';
import { APART } from '../apart.ts';
import { schema } from '../schema/schema.ts';
import { readColumns } from '../schema/table.ts';
import { writeAtEnd } from '../commands/structure.ts';
import { AcrossSelection } from './across-selection.ts';
import { CellSelection } from './cell-selection.ts';
import { type CreateId, insertRow } from './commands.ts';
import { cellAt, type CellPlace, cellPlace, cellPosition, extentOf, ownerOf } from './grid.ts';

type Direction = 'up' | 'down' | 'left' | 'right';

/** The cell a key leads to from a place: the next that is drawn; undefined outside the table. */
function neighbour(
  { table, row, column }: CellPlace,
  direction: Direction,
): { row: number; column: number } | undefined {
  const cell = cellAt(table, row, column);
  const { rowspan, colspan } = cell ? extentOf(cell) : { rowspan: 1, colspan: 1 };
  const next = {
    up: { row: row - 1, column },
    down: { row: row + rowspan, column },
    left: { row, column: column - 1 },
    right: { row, column: column + colspan },
  }[direction];
  return cellAt(table, next.row, next.column) ? ownerOf(table, next.row, next.column) : undefined;
}

/** Behind the last cell of a row is the first of the next, as lines of text go on. */
function wrapped({ table, row }: CellPlace, direction: Direction): { row: number; column: number } | undefined {
  if (direction === 'up' || direction === 'down') return undefined;
  const next = direction === 'right' ? row + 1 : row - 1;
  const cells = table.maybeChild(next)?.childCount ?? 0;
  return next < 0 || cells === 0 ? undefined : ownerOf(table, next, direction === 'right' ? 0 : cells - 1);
}

function start({ table, tablePosition }: CellPlace, place: { row: number; column: number }): number {
  return cellPosition(table, tablePosition, place.row, place.column) + 1;
}

/** Tab and Shift-Tab: to the next cell, its text selected; behind the last one is a new row. */
export function tabInTable(by: 1 | -1, createId: CreateId): Command {
  return (state, dispatch, view) => {
    const place = cellPlace(state.selection.$head);
    if (!place) return false;
    const columns = readColumns(place.table).length;
    const last = place.table.childCount * columns - 1;
    let index = place.row * columns + place.column + by;
    const at = (): { row: number; column: number } => ({ row: Math.floor(index / columns), column: index % columns });
    while (index >= 0 && index <= last && cellAt(place.table, at().row, at().column)?.attrs['covered'] === true)
      index += by;
    if (index < 0) return true;
    if (index <= last) {
      const from = start(place, at());
      const size = cellAt(place.table, at().row, at().column)?.content.size ?? 0;
      dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, from, from + size)).scrollIntoView());
      return true;
    }
    const inLast = start(place, { row: place.table.childCount - 1, column: 0 });
    const moved = state.apply(state.tr.setSelection(TextSelection.create(state.doc, inLast)));
    return insertRow(1, createId)(moved, dispatch && ((tr) => dispatch(replay(state.tr, tr))), view) || true;
  };
}

/** The steps and the selection of a transaction that was made for a state with another selection. */
function replay(tr: Parameters<NonNullable<Parameters<Command>[1]>>[0], made: typeof tr): typeof tr {
  for (const step of made.steps) tr.step(step);
  return tr.setSelection(TextSelection.create(tr.doc, made.selection.anchor)).setMeta(APART, true).scrollIntoView();
}

/** An arrow that leads from text into the table above or below: browsers leap over it, or land between its cells. */
function enter(direction: Direction): Command {
  return (state, dispatch, view) => {
    const { $head, empty } = state.selection;
    if (!empty || $head.depth !== 1 || !isAtEdge(view, state.selection, direction)) return false;
    const isBack = direction === 'up' || direction === 'left';
    const outside = isBack ? $head.before(1) : $head.after(1);
    const table = isBack ? state.doc.resolve(outside).nodeBefore : state.doc.resolve(outside).nodeAfter;
    if (table?.type !== schema.nodes.table || table.childCount === 0) return false;
    const tablePosition = isBack ? outside - table.nodeSize : outside;
    const row = isBack ? table.childCount - 1 : 0;
    const at = (column: number): number => cellPosition(table, tablePosition, row, column);
    const { childCount } = table.child(row);
    let column = direction === 'left' ? childCount - 1 : 0;
    if (view && (direction === 'up' || direction === 'down')) {
      // The cell that stands above or below the caret.
      const { left: x } = view.coordsAtPos($head.pos);
      const isUnder = (cell: Element): boolean => cell.getBoundingClientRect().right > x;
      const found = Array.from({ length: childCount }, (_, c) => view.nodeDOM(at(c)) as Element).findIndex(isUnder);
      column = found < 0 ? childCount - 1 : found;
    }
    const place = ownerOf(table, row, column);
    const from = cellPosition(table, tablePosition, place.row, place.column) + 1;
    const size = cellAt(table, place.row, place.column)?.content.size ?? 0;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, isBack ? from + size : from)).scrollIntoView());
    return true;
  };
}

/** An arrow at the edge of a cell, or with cells selected. Shift selects cells. */
export function arrowInTable(direction: Direction, isSelecting: boolean): Command {
  return (state, dispatch, view) => {
    const { selection, doc } = state;
    const place = cellPlace(selection.$head);
    if (!place) return !isSelecting && enter(direction)(state, dispatch, view);
    const isCells = selection instanceof CellSelection;
    if (!isCells && (isSelecting ? false : !selection.empty)) return false;
    if (!isCells && !isAtEdge(view, selection, direction)) return false;
    const to = neighbour(place, direction);
    if (isSelecting) {
      if (to) dispatch?.(state.tr.setSelection(CellSelection.between(doc, selection.anchor, start(place, to))));
      return true;
    }
    const next = to ?? wrapped(place, direction);
    if (!next) return leave(place, direction)(state, dispatch, view);
    const from = start(place, next);
    const size = cellAt(place.table, next.row, next.column)?.content.size ?? 0;
    const at = direction === 'left' || direction === 'up' ? from + size : from;
    dispatch?.(state.tr.setSelection(TextSelection.create(doc, at)).scrollIntoView());
    return true;
  };
}

function isAtEdge(view: Parameters<Command>[2], { $head }: Selection, direction: Direction): boolean {
  if (view) return view.endOfTextblock(direction);
  const isBack = direction === 'up' || direction === 'left';
  return $head.parentOffset === (isBack ? 0 : $head.parent.content.size);
}

/** Out of the table: into the text there, or to where some can be written. */
function leave({ table, tablePosition }: CellPlace, direction: Direction): Command {
  return (state, dispatch, view) => {
    const isBack = direction === 'up' || direction === 'left';
    const outside = isBack ? tablePosition : tablePosition + table.nodeSize;
    const $outside = state.doc.resolve(outside);
    const near = isBack ? $outside.nodeBefore : $outside.nodeAfter;
    if (!near && !isBack) return writeAtEnd(state, dispatch, view);
    const selection = near ? Selection.near($outside, isBack ? -1 : 1) : new GapCursor($outside);
    dispatch?.(state.tr.setSelection(selection).scrollIntoView());
    return true;
  };
}

/** Backspace and Delete never join cells; selected cells are emptied. */
export function deleteInTable(side: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection } = state;
    if (selection instanceof CellSelection) {
      if (dispatch && selection.ranges.some(({ $from, $to }) => $to.pos > $from.pos)) {
        dispatch(state.tr.deleteSelection().setMeta(APART, true).scrollIntoView());
      }
      return true;
    }
    if (!cellPlace(selection.$from) || !selection.empty) return false;
    return selection.$from.parentOffset === (side < 0 ? 0 : selection.$from.parent.content.size);
  };
}

/** Enter over text and cells: what is selected goes, and the caret stands where it began. */
export const enterAcross: Command = (state, dispatch) => {
  if (!(state.selection instanceof AcrossSelection)) return false;
  dispatch?.(state.tr.deleteSelection().setMeta(APART, true).scrollIntoView());
  return true;
};

/** Escape with cells selected: back to a caret. */
export const leaveCells: Command = (state, dispatch) => {
  if (!(state.selection instanceof CellSelection)) return false;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, state.selection.head)));
  return true;
};
