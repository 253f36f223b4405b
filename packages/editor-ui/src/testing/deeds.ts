import { TextSelection } from 'prosemirror-state';
import { deleteSelection } from '../commands/base.ts';
import { setKind } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { deleteSelected, moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { CellSelection } from '../table/cell-selection.ts';
import { deleteColumns, deleteRows, insertColumn, insertRow, moveColumns, moveRows } from '../table/commands.ts';
import { cellAt, cellPosition } from '../table/grid.ts';
import { mergeCells } from '../table/merge.ts';
import type { Headless } from './headless.ts';

/** What one person does, over `alpha beta gamma` and `delta`, or in a table of two by two. */
export type Deed = (replica: Headless) => unknown;

type TextDeed = 'type' | 'strike' | 'split' | 'cut' | 'block' | 'join' | 'kind' | 'indent' | 'remove' | 'move' | 'bold';

/** In the text. */
export const TEXT_DEEDS: Readonly<Record<TextDeed, Deed>> = {
  type(r) {
    r.caret(0, 8);
    r.type('X');
  },
  strike(r) {
    r.caret(0, 6, { index: 0, offset: 10 });
    r.run(deleteSelection);
  },
  split(r) {
    r.caret(0, 8);
    r.run(splitOrLeave);
  },
  cut(r) {
    r.caret(0, 6);
    r.run(splitOrLeave);
  },
  block(r) {
    r.caret(0, -1);
    r.run(splitOrLeave);
    r.type('new');
  },
  join(r) {
    r.caret(1, 0);
    r.run(backspaceAtStart);
  },
  kind(r) {
    r.caret(0, 0);
    r.run(setKind('heading', 1));
  },
  indent: (r) => r.dispatch(r.state().tr.setNodeAttribute(0, 'indent', 2)),
  remove(r) {
    r.caret(0, 0);
    r.run(deleteSelected);
  },
  move: (r) => r.run(moveBlocks(0, 1, 2, r.binding.copyId)),
  bold(r) {
    r.caret(0, 3, { index: 0, offset: 8 });
    r.run(toggle('bold'));
  },
};

/** The first table. */
export function tableOf(replica: Headless): {
  node: ReturnType<Headless['state']>['doc'];
  position: number;
  index: number;
} {
  const { doc } = replica.state();
  let found: ReturnType<typeof tableOf> | undefined;
  doc.forEach((node, position, index) => {
    if (node.type.name === 'table') found ??= { node, position, index };
  });
  if (!found) throw new Error('no table');
  return found;
}

/** Puts the caret into a cell, behind what is written there; or selects the cells up to another. */
export function goToCell(replica: Headless, row: number, column: number, to?: readonly [number, number]): void {
  const { node, position } = tableOf(replica);
  const { doc, tr } = replica.state();
  const at = (r: number, c: number): number => cellPosition(node, position, r, c) + 1;
  const selection = to
    ? CellSelection.between(doc, at(row, column), at(to[0], to[1]))
    : TextSelection.create(doc, at(row, column) + (cellAt(node, row, column)?.content.size ?? 0));
  replica.dispatch(tr.setSelection(selection));
}

/** In and of a table. */
export const TABLE_DEEDS: Readonly<Record<string, Deed>> = {
  cell(r) {
    goToCell(r, 0, 0);
    r.type('X');
  },
  rowBelow(r) {
    goToCell(r, 0, 0);
    r.run(insertRow(1, r.createId));
    goToCell(r, 1, 0);
    r.type('new');
  },
  rowDown(r) {
    goToCell(r, 0, 0);
    r.run(moveRows(1));
  },
  deleteRow(r) {
    goToCell(r, 0, 0);
    r.run(deleteRows);
  },
  columnAfter(r) {
    goToCell(r, 0, 0);
    r.run(insertColumn(1, r.createId));
    goToCell(r, 0, 1);
    r.type('new');
  },
  columnOn(r) {
    goToCell(r, 0, 0);
    r.run(moveColumns(1));
  },
  deleteColumn(r) {
    goToCell(r, 0, 0);
    r.run(deleteColumns);
  },
  mergeCells(r) {
    goToCell(r, 0, 0, [0, 1]);
    r.run(mergeCells);
  },
  moveTable(r) {
    const { index } = tableOf(r);
    r.run(moveBlocks(index, index + 1, index - 1, r.binding.copyId));
  },
  deleteTable(r) {
    const { node, position } = tableOf(r);
    r.dispatch(r.state().tr.delete(position, position + node.nodeSize));
  },
};
