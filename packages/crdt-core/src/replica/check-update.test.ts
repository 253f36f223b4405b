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

  it.each([
    ['collected structs', [1, 1, 7, 0, 0, 0, 0]],
    ['deleted letters', [1, 1, 7, 0, 1, 1, 1, 0x74, 0, 0]],
    ['a text', [1, 1, 7, 0, 4, 1, 1, 0x74, 0, 0]],
    ['a list of values', [1, 1, 7, 0, 8, 1, 1, 0x74, 0, 0]],
    ['a gap', [1, 1, 7, 0, 10, 0, 0]],
  ])('ENV-7 refuses %s of no length, which Yjs would apply and then never write again', (_what, update) => {
    expect(checkUpdate(Uint8Array.from(update), CLIENT)).toBe('update-malformed');
  });

  const vast = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]; // 2^53, as Yjs writes numbers
  it.each([
    ['where a struct is', [1, 1, 7, ...vast, 0, 1, 0]],
    ['how long a struct is', [1, 1, 7, 0, 0, ...vast, 0]],
    ['what a struct follows', [1, 1, 7, 0, 0x84, 9, ...vast, 1, 0x61, 0]],
    ['whom a struct follows', [1, 1, 7, 0, 0x84, ...vast, 1, 1, 0x61, 0]],
    ['what a struct is in', [1, 1, 7, 0, 4, 0, 9, ...vast, 1, 0x61, 0]],
    ['what is deleted', [0, 1, 7, 1, ...vast, 1]],
    ['how much is deleted', [0, 1, 7, 1, 0, ...vast]],
    ['whose is deleted', [0, 1, ...vast, 1, 0, 1]],
  ])('ENV-7 refuses a number out of all proportion: %s', (_what, update) => {
    expect(() => Y.decodeUpdate(Uint8Array.from(update))).not.toThrow();
    expect(checkUpdate(Uint8Array.from(update), CLIENT)).toBe('update-malformed');
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
