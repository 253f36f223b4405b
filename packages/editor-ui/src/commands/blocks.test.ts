import { AllSelection, EditorState, type Transaction } from 'prosemirror-state';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { hasAttribute, setAttribute, setKind, shiftIndent } from './blocks.ts';
import { clearMarks, setColor, toggle } from './marks.ts';
import { splitOrLeave } from './structure.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function people(count: number, text: string): Headless[] {
  replicas = createReplicas(count, (a) => {
    a.caret(0, 0);
    a.type(text);
  });
  return replicas;
}

describe('alignment and direction', () => {
  test('are set on every selected block, seen, and taken back by one undo', () => {
    const [a] = people(1, 'one') as [Headless];
    a.run(splitOrLeave);
    a.type('two');
    a.caret(0, 0, { index: 1, offset: 2 });
    a.history.stopCapturing();
    a.run(setAttribute('align', 'center'));
    a.run(setAttribute('dir', 'rtl'));
    expect(a.state().doc.children.map(({ attrs }) => [attrs['align'], attrs['dir']])).toEqual([
      ['center', 'rtl'],
      ['center', 'rtl'],
    ]);
    expect(a.run(hasAttribute('align', 'center'))).toBe(true);
    expect(a.run(hasAttribute('align', null))).toBe(false);
    a.undo();
    expect(a.run(hasAttribute('align', null))).toBe(true);
    expect(a.run(hasAttribute('dir', null))).toBe(true);
  });

  test('alignment ‖ direction ‖ typing: all three are kept', () => {
    const all = people(3, 'words');
    const [a, b, c] = all as [Headless, Headless, Headless];
    for (const replica of all) replica.caret(0, -1);
    a.run(setAttribute('align', 'end'));
    b.run(setAttribute('dir', 'rtl'));
    c.type(' more');
    syncAll(all);
    for (const replica of all) {
      expect(replica.lines()).toEqual(['paragraph|words more']);
      expect(replica.state().doc.child(0).attrs).toMatchObject({ align: 'end', dir: 'rtl' });
    }
  });
});

describe('code', () => {
  test('a new line begins as far in as the one above it, up to the caret', () => {
    const [a] = people(1, 'if x:') as [Headless];
    a.run(setKind('code'));
    a.caret(0, -1);
    a.run(splitOrLeave);
    a.type('\t  y');
    a.run(splitOrLeave);
    a.type('z');
    expect(a.lines()).toEqual(['code|if x:\n\t  y\n\t  z']);
    a.caret(0, 7, { index: 0, offset: 8 });
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['code|if x:\n\t\n\t y\n\t  z']);
  });
});

describe('a callout', () => {
  test('goes on with Enter and is left by Enter in an empty one', () => {
    const [a] = people(1, 'mind') as [Headless];
    a.run(setKind('callout'));
    a.caret(0, -1);
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['callout|mind', 'callout|']);
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['callout|mind', 'paragraph|']);
  });
});

describe('indenting', () => {
  test('what stands under an item goes in and out with it, and stays where the item stays', () => {
    const [a] = people(1, 'top') as [Headless];
    a.run(setKind('bullet'));
    for (const words of ['item', 'under']) {
      a.run(splitOrLeave);
      a.type(words);
      a.run(shiftIndent(1));
    }
    const depths = (): unknown[] => a.state().doc.children.map(({ attrs }) => attrs['indent'] ?? 0);
    expect(depths()).toEqual([0, 1, 2]);
    a.caret(0, 0);
    expect(a.run(shiftIndent(-1))).toBe(false);
    expect(depths()).toEqual([0, 1, 2]);
    a.caret(1, 0);
    expect(a.run(shiftIndent(-1))).toBe(true);
    expect(depths()).toEqual([0, 0, 1]);
    expect(a.run(shiftIndent(1))).toBe(true);
    expect(depths()).toEqual([0, 1, 2]);
  });
});

test('whether something can be done with a whole long document is known without doing it', () => {
  const [a] = people(1, 'x') as [Headless];
  const lines = Array.from({ length: 3000 }, () =>
    schema.nodes.block.create({ kind: 'bullet', indent: 1 }, schema.text('w')),
  );
  const state = EditorState.create({ doc: schema.nodes.doc.create(null, [a.state().doc.child(0), ...lines]) });
  const all = state.apply(state.tr.setSelection(new AllSelection(state.doc)));
  const commands = [
    setKind('heading', 2),
    setAttribute('align', 'center'),
    shiftIndent(-1),
    toggle('bold'),
    setColor('color', 'red'),
    clearMarks,
  ];
  const made = vi.spyOn(EditorState.prototype, 'tr', 'get');
  expect(commands.map((command) => command(all))).toEqual(commands.map(() => true));
  for (const { value } of made.mock.results) expect((value as Transaction).steps).toHaveLength(0);
  made.mockRestore();
});
