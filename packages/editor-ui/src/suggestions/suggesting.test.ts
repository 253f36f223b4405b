import { deleteSelection } from '../commands/base.ts';
import { Fragment, Slice } from 'prosemirror-model';
import { afterEach, describe, expect, test } from 'vitest';
import { setAttribute, setKind, shiftIndent, toggleKind, toggleTask } from '../commands/blocks.ts';
import { clearMarks, setLink, toggle } from '../commands/marks.ts';
import { deleteSelected, duplicateSelected, moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, deleteAtEnd, insertDivider, insertLineBreak, splitOrLeave } from '../commands/structure.ts';
import { textToBlocks } from '../convert/from-text.ts';
import { insertBlocks } from '../clipboard/insert.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless } from '../testing/headless.ts';
import { collectSuggestions } from './collect.ts';
import { decided, shown } from '../testing/suggested.ts';

let replicas: Headless[] = [];
let serial = 0;
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

/** A person who suggests, over blocks that were there before. */
function suggester(...blocks: readonly string[]): Headless {
  replicas = createReplicas(1, (first) => {
    first.caret(0, 0);
    blocks.forEach((text, index) => {
      if (index > 0) first.run(splitOrLeave);
      if (text !== '') first.type(text);
    });
  });
  const [a] = replicas as [Headless];
  a.history.stopCapturing();
  a.suggest();
  return a;
}

/** Backspace, as the browser does it within a block. */
function backspace(a: Headless, times = 1): void {
  for (let i = 0; i < times; i++) {
    const { from, empty } = a.state().selection;
    if (!empty) a.run(deleteSelection);
    else if (!a.run(backspaceAtStart)) a.dispatch(a.state().tr.delete(from - 1, from));
  }
}

function forward(a: Headless): void {
  const { from } = a.state().selection;
  if (!a.run(deleteAtEnd)) a.dispatch(a.state().tr.delete(from, from + 1));
}

const count = (a: Headless): number => collectSuggestions(a.state().doc).length;

