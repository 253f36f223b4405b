import {
  AlignmentType,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  WidthType,
} from 'docx';
import type { WeftJsonBlock, WeftJsonRun } from '../json/types.ts';
import { HEAD_STYLE } from './write-styles.ts';

type TableBlock = Extract<WeftJsonBlock, { type: 'table' }>;

/** Fifteen twentieths of a point are a pixel at 96 to the inch. */
const TWIPS = 15;
const TEXT_WIDTH = 9000;
/** Letters of a column's longest cell, within which columns are wider for more. */
const LEAST_WEIGHT = 6;
const MOST_WEIGHT = 40;
const HEAD = { type: ShadingType.CLEAR, color: 'auto', fill: 'EBE9E4' } as const;

export function writeTable(
  { columns, rows, headerRow, headerColumn }: TableBlock,
  runsToParts: (runs: readonly WeftJsonRun[]) => ParagraphChild[],
): Table {
  const widths = shareWidth(rows, columns.length);
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: columns.map(({ width }, c) => (width === undefined ? (widths[c] ?? 0) : width * TWIPS)),
    rows: rows.map(
      (row, r) =>
        new TableRow({
          tableHeader: headerRow === true && r === 0,
          cantSplit: true,
          // What a merged cell covers is not written: the one that covers it says how far it goes.
          children: row.flatMap((cell, c) => {
            if (cell === null) return [];
            const isHead = (headerRow === true && r === 0) || (headerColumn === true && c === 0);
            const align = columns[c]?.align;
            return [
              new TableCell({
                ...(cell.colspan === undefined ? {} : { columnSpan: cell.colspan }),
                ...(cell.rowspan === undefined ? {} : { rowSpan: cell.rowspan }),
                ...(isHead ? { shading: HEAD } : {}),
                children: [
                  new Paragraph({
                    ...(isHead ? { style: HEAD_STYLE } : {}),
                    ...(align === undefined
                      ? {}
                      : { alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.END }),
                    children: runsToParts(cell.text),
                  }),
                ],
              }),
            ];
          }),
        }),
    ),
  });
}

/** What each column gets of the text's width: more, where its longest cell is longer. */
function shareWidth(rows: TableBlock['rows'], count: number): number[] {
  const lengthOf = (runs: readonly WeftJsonRun[]): number =>
    runs.reduce((sum, run) => sum + (typeof run === 'string' ? run : run.text).length, 0);
  const weights = Array.from({ length: count }, (_, c) =>
    rows.reduce((most, row) => Math.max(most, Math.min(MOST_WEIGHT, lengthOf(row[c]?.text ?? []))), LEAST_WEIGHT),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.floor((TEXT_WIDTH * weight) / all));
}
