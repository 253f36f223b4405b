import { Fragment, type Node } from 'prosemirror-model';
import { type Column, MAX_SHOWN_ROWS, readColumns } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';

/** A cell before it is placed: what is stored of it. `known` is its node from before, used again where nothing differs. */
export interface CellSource {
  readonly content: Fragment;
  readonly spanRow: string | null;
  readonly spanColumn: string | null;
  readonly known?: Node | undefined;
}

export interface RowSource {
  readonly id: string;
  /** One for each column, in order; undefined where nobody has made a cell. */
  readonly cells: readonly (CellSource | undefined)[];
  readonly known?: Node | undefined;
}

export interface TableSource {
  readonly id: unknown;
  readonly columns: readonly Column[];
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
  readonly rows: readonly RowSource[];
  readonly known?: Node | undefined;
}

interface Span {
  readonly colspan: number;
  readonly rowspan: number;
  readonly covered: boolean;
}

const ALONE: Span = { colspan: 1, rowspan: 1, covered: false };
const COVERED: Span = { colspan: 1, rowspan: 1, covered: true };

/**
 * The full grid of a table as a node. The same input gives the same grid on every replica; nothing of it is a repair that
 * has to be written.
 */
export function buildTable(source: TableSource): Node {
  const { columns, headerRow, headerColumn, known } = source;
  const rows = source.rows.slice(0, MAX_SHOWN_ROWS);
  const spans = layOutSpans(columns, rows);
  const nodes = rows.map((row, r) => {
    const cells = columns.map((column, c) => {
      const { colspan, rowspan, covered } = spans?.[r]?.[c] ?? ALONE;
      const header = headerRow && r === 0 ? 'row' : headerColumn && c === 0 ? 'column' : null;
      const cell = row.cells[c];
      const attrs = {
        column: column.id,
        spanRow: cell?.spanRow ?? null,
        spanColumn: cell?.spanColumn ?? null,
        colspan,
        rowspan,
        covered,
        header,
        align: column.align,
      };
      const content = cell?.content ?? Fragment.empty;
      const before = cell?.known;
      if (before && before.content === content && hasAttrs(before, attrs)) return before;
      return schema.nodes.cell.create(attrs, content);
    });
    return keep(row.known, { id: row.id }, cells, () => schema.nodes.row.create({ id: row.id }, cells));
  });
  const before = known?.type === schema.nodes.table ? known : undefined;
  const isSameColumns = before !== undefined && isEqualColumns(readColumns(before), columns);
  const attrs = {
    id: source.id,
    columns: isSameColumns ? before.attrs['columns'] : columns,
    headerRow: headerRow || null,
    headerColumn: headerColumn || null,
  };
  return keep(before, attrs, nodes, () => schema.nodes.table.create(attrs, nodes));
}

function hasAttrs(node: Node, attrs: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(attrs).every((name) => node.attrs[name] === attrs[name]);
}

function keep(
  known: Node | undefined,
  attrs: Readonly<Record<string, unknown>>,
  children: readonly Node[],
  create: () => Node,
): Node {
  const isSame =
    known?.childCount === children.length &&
    hasAttrs(known, attrs) &&
    children.every((child, index) => known.child(index) === child);
  return isSame ? known : create();
}

export function isEqualColumns(a: readonly Column[], b: readonly Column[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, index) => {
      const other = b[index];
      return column.id === other?.id && column.width === other.width && column.align === other.align;
    })
  );
}

/**
 * Which cells cover which. A merged cell names the row and the column it reaches to. It gives way, and is drawn as one
 * cell, where that place is gone or no longer to its right or below it, where another merged cell came first, and where
 * somebody has written into a cell it would cover: no word is ever hidden. Undefined when nothing is merged.
 */
export function layOutSpans(columns: readonly Column[], rows: readonly RowSource[]): Span[][] | undefined {
  let grid: Span[][] | undefined;
  let rowIndex: Map<string, number> | undefined;
  const isFree = (row: number, column: number): boolean => {
    if (grid?.[row]?.[column] !== ALONE) return false;
    return (rows[row]?.cells[column]?.content.size ?? 0) === 0;
  };
  rows.forEach((row, r) => {
    row.cells.forEach((cell, c) => {
      if (!cell || (cell.spanRow === null && cell.spanColumn === null)) return;
      grid ??= rows.map(() => columns.map(() => ALONE));
      rowIndex ??= new Map(rows.map(({ id }, index) => [id, index]));
      const lastRow = cell.spanRow === null ? r : (rowIndex.get(cell.spanRow) ?? -1);
      const lastColumn = cell.spanColumn === null ? c : columns.findIndex(({ id }) => id === cell.spanColumn);
      if (lastRow < r || lastColumn < c || (lastRow === r && lastColumn === c) || grid[r]?.[c] !== ALONE) return;
      for (let y = r; y <= lastRow; y++) {
        for (let x = c; x <= lastColumn; x++) if ((y !== r || x !== c) && !isFree(y, x)) return;
      }
      for (let y = r; y <= lastRow; y++) (grid[y] as Span[]).fill(COVERED, c, lastColumn + 1);
      (grid[r] as Span[])[c] = { colspan: lastColumn - c + 1, rowspan: lastRow - r + 1, covered: false };
    });
  });
  return grid;
}

/** What a table node holds, as `buildTable` takes it. */
export function tableToSource(table: Node): TableSource {
  const columns = readColumns(table);
  const rows: RowSource[] = [];
  table.forEach((row) => {
    rows.push({
      id: String(row.attrs['id'] ?? ''),
      cells: columns.map((_, c) => nodeToCell(row.maybeChild(c))),
      known: row,
    });
  });
  const { headerRow, headerColumn, id } = table.attrs;
  return { id, columns, rows, headerRow: headerRow === true, headerColumn: headerColumn === true, known: table };
}

export function nodeToCell(cell: Node | null): CellSource | undefined {
  if (!cell) return undefined;
  const { spanRow, spanColumn } = cell.attrs as { spanRow: string | null; spanColumn: string | null };
  return { content: cell.content, spanRow, spanColumn, known: cell };
}