describe('what is typed', () => {
  test('is one suggestion, that typing goes on with', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    for (const letter of ' and') a.type(letter);
    expect(shown(a)).toEqual(['paragraph one{+ and+} two']);
    expect(count(a)).toBe(1);
    a.caret(0, 4);
    a.type('X');
    expect(shown(a)).toEqual(['paragraph one{+ Xand+} two']);
    expect(count(a)).toBe(1);
    expect(decided(a, 'accept')).toEqual(['paragraph one Xand two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
  });

  test('in the place of a selection strikes it', () => {
    const a = suggester('one two');
    a.caret(0, 4, { index: 0, offset: 7 });
    a.type('t');
    a.type('hree');
    expect(shown(a)).toEqual(['paragraph one {-two-}{+three+}']);
    expect(count(a)).toBe(1);
    expect(decided(a, 'accept')).toEqual(['paragraph one three']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
  });

  test('over several blocks strikes them and what parts them', () => {
    const a = suggester('one two', 'three', 'four five');
    a.caret(0, 4, { index: 2, offset: 5 });
    a.type('x');
    expect(shown(a)).toEqual(['paragraph one {+x+}{-two-}', '-paragraph {-three-}', '-paragraph {-four -}five']);
    a.type('y');
    expect(decided(a, 'accept')).toEqual(['paragraph one xyfive']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two', 'paragraph three', 'paragraph four five']);
  });

  test('a line break is a letter', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    a.run(insertLineBreak);
    expect(decided(a, 'accept')).toEqual(['paragraph one\n two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
  });
});

describe('deleting', () => {
  test('backwards and forwards goes on with one suggestion, and past what is struck', () => {
    const a = suggester('one two');
    a.caret(0, 5);
    backspace(a, 3);
    expect(shown(a)).toEqual(['paragraph on{-e t-}wo']);
    a.caret(0, 5);
    forward(a);
    expect(shown(a)).toEqual(['paragraph on{-e tw-}o']);
    expect(count(a)).toBe(1);
    backspace(a);
    expect(shown(a)).toEqual(['paragraph on{-e tw-}o']);
    expect(decided(a, 'accept')).toEqual(['paragraph ono']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
  });

  test('one’s own suggested words takes them back', () => {
    const a = suggester('one');
    a.caret(0, -1);
    a.type(' two');
    backspace(a, 4);
    expect(shown(a)).toEqual(['paragraph one']);
    expect(count(a)).toBe(0);
  });

  test('a selection of one’s own and other words does both', () => {
    const a = suggester('one');
    a.caret(0, -1);
    a.type(' two');
    a.caret(0, 1, { index: 0, offset: 5 });
    a.run(deleteSelection);
    expect(shown(a)).toEqual(['paragraph o{-ne-}{+wo+}']);
    expect(decided(a, 'accept')).toEqual(['paragraph owo']);
    expect(decided(a, 'reject')).toEqual(['paragraph one']);
  });

  test('a whole block, the first one too', () => {
    const a = suggester('one', 'two');
    a.caret(0, 0);
    a.run(deleteSelected);
    expect(shown(a)).toEqual(['-paragraph {-one-}', 'paragraph two']);
    expect(decided(a, 'accept')).toEqual(['paragraph two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one', 'paragraph two']);
  });

  test('everything leaves a document to write in', () => {
    const a = suggester('one', 'two');
    a.caret(0, 0, { index: 1, offset: 3 });
    a.run(deleteSelection);
    a.decide('accept');
    expect(shown(a)).toEqual(['paragraph ']);
  });
});

describe('blocks', () => {
  test('Enter within words suggests a break, and typing goes on behind it', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    a.run(splitOrLeave);
    a.type('x');
    expect(shown(a)).toEqual(['paragraph one{+¶x+} two']);
    expect(count(a)).toBe(1);
    expect(decided(a, 'accept')).toEqual(['paragraph one', 'paragraph x two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
    a.caret(0, 4);
    backspace(a);
    expect(shown(a)).toEqual(['paragraph one{+x+} two']);
  });

  test('a break is one letter: what is typed behind it is none, and no mark is there twice', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    a.type('ab');
    a.caret(0, 4);
    a.run(splitOrLeave);
    a.type('c');
    a.run(splitOrLeave);
    a.type('d');
    const marks: string[] = [];
    a.state().doc.descendants((node) => {
      if (!node.isText || node.marks.length === 0) return;
      marks.push(`${JSON.stringify(node.text)} ${node.marks.map(({ attrs }) => String(attrs['split'])).join(' ')}`);
    });
    expect(marks).toEqual([
      '"a" null',
      String.raw`"\n" null paragraph.0.0`,
      '"c" null',
      String.raw`"\n" null paragraph.0.0`,
      '"db" null',
    ]);
    expect(decided(a, 'accept')).toEqual(['paragraph onea', 'paragraph c', 'paragraph db two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
  });

  test('Enter at the end or at the start suggests a block', () => {
    const a = suggester('one');
    a.run(setKind('bullet'));
    a.decide('accept');
    a.caret(0, -1);
    a.run(splitOrLeave);
    a.type('two');
    a.run(splitOrLeave);
    a.type('three');
    expect(shown(a)).toEqual(['bullet one', '+bullet {+two+}', '+bullet {+three+}']);
    expect(count(a)).toBe(1);
    a.caret(0, 0);
    a.run(splitOrLeave);
    expect(shown(a)[0]).toBe('+bullet ');
    a.type('x');
    expect(shown(a)[1]).toBe('bullet {+x+}one');
    expect(decided(a, 'accept')).toEqual(['bullet ', 'bullet xone', 'bullet two', 'bullet three']);
    expect(decided(a, 'reject')).toEqual(['bullet one']);
  });

  test('Backspace at the start suggests to join, in one’s own new block it does', () => {
    const a = suggester('one', 'two');
    a.caret(1, 0);
    backspace(a);
    expect(shown(a)).toEqual(['paragraph one', '-paragraph two']);
    expect(a.state().selection.from).toBe(4);
    expect(decided(a, 'accept')).toEqual(['paragraph onetwo']);
    expect(decided(a, 'reject')).toEqual(['paragraph one', 'paragraph two']);
    a.decide('reject');
    a.caret(1, -1);
    a.run(splitOrLeave);
    backspace(a);
    expect(shown(a)).toEqual(['paragraph one', 'paragraph two']);
  });

  test('kind, indent, alignment, direction and ticks; once more takes it back', () => {
    const a = suggester('one');
    a.run(setKind('heading', 2));
    a.run(setAttribute('align', 'center'));
    a.run(setAttribute('dir', 'rtl'));
    expect(shown(a)).toEqual(['paragraph[heading 2][centred][right to left] one']);
    expect(decided(a, 'accept')).toEqual(['heading2 one']);
    expect(decided(a, 'reject')).toEqual(['paragraph one']);
    a.run(toggleKind('heading', 2));
    expect(shown(a)).toEqual(['paragraph[centred][right to left] one']);
    a.decide('reject');
    a.suggest(false);
    a.run(setKind('task'));
    a.run(splitOrLeave);
    a.type('x');
    a.suggest();
    a.run(toggleTask);
    a.run(shiftIndent(1));
    expect(shown(a)[1]).toBe('task[indent 1][ticked] x');
    a.decide('accept');
    expect(a.state().doc.child(1).attrs).toMatchObject({ indent: 1, checked: true, toIndent: null, toChecked: null });
  });

  test('one’s own new block is changed as it is', () => {
    const a = suggester('one');
    a.caret(0, -1);
    a.run(splitOrLeave);
    a.run(setKind('quote'));
    expect(shown(a)).toEqual(['paragraph one', '+quote ']);
  });

  test('a line, a copy, and a move', () => {
    const a = suggester('one', 'two', 'three');
    a.caret(0, -1);
    a.run(insertDivider);
    expect(shown(a)).toEqual(['paragraph one', '+divider', 'paragraph two', 'paragraph three']);
    expect(decided(a, 'accept')).toEqual(['paragraph one', 'divider', 'paragraph two', 'paragraph three']);
    a.decide('reject');
    a.caret(0, 0);
    a.run(duplicateSelected);
    expect(shown(a)).toEqual(['paragraph one', '+paragraph {+one+}', 'paragraph two', 'paragraph three']);
    a.decide('reject');
    a.run(moveBlocks(0, 1, 3, a.binding.copyId));
    expect(shown(a)).toEqual(['~paragraph one', 'paragraph two', 'paragraph three']);
    expect(count(a)).toBe(1);
    expect(decided(a, 'accept')).toEqual(['paragraph two', 'paragraph three', 'paragraph one']);
    expect(decided(a, 'reject')).toEqual(['paragraph one', 'paragraph two', 'paragraph three']);
  });

  test('words dragged elsewhere are struck here and suggested there', () => {
    const a = suggester('one two');
    const tr = a.state().tr;
    const slice = tr.doc.slice(1, 5);
    tr.delete(1, 5);
    a.dispatch(tr.insert(4, slice.content));
    expect(shown(a)).toEqual(['paragraph {-one -}two{+one +}']);
    expect(count(a)).toBe(1);
  });
});

describe('the look of words', () => {
  test('a mark, a link, and none', () => {
    const a = suggester('one two');
    a.caret(0, 0, { index: 0, offset: 3 });
    a.run(toggle('bold'));
    a.run(setLink('https://example.org'));
    expect(shown(a)).toEqual(['paragraph {bold link|one} two']);
    expect(a.state().selection.to).toBe(4);
    a.run(toggle('bold'));
    expect(shown(a)).toEqual(['paragraph {link|one} two']);
    a.decide('accept');
    expect(
      a
        .state()
        .doc.child(0)
        .child(0)
        .marks.map(({ type }) => type.name),
    ).toEqual(['link']);
    a.caret(0, 0, { index: 0, offset: 7 });
    a.run(clearMarks);
    expect(shown(a)).toEqual(['paragraph {no link|one} two']);
    expect(
      a
        .state()
        .doc.child(0)
        .child(0)
        .marks.some(({ type }) => type.name === 'link'),
    ).toBe(true);
    a.decide('accept');
    expect(a.state().doc.child(0).childCount).toBe(1);
  });

  test('of one’s own suggested words is what they get', () => {
    const a = suggester('one');
    a.caret(0, -1);
    a.type(' two');
    a.caret(0, 3, { index: 0, offset: 7 });
    a.run(toggle('italic'));
    expect(shown(a)).toEqual(['paragraph one{+ two+}']);
    expect(
      a
        .state()
        .doc.child(0)
        .child(2)
        .marks.map(({ type }) => type.name),
    ).toEqual(['insertion', 'italic']);
  });
});

describe('pasting', () => {
  const paste = (a: Headless, text: string): void =>
    a.dispatch(insertBlocks(a.state(), textToBlocks(text), false, () => `${serial++}`).setMeta('paste', true));

  test('lines between words are breaks, at an end blocks', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    paste(a, 'x\n# y\nz');
    expect(shown(a)).toHaveLength(1);
    expect(decided(a, 'accept')).toEqual(['paragraph onex', 'paragraph # y', 'paragraph z two']);
    expect(decided(a, 'reject')).toEqual(['paragraph one two']);
    a.decide('reject');
    a.caret(0, -1);
    paste(a, 'x\ny');
    expect(shown(a)).toEqual(['paragraph one two{+x+}', '+paragraph {+y+}']);
    a.type('!');
    expect(shown(a)[1]).toBe('+paragraph {+y!+}');
  });

  test('a line across the page cannot be suggested between words, and nothing happens', () => {
    const a = suggester('one two');
    a.caret(0, 3);
    const before = a.state().doc;
    a.dispatch(a.state().tr.replaceSelection(new Slice(Fragment.from([schema.nodes.divider.create()]), 0, 0)));
    expect(a.refused()).toBe(1);
    expect(a.state().doc).toBe(before);
  });
});

describe('while editing', () => {
  test('words written between struck ones stand behind them, between suggested ones are part of them', () => {
    const a = suggester('one two');
    a.caret(0, 0, { index: 0, offset: 3 });
    a.run(deleteSelection);
    a.suggest(false);
    a.caret(0, 1);
    a.type('X');
    a.type('Y');
    expect(shown(a)).toEqual(['paragraph {-one-}XY two']);
    a.suggest();
    a.caret(0, 1);
    a.type('Z');
    expect(shown(a)).toEqual(['paragraph {-one-}{+Z+}XY two']);
    a.caret(0, -1);
    a.type(' three');
    a.suggest(false);
    a.caret(0, -2);
    a.type('Y');
    expect(shown(a)).toEqual(['paragraph {-one-}{+Z+}XY two{+ threYe+}']);
  });
});

describe('undo', () => {
  test('a suggestion, an acceptance and a rejection are one step each', () => {
    const a = suggester('one two', 'three');
    a.caret(0, 3);
    a.run(splitOrLeave);
    a.type('x');
    a.caret(1, 0);
    backspace(a);
    const suggested = shown(a);
    a.decide('accept');
    expect(shown(a)).toEqual(['paragraph one', 'paragraph x twothree']);
    a.undo();
    expect(shown(a)).toEqual(suggested);
    a.redo();
    expect(shown(a)).toEqual(['paragraph one', 'paragraph x twothree']);
    a.undo();
    a.decide('reject');
    expect(shown(a)).toEqual(['paragraph one two', 'paragraph three']);
    a.undo();
    expect(shown(a)).toEqual(suggested);
    a.undo();
    expect(shown(a)).toEqual(['paragraph one two', 'paragraph three']);
  });
});
