import { MAX_COLUMNS, MAX_ROWS } from '../../schema/table.ts';
import type { WeftJsonBlock, WeftJsonCell, WeftJsonRun } from '../json/types.ts';
import type { ImportNote } from '../types.ts';
import { child, descend, isOn, type Xml, valueOf } from './xml.ts';

type Table = Extract<WeftJsonBlock, { type: 'table' }>;

interface Cell {
  readonly blocks: readonly WeftJsonBlock[];
  readonly colspan: number;
  /** Of a cell merged with those above: the first, or one that is covered. */
  readonly merge: 'first' | 'covered' | undefined;
  readonly align: 'center' | 'end' | undefined;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly isHeader: boolean;
}

/**
 * A table of a Word file as one, or, where it has more rows than one may have, several. A table of one cell lays out a page: what is in it stands by
 * itself. Rows that were deleted while changes were tracked are left out. Pictures of cells stand behind the table.
 */
export function readTable(
  table: Xml,
  readCell: (cell: Xml) => readonly WeftJsonBlock[],
  note: (note: ImportNote) => void,
): WeftJsonBlock[] {
  const given = rowsOf(table);
  const kept = given.filter((row) => descend(row, 'trPr', 'del') === undefined);
  if (kept.length < given.length) note('changes');
  const rows = kept.map(
    (row): Row => ({
      isHeader: isOn(descend(row, 'trPr', 'tblHeader')) === true,
      cells: cellsOf(row).map((cell) => toCell(cell, readCell(cell))),
    }),
  );
  const all = rows.flatMap(({ cells }) => cells);
  const [only, ...more] = all;
  if (only === undefined) return [];
  if (more.length === 0) return [...only.blocks];
  const width = Math.max(...rows.map(({ cells }) => cells.reduce((sum, { colspan }) => sum + colspan, 0)));
  if (width > MAX_COLUMNS) return all.flatMap(({ blocks }) => blocks);
  const tables: WeftJsonBlock[] = [];
  for (let from = 0; from < rows.length; from += MAX_ROWS)
    tables.push(toTable(rows.slice(from, from + MAX_ROWS), width));
  return [...tables, ...all.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'image'))];
}

function rowsOf(table: Xml): Xml[] {
  return table.children.flatMap((each) => {
    if (each.name === 'tr') return [each];
    return each.name === 'sdt' || each.name === 'sdtContent' || each.name === 'ins' || each.name === 'customXml'
      ? rowsOf(each)
      : [];
  });
}

function cellsOf(row: Xml): Xml[] {
  return row.children.flatMap((each) => {
    if (each.name === 'tc') return [each];
    return each.name === 'sdt' || each.name === 'sdtContent' || each.name === 'customXml' ? cellsOf(each) : [];
  });
}

function toCell(cell: Xml, blocks: readonly WeftJsonBlock[]): Cell {
  const properties = child(cell, 'tcPr');
  const merge = child(properties, 'vMerge');
  const span = Number.parseInt(valueOf(child(properties, 'gridSpan')) ?? '1', 10);
  const aligns = new Set(blocks.map((block) => (block.type === 'text' ? block.align : undefined)));
  const [align] = aligns;
  return {
    blocks,
    colspan: span > 1 ? Math.min(span, MAX_COLUMNS) : 1,
    merge: merge === undefined ? undefined : valueOf(merge) === 'restart' ? 'first' : 'covered',
    align: aligns.size === 1 && align !== 'start' ? align : undefined,
  };
}

function toTable(rows: readonly Row[], width: number): Table {
  const grid: (Cell | null)[][] = rows.map(({ cells }) => {
    const line = cells.flatMap((cell): (Cell | null)[] => [
      cell,
      ...Array.from({ length: cell.colspan - 1 }, () => null),
    ]);
    return Array.from({ length: width }, (_, c) => line[c] ?? null);
  });
  const rowspan = (r: number, c: number): number => {
    let end = r + 1;
    while (end < grid.length && grid[end]?.[c]?.merge === 'covered') end += 1;
    return end - r;
  };
  return {
    type: 'table',
    ...(rows.length > 1 && rows[0]?.isHeader === true ? { headerRow: true } : {}),
    columns: Array.from({ length: width }, (_, c) => {
      const aligns = new Set(
        grid.flatMap((row) => (row[c] === null || row[c]?.merge === 'covered' ? [] : [row[c]?.align])),
      );
      const [align] = aligns;
      return aligns.size === 1 && align !== undefined ? { align } : {};
    }),
    rows: grid.map((row, r) =>
      row.map((cell, c): WeftJsonCell | null => {
        if (cell === null || cell.merge === 'covered') return null;
        const rows = cell.merge === 'first' ? rowspan(r, c) : 1;
        return {
          text: blocksToLines(cell.blocks),
          ...(cell.colspan > 1 ? { colspan: cell.colspan } : {}),
          ...(rows > 1 ? { rowspan: rows } : {}),
        };
      }),
    ),
  };
}

/** The words of a cell: each of its blocks is a line. */
function blocksToLines(blocks: readonly WeftJsonBlock[]): WeftJsonRun[] {
  const lines = blocks.flatMap((block): (readonly WeftJsonRun[])[] => {
    if (block.type === 'text') return [block.text];
    return block.type === 'table'
      ? block.rows.map((row) =>
          row.flatMap((cell, c) => (cell === null ? [] : [...(c > 0 ? ['\t'] : []), ...cell.text])),
        )
      : [];
  });
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
}
