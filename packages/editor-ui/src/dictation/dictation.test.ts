import { TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { seedDocument } from '../binding/seed.ts';
import { moveBlocks } from '../commands/move.ts';
import { undoTogether } from '../history/history.ts';
import { createHeadless, createYDocument, type Headless } from '../testing/headless.ts';
import { dictationPlace, dictationPlugin, setDictationPlace } from './place.ts';
import { DICTATION, MOST_LISTENING, stepDictation } from './step.ts';
import { deleteDictated, hasChanged, insertDictated, toBeginning, toFitting } from './write.ts';

test.each([
  [' Hello.', '', '', 'Hello.'],
  [' Hello.', 'a', '', ' Hello.'],
  [' Hello.', ' ', '', 'Hello.'],
  [' Hello.', '(', ')', 'Hello.'],
  [' Hello', 'a', 'b', ' Hello '],
  [' Hello', '„', '“', 'Hello'],
  ['你好', '嗎', '嗎', '你好'],
  [' Hello. ', '.', ' ', ' Hello.'],
])('%j between %j and %j is %j', (words, before, after, fitting) => {
  expect(toFitting(words, before, after)).toBe(fitting);
});

/** Two people with one document; what one writes the other has at once. */
function meet(): readonly [Headless, Headless] {
  const doc = createYDocument(1);
  seedDocument(doc);
  const one = createHeadless(doc, [dictationPlugin()]);
  one.caret(0, 0);
  one.type('Before after');
  const other = createHeadless(createYDocument(2, Y.encodeStateAsUpdate(one.doc)));
  for (const [from, to] of [
    [one.doc, other.doc],
    [other.doc, one.doc],
  ] as const) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') Y.applyUpdate(to, update, 'remote');
    });
  }
  return [one, other];
}

function begin(editor: Headless): void {
  undoTogether(editor.doc, false);
  const at = toBeginning(editor.state());
  if (at === undefined) throw new Error('words can stand here');
  editor.dispatch(setDictationPlace(editor.state().tr, { at, pieces: [] }));
}

/** Two people, one of whom dictates at the end of a second block. */
function beginInSecond(): readonly [Headless, Headless] {
  const [one, other] = meet();
  one.caret(0, -1);
  one.run((state, dispatch) => {
    dispatch?.(state.tr.split(state.selection.from));
    return true;
  });
  one.type('Second');
  begin(one);
  return [one, other];
}

function say(editor: Headless, words: string, isTogether: boolean): void {
  const tr = insertDictated(editor.state(), words);
  if (tr === undefined) throw new Error('words can stand here');
  undoTogether(editor.doc, isTogether);
  editor.dispatch(tr);
  undoTogether(editor.doc, false);
}

describe('dictated words', () => {
  test('stand one behind another, where others write around and between them, and are undone in one', () => {
    const [one, other] = meet();
    one.caret(0, 6);
    begin(one);
    say(one, ' one two.', false);
    other.caret(0, 0);
    other.type('Long ');
    say(one, ' Three.', true);
    other.caret(0, 15);
    other.type('<');
    expect(one.lines()).toEqual(['paragraph|Long Before one< two. Three. after']);
    // The person's own caret is elsewhere, and the words go on where they were.
    one.caret(0, 0);
    say(one, ' Four.', true);
    expect(other.lines()).toEqual(['paragraph|Long Before one< two. Three. Four. after']);
    one.undo();
    expect(other.lines()).toEqual(['paragraph|Long Before< after']);
    one.redo();
    expect(one.lines()[0]).toContain('Three. Four.');
  });

  test('what is typed in between is undone by itself', () => {
    const [one] = meet();
    one.caret(0, -1);
    begin(one);
    say(one, ' One.', false);
    one.caret(0, 0);
    one.type('x');
    say(one, ' Two.', false);
    one.undo();
    expect(one.lines()).toEqual(['paragraph|xBefore after One.']);
    one.undo();
    expect(one.lines()).toEqual(['paragraph|Before after One.']);
  });

  test('are taken out where they are as they were said, and left where somebody changed them', () => {
    const [one, other] = meet();
    one.caret(0, -1);
    begin(one);
    say(one, ' One.', false);
    say(one, ' Two.', true);
    other.caret(0, 14);
    other.type('!');
    expect(one.lines()).toEqual(['paragraph|Before after O!ne. Two.']);
    expect(hasChanged(one.state())).toBe(true);
    one.dispatch(deleteDictated(one.state()));
    expect(one.lines()).toEqual(['paragraph|Before after O!ne.']);
    expect(dictationPlace(one.state())).toBeUndefined();
  });

  test('where one suggests they are a suggestion', () => {
    const [one] = meet();
    one.suggest();
    one.caret(0, -1);
    begin(one);
    say(one, ' One.', false);
    say(one, ' Two.', true);
    expect(one.decide('reject')).toBe(true);
    expect(one.lines()).toEqual(['paragraph|Before after']);
  });

  test('go where a caret of their person would be, also where somebody moves the block', () => {
    const [one, other] = beginInSecond();
    other.run(moveBlocks(1, 2, 0, other.binding.copyId));
    expect(dictationPlace(one.state())?.at).toBe(one.state().selection.head);
    say(one, ' words', false);
    expect(one.lines()).toEqual(other.lines());
    expect(one.lines().join(' ')).toContain(' words');
  });

  test('go into the text before, where the block with their place is deleted', () => {
    const [one, other] = beginInSecond();
    other.dispatch(other.state().tr.delete(other.state().doc.child(0).nodeSize, other.state().doc.content.size));
    say(one, ' words', false);
    expect(one.lines()).toEqual(['paragraph|Before after words']);
    one.dispatch(one.state().tr.setSelection(TextSelection.atEnd(one.state().doc)));
    expect(toBeginning(one.state())).toBe(one.state().doc.content.size - 1);
  });
});

describe('while somebody dictates', () => {
  const listening = stepDictation(DICTATION, { type: 'opened', now: 1000 });

  test('it is asked for, listened to, finished, and over', () => {
    expect(listening.phase).toEqual({ name: 'listening', since: 1000, level: 0 });
    const heard = stepDictation(listening, { type: 'heard', level: -20, now: 1500 });
    expect(heard.phase).toEqual({ name: 'listening', since: 1000, level: -20 });
    const stopped = stepDictation(heard, { type: 'stop' });
    expect(stopped.phase).toEqual({ name: 'finishing', isLate: false });
    expect(stepDictation(stopped, { type: 'heard', level: 0, now: 1600 })).toBe(stopped);
    const over = stepDictation(stopped, { type: 'end' });
    expect(over.phase).toEqual({ name: 'over', how: 'kept' });
    expect(stepDictation(over, { type: 'drop' })).toBe(over);
  });

  test('nobody is listened to for longer than ten minutes', () => {
    const almost = stepDictation(listening, { type: 'heard', level: 0, now: 999 + MOST_LISTENING });
    expect(almost.phase.name).toBe('listening');
    const late = stepDictation(almost, { type: 'heard', level: 0, now: 1000 + MOST_LISTENING });
    expect(late.phase).toEqual({ name: 'finishing', isLate: true });
  });

  test('stopped before it began, or dropped at any time, nothing is kept', () => {
    const dropped = { phase: { name: 'over', how: 'dropped' } };
    expect(stepDictation(DICTATION, { type: 'stop' })).toMatchObject(dropped);
    expect(stepDictation(DICTATION, { type: 'drop' })).toMatchObject(dropped);
    expect(stepDictation(listening, { type: 'drop' })).toMatchObject(dropped);
  });
});
