import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CONTENT } from '../binding/seed.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { insertTable } from '../table/commands.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { type Changes, createChanges } from './changes.ts';
import { undoChange } from './undo-change.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

/** What the second has not seen of the others. */
function compare(me: Headless, before: Uint8Array): Changes {
  const own = me.doc.clientID;
  return createChanges({
    doc: me.doc,
    root: CONTENT,
    before,
    authorOf: (client) => (client === own ? undefined : `${client}`),
    deleterOf: () => '101',
  });
}

function start(): { readonly a: Headless; readonly b: Headless; readonly before: Uint8Array } {
  replicas = createReplicas(2, (first) => {
    first.caret(0, 0);
    for (const words of ['The river rises', 'in the spring', 'and falls']) {
      first.type(words);
      first.run(splitOrLeave);
    }
  });
  const [a, b] = replicas as [Headless, Headless];
  return { a, b, before: Y.encodeStateAsUpdateV2(b.doc) };
}

const told = (changes: Changes): unknown[] =>
  changes
    .list()
    .map(({ runs, block, index }) => [
      index,
      block,
      runs.map(({ kind, text }) => `${kind === 'added' ? '+' : '-'}${text}`).join(' '),
    ]);

describe('what others changed', () => {
  test('words that came and went, where they stand; not what came and went meanwhile, nor what is one’s own', () => {
    const { a, b, before } = start();
    a.caret(0, 4, { index: 0, offset: 9 });
    a.type('zoo');
    a.caret(1, -1);
    a.type(' rain');
    a.caret(1, -4, { index: 1, offset: -1 });
    a.dispatch(a.state().tr.deleteSelection());
    b.caret(2, 0);
    b.type('Mine ');
    syncAll(replicas);
    expect(told(compare(b, before))).toEqual([
      [0, 'same', expect.stringMatching(/^(\+zoo -river|-river \+zoo)$/)],
      [1, 'same', '+ r'],
    ]);
  });

  test('a block that came, one that went; a split and a join change no words', () => {
    const { a, b, before } = start();
    a.caret(2, -1);
    a.run(splitOrLeave);
    a.type('New');
    a.dispatch(a.state().tr.delete(0, a.state().doc.child(0).nodeSize));
    a.caret(0, 7);
    a.run(splitOrLeave);
    syncAll(replicas);
    const changes = compare(b, before);
    expect(told(changes)).toEqual([
      [0, 'removed', '-The river rises'],
      [3, 'added', '+New'],
    ]);
    const [first] = changes.list();
    if (first) changes.accept(first);
    expect(told(changes)).toEqual([[3, 'added', '+New']]);
    a.caret(1, 0);
    a.run(backspaceAtStart);
    syncAll(replicas);
    expect(told(changes)).toEqual([[2, 'added', '+New']]);
  });

  test('what came into a table is told there, and is not taken back by itself', () => {
    const { a, b } = start();
    a.caret(0, -1);
    a.run(insertTable({ rows: 2, columns: 2 }, a.createId));
    syncAll(replicas);
    const before = Y.encodeStateAsUpdateV2(b.doc);
    a.type('in a cell');
    syncAll(replicas);
    const changes = compare(b, before);
    expect(told(changes)).toEqual([[1, 'same', '+in a cell']]);
    const [first] = changes.list();
    expect(first && b.run(undoChange(first))).toBe(false);
  });

  test('all taken back, one by one, gives the text from before and what was written here since', () => {
    const unit = fc.double({ min: 0, max: 0.999, noNaN: true });
    const step = fc.record({
      block: unit,
      offset: unit,
      length: fc.nat(8),
      action: fc.constantFrom('type', 'delete', 'block', 'new'),
    });
    const words = (text: string): string => text.replaceAll('\n\n', '\n');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const { a, b, before } = start();
        const text = words(
          b
            .lines()
            .map((line) => line.slice(line.indexOf('|') + 1))
            .filter((line) => line !== '')
            .join('\n'),
        );
        for (const { block: where, offset, length, action } of steps) {
          const index = Math.floor(where * a.state().doc.childCount);
          const node = a.state().doc.maybeChild(index);
          if (!node) continue;
          a.caret(index, Math.floor(offset * (node.content.size + 1)));
          const { from } = a.state().selection;
          if (action === 'type') a.type(`<${length}>`);
          else if (action === 'delete') {
            const end = a.state().selection.$from.end();
            a.dispatch(a.state().tr.delete(from, Math.min(from + length, end)));
          } else if (action === 'block') {
            const at = a.state().selection.$from.before(1);
            a.dispatch(a.state().tr.delete(at, at + node.nodeSize));
          } else {
            a.caret(index, -1);
            a.run(splitOrLeave);
            a.type('fresh');
          }
        }
        syncAll(replicas);
        const changes = compare(b, before);
        for (
          let next = changes.list()[0], most = 99;
          next !== undefined && most > 0;
          next = changes.list()[0], most--
        ) {
          expect(b.run(undoChange(next))).toBe(true);
          changes.accept(next);
        }
        const now = b
          .lines()
          .map((line) => line.slice(line.indexOf('|') + 1))
          .filter((line) => line !== '')
          .join('\n');
        for (const replica of replicas) replica.destroy();
        replicas = [];
        expect(now).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
