import type { Node, ResolvedPos } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { schema } from '../schema/schema.ts';

/** Where a cell stands. */
export interface CellPlace {
  readonly table: Node;
  /** Before the table. */
  readonly tablePosition: number;
  readonly row: number;
  readonly column: number;
  /** Before the cell. */
  readonly position: number;
}

/** Half-open: `bottom` and `right` are past the last. */
export interface Rect {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The cell a position is in. */
export function cellPlace($position: ResolvedPos): CellPlace | undefined {
  if ($position.depth !== 3 || $position.node(1).type !== schema.nodes.table) return undefined;
  return {
    table: $position.node(1),
    tablePosition: $position.before(1),
    row: $position.index(1),
    column: $position.index(2),
    position: $position.before(3),
  };
}

/** The position before a cell. */
export function cellPosition(table: Node, tablePosition: number, row: number, column: number): number {
  let position = tablePosition + 1;
  for (let r = 0; r < row; r++) position += table.child(r).nodeSize;
  position += 1;
  const cells = table.child(row);
  for (let c = 0; c < column; c++) position += cells.child(c).nodeSize;
  return position;
}

export function cellAt(table: Node, row: number, column: number): Node | null {
  return row < 0 || column < 0 ? null : (table.maybeChild(row)?.maybeChild(column) ?? null);
}

interface Extent {
  readonly colspan: number;
  readonly rowspan: number;
  readonly covered: boolean;
}

export function extentOf(cell: Node): Extent {
  return cell.attrs as Extent & Record<string, unknown>;
}

/** The rectangle of two cells, grown until no merged cell sticks out of it. */
export function rectAround(
  table: Node,
  a: { readonly row: number; readonly column: number },
  b: { readonly row: number; readonly column: number },
): Rect {
  let rect: Rect = {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row) + 1,
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column) + 1,
  };
  const merged = mergedRects(table);
  for (let isGrowing = merged.length > 0; isGrowing; ) {
    isGrowing = false;
    for (const other of merged) {
      const isApart =
        other.bottom <= rect.top || other.top >= rect.bottom || other.right <= rect.left || other.left >= rect.right;
      if (isApart) continue;
      const grown = {
        top: Math.min(rect.top, other.top),
        bottom: Math.max(rect.bottom, other.bottom),
        left: Math.min(rect.left, other.left),
        right: Math.max(rect.right, other.right),
      };
      const isSame =
        grown.top === rect.top &&
        grown.bottom === rect.bottom &&
        grown.left === rect.left &&
        grown.right === rect.right;
      if (isSame) continue;
      rect = grown;
      isGrowing = true;
    }
  }
  return rect;
}

function mergedRects(table: Node): Rect[] {
  const rects: Rect[] = [];
  table.forEach((row, _, top) => {
    row.forEach((cell, _offset, left) => {
      const { colspan, rowspan, covered } = extentOf(cell);
      if (!covered && (colspan > 1 || rowspan > 1))
        rects.push({ top, bottom: top + rowspan, left, right: left + colspan });
    });
  });
  return rects;
}

/** The merged cell that covers a place, or the place itself. */
export function ownerOf(table: Node, row: number, column: number): { readonly row: number; readonly column: number } {
  if (cellAt(table, row, column)?.attrs['covered'] !== true) return { row, column };
  const found = mergedRects(table).find(
    ({ top, bottom, left, right }) => row >= top && row < bottom && column >= left && column < right,
  );
  return found ? { row: found.top, column: found.left } : { row, column };
}

/** The table the selection is in, and the cells it covers. */
export interface SelectedCells {
  readonly table: Node;
  readonly tablePosition: number;
  readonly rect: Rect;
}

export function selectedCells(state: EditorState): SelectedCells | undefined {
  const { $anchor, $head } = state.selection;
  const from = cellPlace($anchor);
  const to = cellPlace($head);
  if (!from || !to || from.tablePosition !== to.tablePosition) return undefined;
  return { table: from.table, tablePosition: from.tablePosition, rect: rectAround(from.table, from, to) };
}

export function isInTable(state: EditorState): boolean {
  return selectedCells(state) !== undefined;
}
