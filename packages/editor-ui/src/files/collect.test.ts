import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { deleteSelected, moveSelected } from '../commands/move.ts';
import { blockStart } from '../commands/ranges.ts';
import { referenceToFile } from '../schema/attachment.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { contentToReferences, createCollector } from './collect.ts';
import { undoableReferences } from './part.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

const file = (digit: string): string =>
  referenceToFile(
    { session: digit.repeat(64), chunks: 1, bytes: 3, hash: 'f'.repeat(64), type: 'image/png', name: `${digit}.png` },
    undefined,
  );

/** Replicas of: a paragraph, a picture, a paragraph. */
function people(count: number): Headless[] {
  replicas = createReplicas(count, (a) => {
    a.caret(0, 0);
    a.type('above');
    const end = a.state().doc.content.size;
    const below = schema.nodes.block.create(null, schema.text('below'));
    a.dispatch(a.state().tr.insert(end, [schema.nodes.image.create({ file: file('a') }), below]));
  });
  return replicas;
}

const inContent = ({ document }: Headless): string[] => contentToReferences(document.content).map(({ name }) => name);
const inUndo = ({ history }: Headless): string[] => undoableReferences(history).map(({ name }) => name);
const kinds = ({ state }: Headless): string[] => state().doc.children.map(({ type }) => type.name);

function replace(replica: Headless, digit: string): void {
  replica.history.stopCapturing();
  replica.dispatch(replica.state().tr.setNodeAttribute(blockStart(replica.state().doc, 1), 'file', file(digit)));
}

describe('what a document refers to', () => {
  test('what the text names, and what undo and redo would bring back', () => {
    const [a] = people(1) as [Headless];
    expect([inContent(a), inUndo(a)]).toEqual([['a.png'], []]);
    replace(a, 'b');
    expect([inContent(a), inUndo(a)]).toEqual([['b.png'], ['a.png']]);
    a.history.stopCapturing();
    const at = blockStart(a.state().doc, 1);
    a.dispatch(a.state().tr.delete(at, at + 1));
    expect(inContent(a)).toEqual([]);
    expect(inUndo(a).toSorted()).toEqual(['a.png', 'b.png']);
    a.undo();
    expect(inContent(a)).toEqual(['b.png']);
    a.undo();
    expect([inContent(a), inUndo(a)]).toEqual([['a.png'], ['b.png']]);
  });

  test('elements of a newer version count too, and a hostile depth ends', () => {
    const doc = new Y.Doc();
    const content = doc.getXmlFragment('content');
    let inner: Y.XmlFragment = content;
    for (let depth = 0; depth < 100; depth++) {
      const next = new Y.XmlElement('gallery');
      inner.insert(0, [next]);
      if (depth === 3 || depth === 99) next.setAttribute('file', file(depth === 3 ? 'c' : 'd'));
      inner = next;
    }
    expect(contentToReferences(content).map(({ name }) => name)).toEqual(['c.png']);
  });

  test('nothing is let go of while something of the document is missing here, or cannot be read', async () => {
    const collected: string[][] = [];
    const attachments = {
      collect: (references: Iterable<{ name: string }>) => {
        collected.push([...references].map(({ name }) => name));
        return Promise.resolve({ ok: true as const, value: 0 });
      },
    };
    const due: (() => void)[] = [];
    const [a] = people(1) as [Headless];
    const now = { gaps: 1, pending: false, isFrozen: false };
    const collector = createCollector({
      attachments: attachments as never,
      status: { get: () => now, subscribe: () => () => undefined },
      ports: {
        timeout: (_ms, callback) => {
          due.push(callback);
          return () => undefined;
        },
      },
      references: () => (now.isFrozen ? undefined : contentToReferences(a.document.content)),
    });
    await collector.now();
    now.gaps = 0;
    now.isFrozen = true;
    await collector.now();
    expect(collected).toEqual([]);
    now.isFrozen = false;
    collector.touch();
    expect(due).toHaveLength(1);
    due[0]?.();
    expect(collected).toEqual([['a.png']]);
  });
});

describe('pictures among people', () => {
  test('two who move one picture while apart see it once', () => {
    const all = people(2) as [Headless, Headless];
    const [a, b] = all;
    const move = (replica: Headless, by: 1 | -1): void => {
      const at = blockStart(replica.state().doc, 1);
      replica.select(at);
      replica.run(moveSelected(by, replica.binding.copyId));
    };
    move(a, -1);
    move(b, 1);
    syncAll(all);
    expect(kinds(a).filter((name) => name === 'image')).toHaveLength(1);
    expect(kinds(b)).toEqual(kinds(a));
    expect(inContent(a).length).toBeGreaterThan(0);
  });

  test('two who replace one picture while apart get one of the two, whole', () => {
    const all = people(2) as [Headless, Headless];
    replace(all[0], 'b');
    replace(all[1], 'c');
    syncAll(all);
    expect(inContent(all[0])).toHaveLength(1);
    expect(['b.png', 'c.png']).toContain(inContent(all[0])[0]);
    expect(inContent(all[1])).toEqual(inContent(all[0]));
  });

  test('a block command deletes a selected picture, and undo brings it back', () => {
    const [a] = people(1) as [Headless];
    a.select(blockStart(a.state().doc, 1));
    a.history.stopCapturing();
    expect(a.run(deleteSelected)).toBe(true);
    expect(kinds(a)).toEqual(['block', 'block']);
    a.undo();
    expect(kinds(a)).toEqual(['block', 'image', 'block']);
  });
});
