import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { isSameContent } from './is-same-content.ts';

const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdateV2(doc);

/** A document with every kind of content, and the updates it was made of. */
function richDoc(client = 7): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('t');
  text.insert(0, 'hello world');
  text.format(0, 5, { bold: true });
  text.insertEmbed(3, { image: 'a' });
  text.insert(4, 'wide');
  text.delete(6, 3);
  const array = doc.getArray('a');
  array.push([1, 'two', { three: 3 }, null, Uint8Array.of(4)]);
  array.delete(1, 1);
  const element = new Y.XmlElement('p');
  doc.getXmlFragment('x').push([element, new Y.XmlElement('h1')]);
  element.setAttribute('kind', 'quote');
  element.setAttribute('kind', 'code');
  element.push([new Y.XmlText('inside')]);
  doc.getMap('m').set('key', new Y.Map());
  doc.getXmlFragment('x').delete(1, 1);
  return { doc, updates };
}

describe('isSameContent', () => {
  it('LED-4 does not mind how a document was built', () => {
    const { doc, updates } = richDoc();
    const other = new Y.Doc({ gc: false });
    for (const update of updates) Y.applyUpdate(other, update);
    const third = new Y.Doc();
    for (const update of [...updates].reverse()) Y.applyUpdate(third, update);
    const merged = Y.convertUpdateFormatV1ToV2(Y.mergeUpdates(updates));
    for (const state of [stateOf(other), stateOf(third), merged]) {
      expect([isSameContent(stateOf(doc), state), isSameContent(state, stateOf(doc))]).toEqual([true, true]);
    }
  });

  it('LED-4 sees each single difference', () => {
    const { doc } = richDoc();
    const changes: ((other: Y.Doc) => void)[] = [
      (other) => other.getText('t').insert(0, 'x'),
      (other) => other.getText('t').delete(0, 1),
      (other) => other.getArray('a').push([1]),
      (other) => other.getMap('m').set('key', 1),
      (other) => other.getText('another').insert(0, ''.padEnd(1, 'y')),
    ];
    for (const change of changes) {
      const other = new Y.Doc();
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
      change(other);
      expect([isSameContent(stateOf(doc), stateOf(other)), isSameContent(stateOf(other), stateOf(doc))]).toEqual([
        false,
        false,
      ]);
    }
  });

  it('LED-4 sees forged structs: same names, other words, other places, other parents', () => {
    const make = (edit: (doc: Y.Doc) => void): Uint8Array => {
      const doc = new Y.Doc();
      doc.clientID = 7;
      edit(doc);
      return stateOf(doc);
    };
    const variants = [
      make((doc) => doc.getText('t').insert(0, 'abc')),
      make((doc) => doc.getText('t').insert(0, 'abd')),
      make((doc) => doc.getText('u').insert(0, 'abc')),
      make((doc) => 'cba'.split('').forEach((letter) => doc.getText('t').insert(0, letter))),
      make((doc) => doc.getArray('t').push(['a', 'b', 'c'])),
      make((doc) => doc.getArray('t').push(['a', 'b', 'd'])),
      make((doc) => doc.getArray('t').push([{ a: 1 }, 'b', 'c'])),
      make((doc) => doc.getMap('t').set('k', 'abc')),
      make((doc) => doc.getMap('t').set('l', 'abc')),
      make((doc) => doc.getXmlFragment('t').push([new Y.XmlElement('p')])),
      make((doc) => doc.getXmlFragment('t').push([new Y.XmlElement('q')])),
      make((doc) => doc.getText('t').insertEmbed(0, { a: 1 })),
      make((doc) => doc.getText('t').insertEmbed(0, { a: 2 })),
    ];
    for (const [i, a] of variants.entries()) {
      for (const [j, b] of variants.entries()) expect(isSameContent(a, b)).toBe(i === j);
    }
  });

  it('LED-4 holds for any two ways to receive concurrent edits', () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 30 }), fc.nat({ max: 3 })), { maxLength: 40 });
    fc.assert(
      fc.property(edits, fc.integer(), (script, salt) => {
        const docs = [1, 2, 3].map((client) => {
          const doc = new Y.Doc();
          doc.clientID = client;
          return doc;
        });
        const updates: Uint8Array[] = [];
        for (const doc of docs) doc.on('update', (update: Uint8Array) => updates.push(update));
        for (const [who, place, what] of script) {
          const text = docs[who]?.getText('t');
          if (text === undefined) continue;
          const at = place % (text.length + 1);
          if (what < 2) text.insert(at, 'ab'.repeat(1 + what));
          else if (what === 2) text.delete(at, Math.min(2, text.length - at));
          else text.format(at, Math.min(3, text.length - at), { bold: place % 2 === 0 || null });
        }
        if (updates.length === 0) return;
        const build = (order: readonly Uint8Array[]): Uint8Array => {
          const doc = new Y.Doc();
          for (const update of order) Y.applyUpdate(doc, update);
          return stateOf(doc);
        };
        const shuffled = updates.map((update, at) => [Math.sin(at * 7 + salt), update] as const);
        shuffled.sort(([a], [b]) => a - b);
        expect(isSameContent(build(updates), build(shuffled.map(([, update]) => update)))).toBe(true);
      }),
    );
  });
});
