import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate } from './check-update.ts';

const CLIENT = 7;

/** Updates with every kind of content, each built on the ones before. */
function richUpdates(): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = CLIENT;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('t');
  text.insert(0, 'hello world');
  text.format(0, 5, { bold: true });
  text.insertEmbed(3, { image: 'a' });
  text.delete(2, 3);
  const content = doc.getXmlFragment('content');
  const block = new Y.XmlElement('p');
  content.push([block]);
  block.setAttribute('kind', 'quote');
  block.setAttribute('kind', 'code');
  const words = new Y.XmlText('abc');
  block.push([words]);
  words.insert(1, 'zz', { bold: {} });
  content.delete(0, 1);
  doc.getMap('m').set('a', [1, { b: 2 }]);
  doc.getArray('a').push([1, 2, 'x', new Uint8Array(3)]);
  return updates;
}

function apply(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getText('t');
  doc.getXmlFragment('content');
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

describe('checkUpdate', () => {
  const updates = richUpdates();

  it('KEY-5 takes what its signer wrote, and says where it ends', () => {
    for (const update of updates) expect(checkUpdate(update, CLIENT)).toBeInstanceOf(Map);
    expect(checkUpdate(updates[0] ?? new Uint8Array(), CLIENT)).toEqual(new Map([[CLIENT, 11]]));
  });

  it('KEY-5 refuses any struct of another client', () => {
    for (const update of updates) {
      const { structs } = Y.decodeUpdate(update);
      expect(checkUpdate(update, 8)).toEqual(structs.length > 0 ? 'update-not-owned' : new Map());
    }
  });

  it('ENV-7 what it lets pass, Yjs applies without a throw, and the document still works', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: updates.length - 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (which, at, flip) => {
          const bad = (updates[which] ?? new Uint8Array()).slice();
          bad[at % bad.length] = (bad[at % bad.length] ?? 0) ^ flip;
          if (typeof checkUpdate(bad, CLIENT) === 'string') return;
          const doc = apply(...updates.slice(0, which), bad);
          doc.getText('t').insert(0, 'x');
          apply(Y.encodeStateAsUpdate(doc));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('ENV-7 refuses what Yjs fails half way at', () => {
    // Text that claims to follow a letter which the same client has yet to write; and a deletion of no letters.
    const forward = Uint8Array.of(1, 1, CLIENT, 0, 0x84, CLIENT, 5, 1, 97, 0);
    const nothing = Uint8Array.of(0, 1, 9, 1, 4, 0);
    expect(() => apply(forward)).toThrow();
    expect([forward, nothing].map((update) => checkUpdate(update, CLIENT))).toEqual([
      'update-malformed',
      'update-malformed',
    ]);
  });
});
