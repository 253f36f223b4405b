import { type Command, NodeSelection } from 'prosemirror-state';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { moveSelected } from '../commands/move.ts';
import { goToCell, tableOf } from '../testing/deeds.ts';
import { createHeadless, createReplicas, createYDocument, type Headless, syncAll } from '../testing/headless.ts';
import { cellAt } from './grid.ts';
import { setWidth } from './columns.ts';
import {
  deleteColumns,
  deleteRows,
  insertColumn,
  insertRow,
  insertTable,
  moveColumns,
  moveRows,
  toggleHeader,
} from './commands.ts';
import { mergeCells, splitCells } from './merge.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function write(replica: Headless, row: number, column: number, text: string): void {
  goToCell(replica, row, column);
  replica.type(text);
}

function rows(replica: Headless): string[] {
  return replica.lines().filter((line) => line.startsWith('row|'));
}

/** Two people with a table of `ab`, `cd`, … cells. */
function pair(rowCount = 2, columnCount = 2): [Headless, Headless] {
  replicas = createReplicas(2, (first) => {
    first.run(insertTable({ rows: rowCount, columns: columnCount }, first.createId));
    let letter = 97;
    for (let r = 0; r < rowCount; r++) {
      for (let c = 0; c < columnCount; c++) write(first, r, c, String.fromCharCode(letter++));
    }
  });
  return replicas as [Headless, Headless];
}

function run(replica: Headless, place: readonly [number, number], command: Command): void {
  goToCell(replica, ...place);
  expect(replica.run(command)).toBe(true);
}

/** Both show the same, as does somebody who opens the document now; and nobody answered the merge with a change. */
function expectSame(): void {
  const [a, b] = replicas as [Headless, Headless];
  const before = [a, b].map((each) => Y.encodeStateVector(each.doc));
  syncAll(replicas);
  syncAll(replicas);
  expect(a.state().doc.toJSON()).toEqual(b.state().doc.toJSON());
  const own = [a, b].map((each) => Y.decodeStateVector(Y.encodeStateVector(each.doc)).get(each.doc.clientID));
  expect(own).toEqual([a, b].map((each, i) => Y.decodeStateVector(before[i] as Uint8Array).get(each.doc.clientID)));
  const fresh = createHeadless(createYDocument(999, Y.encodeStateAsUpdate(a.doc)));
  expect(fresh.failures).toEqual([]);
  expect(fresh.state().doc.toJSON()).toEqual(a.state().doc.toJSON());
  fresh.destroy();
  a.state().doc.check();
  for (const row of tableOf(a).node.children) {
    expect(row.childCount).toBe((tableOf(a).node.attrs['columns'] as unknown[]).length);
  }
}

