import { afterEach, expect, test } from 'vitest';
import { setKind } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { formulasOf } from './formulas.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

/** Two who have one line, whose letters from `from` on are a formula where that is given. */
function pair(line: string, from?: number, to = -1): [Headless, Headless] {
  replicas = createReplicas(2, (first) => {
    first.caret(0, 0);
    first.type(line);
    if (from === undefined) return;
    first.caret(0, from, { index: 0, offset: to });
    first.run(toggle('math'));
  });
  return replicas as [Headless, Headless];
}

/** The one block both show, as its letters with its formulas between dollars. */
function meet(both: readonly Headless[]): string {
  syncAll(both);
  const [a, b] = both.map((each) => each.state().doc);
  expect(a?.toJSON()).toEqual(b?.toJSON());
  const block = a?.child(0);
  let line = block?.textContent ?? '';
  for (const { from, to } of (block ? formulasOf(block) : []).toReversed()) {
    line = `${line.slice(0, from)}$${line.slice(from, to)}$${line.slice(to)}`;
  }
  return line;
}

test('two type in one formula: both are in it', () => {
  const both = pair('is x^2+y^2 now', 3, 10);
  const [a, b] = both;
  a.caret(0, 4);
  a.type('_1');
  b.caret(0, 10);
  b.type('=r^2');
  expect(meet(both)).toBe('is $x_1^2+y^2=r^2$ now');
});

test('two type at the same place of a formula: both are there, one after the other', () => {
  const both = pair('x+y', 0);
  const [a, b] = both;
  a.caret(0, 1);
  a.type('^2');
  b.caret(0, 1);
  b.type('_i');
  expect(['$x^2_i+y$', '$x_i^2+y$']).toContain(meet(both));
});

test('one makes words a formula, the other types in them: the word is in it', () => {
  const both = pair('a + b');
  const [a, b] = both;
  a.caret(0, 0, { index: 0, offset: -1 });
  a.run(toggle('math'));
  b.caret(0, 3);
  b.type(' c +');
  expect(meet(both)).toBe('$a + c + b$');
});

test('one makes a formula words again, the other types in it: what was typed stays, as what it was typed as', () => {
  const both = pair('x+y', 0);
  const [a, b] = both;
  a.caret(0, 0, { index: 0, offset: -1 });
  a.run(toggle('math'));
  b.caret(0, 2);
  b.type('z+');
  expect(meet(both).replaceAll('$', '')).toBe('x+z+y');
});

test('both make overlapping words a formula: one formula, which ends where one of them said', () => {
  const both = pair('a + b + c');
  const [a, b] = both;
  a.caret(0, 0, { index: 0, offset: 5 });
  a.run(toggle('math'));
  b.caret(0, 4, { index: 0, offset: 9 });
  b.run(toggle('math'));
  expect(['$a + b + c$', '$a + b$ + c']).toContain(meet(both));
});

test('one deletes a formula, the other types in it: what was typed stays, as words', () => {
  const both = pair('so x+y it', 3, 6);
  const [a, b] = both;
  a.dispatch(a.state().tr.delete(4, 7));
  b.caret(0, 4);
  b.type('^2');
  expect(meet(both)).toBe('so ^2 it');
});

test('one makes the block a formula, the other types in it', () => {
  const both = pair('\\frac{1}{2}');
  const [a, b] = both;
  a.caret(0, 0);
  a.run(setKind('math'));
  b.caret(0, -1);
  b.type('+ 1');
  expect(meet(both)).toBe('\\frac{1}{2}+ 1');
  expect(a.lines()).toEqual(['math|\\frac{1}{2}+ 1']);
});

test('two edit one block of formula: both are in it', () => {
  const both = pair('a\\\\');
  const [a, b] = both;
  a.caret(0, 0);
  a.run(setKind('math'));
  syncAll(both);
  a.caret(0, 1);
  a.type('&=b');
  b.caret(0, -1);
  b.type('c&=d');
  expect(meet(both)).toBe('a&=b\\\\c&=d');
});
