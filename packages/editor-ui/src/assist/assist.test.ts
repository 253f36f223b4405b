import type { SnapshotBlock } from '@weft/local-ai';
import type { Node } from 'prosemirror-model';
import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import { dayToWords, itemToBlock, itemToLine } from './checklist-words.ts';
import { toChosen, toProposals } from './chosen.ts';
import { findAgain, readAgain, readProse } from './prose.ts';
import { type Listing, stepListing } from './steps.ts';

const block = (id: string, text: string | readonly Node[], kind = 'paragraph'): Node =>
  schema.nodes.block.create({ id, kind }, typeof text === 'string' ? (text === '' ? [] : [schema.text(text)]) : text);
const toDoc = (...blocks: readonly Node[]): Node => schema.topNodeType.create(null, blocks);

describe('prose', () => {
  test('has a sign for each letter that is none, and no code', () => {
    const mark = (text: string, name: string, attrs?: object): Node =>
      schema.text(text, [schema.mark(name, { ...attrs })]);
    const doc = toDoc(
      block('a', [
        schema.text('see '),
        mark('let x', 'code'),
        schema.text(' at '),
        mark('here', 'link', { href: 'https://a.b' }),
      ]),
      block('b', [schema.text('new '), mark('words', 'insertion', { id: 'i' }), mark('old', 'deletion', { id: 'd' })]),
      block('c', 'let y', 'code'),
      block('d', ''),
    );
    expect(readProse(doc).map(({ id, text }) => [id, text])).toEqual([
      ['a', `see ${'\ufffc'.repeat(5)} at ${'\ufffc'.repeat(4)}`],
      ['b', `new ${'\ufffc'.repeat(8)}`],
    ]);
  });

  test('of a selection keeps its places', () => {
    const doc = toDoc(block('a', 'one two three'), block('b', 'four'));
    expect(readProse(doc, { from: 5, to: 8 }).map(({ text }) => text)).toEqual([
      '\ufffc\ufffc\ufffc\ufffctwo\ufffc\ufffc\ufffc\ufffc\ufffc\ufffc',
    ]);
  });
});

describe('what was found', () => {
  const text = 'first the the second the the third';
  const read: SnapshotBlock = { id: 'a', kind: 'paragraph', level: 0, text };
  const second = { blockId: 'a', start: 21, end: 28 };
  const find = (now: string, around = 12): string | undefined => {
    const doc = toDoc(block('z', 'before'), block('a', now));
    const place = findAgain(readAgain(doc, new Set(['a'])), second, read.text, around);
    return place && `${doc.textBetween(0, place.from, '|')}[${doc.textBetween(place.from, place.to)}]`;
  };

  test.each([
    ['stands where it stood', text, 'before|first the the second [the the]'],
    ['has moved with its words', `and so ${text}`, 'before|and so first the the second [the the]'],
    ['is gone where its words changed', text.replace('second the', 'second a'), undefined],
    ['is gone where what is around it changed', text.replace(' third', ' 3rd'), undefined],
    ['is gone with its block’s words', '', undefined],
  ])('%s', (_name, now, expected) => {
    expect(find(now)).toBe(expected);
  });

  test('at a block’s end is not found in its midst', () => {
    const end = { blockId: 'a', start: 0, end: 3 };
    const doc = toDoc(block('a', 'one more'));
    expect(findAgain(readAgain(doc, new Set(['a'])), end, 'one', 12)).toBeUndefined();
    expect(findAgain(readAgain(doc, new Set(['a'])), end, 'one', 0)).toEqual({ from: 1, to: 4 });
    expect(findAgain(readAgain(doc, new Set(['b'])), end, 'one', 0)).toBeUndefined();
  });
});

test('a task names whose it is and its day, which the editor knows as one', () => {
  const item = {
    kind: 'task',
    text: 'Send it',
    who: 'Ann',
    day: '2026-05-03',
    blockId: 'a',
    start: 0,
    end: 3,
    sentence: '',
  } as const;
  const node = itemToBlock(schema, item);
  expect(node.attrs['kind']).toBe('task');
  expect(node.textContent).toBe('Ann: Send it – 2026-05-03');
  expect(node.lastChild?.marks[0]?.attrs['day']).toBe('2026-05-03');
  expect(itemToLine(item)).toBe('- [ ] Ann: Send it – 2026-05-03');
  expect(itemToLine({ ...item, who: 'I', day: undefined })).toBe('- [ ] Send it');
  expect(dayToWords('2026-05-03', '2026-01-01')).not.toContain('2026');
  expect(dayToWords('2027-05-03', '2026-01-01')).toContain('2027');
});

test('a list is of its own run only, and what is dealt with leaves it', () => {
  let state: Listing<string> = { run: 0, phase: { name: 'idle' } };
  state = stepListing(state, { type: 'start' });
  state = stepListing(state, { type: 'part', run: 1, item: 'a' });
  state = stepListing(state, { type: 'cancel' });
  expect(state.phase.name).toBe('idle');
  state = stepListing(state, { type: 'start' });
  expect(stepListing(state, { type: 'end', run: 1, items: ['a'] })).toBe(state);
  expect(stepListing(state, { type: 'part', run: state.run, item: 'b' }).phase).toEqual({
    name: 'running',
    items: ['b'],
  });
  expect(stepListing(state, { type: 'fail', run: 9, sentence: '' })).toBe(state);
  state = stepListing(state, { type: 'end', run: state.run, items: ['b', 'c'] });
  expect(stepListing(state, { type: 'drop', items: ['b'] }).phase).toEqual({ name: 'made', items: ['c'] });
  state = stepListing(stepListing(state, { type: 'start' }), { type: 'fail', run: state.run + 1, sentence: 'no' });
  expect(state.phase).toEqual({ name: 'failed', sentence: 'no' });
  expect(stepListing(state, { type: 'drop', items: ['b'] })).toBe(state);
});

describe('what is to be said anew', () => {
  const doc = toDoc(
    block('a', [schema.text('see '), schema.text('let x', [schema.mark('code')]), schema.text(' at once')]),
  );
  const select = (from: number, to = from): EditorState =>
    EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });

  test('is what is selected, where all of it is prose', () => {
    expect(toChosen(select(11, 18), 'shorter')?.text).toBe('at once');
    expect(toChosen(select(2, 8), 'shorter')).toBeUndefined();
    expect(toChosen(select(11), 'shorter')).toBeUndefined();
  });

  test('goes on behind the caret, from the prose before it', () => {
    const chosen = toChosen(select(18), 'continued');
    expect(chosen?.text).toBe(' at once');
    expect(chosen && toProposals(select(1), chosen, ' more')).toEqual([{ from: 18, to: 18, instead: ' more' }]);
    const other = EditorState.create({ doc: toDoc(block('a', 'something else')) });
    expect(chosen && toProposals(other, chosen, ' more')).toEqual([]);
    expect(toChosen(select(10), 'continued')).toBeUndefined();
  });
});