describe('two people change a table apart', () => {
  test('row ‖ column: a full grid, and what is then written in the new corner is written once', () => {
    const [a, b] = pair();
    run(a, [1, 1], insertRow(1, a.createId));
    run(b, [1, 1], insertColumn(1, b.createId));
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|a|b|', 'row|c|d|', 'row|||']);
    expectSame();
    // Nobody made the corner: both write in it while apart, and both words are there.
    write(a, 2, 2, 'mine');
    write(b, 2, 2, 'yours');
    syncAll(replicas);
    expect(rows(a)[2]).toMatch(/^row\|\|\|(mineyours|yoursmine)$/);
    write(a, 2, 2, '!');
    syncAll(replicas);
    expect(rows(b)[2]).toMatch(/^row\|\|\|(mineyours|yoursmine)!$/);
    expectSame();
  });

  test('row ‖ row at one place: both, one after the other', () => {
    const [a, b] = pair();
    for (const [who, word] of [
      [a, 'x'],
      [b, 'y'],
    ] as const) {
      run(who, [0, 0], insertRow(1, who.createId));
      write(who, 1, 0, `${word}1`);
      run(who, [1, 0], insertRow(1, who.createId));
      write(who, 2, 0, `${word}2`);
    }
    syncAll(replicas);
    expect(rows(a).map((line) => line.slice(4, 6))).toEqual(expect.arrayContaining(['x1', 'x2', 'y1', 'y2']));
    expect(rows(a).join()).toMatch(/x1\|.*x2\|.*y1\|.*y2\||y1\|.*y2\|.*x1\|.*x2\|/);
    expectSame();
  });

  test('column ‖ column at one place: both', () => {
    const [a, b] = pair();
    run(a, [0, 0], insertColumn(1, a.createId));
    write(a, 0, 1, 'x');
    run(b, [0, 0], insertColumn(1, b.createId));
    write(b, 0, 1, 'y');
    syncAll(replicas);
    expect(rows(a)[0]).toMatch(/^row\|a\|(x\|y|y\|x)\|b$/);
    expectSame();
  });

  test('move a row ‖ type in it: moved, with the words', () => {
    const [a, b] = pair(3);
    run(a, [0, 0], moveRows(1));
    write(b, 0, 1, ' typed');
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|c|d', 'row|a|b typed', 'row|e|f']);
    expectSame();
  });

  test('move a column ‖ type in it ‖ and both move one column: once', () => {
    const [a, b] = pair(2, 3);
    run(a, [0, 0], moveColumns(1));
    run(b, [0, 0], moveColumns(1));
    run(b, [0, 1], moveColumns(1));
    write(b, 1, 2, ' typed');
    syncAll(replicas);
    expect(rows(a)[0]?.split('|').toSorted()).toEqual(['a', 'b', 'c', 'row']);
    expect(rows(a)[1]).toContain('d typed');
    expectSame();
  });

  test('delete a row ‖ type in it: the row goes, with the words', () => {
    const [a, b] = pair(3);
    run(a, [1, 0], deleteRows);
    write(b, 1, 1, ' gone');
    write(b, 2, 1, ' stays');
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|a|b', 'row|e|f stays']);
    expectSame();
  });

  test('delete a column ‖ insert a row and type in that column: what was written there stays, at the end of the row', () => {
    const [a, b] = pair();
    run(a, [0, 0], deleteColumns);
    run(b, [1, 0], insertRow(1, b.createId));
    write(b, 2, 0, 'gone');
    write(b, 2, 1, 'stays');
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|b|', 'row|d|', 'row|stays|gone']);
    expectSame();
    // Whoever goes on in it, or deletes it, does so with a column like the others.
    write(a, 2, 1, '!');
    syncAll(replicas);
    expect(rows(b)).toEqual(['row|b|', 'row|d|', 'row|stays|gone!']);
    expectSame();
    goToCell(b, 2, 1);
    b.run(deleteColumns);
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|b', 'row|d', 'row|stays']);
    expectSame();
  });

  test('delete ‖ move of one row or column: it is gone', () => {
    const [a, b] = pair(3, 3);
    run(a, [1, 0], deleteRows);
    run(b, [1, 0], moveRows(1));
    run(a, [0, 0], deleteColumns);
    run(b, [0, 0], moveColumns(1));
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|b|c', 'row|h|i']);
    expectSame();
  });

  test('each deletes one of two rows: an empty table is left, and can be deleted', () => {
    const [a, b] = pair();
    run(a, [0, 0], deleteRows);
    run(b, [1, 0], deleteRows);
    syncAll(replicas);
    expect(tableOf(a).node.childCount).toBe(0);
    expectSame();
    const { position } = tableOf(a);
    a.dispatch(a.state().tr.setSelection(NodeSelection.create(a.state().doc, position)));
    a.dispatch(a.state().tr.deleteSelection());
    syncAll(replicas);
    expect(b.state().doc.firstChild?.type.name).toBe('block');
  });

  test('widths, headers and alignment merge with everything', () => {
    const [a, b] = pair();
    const { node, position } = tableOf(a);
    const [column] = node.attrs['columns'] as { id: string }[];
    a.run(setWidth(position, column?.id ?? '', 20));
    run(b, [0, 0], toggleHeader('headerRow'));
    run(b, [0, 0], insertColumn(-1, b.createId));
    syncAll(replicas);
    expect((tableOf(a).node.attrs['columns'] as { width: unknown }[]).map(({ width }) => width)).toEqual([
      null,
      48,
      null,
    ]);
    expect(tableOf(b).node.attrs['headerRow']).toBe(null);
    expectSame();
  });

  test('merge ‖ type in a cell that would be covered: the merge gives way, and no word is hidden', () => {
    const [a, b] = pair();
    goToCell(a, 0, 0, [1, 1]);
    expect(a.run(mergeCells)).toBe(true);
    expect(rows(a)[0]).toBe('row|a\nb\nc\nd|');
    write(b, 1, 1, '!');
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|a\nb\nc\nd|', 'row||!']);
    expect(cellAt(tableOf(a).node, 0, 0)?.attrs['colspan']).toBe(1);
    expectSame();
  });

  test('merge ‖ row inserted inside it: it covers that too; split brings all cells back', () => {
    const [a, b] = pair();
    goToCell(a, 0, 0, [1, 0]);
    expect(a.run(mergeCells)).toBe(true);
    run(b, [0, 1], insertRow(1, b.createId));
    write(b, 1, 1, 'new');
    syncAll(replicas);
    expect(cellAt(tableOf(b).node, 0, 0)?.attrs).toMatchObject({ rowspan: 3, colspan: 1 });
    expect(rows(b)).toEqual(['row|a\nc|b', 'row||new', 'row||d']);
    expectSame();
    run(b, [0, 0], splitCells);
    syncAll(replicas);
    expect(cellAt(tableOf(a).node, 0, 0)?.attrs['rowspan']).toBe(1);
    expectSame();
  });

  test('both move the table apart: it is there once', () => {
    const [a, b] = pair();
    a.run(moveSelected(1, a.binding.copyId));
    goToCell(b, 0, 0);
    b.run(moveSelected(1, b.binding.copyId));
    syncAll(replicas);
    expect(rows(a)).toEqual(['row|a|b', 'row|c|d']);
    expectSame();
    write(a, 1, 0, '!');
    syncAll(replicas);
    expect(rows(b)).toEqual(['row|a|b', 'row|c!|d']);
    expectSame();
  });

  test('undoing my row or column leaves it where somebody wrote in it', () => {
    const [a, b] = pair();
    a.history.stopCapturing();
    run(a, [0, 0], insertRow(1, a.createId));
    a.history.stopCapturing();
    run(a, [0, 0], insertColumn(1, a.createId));
    syncAll(replicas);
    write(b, 1, 1, 'yours');
    syncAll(replicas);
    a.undo();
    a.undo();
    syncAll(replicas);
    expect(rows(a)[1]).toContain('yours');
    expectSame();
    b.undo();
    syncAll(replicas);
    expect(rows(a)[1]).not.toContain('yours');
    expectSame();
  });

  test('a caret stays in its cell while the other moves rows and types elsewhere', () => {
    const [a, b] = pair(3, 3);
    goToCell(a, 1, 1);
    run(b, [1, 0], moveRows(1));
    write(b, 0, 0, 'long words');
    run(b, [0, 0], insertColumn(-1, b.createId));
    syncAll(replicas);
    expect(a.state().selection.$head.parent.textContent).toBe('e');
    a.type('!');
    syncAll(replicas);
    expect(rows(b)[2]).toBe('row||d|e!|f');
    expectSame();
  });
});
