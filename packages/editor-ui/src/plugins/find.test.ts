import fc from 'fast-check';
import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { newBlock } from '../commands/structure.ts';
import { schema } from '../schema/schema.ts';
import { findPlugin, lookFor, queryToSearch, replaceAllFound, replaceFound, selectFound, stepFound } from './find.ts';
import { foundIn, MAX_FOUND } from '../find/found.ts';

function stateOf(...lines: readonly string[]): EditorState {
  const blocks = lines.map((line) => newBlock('paragraph', {}, line === '' ? [] : [schema.text(line)]));
  return EditorState.create({ doc: schema.nodes.doc.create(null, blocks), plugins: [findPlugin()] });
}

function find(state: EditorState, text: string, matchCase = false, wholeWord = false): EditorState {
  return state.apply(lookFor(state, { text, matchCase, wholeWord }));
}

const texts = (state: EditorState): string[] =>
  foundIn(state)
    ?.ranges()
    .map(({ from, to }) => state.doc.textBetween(from, to)) ?? [];

describe('finding', () => {
  test('in every block, whatever the case, unless asked', () => {
    const state = stateOf('Word and word', '', 'swords');
    expect(texts(find(state, 'word'))).toEqual(['Word', 'word', 'word']);
    expect(texts(find(state, 'Word', true))).toEqual(['Word']);
    expect(texts(find(state, 'WORD', false, true))).toEqual(['Word', 'word']);
    expect(texts(find(state, ''))).toEqual([]);
  });

  test('whole words in any script', () => {
    expect(texts(find(stateOf('été étés l’été'), 'ÉTÉ', false, true))).toEqual(['été', 'été']);
  });

  test('signs are signs', () => {
    for (const sign of '\\^$.*+?()[]{}|/-#&<>"\'`~!@%=:;, ') {
      expect(texts(find(stateOf(`a${sign}b`), `${sign}b`))).toEqual([`${sign}b`]);
    }
    expect(queryToSearch({ text: '(a+)+$', matchCase: true, wholeWord: false })?.('(a+)+$', { left: 0 })).toHaveLength(
      1,
    );
  });

  test('starts at the caret, goes around both ends', () => {
    let state = stateOf('x', 'x', 'x');
    state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 4)));
    state = find(state, 'x');
    expect(foundIn(state)?.current).toBe(1);
    for (const expected of [2, 0]) {
      const tr = stepFound(state, 1);
      if (tr) state = state.apply(tr);
      expect(foundIn(state)?.current).toBe(expected);
    }
    const back = stepFound(state, -1);
    expect(back && foundIn(state.apply(back))?.current).toBe(2);
    expect(stepFound(stateOf('x'), 1)).toBeUndefined();
  });

  test('follows the text as it changes', () => {
    let state = find(stateOf('one x', 'x'), 'x');
    state = state.apply(state.tr.insertText('xx ', 1));
    expect(texts(state)).toHaveLength(4);
    expect(foundIn(state)?.place?.from).toBe(8);
    state = state.apply(lookFor(state, undefined));
    expect(foundIn(state)).toBeUndefined();
  });

  test('at most so many', () => {
    expect(texts(find(stateOf('x'.repeat(MAX_FOUND + 5)), 'x'))).toHaveLength(MAX_FOUND);
  });
});

describe('replacing', () => {
  test('one keeps its marks and goes on to the next', () => {
    let state = stateOf('cat cat');
    state = find(state.apply(state.tr.addMark(1, 4, schema.marks.bold.create())), 'cat');
    const tr = replaceFound(state, 'dog');
    if (tr) state = state.apply(tr);
    expect(state.doc.textContent).toBe('dog cat');
    expect(state.doc.rangeHasMark(1, 4, schema.marks.bold)).toBe(true);
    expect(foundIn(state)?.ranges()).toMatchObject([{ from: 5, to: 8 }]);
    const selected = selectFound(state);
    expect(selected && [selected.selection.from, selected.selection.to]).toEqual([5, 8]);
  });

  test('all, by something longer, shorter, empty or holding itself', () => {
    for (const by of ['longer than', 'b', '', 'aa']) {
      const state = find(stateOf('a-a', 'a'), 'a');
      expect(replaceAllFound(state, by)?.doc.textContent).toBe(`${by}-${by}${by}`);
    }
    expect(replaceAllFound(find(stateOf('b'), 'a'), 'c')).toBeUndefined();
  });
});

