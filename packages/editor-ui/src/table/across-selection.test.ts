import { GapCursor } from 'prosemirror-gapcursor';
import { TextSelection } from 'prosemirror-state';
import { afterEach, describe, expect, test } from 'vitest';
import { insertBlocks } from '../clipboard/insert.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless } from '../testing/headless.ts';
import { smallTable } from '../testing/small-table.ts';
import { AcrossSelection } from './across-selection.ts';
import { enterAcross } from './keys.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

const block = (words: string, kind = 'paragraph') => schema.nodes.block.create({ kind }, schema.text(words));

/** “before”, “middle”, a table of two rows, “between”, a table, “after”; selected from behind the words `from` to before those of `to`. */
function select(from: string, to: string): Headless {
  replicas = createReplicas(1);
  const [a] = replicas as [Headless];
  const nodes = [
    block('before'),
    block('middle', 'quote'),
    smallTable(['a1', 'b1'], ['a2', 'b2']),
    schema.nodes.divider.create(),
    smallTable(['c1', 'd1'], ['c2', 'd2']),
    block('after', 'bullet'),
  ];
  a.dispatch(a.state().tr.replaceWith(0, a.state().doc.content.size, nodes));
  const place = (words: string): number => {
    let found = -1;
    a.state().doc.descendants((node, at) => {
      if (node.isText && node.text === words) found = at + 1;
    });
    return found;
  };
  a.dispatch(a.state().tr.setSelection(TextSelection.create(a.state().doc, place(from), place(to))));
  a.history.stopCapturing();
  return a;
}

const ALL = [
  'paragraph|before',
  'quote|middle',
  'row|a1|b1',
  'row|a2|b2',
  'divider|',
  'row|c1|d1',
  'row|c2|d2',
  'bullet|after',
];

describe('text selected across a table’s edge', () => {
  test.each([
    ['before', 'b1', ['paragraph|b', 'row||1', ...ALL.slice(3)]],
    ['b1', 'after', [...ALL.slice(0, 2), 'row|a1|b', 'row||', 'bullet|fter']],
    ['b1', 'c2', [...ALL.slice(0, 2), 'row|a1|b', 'row||', 'row||', 'row|2|d2', 'bullet|after']],
    ['before', 'after', ['paragraph|bfter']],
  ])('from %s to %s is deleted, and the table stays', (from, to, left) => {
    const a = select(from, to);
    for (const isTurned of [false, true]) {
      const { anchor, head } = a.state().selection;
      if (isTurned) a.dispatch(a.state().tr.setSelection(TextSelection.create(a.state().doc, head, anchor)));
      a.history.stopCapturing();
      a.dispatch(a.state().tr.deleteSelection());
      expect(a.lines()).toEqual(left);
      expect(a.state().selection.empty).toBe(true);
      a.history.stopCapturing();
      a.undo();
      expect(a.lines()).toEqual(ALL);
    }
  });

  test('letters, Enter and what is pasted come where it began', () => {
    const typed = select('before', 'b1');
    typed.type('X');
    expect(typed.lines().slice(0, 2)).toEqual(['paragraph|bX', 'row||1']);
    const left = select('b1', 'after');
    expect(left.run(enterAcross)).toBe(true);
    left.type('X');
    expect(left.lines().slice(2)).toEqual(['row|a1|bX', 'row||', 'bullet|fter']);
    const pasted = select('b1', 'after');
    pasted.dispatch(insertBlocks(pasted.state(), [block('one'), block('two', 'heading')], false, pasted.createId));
    expect(pasted.lines().slice(2)).toEqual(['row|a1|bone\ntwo', 'row||', 'bullet|fter']);
    const over = select('before', 'b1');
    over.dispatch(insertBlocks(over.state(), [block('one'), block('two', 'callout')], false, over.createId));
    expect(over.lines().slice(0, 3)).toEqual(['paragraph|bone', 'callout|two', 'row||1']);
  });

  test('it is one after a change above it too', () => {
    const a = select('before', 'b1');
    a.dispatch(a.state().tr.insertText('!', 1, 1));
    expect(a.state().selection).toBeInstanceOf(AcrossSelection);
    const { tr } = a.state();
    tr.insertText('?', 1, 1);
    expect(tr.selection).toBeInstanceOf(AcrossSelection);
  });
});

test('no caret stands between the cells of a table', () => {
  const doc = schema.nodes.doc.create(null, [smallTable(['a', 'b'], ['c', 'd'])]);
  const { valid } = GapCursor as unknown as { valid(position: unknown): boolean };
  const places = Array.from({ length: doc.content.size + 1 }, (_, at) => at).filter((at) => valid(doc.resolve(at)));
  expect(places).toEqual([0, doc.content.size]);
});
