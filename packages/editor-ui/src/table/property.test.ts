import * as fc from 'fast-check';
import { TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { moveSelected } from '../commands/move.ts';
import { createHeadless, createReplicas, createYDocument, type Headless, syncAll } from '../testing/headless.ts';
import { CellSelection } from './cell-selection.ts';
import { shiftWidth } from './columns.ts';
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
import { cellAt, cellPosition } from './grid.ts';
import { mergeCells, splitCells } from './merge.ts';

const runs = process.env['WEFT_THOROUGH'] === '1' ? 1000 : 12;

const OPS = {
  rowAbove: (r: Headless) => insertRow(-1, r.createId),
  rowBelow: (r: Headless) => insertRow(1, r.createId),
  columnBefore: (r: Headless) => insertColumn(-1, r.createId),
  columnAfter: (r: Headless) => insertColumn(1, r.createId),
  rowUp: () => moveRows(-1),
  rowDown: () => moveRows(1),
  columnBack: () => moveColumns(-1),
  columnOn: () => moveColumns(1),
  header: () => toggleHeader('headerRow'),
  wider: () => shiftWidth(1),
  merge: () => mergeCells,
  split: () => splitCells,
  deleteRow: () => deleteRows,
  deleteColumn: () => deleteColumns,
  moveTable: (r: Headless) => moveSelected(-1, r.binding.copyId),
} as const;

type Op = keyof typeof OPS | 'word' | 'undo' | 'redo' | 'clear';

interface Step {
  readonly who: number;
  readonly row: number;
  readonly column: number;
  readonly op: Op;
  readonly isSynced: boolean;
  readonly span: number;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });

function steps(ops: readonly Op[], people: number): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.record({
      who: fc.nat(people - 1),
      row: unit,
      column: unit,
      op: fc.constantFrom(...ops),
      isSynced: fc.boolean(),
      span: fc.nat(2),
    }),
    { maxLength: 25 },
  );
}

let serial = 0;

function perform(replica: Headless, step: Step): string | undefined {
  const { op } = step;
  if (op === 'undo' || op === 'redo') {
    replica[op]();
    return undefined;
  }
  const { doc, tr } = replica.state();
  const tables: number[] = [];
  doc.forEach((node, position) => {
    if (node.type.name === 'table' && node.childCount > 0 && (node.firstChild?.childCount ?? 0) > 0)
      tables.push(position);
  });
  const [position] = tables;
  const table = position === undefined ? null : doc.nodeAt(position);
  if (position === undefined || !table) return undefined;
  const row = Math.floor(step.row * table.childCount);
  const column = Math.floor(step.column * table.child(row).childCount);
  const at = (r: number, c: number): number => cellPosition(table, position, r, c) + 1;
  const lastRow = Math.min(table.childCount - 1, row + step.span);
  const lastColumn = Math.min(table.child(row).childCount - 1, column + step.span);
  replica.dispatch(
    tr.setSelection(
      op === 'word' || step.span === 0
        ? TextSelection.create(doc, at(row, column) + (cellAt(table, row, column)?.content.size ?? 0))
        : CellSelection.between(doc, at(row, column), at(lastRow, lastColumn)),
    ),
  );
  if (op === 'word') {
    const word = `<${serial++}>`;
    replica.type(word);
    return word;
  }
  if (op === 'clear') replica.dispatch(replica.state().tr.deleteSelection());
  else replica.run(OPS[op](replica));
  return undefined;
}

/** The editor shows what somebody sees who opens the document now: a full, valid grid. */
function expectInStep(replica: Headless): void {
  const fresh = createHeadless(createYDocument(999, Y.encodeStateAsUpdate(replica.doc)));
  expect(fresh.failures).toEqual([]);
  expect(replica.state().doc.toJSON()).toEqual(fresh.state().doc.toJSON());
  fresh.destroy();
  replica.state().doc.check();
  replica.state().doc.forEach((table) => {
    if (table.type.name !== 'table') return;
    const columns = table.attrs['columns'] as { id: string }[];
    for (const row of table.children) {
      expect(row.children.map((cell) => cell.attrs['column'] as string)).toEqual(columns.map(({ id }) => id));
    }
  });
}

function withReplicas(people: number, run: (replicas: readonly Headless[]) => void): void {
  const replicas = createReplicas(people, (first) => {
    first.caret(0, 0);
    first.type('above');
    first.run(insertTable({ rows: 3, columns: 3 }, first.createId));
    first.history.stopCapturing();
  });
  try {
    run(replicas);
  } finally {
    for (const replica of replicas) replica.destroy();
  }
}

/** Everyone hears everyone; nobody answers what they hear. */
function settle(replicas: readonly Headless[]): void {
  const clocks = (): (number | undefined)[] =>
    replicas.map(({ doc }) => Y.decodeStateVector(Y.encodeStateVector(doc)).get(doc.clientID));
  const before = clocks();
  syncAll(replicas);
  expect(clocks()).toEqual(before);
  for (const replica of replicas) expectInStep(replica);
  for (const replica of replicas) expect(replica.state().doc.toJSON()).toEqual(replicas[0]?.state().doc.toJSON());
}

describe('random editing of a table', () => {
  test.each([2, 3])('%d people do anything: all see the same full grid, and nobody answers a merge', (people) => {
    const all: Op[] = [...(Object.keys(OPS) as Op[]), 'word', 'word', 'word', 'undo', 'redo', 'clear'];
    fc.assert(
      fc.property(steps(all, people), (list) => {
        withReplicas(people, (replicas) => {
          for (const step of list) {
            perform(replicas[step.who] as Headless, step);
            expectInStep(replicas[step.who] as Headless);
            if (step.isSynced) settle(replicas);
          }
          settle(replicas);
          settle(replicas);
        });
      }),
      { numRuns: runs },
    );
  });

  test('typing, inserting, moving, merging and sizing apart: every word is there exactly once', () => {
    const kept: Op[] = ['word', 'word', 'word', 'rowAbove', 'rowBelow', 'columnBefore', 'columnAfter'];
    kept.push('rowUp', 'rowDown', 'columnBack', 'columnOn', 'header', 'wider');
    fc.assert(
      fc.property(steps(kept, 3), (list) => {
        withReplicas(3, (replicas) => {
          const words: string[] = [];
          for (const step of list) {
            const word = perform(replicas[step.who] as Headless, step);
            if (word) words.push(word);
            if (step.isSynced && step.who === 0) settle(replicas);
          }
          settle(replicas);
          const text = replicas[0]?.lines().join('\n') ?? '';
          for (const word of words) expect(text.split(word).length - 1).toBe(1);
        });
      }),
      { numRuns: runs },
    );
  });

  test('one changes rows and columns, the other types in what stays: every word is there once', () => {
    const structure: Op[] = ['rowAbove', 'rowBelow', 'columnAfter', 'rowUp', 'columnOn', 'header', 'merge', 'split'];
    fc.assert(
      fc.property(steps(structure, 1), steps(['word'], 1), (changes, typing) => {
        withReplicas(2, (replicas) => {
          const [a, b] = replicas as [Headless, Headless];
          for (const step of changes) perform(a, step);
          const words = typing.map((step) => perform(b, step));
          settle(replicas);
          const text = a.lines().join('\n');
          for (const word of words) expect(text.split(word as string).length - 1).toBe(1);
        });
      }),
      { numRuns: runs },
    );
  });
});