describe('by a pattern', () => {
  const by = (state: EditorState, text: string, wholeWord = false): EditorState =>
    state.apply(lookFor(state, { text, matchCase: false, wholeWord, isPattern: true }));

  test('finds, and replaces with what its groups caught', () => {
    const state = by(stateOf('Lee, Ann', 'Moss, Kate and Ek, Ben'), '(\\w+), (\\w+)');
    expect(texts(state)).toEqual(['Lee, Ann', 'Moss, Kate', 'Ek, Ben']);
    const replaced = replaceAllFound(state, '$2 $1');
    expect(replaced?.doc.textBetween(0, replaced.doc.content.size, '|')).toBe('Ann Lee|Kate Moss and Ben Ek');
    expect(texts(by(stateOf('cat cats concat'), 'c.t', true))).toEqual(['cat']);
  });

  test('that is none, or takes too long, is said to; the next one is looked for', () => {
    const long = stateOf('a'.repeat(400));
    expect(foundIn(by(long, '(a'))).toMatchObject({ problem: 'invalid', count: 0 });
    expect(foundIn(by(long, '(a+)+b'))).toMatchObject({ problem: 'slow', count: 0 });
    expect(foundIn(by(by(long, '(a+)+b'), 'a{400}'))).toMatchObject({ problem: undefined, current: 0 });
  });
});

const drawn = (state: EditorState): string[] =>
  (foundIn(state)?.decorations.find() ?? [])
    .map(
      ({ from, to, spec }) => `${from}-${to}${(spec as { isCurrent?: boolean }).isCurrent === true ? ' current' : ''}`,
    )
    .toSorted();

test('what is marked after any edits is what a new search marks, also where more is found than is marked', () => {
  const edit = fc.record({
    kind: fc.constantFrom('insert', 'delete', 'split', 'move', 'step'),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 40 }),
    text: fc.constantFrom('x', 'xx', 'ax', ' ', 'x x x'),
  });
  fc.assert(
    fc.property(fc.boolean(), fc.array(edit, { maxLength: 12 }), (isMany, edits) => {
      const lines = isMany ? Array.from({ length: 8 }, () => 'x '.repeat(MAX_FOUND / 7)) : ['a x', '', 'xx y', 'x'];
      let state = find(stateOf(...lines), 'x', false, true);
      for (const { kind, at, length, text } of edits) {
        const { doc, tr } = state;
        const spots: number[] = [];
        doc.forEach((node, position) => {
          // The first and the last letters of each block: where marks end is behind one of them.
          for (let i = 0; i <= node.content.size; i += Math.max(1, Math.floor(node.content.size / 5)))
            spots.push(position + 1 + i);
        });
        const spot = spots[at % spots.length] ?? 1;
        const $spot = doc.resolve(spot);
        if (kind === 'insert') tr.insertText(text, spot);
        else if (kind === 'delete') tr.delete(spot, Math.min($spot.end(), spot + length));
        else if (kind === 'split') tr.split(spot);
        else if (kind === 'move' && doc.childCount > 1) {
          const node = $spot.node(1);
          tr.delete($spot.before(1), $spot.after(1));
          tr.insert(at % 2 === 0 ? 0 : tr.doc.content.size, node);
        }
        state = state.apply(kind === 'step' ? (stepFound(state, at % 2 === 0 ? 1 : -1) ?? tr) : tr);
        const fresh = find(state, 'x', false, true);
        expect(drawn(state)).toEqual(drawn(fresh));
        expect(foundIn(state)?.ranges()).toEqual(foundIn(fresh)?.ranges());
        expect(foundIn(state)?.place).toEqual(foundIn(state)?.ranges()[foundIn(state)?.current ?? -1]);
        expect(foundIn(state)?.count).toBe(foundIn(state)?.ranges().length);
      }
    }),
    { numRuns: 100 },
  );
});
