import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import { toRest } from './ghost-text.ts';
import { createDismissals, type Place, toFirstWord, toPlace, toReach } from './place.ts';

type Line = readonly [kind: string, text: string, mark?: string];

/** A document with the caret at `|`. */
function toState(...lines: readonly Line[]): EditorState {
  let caret = 0;
  let position = 0;
  const blocks = lines.map(([kind, text, mark], at) => {
    const bar = text.indexOf('|');
    if (bar >= 0) caret = position + 1 + bar;
    const plain = text.replace('|', '');
    position += plain.length + 2;
    const marks = mark === undefined ? [] : [schema.mark(mark, mark === 'link' ? { href: 'https://weft.test' } : null)];
    return schema.nodes.block.create({ id: `b${at}`, kind }, plain === '' ? [] : [schema.text(plain, marks)]);
  });
  const doc = schema.topNodeType.create(null, blocks);
  const state = EditorState.create({ schema, doc });
  return state.apply(state.tr.setSelection(TextSelection.create(doc, caret)));
}

const place = (before: string, after = '', blockId = 'b0'): Place => ({
  at: before.length + 1,
  blockId,
  before,
  after,
});

describe('a place where text may be suggested', () => {
  test.each([
    ['behind a word', ['paragraph', 'The quick|'], place('The quick')],
    ['between two words', ['paragraph', 'The | fox'], place('The ', ' fox')],
    ['in a list', ['bullet', 'milk and |'], place('milk and ')],
    ['inside a word', ['paragraph', 'The qu|ick'], undefined],
    ['at the beginning', ['paragraph', '|'], undefined],
    ['in code', ['code', 'let x|'], undefined],
    ['in a line of code', ['paragraph', 'let x|', 'code'], undefined],
    ['behind bold words', ['paragraph', 'The quick|', 'bold'], place('The quick')],
    ['while a block is asked for', ['paragraph', 'a /hea|'], undefined],
    ['behind a path', ['paragraph', 'either/or |'], place('either/or ')],
  ] as const)('%s', (_name, line, expected) => {
    expect(toPlace(toState(line))).toEqual(expected);
  });

  test('is none in the midst of a link, and none over a selection', () => {
    const state = toState(['paragraph', 'see the |page', 'link']);
    expect(toPlace(state)).toBeUndefined();
    const plain = toState(['paragraph', 'see the page|']);
    expect(toPlace(plain.apply(plain.tr.setSelection(TextSelection.create(plain.doc, 2, 5))))).toBeUndefined();
  });

  test('reaches back over two blocks that are no code', () => {
    const state = toState(
      ['paragraph', 'zero'],
      ['heading', 'one'],
      ['code', 'let x'],
      ['paragraph', ''],
      ['paragraph', 'two'],
      ['paragraph', 'th|'],
    );
    const at = toPlace(state);
    expect(at && toReach(state, at)).toBe('one\ntwo\nth');
  });
});

describe('what was suggested', () => {
  const ghost = { place: place('The '), text: 'quick fox' };

  test('stays as far as its letters are typed', () => {
    expect(toRest(ghost, place('The qui'))?.text).toBe('ck fox');
    expect(toRest(ghost, place('The '))?.text).toBe('quick fox');
    expect(toRest(ghost, place('The slow'))).toBeUndefined();
    expect(toRest(ghost, place('The quick fox'))).toBeUndefined();
    expect(toRest(ghost, place('Th'))).toBeUndefined();
    expect(toRest(ghost, place('The ', '', 'b1'))).toBeUndefined();
    expect(toRest(ghost, place('The ', ' end'))).toBeUndefined();
    expect(toRest(ghost, undefined)).toBeUndefined();
    // A space that is left over is nothing to see.
    expect(toRest({ ...ghost, text: 'quick ' }, place('The quick'))).toBeUndefined();
  });

  test('is taken word by word', () => {
    expect(toFirstWord(' quick, fox')).toBe(' quick,');
    expect(toFirstWord('ck fox')).toBe('ck');
    expect(toFirstWord('  ')).toBe('  ');
  });

  test('sent away comes back neither there nor a letter later, but elsewhere', () => {
    const gone = createDismissals();
    gone.add(place('The '), 'quick fox');
    expect(gone.has(place('The '), 'quick fox')).toBe(true);
    expect(gone.has(place('The '), 'quick')).toBe(true);
    expect(gone.has(place('The q'), 'uick fox jumps')).toBe(true);
    expect(gone.has(place('The '), 'slow')).toBe(false);
    expect(gone.has(place('And the '), 'quick fox')).toBe(false);
    expect(gone.has(place('The ', '', 'b1'), 'quick fox')).toBe(false);
  });
});
