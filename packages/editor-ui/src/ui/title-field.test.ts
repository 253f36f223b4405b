import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { deltaToChanges, mapPosition } from './title-field.ts';

test('a caret keeps its neighbours when others insert or delete', () => {
  expect(mapPosition(3, { at: 0, removed: 0, added: 2 })).toBe(5);
  expect(mapPosition(3, { at: 3, removed: 0, added: 2 })).toBe(3);
  expect(mapPosition(3, { at: 5, removed: 1, added: 0 })).toBe(3);
  expect(mapPosition(3, { at: 1, removed: 4, added: 0 })).toBe(1);
});

test('the changes of a delta, applied in turn, give the new text', () => {
  const word = fc.string({ maxLength: 6 });
  const edit = fc.record({ at: fc.nat(), removed: fc.nat(4), insert: word });
  fc.assert(
    fc.property(word, fc.array(edit, { maxLength: 4 }), (start, edits) => {
      const doc = new Y.Doc();
      const text = doc.getText('title');
      text.insert(0, start);
      let seen = start;
      text.observe((event) => {
        for (const change of deltaToChanges(event.delta)) {
          const added = text.toString().slice(change.at, change.at + change.added);
          seen = seen.slice(0, change.at) + added + seen.slice(change.at + change.removed);
        }
      });
      doc.transact(() => {
        for (const { at, removed, insert } of edits) {
          const place = at % (text.length + 1);
          text.delete(place, Math.min(removed, text.length - place));
          text.insert(place, insert);
        }
      });
      expect(seen).toBe(text.toString());
      doc.destroy();
    }),
  );
});
