import { Fragment, type Node } from 'prosemirror-model';
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state';
import { MAX_COLUMNS, MAX_ROWS } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';
import { CellSelection } from './cell-selection.ts';
import { type CreateId, createColumns } from './commands.ts';
import { cellPosition, type SelectedCells, selectedCells } from './grid.ts';
import { buildTable, type CellSource, type RowSource, tableToSource } from './layout.ts';

/**
 * Puts what was pasted into a table: cells go over those from the caret on, and rows and columns are added where they
 * reach past its end; anything else becomes text in the cell, a line for each block.
 */
export function pasteIntoTable(state: EditorState, nodes: readonly Node[], createId: CreateId): Transaction {
  const cells = selectedCells(state);
  const [only] = nodes;
  if (cells && nodes.length === 1 && only?.type === schema.nodes.table) return pasteCells(state, cells, only, createId);
  const { tr } = state;
  if (state.selection instanceof CellSelection) tr.deleteSelection();
  const { from, to } = tr.selection;
  const lines = nodes.flatMap((node) => (node.type === schema.nodes.table ? tableLines(node) : [node.content]));
  const content = lines.reduce(
    (sum, line) => (sum.size === 0 ? line : sum.append(Fragment.from(schema.text('\n'))).append(line)),
    Fragment.empty,
  );
  tr.replaceWith(from, to, content);
  return tr.setSelection(TextSelection.create(tr.doc, from + content.size));
}

function tableLines(table: Node): Fragment[] {
  return table.children.map((row) =>
    row.children.reduce(
      (sum, cell, at) => (at === 0 ? cell.content : sum.append(Fragment.from(schema.text('\t'))).append(cell.content)),
      Fragment.empty,
    ),
  );
}

function pasteCells(state: EditorState, cells: SelectedCells, pasted: Node, createId: CreateId): Transaction {
  const { table, tablePosition, rect } = cells;
  const source = tableToSource(table);
  const from = tableToSource(pasted);
  const bottom = Math.min(MAX_ROWS, rect.top + from.rows.length);
  const right = Math.min(MAX_COLUMNS, rect.left + from.columns.length);
  const columns = [...source.columns, ...createColumns(Math.max(0, right - source.columns.length), createId)];
  const rows: RowSource[] = [...source.rows];
  while (rows.length < bottom) rows.push({ id: createId(), cells: [] });
  const next = buildTable({
    ...source,
    columns,
    rows: rows.map((row, r) => ({
      ...row,
      cells: columns.map((_, c): CellSource | undefined => {
        const isInside = r >= rect.top && r < bottom && c >= rect.left && c < right;
        if (!isInside) return row.cells[c];
        const content = from.rows[r - rect.top]?.cells[c - rect.left]?.content ?? Fragment.empty;
        return { content, spanRow: null, spanColumn: null };
      }),
    })),
  });
  const { tr } = state;
  tr.replaceWith(tablePosition, tablePosition + table.nodeSize, next);
  const at = (row: number, column: number): number => cellPosition(next, tablePosition, row, column) + 1;
  return tr.setSelection(CellSelection.between(tr.doc, at(rect.top, rect.left), at(bottom - 1, right - 1)));
}
