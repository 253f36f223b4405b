import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate } from './check-update.ts';
import { createOwnChanges } from './own-changes.ts';

describe('what was changed here', () => {
  it('LED-1 gives others the same document as Yjs’s own updates do', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 40 })), { maxLength: 80, size: 'max' });
    fc.assert(
      fc.property(steps, (script) => {
        const doc = new Y.Doc();
        const friend = new Y.Doc();
        const changes = createOwnChanges(doc);
        doc.on('afterTransactionCleanup', (transaction: Y.Transaction) => {
          if (transaction.origin !== 'friend') changes.note(transaction);
        });
        const [sealed, plain] = [new Y.Doc(), new Y.Doc()];
        doc.on('update', (update: Uint8Array) => Y.applyUpdate(plain, update));
        friend.on('update', (update: Uint8Array) => Y.applyUpdate(sealed, update));
        const take = (): void => {
          const update = changes.take();
          if (update === undefined) return;
          expect(typeof checkUpdate(update, doc.clientID)).toBe('object'); // KEY-5
          Y.applyUpdate(sealed, update);
        };
        for (const [what, place] of script) {
          const text = doc.getText('t');
          const at = place % (text.length + 1);
          if (what <= 1) text.insert(at, 'abc'.slice(what));
          else if (what === 2) text.delete(at, Math.min(place, text.length - at));
          else if (what === 3) text.format(at, Math.min(4, text.length - at), { bold: place % 2 === 0 || null });
          else if (what === 4) {
            Y.applyUpdate(friend, Y.encodeStateAsUpdate(plain));
            friend.getText('t').insert(place % (friend.getText('t').length + 1), 'FG');
            Y.transact(doc, () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(friend)), 'friend', true);
          } else if (what === 5) doc.getMap('m').set(`${place % 3}`, place);
          else take();
        }
        take();
        expect(changes.take()).toBeUndefined();
        const contentOf = (one: Y.Doc): unknown => [one.getText('t').toString(), one.getMap('m').toJSON()];
        expect(contentOf(sealed)).toEqual(contentOf(doc));
        expect(contentOf(plain)).toEqual(contentOf(doc));
      }),
    );
  });

  it('KEY-5 tells what was brought in under another name', () => {
    const doc = new Y.Doc();
    const kinds: string[] = [];
    const changes = createOwnChanges(doc);
    doc.on('afterTransactionCleanup', (transaction: Y.Transaction) => kinds.push(changes.note(transaction)));
    doc.getText('t').insert(0, 'a');
    doc.transact(() => undefined);
    const other = new Y.Doc();
    other.getText('t').insert(0, 'b');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    doc.getText('t').delete(0, 2);
    expect(kinds).toEqual(['own', 'none', 'foreign', 'own']);
  });
});
