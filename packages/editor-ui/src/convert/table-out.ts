import type { Node } from 'prosemirror-model';
import { type Column, readColumns } from '../schema/table.ts';
import { extentOf } from '../table/grid.ts';
import { nodeToRuns, type Run } from './runs.ts';

/** A cell on its way out. Covered cells are left out in HTML and empty elsewhere. */
export interface CellRow {
  readonly runs: readonly Run[];
  readonly colspan: number;
  readonly rowspan: number;
  readonly covered: boolean;
  readonly header: 'row' | 'column' | null;
}

export interface TableRow {
  readonly type: 'table';
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CellRow[])[];
}

export function tableToRow(table: Node): TableRow {
  return {
    type: 'table',
    headerRow: table.attrs['headerRow'] === true,
    headerColumn: table.attrs['headerColumn'] === true,
    columns: readColumns(table),
    rows: table.children.map((row) =>
      row.children.map((cell) => ({
        ...extentOf(cell),
        header: cell.attrs['header'] as CellRow['header'],
        runs: nodeToRuns(cell),
      })),
    ),
  };
}

/** Where `data-weft-table` stands, the widths are ours and are taken again. */
export const TABLE_DATA = 'data-weft-table';

export function tableToHtml({ columns, rows }: TableRow, runsToHtml: (runs: readonly Run[]) => string): string {
  const widths = columns.some(({ width }) => width !== null)
    ? `<colgroup>${columns.map(({ width }) => (width === null ? '<col>' : `<col width="${width}">`)).join('')}</colgroup>`
    : '';
  const cellToHtml = ({ runs, colspan, rowspan, header }: CellRow, column: number): string => {
    const tag = header === null ? 'td' : 'th';
    const scope = header === null ? '' : ` scope="${header === 'row' ? 'col' : 'row'}"`;
    const align = columns[column]?.align;
    const side = align ? ` align="${align === 'end' ? 'right' : align}" data-align="${align}"` : '';
    const spans = `${colspan > 1 ? ` colspan="${colspan}"` : ''}${rowspan > 1 ? ` rowspan="${rowspan}"` : ''}`;
    return `<${tag}${scope}${side}${spans}>${runsToHtml(runs)}</${tag}>`;
  };
  const body = rows.map(
    (row) => `<tr>${row.map((cell, column) => (cell.covered ? '' : cellToHtml(cell, column))).join('')}</tr>`,
  );
  return `<table ${TABLE_DATA}="">${widths}<tbody>${body.join('')}</tbody></table>`;
}

/** GitHub's tables. They always have a header row: a table without one gets an empty one. */
export function tableToMarkdown(
  { headerRow, columns, rows }: TableRow,
  runsToMarkdown: (runs: readonly Run[]) => string,
): string {
  const count = Math.max(columns.length, ...rows.map((row) => row.length));
  if (count === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: count }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  const written = rows.map((row) => line(row.map(({ runs }) => runsToMarkdown(runs))));
  const sides = Array.from({ length: count }, (_, at) => {
    const align = columns[at]?.align;
    return align === 'center' ? ':---:' : align === 'end' ? '---:' : '---';
  });
  const [first = line([]), ...rest] = headerRow ? written : [line([]), ...written];
  return [first, line(sides), ...rest].join('\n');
}

/** Tab-separated, as spreadsheets write it: quoted where a cell holds a tab, a line break or a quote at its start. */
export function tableToText({ rows }: TableRow): string {
  return rows
    .map((row) =>
      row
        .map(({ runs }) => {
          const text = runs.map((run) => run.text).join('');
          return /[\t\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        })
        .join('\t'),
    )
    .join('\n');
}
