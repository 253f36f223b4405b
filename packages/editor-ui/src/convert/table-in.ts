import { Fragment, type Node } from 'prosemirror-model';
import type { Align } from '../schema/block.ts';
import { MAX_COLUMNS, MAX_ROWS, toColumnAlign, toWidth } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';
import { buildTable, type CellSource } from '../table/layout.ts';
import type { HtmlElement } from './html-element.ts';
import { TABLE_DATA } from './table-out.ts';

interface FoundCell {
  readonly element: HtmlElement;
  readonly isHeader: boolean;
  /** Of a header that says so, whether it is one of its row or of its column. */
  readonly scope: string | null;
  readonly colspan: number;
  readonly rowspan: number;
}

interface Grid {
  readonly rows: readonly (readonly (FoundCell | 'covered' | undefined)[])[];
  readonly width: number;
}

/** The rows of a table itself, not of one inside it. */
function rowsOf(table: HtmlElement): HtmlElement[] {
  const rows: HtmlElement[] = [];
  for (const child of table.children) {
    const tag = child.tagName.toUpperCase();
    if (tag === 'TR') rows.push(child);
    else if (tag === 'TBODY' || tag === 'THEAD' || tag === 'TFOOT') rows.push(...rowsOf(child));
  }
  return rows;
}

/** The cell of a table that has no other: such a table lays out a page. Cells of tables inside it do not count. */
export function toOnlyCell(table: HtmlElement): HtmlElement | undefined {
  const cells = rowsOf(table)
    .flatMap((row) => [...row.children])
    .filter(({ tagName }) => /^t[dh]$/i.test(tagName));
  return cells.length === 1 ? cells[0] : undefined;
}

function toSpan(element: HtmlElement, name: string, most: number): number {
  const span = Number.parseInt(element.getAttribute(name) ?? '1', 10);
  return Number.isInteger(span) && span > 0 ? Math.min(span, most) : 1;
}

/** Where each cell stands by HTML's rules. Undefined for a table larger than one can be here. */
function toGrid(table: HtmlElement): Grid | undefined {
  const elements = rowsOf(table);
  if (elements.length > MAX_ROWS) return undefined;
  const rows: (FoundCell | 'covered' | undefined)[][] = elements.map(() => []);
  elements.forEach((element, r) => {
    let c = 0;
    for (const child of element.children) {
      const tag = child.tagName.toUpperCase();
      if (tag !== 'TD' && tag !== 'TH') continue;
      while (rows[r]?.[c] !== undefined) c++;
      if (c >= MAX_COLUMNS) break;
      const colspan = toSpan(child, 'colspan', MAX_COLUMNS - c);
      const rowspan = toSpan(child, 'rowspan', elements.length - r);
      for (let y = r; y < r + rowspan; y++) {
        for (let x = c; x < c + colspan; x++) (rows[y] as Grid['rows'][number][number][])[x] ??= 'covered';
      }
      (rows[r] as Grid['rows'][number][number][])[c] = {
        element: child,
        isHeader: tag === 'TH',
        scope: child.getAttribute('scope'),
        colspan,
        rowspan,
      };
    }
  });
  if (elements.some(({ children }) => [...children].length > MAX_COLUMNS)) return undefined;
  return { rows, width: Math.max(0, ...rows.map((row) => row.length)) };
}

/**
 * An HTML table as a table node; `readCell` reads the text of one cell, `readAlign` its alignment. Undefined for what is no
 * table of data: one that is too large, and one of a single cell, which lays out a page.
 */
