import * as fc from 'fast-check';
import { type Node, Slice } from 'prosemirror-model';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeToRows } from '../convert/rows.ts';
import { BLOCK_KINDS } from '../schema/block.ts';
import { attachmentToAttrs } from '../schema/attachment.ts';
import { schema } from '../schema/schema.ts';
import { documents, EVERY_MARK, LETTERS } from '../testing/documents.ts';
import { createReplicas, type Headless } from '../testing/headless.ts';
import { insertBlocks } from './insert.ts';
import { ownToBlocks } from './own.ts';
import { sliceToClipboard } from './part.ts';
import { PICTURE_REFERENCE } from '../testing/reference.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 10_000 : 60;
const block = (kind: string, words: string, indent: number | null = null): Node =>
  schema.nodes.block.create({ kind, indent }, words === '' ? undefined : schema.text(words));

/** What stands there after a paste, the caret as `|`. */
function pasted(
  into: readonly Node[],
  at: readonly [index: number, offset: number],
  nodes: readonly Node[],
  isOpen = false,
): string[] {
  replicas.push(...createReplicas(1));
  const a = replicas.at(-1) as Headless;
  a.dispatch(a.state().tr.replaceWith(0, a.state().doc.content.size, into));
  a.caret(...at);
  a.dispatch(insertBlocks(a.state(), nodes, false, a.createId, isOpen));
  a.type('|');
  return a.state().doc.children.map((node) => {
    const { kind, indent } = node.attrs;
    return `${String(kind ?? node.type.name)}${typeof indent === 'number' ? `>${indent}` : ''} ${node.textContent}`;
  });
}

describe('what is copied in a Weft document', () => {
  test('comes back as it was, whatever it is', () => {
    const all = documents({ kinds: BLOCK_KINDS, marks: EVERY_MARK, letters: LETTERS, looks: true, spans: true });
    fc.assert(
      fc.property(all, (doc) => {
        const found = ownToBlocks(sliceToClipboard(new Slice(doc.content, 0, 0)).own);
        expect(nodeToRows(schema.nodes.doc.create(null, found?.nodes))).toEqual(nodeToRows(doc));
      }),
      { numRuns: RUNS },
    );
  });

  test('a picture comes with what is said of it', () => {
    const reference = PICTURE_REFERENCE;
    const said = { reference, size: { width: 2, height: 3 }, alt: 'A', caption: 'C', width: 50 };
    const image = schema.nodes.image.create(attachmentToAttrs(said));
    const doc = schema.nodes.doc.create(null, [image, block('paragraph', 'x')]);
    expect(ownToBlocks(sliceToClipboard(new Slice(doc.content, 0, 0)).own)?.nodes[0]?.eq(image)).toBe(true);
  });

  test('part of a block, or of a cell, is its words with their marks', () => {
    const bold = schema.text('bold', [schema.marks.bold.create()]);
    const words = schema.nodes.block.create({ kind: 'heading', level: 1 }, [schema.text('a '), bold]);
    const doc = schema.nodes.doc.create(null, [words]);
    const found = ownToBlocks(sliceToClipboard(doc.slice(2, doc.content.size - 1, true)).own);
    expect(found?.isInline).toBe(true);
    expect(found?.nodes.map(({ content }) => content.toString())).toEqual(['<" ", bold("bold")>']);
    const cell = schema.nodes.cell.create({ column: 'c' }, [schema.text('a '), bold]);
    const table = schema.nodes.table.create(null, [schema.nodes.row.create(null, [cell])]);
    const inTable = schema.nodes.doc.create(null, [table]);
    const part = ownToBlocks(sliceToClipboard(inTable.slice(3, 7, true)).own);
    expect(part?.nodes.map(({ content }) => content.toString())).toEqual(['<"a ", bold("bo")>']);
  });

  test('any text at all is blocks that the schema takes, or none', () => {
    for (const text of ['', '{', '[]', '{"version":2,"blocks":[{}]}', '{"version":1}', '{"version":1,"blocks":[]}']) {
      expect(ownToBlocks(text)).toBeUndefined();
    }
    const hostile = ownToBlocks(
      JSON.stringify({
        version: 1,
        isInline: true,
        files: ['{"file":"{}"}', 7],
        blocks: [
          { type: 'image', file: '0' },
          { type: 'file', file: '__proto__' },
          { type: 'text', kind: 'script', text: ['x'] },
        ],
      }),
    );
    expect(hostile?.isInline).toBe(false);
    expect(hostile?.nodes.map(({ type, textContent }) => [type.name, textContent])).toEqual([
      ['block', 'file'],
      ['block', 'file'],
      ['block', 'x'],
    ]);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (blocks) => {
        for (const node of ownToBlocks(JSON.stringify({ version: 1, blocks }))?.nodes ?? []) node.check();
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what is pasted', () => {
  test('lines pasted into a toggle stay in it, and what stood under it too', () => {
    const lines = ['1', '2', '3'].map((words) => block('paragraph', words));
    const toggle = [block('toggle', 'T'), block('paragraph', 'in', 1)];
    expect(pasted(toggle, [1, -1], lines)).toEqual(['toggle T', 'paragraph>1 in1', 'paragraph>1 2', 'paragraph>1 3|']);
    expect(pasted(toggle, [0, -1], lines)).toEqual(['toggle T1', 'paragraph>1 2', 'paragraph>1 3|', 'paragraph>1 in']);
  });

  test('items pasted into a list stand as deep as the item they come to, and as they stood among each other', () => {
    const items = [block('bullet', 'x', 2), block('task', 'y', 3), block('bullet', 'z', 2)];
    const list = [block('bullet', 'a'), block('bullet', '', 1)];
    expect(pasted(list, [1, 0], items)).toEqual(['bullet a', 'bullet>1 x', 'task>2 y', 'bullet>1 z|']);
    expect(pasted([block('paragraph', '')], [0, 0], items)).toEqual(['bullet x', 'task>1 y', 'bullet z|']);
    const heading = [block('paragraph', 'p'), block('heading', 'h')];
    expect(pasted(list, [1, 0], heading)).toEqual(['bullet a', 'bullet>1 p', 'heading h|']);
  });

  test('lines pasted into a list are items, and a paragraph among other blocks is one', () => {
    const item = [block('bullet', 'a')];
    const lines = [block('paragraph', '1'), block('paragraph', '2')];
    expect(pasted(item, [0, -1], lines)).toEqual(['bullet a1', 'bullet 2|']);
    const mixed = [block('heading', 'h'), block('paragraph', 'p')];
    expect(pasted(item, [0, -1], mixed)).toEqual(['bullet a', 'heading h', 'paragraph p|']);
  });

  test('the end of a heading goes on where the caret stands; a whole one is a heading', () => {
    const nodes = [block('heading', 'ding'), block('paragraph', 'next')];
    const words = [block('paragraph', 'fin')];
    expect(pasted(words, [0, -1], nodes, true)).toEqual(['paragraph finding', 'paragraph next|']);
    expect(pasted(words, [0, -1], nodes)).toEqual(['paragraph fin', 'heading ding', 'paragraph next|']);
  });
});
