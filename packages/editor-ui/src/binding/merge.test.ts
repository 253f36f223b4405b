import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { setKind } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import type { BlockKind } from '../schema/kinds.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function pair(write: (first: Headless) => void): [Headless, Headless] {
  replicas = createReplicas(2, write);
  return replicas as [Headless, Headless];
}

function expectSame([a, b]: readonly Headless[]): void {
  expect(a?.lines()).toEqual(b?.lines());
  expect(a?.state().doc.toJSON()).toEqual(b?.state().doc.toJSON());
}

const KINDS: readonly (readonly [BlockKind, number | undefined, string])[] = [
  ['heading', 2, 'heading2'],
  ['bullet', undefined, 'bullet'],
  ['ordered', undefined, 'ordered'],
  ['task', undefined, 'task'],
  ['quote', undefined, 'quote'],
  ['code', undefined, 'code'],
  ['math', undefined, 'math'],
  ['toggle', undefined, 'toggle'],
];

describe('two people write apart', () => {
  test.each(KINDS)('type-change to %s ‖ typing keeps both', (kind, level, shown) => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('plans for tomorrow');
    });
    const [a, b] = both;
    a.caret(0, 3);
    a.run(setKind(kind, level));
    b.caret(0, -1);
    b.type(' and today');
    syncAll(both);
    expect(a.lines()).toEqual([`${shown}|plans for tomorrow and today`]);
    expectSame(both);
  });

  test('both change the kind: one wins, the words stay once', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('one line');
    });
    const [a, b] = both;
    a.caret(0, 0);
    a.run(setKind('heading', 1));
    b.caret(0, 0);
    b.run(setKind('bullet'));
    b.type('my ');
    syncAll(both);
    expectSame(both);
    expect(a.lines()).toHaveLength(1);
    expect(a.lines()[0]).toMatch(/^(heading1|bullet)\|my one line$/);
  });

  test('split ‖ typing: no word twice, none lost', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('first second');
    });
    const [a, b] = both;
    a.caret(0, 6);
    a.run(splitOrLeave);
    b.caret(0, 0);
    b.type('zero ');
    b.caret(0, -1);
    b.type(' third');
    syncAll(both);
    expectSame(both);
    const words = a
      .lines()
      .join(' ')
      .match(/zero|first|second|third/g)
      ?.toSorted();
    expect(words).toEqual(['first', 'second', 'third', 'zero']);
  });

  test('delete ‖ typing: the block goes once, the rest stays', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('keep');
      a.run(splitOrLeave);
      a.type('doomed');
      a.run(splitOrLeave);
      a.type('also');
    });
    const [a, b] = both;
    a.caret(0, -1, { index: 1, offset: -1 });
    a.dispatch(a.state().tr.deleteSelection());
    b.caret(1, -1);
    b.type(' words');
    b.caret(2, -1);
    b.type(' here');
    syncAll(both);
    expectSame(both);
    expect(a.lines()).toEqual(['paragraph|keep', 'paragraph|also here']);
  });

  test('both type into one fresh empty block, then go on apart: nothing is written twice', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('above');
      a.run(splitOrLeave);
    });
    const [a, b] = both;
    a.caret(1, 0);
    a.type('foo');
    b.caret(1, 0);
    b.type('bar');
    syncAll(both);
    a.caret(1, -1);
    a.type('X');
    b.caret(1, 0);
    b.type('Y');
    syncAll(both);
    expectSame(both);
    expect(a.lines()[1]).toMatch(/^paragraph\|Y(foobar|barfoo)X$/);
    expect(a.document.content.get(1)?.length).toBe(1);
  });

  test('two texts in one block, left by another program: each keeps its own, and nothing is doubled', () => {
    const both = pair((a) => {
      a.doc.transact(() => {
        const block = new Y.XmlElement('block');
        block.insert(0, [new Y.XmlText('left '), new Y.XmlText('right')]);
        a.document.content.insert(0, [block]);
      }, 'another program');
    });
    const [a, b] = both;
    a.caret(0, 0);
    a.type('my ');
    a.caret(0, 3, { index: 0, offset: 7 });
    a.run(toggle('bold'));
    b.caret(0, -1);
    b.type(' yours');
    b.caret(0, 4);
    b.type('S');
    syncAll(both);
    expectSame(both);
    expect(a.lines()[0]).toBe('paragraph|my leftS right yours');
    expect(a.document.content.get(0)?.length).toBe(2);
    a.caret(0, 2, { index: 0, offset: 11 });
    a.dispatch(a.state().tr.deleteSelection());
    syncAll(both);
    expect(b.lines()[0]).toBe('paragraph|myght yours');
    expectSame(both);
  });

  test('a moved block does not lend its text to another', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('alpha');
      a.run(splitOrLeave);
      a.type('beta');
      a.run(splitOrLeave);
      a.type('gamma');
    });
    const [a, b] = both;
    const moved = a.state().doc.child(0);
    a.dispatch(a.state().tr.insert(a.state().doc.content.size, moved).delete(0, moved.nodeSize));
    b.caret(1, -1);
    b.type(' typed');
    syncAll(both);
    expectSame(both);
    expect(a.lines()).toEqual(['paragraph|beta typed', 'paragraph|gamma', 'paragraph|alpha']);
  });

  test('join ‖ typing in the upper block keeps both', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('upper');
      a.run(splitOrLeave);
      a.type('lower');
    });
    const [a, b] = both;
    a.caret(1, 0);
    a.run(backspaceAtStart);
    b.caret(0, 0);
    b.type('the ');
    syncAll(both);
    expectSame(both);
    expect(a.lines()).toEqual(['paragraph|the upperlower']);
  });

  test('a caret stays where it is while the other types in front of it and at it', () => {
    const both = pair((a) => {
      a.caret(0, 0);
      a.type('hello');
    });
    const [a, b] = both;
    a.caret(0, -1);
    b.caret(0, 0);
    b.type('oh ');
    b.caret(0, -1);
    b.type(' there');
    syncAll(both);
    expect(a.state().selection.$from.parentOffset).toBe('oh hello'.length);
  });
});
