import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import type { EditorCommand } from './command.ts';
import { createCommands } from './list.ts';
import { newBlock } from './structure.ts';
import { matchCommands, slashQuery } from './slash.ts';

function stateOf(text: string, kind: 'paragraph' | 'code' = 'paragraph'): EditorState {
  const content = text === '' ? [] : [schema.text(text)];
  const doc = schema.nodes.doc.create(null, [newBlock(kind, {}, content)]);
  return EditorState.create({ doc, selection: TextSelection.create(doc, 1 + text.length) });
}

describe('what is typed after a slash', () => {
  test.each([
    ['/', ''],
    ['/hea', 'hea'],
    ['words /heading 1', 'heading 1'],
  ])('%s is a command', (text, query) => {
    expect(slashQuery(stateOf(text))).toEqual({ query, from: text.indexOf('/') + 1, to: text.length + 1 });
  });

  test.each(['', 'either/or', '/ then', 'https://', '/usr/bin', '/two  spaces', `/${'x'.repeat(25)}`, '/a\nb'])(
    '%j is not',
    (text) => {
      expect(slashQuery(stateOf(text))).toBeUndefined();
    },
  );

  test('nor is anything in code', () => {
    expect(slashQuery(stateOf('/', 'code'))).toBeUndefined();
  });
});

describe('which commands it means', () => {
  const nothing = (): never => {
    throw new Error('nothing runs here');
  };
  const all: readonly EditorCommand[] = createCommands({
    view: nothing,
    suggestions: nothing,
    setMode: nothing,
    fetchTables: nothing,
    prepareTables: nothing,
    hold: nothing,
    prepareSuggestions: nothing,
    canUndo: nothing,
    canRedo: nothing,
    undo: nothing,
    redo: nothing,
    copyId: nothing,
    createId: nothing,
    stopCapturing: nothing,
    notice: nothing,
    requestFind: nothing,
    requestFiles: undefined,
    requestLink: nothing,
    requestPiece: nothing,
  }).filter(({ group }) => group === 'block' || group === 'insert');
  const idsOf = (query: string): string[] => matchCommands(all, query).map(({ id }) => id);

  test('an empty query means all, in their order', () => {
    expect(matchCommands(all, '')).toEqual(all);
  });

  test.each([
    ['h2', 'heading2'],
    ['Heading 3', 'heading3'],
    ['heading3', 'heading3'],
    ['hr', 'divider'],
    ['code', 'codeBlock'],
    ['QUO', 'quote'],
  ])('%s', (query, id) => {
    expect(idsOf(query)[0]).toBe(id);
  });

  test('what nothing is called means nothing', () => {
    expect(idsOf('zebra')).toEqual([]);
  });
});