export function htmlToTable(
  table: HtmlElement,
  readCell: (cell: HtmlElement) => Fragment,
  readAlign: (cell: HtmlElement) => string | undefined,
): Node | undefined {
  const grid = toGrid(table);
  if (!grid || grid.width === 0 || grid.rows.length * grid.width < 2) return undefined;
  const { rows, width } = grid;
  /** Whether a cell may be one of a header row (`col`) or column (`row`): it does not say that it is one of the other. */
  const isTop = (r: number, c: number, scope: 'row' | 'col'): boolean => {
    const cell = rows[r]?.[c];
    if (cell === 'covered') return true;
    return (
      cell !== undefined &&
      cell.isHeader &&
      (cell.scope === null || cell.scope === scope || (r === 0 && c === 0 && scope === 'row'))
    );
  };
  const indexes = Array.from({ length: width }, (_, c) => c);
  const headerRow = hasHead(table) || (rows.length > 1 && indexes.every((c) => isTop(0, c, 'col')));
  const headerColumn =
    width > 1 && rows.every((_, r) => isTop(r, 0, 'row')) && !indexes.every((c) => isTop(rows.length - 1, c, 'row'));
  const cols = table.getAttribute(TABLE_DATA) === null ? [] : colsOf(table);
  const alignOf = (c: number): Align | null => {
    const sides = new Set<Align | null>();
    rows.forEach((row, r) => {
      const cell = row[c];
      // What stands above numbers on the right is often on the left.
      if ((r === 0 && rows.length > 1) || !cell || cell === 'covered') return;
      const side = readAlign(cell.element);
      sides.add(toColumnAlign(side === 'right' ? 'end' : side));
    });
    const [side] = sides;
    return sides.size === 1 ? (side ?? null) : null;
  };
  return buildTable({
    id: null,
    columns: indexes.map((c) => {
      const width = Number(cols[c]?.getAttribute('width') ?? Number.NaN);
      return { id: `c${c}`, width: toWidth(width), align: alignOf(c) };
    }),
    headerRow,
    headerColumn,
    rows: rows.map((row, r) => ({
      id: `r${r}`,
      cells: indexes.map((c): CellSource | undefined => {
        const cell = row[c];
        if (!cell || cell === 'covered') return undefined;
        const { element, colspan, rowspan } = cell;
        return {
          content: readCell(element),
          spanRow: rowspan > 1 ? `r${r + rowspan - 1}` : null,
          spanColumn: colspan > 1 ? `c${c + colspan - 1}` : null,
        };
      }),
    })),
  });
}

function colsOf(table: HtmlElement): HtmlElement[] {
  return [...table.children].flatMap((child) =>
    child.tagName.toUpperCase() === 'COLGROUP'
      ? [...child.children]
      : child.tagName.toUpperCase() === 'COL'
        ? [child]
        : [],
  );
}

/** Whether the first row stands in a head. */
function hasHead(table: HtmlElement): boolean {
  const first = [...table.children].find((child) => rowsOf(child).length > 0 || child.tagName.toUpperCase() === 'TR');
  return first?.tagName.toUpperCase() === 'THEAD';
}

/** Fields of tab-separated text, quoted as spreadsheets quote them. */
function splitFields(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) break;
    const [, quoted, plain = '', end] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    else if (end === '') break;
    // A tab at the very end opens one more, empty field.
    if (end === '\t' && pattern.lastIndex === text.length) rows.at(-1)?.push('');
  }
  if (rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

/** Lines of equally many tab-separated fields as a table; undefined for any other text. */
export function textToTable(text: string): Node | undefined {
  if (!text.includes('\t') || !text.includes('\n')) return undefined;
  const rows = splitFields(text.replace(/\n+$/, ''));
  const [first] = rows;
  const width = first?.length ?? 0;
  if (rows.length < 2 || width < 2 || rows.length > MAX_ROWS || width > MAX_COLUMNS) return undefined;
  if (rows.some((row) => row.length !== width)) return undefined;
  return buildTable({
    id: null,
    columns: Array.from({ length: width }, (_, c) => ({ id: `c${c}`, width: null, align: null })),
    headerRow: false,
    headerColumn: false,
    rows: rows.map((row, r) => ({
      id: `r${r}`,
      cells: row.map((field) => ({
        content: field === '' ? Fragment.empty : Fragment.from(schema.text(field)),
        spanRow: null,
        spanColumn: null,
      })),
    })),
  });
}
