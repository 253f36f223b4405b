import * as fc from 'fast-check';
import type { Command } from 'prosemirror-state';
import { afterEach, describe, expect, test } from 'vitest';
import { setKind, shiftIndent } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { deleteSelected, moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { type Commenter, createCommenters, shareAll } from '../testing/commenters.ts';
import type { Headless } from '../testing/headless.ts';

const LINES = [
  'Over one, under one, is what makes a plain weave.',
  'The weft goes across and holds the cloth together.',
  'Nobody looks at the threads that run across.',
  'At the end the loom is empty again.',
];

let people: Commenter[] = [];
afterEach(() => {
  for (const person of people) person.destroy();
  people = [];
});

function write(first: Headless): void {
  LINES.forEach((line, index) => {
    first.caret(Math.max(0, index - 1), -1);
    if (index > 0) first.run(splitOrLeave);
    first.type(line);
  });
}

function pair(): [Commenter, Commenter] {
  people = createCommenters(2, write);
  return people as [Commenter, Commenter];
}

/** Moves block `index` before block `before`. */
function move(person: Commenter, index: number, before: number): void {
  person.run(moveBlocks(index, index + 1, before, person.binding.copyId));
}

function select(person: Commenter, words: string): void {
  const index = LINES.findIndex((line) => line.includes(words));
  const from = LINES[index]?.indexOf(words) ?? 0;
  person.caret(index, from, { index, offset: from + words.length });
}

const erase: Command = (state, dispatch) => {
  dispatch?.(state.tr.deleteSelection());
  return true;
};

const QUOTE = 'the cloth together';

/** What somebody does to the second line, and what a thread on `QUOTE` stands on afterwards. */
const CHANGES: readonly (readonly [name: string, act: (person: Commenter) => void, words: string | undefined])[] = [
  ['typing before it', (a) => (a.caret(1, 4), a.type('thin ')), QUOTE],
  ['typing in it', (a) => (a.caret(1, 35), a.type('whole ')), 'the whole cloth together'],
  ['typing after it', (a) => (a.caret(1, -1), a.type(' Always.')), QUOTE],
  ['a mark on half of it', (a) => (select(a, 'cloth'), a.run(toggle('bold'))), QUOTE],
  ['another kind', (a) => (a.caret(1, 3), a.run(setKind('heading', 2))), QUOTE],
  ['a list, indented', (a) => (a.caret(1, 3), a.run(setKind('bullet')), a.run(shiftIndent(1))), QUOTE],
  ['a split before it', (a) => (a.caret(1, 9), a.run(splitOrLeave)), QUOTE],
  ['a split in it', (a) => (a.caret(1, 34), a.run(splitOrLeave)), QUOTE],
  ['a split after it', (a) => (a.caret(1, -1), a.run(splitOrLeave), a.type('And more.')), QUOTE],
  ['a join with the line above', (a) => (a.caret(1, 0), a.run(backspaceAtStart)), QUOTE],
  ['a join of the line below', (a) => (a.caret(2, 0), a.run(backspaceAtStart)), QUOTE],
  ['a move to the top', (a) => move(a, 1, 0), QUOTE],
  ['a move to the end', (a) => move(a, 1, 4), QUOTE],
  ['a move of the line above', (a) => move(a, 0, 2), QUOTE],
  [
    'a split in it, then typing in both',
    (a) => (a.caret(1, 34), a.run(splitOrLeave), a.type('X'), a.caret(1, 1), a.type('Y')),
    'theX cloth together',
  ],
  ['a split before it, then a move of it', (a) => (a.caret(1, 26), a.run(splitOrLeave), move(a, 2, 0)), QUOTE],
  ['the end of it deleted', (a) => (select(a, ' together.'), a.run(erase)), 'the cloth'],
  [
    'a split in it, then both halves deleted',
    (a) => {
      a.caret(1, 34);
      a.run(splitOrLeave);
      a.rest();
      a.caret(1, 31, { index: 1, offset: 34 });
      a.run(erase);
      a.rest();
      a.caret(2, 0, { index: 2, offset: ' cloth together'.length });
      a.run(erase);
    },
    undefined,
  ],
  ['all of it deleted', (a) => (select(a, QUOTE), a.run(erase)), undefined],
  ['a space in the place of all of it', (a) => (select(a, `${QUOTE}.`), a.type(' ')), undefined],
  ['its line deleted', (a) => (a.caret(1, 3), a.run(deleteSelected)), undefined],
];

describe('a thread is where its words are', () => {
  test.each(CHANGES)('%s, known to the commenter', (_, act, words) => {
    const [a, b] = pair();
    const thread = b.comment(QUOTE);
    shareAll(people);
    expect([a.wordsOf(thread), b.wordsOf(thread)]).toEqual([QUOTE, QUOTE]);
    act(a);
    a.rest();
    shareAll(people);
    expect([a.wordsOf(thread), b.wordsOf(thread)]).toEqual([words, words]);
  });

  test.each(CHANGES)('%s ‖ comment', (_, act, words) => {
    const [a, b] = pair();
    act(a);
    a.rest();
    const thread = b.comment(QUOTE);
    shareAll(people);
    const both = [a.wordsOf(thread), b.wordsOf(thread)];
    expect(both).toEqual([words, words]);
  });
});

type Act = (person: Commenter, block: number, offset: number) => void;

/** What moves letters about and deletes none. */
const HARMLESS: readonly Act[] = [
  (a, block, offset) => (a.caret(block, offset), a.type('##')),
  (a, block, offset) => (a.caret(block, offset), a.run(splitOrLeave)),
  (a, block) => (a.caret(block, 0), a.run(backspaceAtStart)),
  (a, block) => (a.caret(block, 1), a.run(setKind('bullet'))),
  (a, block) => (a.caret(block, 1), a.run(setKind('heading', 1))),
  (a, block, offset) => (a.caret(block, 0, { index: block, offset }), a.run(toggle('bold'))),
  (a, block, offset) => move(a, block, offset % (a.state().doc.childCount + 1)),
];

const harmless = fc.record({ act: fc.nat(HARMLESS.length - 1), block: fc.nat(3), offset: fc.nat(45) });
const steps = fc.array(fc.record({ who: fc.nat(1), step: harmless, isShared: fc.boolean() }), { maxLength: 8 });
const numRuns = process.env['WEFT_THOROUGH'] === '1' ? 2_000 : 60;

function perform(person: Commenter, { act, block, offset }: { act: number; block: number; offset: number }): void {
  const index = block % person.state().doc.childCount;
  const { size } = person.state().doc.child(index).content;
  HARMLESS[act]?.(person, index, Math.min(offset, size));
  person.rest();
}

describe('whatever two people do to the text at once', () => {
  test('both see a thread on the same words', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [a, b] = pair();
        const thread = b.comment(QUOTE);
        for (const { who, step, isShared } of all) {
          perform((who === 0 ? a : b) as Commenter, step);
          if (isShared) shareAll(people);
        }
        shareAll(people);
        shareAll(people);
        expect(a.lines()).toEqual(b.lines());
        expect(a.wordsOf(thread)).toEqual(b.wordsOf(thread));
        for (const person of people) person.destroy();
        people = [];
      }),
      { numRuns },
    );
  });

  test('what one person does never takes a thread from words that are there still', () => {
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 8 }), (all) => {
        const [a, b] = pair();
        const thread = b.comment(QUOTE);
        shareAll(people);
        a.rest();
        for (const step of all) perform(a, step);
        shareAll(people);
        const words = a.wordsOf(thread);
        expect(b.wordsOf(thread)).toEqual(words);
        const letters = (text: string | undefined): string | undefined => text?.replaceAll('#', '');
        const text = a.state().doc.textContent;
        // Words that were torn apart, with others between them now or half of them gone elsewhere, are kept as well as can be.
        if (letters(text)?.includes(QUOTE) === true) expect(letters(words)).toContain(QUOTE);
        else expect(words).toBeDefined();
        for (const person of people) person.destroy();
        people = [];
      }),
      { numRuns },
    );
  });
});
