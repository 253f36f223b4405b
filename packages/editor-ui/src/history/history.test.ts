import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { editTitle } from '../binding/title.ts';
import { setKind } from '../commands/blocks.ts';
import { splitOrLeave } from '../commands/structure.ts';
import { createHeadless, createReplicas, createYDocument, type Headless, syncAll } from '../testing/headless.ts';
import { acquireHistory } from './history.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function open(count: number, write?: (first: Headless) => void): Headless[] {
  replicas = createReplicas(count, write);
  return replicas;
}

describe('undo', () => {
  test('a fresh document has nothing to undo', () => {
    const [a] = open(1) as [Headless];
    expect(a.history.canUndo()).toBe(false);
    a.undo();
    expect(a.lines()).toEqual(['paragraph|']);
  });

  test('takes back mine and leaves yours', () => {
    const [a, b] = open(2) as [Headless, Headless];
    a.caret(0, 0);
    a.type('mine');
    syncAll(replicas);
    b.caret(0, -1);
    b.type(' yours');
    syncAll(replicas);
    a.undo();
    syncAll(replicas);
    expect(b.lines()).toEqual(['paragraph| yours']);
    a.redo();
    syncAll(replicas);
    expect(b.lines()[0]).toContain('mine');
    expect(b.lines()[0]).toContain('yours');
  });

  test('undoing the heading I made does not delete what you wrote in it', () => {
    const [a, b] = open(2, (first) => {
      first.caret(0, 0);
      first.type('above');
    }) as [Headless, Headless];
    a.history.stopCapturing();
    a.caret(0, -1);
    a.run(splitOrLeave);
    a.run(setKind('heading', 1));
    a.type('My heading');
    syncAll(replicas);
    b.caret(1, -1);
    b.type(' and your words');
    syncAll(replicas);
    while (a.history.canUndo()) a.undo();
    syncAll(replicas);
    expect(a.lines().join('\n')).toContain(' and your words');
    expect(a.lines().join('\n')).not.toContain('My heading');
    expect(a.lines()).toEqual(b.lines());
  });

  test('brings back a deleted block with its words', () => {
    const [a] = open(1, (first) => {
      first.caret(0, 0);
      first.type('one');
      first.run(splitOrLeave);
      first.type('two');
    }) as [Headless];
    a.history.stopCapturing();
    a.caret(0, -1, { index: 1, offset: -1 });
    a.dispatch(a.state().tr.deleteSelection());
    expect(a.lines()).toEqual(['paragraph|one']);
    a.undo();
    expect(a.lines()).toEqual(['paragraph|one', 'paragraph|two']);
  });

  test('restores the selection from before the change', () => {
    const [a] = open(1, (first) => {
      first.caret(0, 0);
      first.type('some words');
    }) as [Headless];
    a.history.stopCapturing();
    a.caret(0, 2, { index: 0, offset: 6 });
    a.type('X');
    a.caret(0, 0);
    a.undo();
    const { from, to } = a.state().selection;
    expect([from, to]).toEqual([3, 7]);
  });

  test('covers the title', () => {
    const [a] = open(1) as [Headless];
    editTitle(a.document.title, 'A title');
    expect(a.history.canUndo()).toBe(true);
    a.undo();
    expect(a.document.title.toString()).toBe('');
  });

  test('there is one undo manager per replica, and it ends with its last editor', () => {
    const doc = createYDocument(5);
    const first = createHeadless(doc);
    const second = acquireHistory(first.document);
    first.destroy();
    const text = doc.getText('title');
    editTitle(text, 'x');
    expect(second.canUndo()).toBe(true);
    second.release();
    second.release();
    const listeners = doc._observers.get('afterTransaction') as Set<unknown> | undefined;
    expect(listeners?.size ?? 0).toBe(0);
    const third = acquireHistory(first.document);
    expect(third.canUndo()).toBe(false);
    third.release();
  });

  test('what a remote change brings is never undone', () => {
    const [a, b] = open(2) as [Headless, Headless];
    b.caret(0, 0);
    b.type('theirs');
    syncAll(replicas);
    expect(a.history.canUndo()).toBe(false);
    expect(Y.encodeStateAsUpdate(a.doc)).toEqual(Y.encodeStateAsUpdate(b.doc));
  });
});
