import type { Node } from 'prosemirror-model';
import { AllSelection, type Command, EditorState, TextSelection } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { referenceToFile } from '../schema/attachment.ts';
import { schema } from '../schema/schema.ts';
import { deleteInTable } from '../table/keys.ts';
import { smallTable } from '../testing/small-table.ts';
import { chain, deleteSelection, selectBeside } from './base.ts';
import { backspaceAtStart, deleteAtEnd, insertLineBreak, splitOrLeave } from './structure.ts';
import { PICTURE_REFERENCE } from '../testing/reference.ts';

const text = (kind: string, words: string, attrs: Readonly<Record<string, unknown>> = {}): Node =>
  schema.nodes.block.create({ kind, ...attrs }, words === '' ? undefined : schema.text(words));
const file = referenceToFile(PICTURE_REFERENCE, { width: 2, height: 3 });

const BLOCKS: Readonly<Record<string, (words: string) => Node>> = {
  paragraph: (words) => text('paragraph', words),
  'under an item': (words) => text('paragraph', words, { indent: 2 }),
  heading: (words) => text('heading', words, { level: 2 }),
  bullet: (words) => text('bullet', words),
  'deep item': (words) => text('ordered', words, { indent: 1 }),
  task: (words) => text('task', words, { checked: true }),
  quote: (words) => text('quote', words),
  callout: (words) => text('callout', words),
  toggle: (words) => text('toggle', words),
  code: (words) => text('code', words),
  formula: (words) => text('math', words),
  divider: () => schema.nodes.divider.create(),
  image: () => schema.nodes.image.create({ file }),
  file: () => schema.nodes.file.create({ file }),
  table: () => smallTable(['t', 'u'], ['v', 'w']),
};

const BACK = chain(deleteInTable(-1), deleteSelection, backspaceAtStart, selectBeside(-1));
const ON = chain(deleteInTable(1), deleteSelection, deleteAtEnd, selectBeside(1));

function open(nodes: readonly Node[], caret: number): EditorState {
  const doc = schema.nodes.doc.create(null, nodes);
  return EditorState.create({ doc, selection: TextSelection.create(doc, caret) });
}

function press(state: EditorState, command: Command): EditorState {
  let next = state;
  command(state, (tr) => {
    next = state.apply(tr);
    next.doc.check();
  });
  return next;
}

const PAIRS = Object.keys(BLOCKS).flatMap((above) => Object.keys(BLOCKS).map((below) => [above, below] as const));
const top = text('paragraph', 'top');
const end = text('paragraph', 'end');

/** Failures are gathered: so many expectations would take longer than what they are about. */
test('Backspace at the start of any block and Delete at the end of any, pressed again and again, lose no word and end nowhere', () => {
  const failures: string[] = [];
  for (const [above, below] of PAIRS) {
    for (const words of [
      ['ab', 'cd'],
      ['', 'cd'],
      ['ab', ''],
    ] as const) {
      const upper = (BLOCKS[above] as (typeof BLOCKS)[string])(words[0]);
      const lower = (BLOCKS[below] as (typeof BLOCKS)[string])(words[1]);
      const start = top.nodeSize + upper.nodeSize + 1;
      const cases = [
        { command: BACK, at: lower.isTextblock ? start : undefined, other: upper },
        {
          command: ON,
          at: upper.isTextblock ? top.nodeSize + 1 + upper.content.size : undefined,
          other: lower,
        },
      ];
      for (const { command, at, other } of cases) {
        if (at === undefined) continue;
        const label = `${above} “${words[0]}”, ${below} “${words[1]}”`;
        let state = open([top, upper, lower, end], at);
        let times = 0;
        while (state.doc.childCount > 3 && times++ < 6) {
          const next = press(state, command);
          if (next.doc.eq(state.doc) && next.selection.eq(state.selection)) failures.push(`${label}: a dead end`);
          if (other.isTextblock && next.doc.textContent !== state.doc.textContent) failures.push(`${label}: words`);
          state = next;
        }
        const left = `top${other.isTextblock ? words.join('') : ''}`;
        if (state.doc.childCount !== 3 || !state.doc.textContent.startsWith(left)) failures.push(label);
      }
    }
  }
  expect(failures).toEqual([]);
});

test('Enter anywhere in any block keeps all words, and the caret goes on before those it stood before', () => {
  for (const [kind, make] of Object.entries(BLOCKS)) {
    for (const offset of [0, 1, 2]) {
      const block = make('ab');
      if (!block.isTextblock) continue;
      const state = press(open([top, block, end], top.nodeSize + 1 + offset), splitOrLeave);
      expect(state.doc.textContent.replaceAll('\n', ''), kind).toBe('topabend');
      const { $head } = state.selection;
      const before = state.doc.textBetween(0, $head.pos, '');
      expect(before.replaceAll('\n', ''), kind).toBe(`top${'ab'.slice(0, offset)}`);
    }
  }
});

test('Enter, with Shift or without, takes the place of what is selected, also of several blocks and of all', () => {
  const state = open([top, text('heading', 'ab'), end], 2);
  const over = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 2, 7)));
  expect(press(over, splitOrLeave).doc.children.map(({ textContent }) => textContent)).toEqual(['t', 'b', 'end']);
  expect(press(over, insertLineBreak).doc.children.map(({ textContent }) => textContent)).toEqual(['t\nb', 'end']);
  const all = state.apply(state.tr.setSelection(new AllSelection(state.doc)));
  expect(press(all, splitOrLeave).doc.textContent).toBe('');
});
