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

type TableBlock = Extract<WeftJsonBlock, { type: 'table' }>;

/** Fifteen twentieths of a point are a pixel at 96 to the inch. */
const TWIPS = 15;
const TEXT_WIDTH = 9000;
const HEAD = { type: ShadingType.CLEAR, color: 'auto', fill: 'EBE9E4' } as const;

export function writeTable(
  { columns, rows, headerRow, headerColumn }: TableBlock,
  runsToParts: (runs: readonly WeftJsonRun[]) => ParagraphChild[],
): Table {
  const even = Math.floor(TEXT_WIDTH / Math.max(1, columns.length));
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: columns.map(({ width }) => (width === undefined ? even : width * TWIPS)),
    rows: rows.map(
      (row, r) =>
        new TableRow({
          tableHeader: headerRow === true && r === 0,
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
