import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { setKind } from '../commands/blocks.ts';
import { SCHEMA_VERSION } from '../schema/version.ts';
import { schema } from '../schema/schema.ts';
import { createHeadless, createReplicas, createYDocument, syncAll, toEditorDocument } from '../testing/headless.ts';
import { copyContent } from './copy.ts';
import { elementToNode } from './read.ts';
import { scanBlocks, scanDocument } from './scan.ts';
import { initProseMirrorDoc } from 'y-prosemirror';

type Change = (doc: Y.Doc, content: Y.XmlFragment) => void;

function block(
  attrs: Record<string, unknown> = {},
  children: (Y.XmlText | Y.XmlElement | Y.XmlHook)[] = [new Y.XmlText('x')],
): Y.XmlElement {
  const element = new Y.XmlElement('block');
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value as string);
  element.insert(0, children as Y.XmlText[]);
  return element;
}

function embedded(): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta([{ insert: { image: 'x' } }]);
  return text;
}

function marked(name: string, value: unknown): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta([{ insert: 'x', attributes: { [name]: value } }]);
  return text;
}

const UNKNOWN: readonly (readonly [string, Change])[] = [
  ['a node', (_, content) => content.insert(0, [new Y.XmlElement('hologram')])],
  ['a kind', (_, content) => content.insert(0, [block({ kind: 'rhyme' })])],
  ['a kind that is no text', (_, content) => content.insert(0, [block({ kind: 7 })])],
  ['an attribute', (_, content) => content.insert(0, [block({ kind: 'paragraph', colour: 'red' })])],
  [
    'an attribute on a block that is there',
    (_, content) => (content.get(0) as Y.XmlElement).setAttribute('colour', 'red'),
  ],
  ['a mark', (_, content) => content.insert(0, [block({}, [marked('sparkle', {})])])],
  [
    'a mark on text that is there',
    (_, content) => ((content.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, { sparkle: {} }),
  ],
  [
    'an attribute of a mark',
    (_, content) => content.insert(0, [block({}, [marked('link', { href: 'https://x.org', title: 't' })])]),
  ],
  ['an overlapping mark', (_, content) => content.insert(0, [block({}, [marked('bold--AAAAAAAA', {})])])],
  ['a suggestion without an id', (_, content) => content.insert(0, [block({}, [marked('insertion--AAAAAAAA', {})])])],
  [
    'a suggestion whose id is none',
    (_, content) => content.insert(0, [block({}, [marked('deletion--AAAAAAAA', { id: '<img src=x>' })])]),
  ],
  [
    'a suggestion that cannot overlap',
    (_, content) => content.insert(0, [block({}, [marked('insertion', { id: '1.1.1', split: null })])]),
  ],
  [
    'a suggested look that is none',
    (_, content) =>
      content.insert(0, [block({}, [marked('reformat--AAAAAAAA', { id: '1.1.1', mark: 'onclick', on: true })])]),
  ],
  [
    'a suggested address that is refused',
    (_, content) =>
      content.insert(0, [
        block({}, [marked('reformat--AAAAAAAA', { id: '1.1.1', mark: 'link', on: true, href: 'javascript:x' })]),
      ]),
  ],
  ['an embed', (_, content) => content.insert(0, [block({}, [embedded()])])],
  ['a block in a block', (_, content) => content.insert(0, [block({}, [block()])])],
  ['text outside a block', (_, content) => content.insert(0, [new Y.XmlText('loose')])],
  ['a hook', (_, content) => content.insert(0, [new Y.XmlHook('hook') as unknown as Y.XmlElement])],
  [
    'something in a divider',
    (_, content) => {
      const divider = new Y.XmlElement('divider');
      divider.insert(0, [new Y.XmlText('x')]);
      content.insert(0, [divider]);
    },
  ],
  ['a newer version', (doc) => doc.getMap('weft').set('schema', SCHEMA_VERSION + 1)],
  ['a version that cannot be read', (doc) => doc.getMap('weft').set('schema', 'two')],
];

describe('the version gate', () => {
  test.each(UNKNOWN)('%s, arriving later, freezes the editor and leaves the Y.Doc as it is', (_, change) => {
    const [a] = createReplicas(1, (first) => {
      first.caret(0, 0);
      first.type('words');
    });
    if (!a) throw new Error('no replica');
    const other = createYDocument(999, Y.encodeStateAsUpdate(a.doc));
    change(other, other.getXmlFragment('content'));
    const update = Y.encodeStateAsUpdate(other);
    a.binding.applyBatch([() => Y.applyUpdate(a.doc, update, 'remote')]);
    expect(a.failures).toHaveLength(1);
    expect(Y.encodeStateAsUpdate(a.doc)).toEqual(update);
    // Whatever is tried now does not reach the document.
    a.dispatch(a.state().tr.insertText('lost', 1));
    a.dispatch(a.state().tr.delete(0, a.state().doc.content.size));
    a.run(setKind('heading', 1));
    expect(Y.encodeStateAsUpdate(a.doc)).toEqual(update);
    a.destroy();
  });

  test.each(UNKNOWN)('%s, there from the start, opens as a copy and leaves the Y.Doc as it is', (_, change) => {
    const first = createReplicas(1, (replica) => {
      replica.caret(0, 0);
      replica.type('words');
    })[0];
    if (!first) throw new Error('no replica');
    change(first.doc, first.document.content);
    const update = Y.encodeStateAsUpdate(first.doc);
    const late = createHeadless(createYDocument(555, update));
    expect(late.failures).toHaveLength(1);
    expect(late.state().doc.textContent).toContain('words');
    late.dispatch(late.state().tr.insertText('lost', 1));
    expect(Y.encodeStateAsUpdate(late.doc)).toEqual(update);
    late.destroy();
    first.destroy();
  });

  test('a frozen copy goes on showing what others write', () => {
    const both = createReplicas(2, (first) => {
      first.caret(0, 0);
      first.type('words');
    });
    const [a, b] = both as [(typeof both)[number], (typeof both)[number]];
    a.doc.transact(() => a.document.content.insert(1, [new Y.XmlElement('hologram')]), 'newer');
    ((a.document.content.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(5, ' more');
    syncAll(both);
    expect(a.failures).toHaveLength(1);
    expect(b.lines()).toEqual(['paragraph|words more']);
    for (const replica of both) replica.destroy();
  });

  test('what passes the gate is read by y-prosemirror without a write, and by us as by it', () => {
    const attrs = fc.record(
      {
        id: fc.string({ maxLength: 8 }),
        kind: fc.constantFrom('paragraph', 'heading', 'bullet', 'callout', 'math', 3),
        level: fc.constantFrom(1, 2, 99, 'x'),
        indent: fc.constantFrom(0, 3, -1),
        checked: fc.boolean(),
        other: fc.constant('x'),
      },
      { requiredKeys: [] },
    );
    const run = fc.record({
      insert: fc.oneof(
        { weight: 9, arbitrary: fc.string({ minLength: 1, maxLength: 6 }) },
        { weight: 1, arbitrary: fc.constant({ image: 1 }) },
      ),
      attributes: fc.dictionary(
        fc.constantFrom('bold', 'link', 'code', 'sparkle'),
        fc.constantFrom({}, true, { href: 'https://x.org' }, { href: 'javascript:x' }, { odd: 1 }),
        { maxKeys: 2 },
      ),
    });
    const child = fc.oneof(
      { weight: 8, arbitrary: fc.array(run, { maxLength: 3 }).map((runs) => ({ runs })) },
      { weight: 1, arbitrary: fc.constant({ runs: undefined }) },
    );
    const tree = fc.array(
      fc.record({
        name: fc.constantFrom('block', 'block', 'block', 'divider', 'hologram'),
        attrs,
        children: fc.array(child, { maxLength: 2 }),
      }),
      { maxLength: 3 },
    );
    let passed = 0;
    fc.assert(
      fc.property(tree, (elements) => {
        const doc = createYDocument(7);
        const content = doc.getXmlFragment('content');
        for (const { name, attrs: values, children } of elements) {
          const element = new Y.XmlElement(name);
          for (const [key, value] of Object.entries(values)) element.setAttribute(key, value as string);
          content.push([element]);
          for (const { runs } of children) {
            const text = runs ? new Y.XmlText() : new Y.XmlElement('block');
            element.push([text as Y.XmlText]);
            if (runs) (text as Y.XmlText).applyDelta(runs);
          }
        }
        const before = Y.encodeStateAsUpdate(doc);
        const update = createYDocument(8, before);
        const failure = scanDocument(update, update.getXmlFragment('content'));
        // A copy can be drawn of anything.
        copyContent(update.getXmlFragment('content')).check();
        if (!failure) {
          passed++;
          const { doc: opened } = initProseMirrorDoc(update.getXmlFragment('content'), schema);
          opened.check();
          const own = update
            .getXmlFragment('content')
            .toArray()
            .map((element) => elementToNode(element as Y.XmlElement, new Map()));
          expect(own.map((node) => node.toJSON())).toEqual((opened.toJSON().content ?? []) as unknown[]);
        }
        expect(Y.encodeStateAsUpdate(update)).toEqual(before);
      }),
      { numRuns: 400 },
    );
    expect(passed).toBeGreaterThan(20);
  });

  test('nothing known is refused', () => {
    const doc = createYDocument(1);
    const { content } = toEditorDocument(doc);
    content.insert(0, [
      block({ id: 'a', kind: 'toggle', level: 2, indent: 1, checked: true, align: 'end', dir: 'rtl' }),
      new Y.XmlElement('divider'),
    ]);
    expect(scanBlocks(content.toArray())).toBeUndefined();
  });
});
