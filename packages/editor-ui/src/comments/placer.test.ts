import { TextSelection } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { createCommenters } from '../testing/commenters.ts';

test('a thread whose words are deleted is told of, though its place went with the change itself', () => {
  const [a] = createCommenters(1, (first) => first.type('Over one, under one.'));
  if (a === undefined) throw new Error('nobody came');
  const thread = a.comment('under one');
  a.rest();
  const told = a.told();
  const { doc } = a.state();
  const from = 1 + doc.textContent.indexOf('under one');
  a.dispatch(
    a
      .state()
      .tr.setSelection(TextSelection.create(doc, from, from + 9))
      .deleteSelection(),
  );
  expect(a.wordsOf(thread)).toBeUndefined();
  expect(a.told()).toBe(told + 1);
  a.rest();
  expect(a.told()).toBe(told + 1);
  a.undo();
  expect(a.wordsOf(thread)).toBe('under one');
  expect(a.told()).toBe(told + 2);
  a.destroy();
});
