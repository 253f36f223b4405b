import { afterEach, describe, expect, test } from 'vitest';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { setKind, shiftIndent } from './blocks.ts';
import { deleteSelected, duplicateSelected, moveSelected } from './move.ts';
import { splitOrLeave } from './structure.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function people(count: number, ...lines: readonly string[]): Headless[] {
  replicas = createReplicas(count, (a) => {
    a.caret(0, 0);
    lines.forEach((line, index) => {
      if (index > 0) a.run(splitOrLeave);
      a.type(line);
    });
  });
  return replicas;
}

const one = (...lines: readonly string[]): Headless => people(1, ...lines)[0] as Headless;

function move(replica: Headless, index: number, by: 1 | -1): boolean {
  replica.caret(index, 1);
  return replica.run(moveSelected(by, replica.binding.copyId));
}

const words = (replica: Headless | undefined): string[] =>
  replica?.lines().map((line) => line.slice(line.indexOf('|') + 1)) ?? [];

describe('moving', () => {
  test('down and up, the caret along with it, and not beyond the ends', () => {
    const a = one('one', 'two', 'three');
    expect(move(a, 0, 1)).toBe(true);
    expect(words(a)).toEqual(['two', 'one', 'three']);
    expect(a.state().selection.$from.parent.textContent).toBe('one');
    expect(a.state().selection.$from.parentOffset).toBe(1);
    expect(move(a, 2, -1)).toBe(true);
    expect(words(a)).toEqual(['two', 'three', 'one']);
    expect(move(a, 0, -1)).toBe(false);
    expect(move(a, 2, 1)).toBe(false);
  });

  test('several selected blocks move together', () => {
    const a = one('one', 'two', 'three', 'four');
    a.caret(1, 0, { index: 2, offset: 2 });
    a.run(moveSelected(-1, a.binding.copyId));
    expect(words(a)).toEqual(['two', 'three', 'one', 'four']);
    a.run(moveSelected(1, a.binding.copyId));
    expect(words(a)).toEqual(['one', 'two', 'three', 'four']);
  });

  test('a list item takes what stands under it along, past its neighbour’s', () => {
    const a = one('a', 'a1', 'b', 'b1', 'end');
    a.caret(0, 0, { index: 3, offset: 1 });
    a.run(setKind('bullet'));
    for (const index of [1, 3]) {
      a.caret(index, 0);
      a.run(shiftIndent(1));
    }
    move(a, 0, 1);
    expect(words(a)).toEqual(['b', 'b1', 'a', 'a1', 'end']);
    move(a, 2, -1);
    expect(words(a)).toEqual(['a', 'a1', 'b', 'b1', 'end']);
    move(a, 2, 1);
    expect(words(a)).toEqual(['a', 'a1', 'end', 'b', 'b1']);
  });

  test('one undo puts it back, and redo moves it again', () => {
    const a = one('one', 'two', 'three');
    a.history.stopCapturing();
    move(a, 0, 1);
    a.undo();
    expect(words(a)).toEqual(['one', 'two', 'three']);
    a.redo();
    expect(words(a)).toEqual(['two', 'one', 'three']);
  });
});

describe('two people move, apart', () => {
  test.each([1, 2])('the same block, the one %i times: it is there once', (times) => {
    const all = people(2, 'one', 'two', 'three', 'four');
    const [a, b] = all as [Headless, Headless];
    for (let i = 0; i < times; i++) move(a, 1 + i, 1);
    move(b, 1, -1);
    syncAll(all);
    expect(words(a).toSorted()).toEqual(['four', 'one', 'three', 'two']);
    expect(words(b)).toEqual(words(a));
    move(b, words(b).indexOf('two'), words(b).indexOf('two') === 0 ? 1 : -1);
    b.type('X');
    syncAll(all);
    expect(words(a).toSorted()).toEqual(['four', 'one', 'tXwo', 'three']);
    expect(words(b)).toEqual(words(a));
  });

  test('one moves it, writes in it and moves it again: their words are seen, once', () => {
    const all = people(2, 'one', 'two', 'three', 'four');
    const [a, b] = all as [Headless, Headless];
    move(a, 1, 1);
    a.type('X');
    move(a, 2, 1);
    move(b, 1, -1);
    syncAll(all);
    expect(words(a).toSorted()).toEqual(['four', 'one', 'tXwo', 'three']);
    expect(words(b)).toEqual(words(a));
  });

  test('different blocks: all are there once', () => {
    const all = people(3, 'one', 'two', 'three', 'four');
    const [a, b, c] = all as [Headless, Headless, Headless];
    move(a, 0, 1);
    move(b, 3, -1);
    move(c, 0, 1);
    c.type('!');
    syncAll(all);
    syncAll(all);
    expect(words(a).toSorted()).toEqual(['four', 'o!ne', 'three', 'two']);
    expect(words(b)).toEqual(words(a));
    expect(words(c)).toEqual(words(a));
  });

  test('typing in a neighbour stays where it was typed', () => {
    const all = people(2, 'one', 'two', 'three');
    const [a, b] = all as [Headless, Headless];
    move(a, 0, 1);
    b.caret(1, -1);
    b.type(' more');
    syncAll(all);
    expect(words(a)).toEqual(['two more', 'one', 'three']);
    expect(words(b)).toEqual(words(a));
  });
});

describe('duplicating and deleting', () => {
  test('a copy has an id of its own and the caret', () => {
    const a = one('one', 'two');
    a.caret(0, 2);
    a.run(duplicateSelected);
    a.type('!');
    expect(words(a)).toEqual(['one', 'on!e', 'two']);
    const ids = a.state().doc.children.map((node) => node.attrs['id'] as string);
    expect(new Set(ids).size).toBe(3);
  });

  test('the last block leaves an empty one', () => {
    const a = one('one', 'two');
    a.history.stopCapturing();
    a.caret(0, 0, { index: 1, offset: 2 });
    a.run(deleteSelected);
    expect(a.lines()).toEqual(['paragraph|']);
    a.undo();
    expect(words(a)).toEqual(['one', 'two']);
  });
});
