import * as fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { nodeToRows } from '../../convert/rows.ts';
import { attachmentToAttrs, referenceToFile } from '../../schema/attachment.ts';
import { schema } from '../../schema/schema.ts';
import { BLOCK_KINDS } from '../../schema/block.ts';
import { documents, EVERY_MARK, LETTERS } from '../../testing/documents.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { jsonToNodes } from './from-json.ts';
import { readJson } from './read-json.ts';
import { rowsToJson } from './to-json.ts';
import { PICTURE_REFERENCE } from '../../testing/reference.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 20_000 : 300;
const none = (): undefined => undefined;

function toText(doc: Node): string {
  return JSON.stringify({
    format: 'weft-document',
    version: 1,
    title: 'T',
    blocks: rowsToJson(nodeToRows(doc), none),
    files: {},
  });
}

function read(text: string): Node {
  const result = readJson(text);
  if (!result.ok) throw new Error(result.failure.code);
  return schema.nodes.doc.create(null, jsonToNodes(result.value.blocks, none));
}

describe('JSON', () => {
  test('any document comes back as it was', () => {
    const all = documents({ kinds: BLOCK_KINDS, marks: EVERY_MARK, letters: LETTERS, looks: true, spans: true });
    fc.assert(
      fc.property(all, (doc) => {
        const back = read(toText(doc));
        back.check();
        expect(nodeToRows(back)).toEqual(nodeToRows(doc));
      }),
      { numRuns: RUNS },
    );
  });

  test('pictures and files come back with what is said of them', () => {
    const reference = PICTURE_REFERENCE;
    const size = { width: 2, height: 3 };
    const image = schema.nodes.image.create(attachmentToAttrs({ reference, size, alt: 'A', caption: 'C', width: 50 }));
    const file = schema.nodes.file.create({ file: referenceToFile(reference, undefined) });
    const blocks = rowsToJson(nodeToRows(schema.nodes.doc.create(null, [image, file])), () => 'f');
    const taken = { name: 'a.png', reference, size };
    expect(jsonToNodes(JSON.parse(JSON.stringify(blocks)), () => taken).map((node) => node.toJSON())).toEqual([
      image.toJSON(),
      file.toJSON(),
    ]);
    // What could not be taken is its name, and what cannot be drawn is a file: what was said of it stands below.
    const untaken = jsonToNodes(blocks, () => ({ ...taken, reference: undefined }));
    expect(untaken.map(({ textContent }) => textContent)).toEqual(['a.png', 'A', 'C', 'a.png']);
    const undrawn = jsonToNodes(blocks, () => ({ ...taken, size: undefined }));
    expect(undrawn.map(({ type, textContent }) => `${type.name} ${textContent}`)).toEqual([
      'file ',
      'block A',
      'block C',
      'file ',
    ]);
  });

  test('of tables larger than are shown every word comes', () => {
    const cell = (text: string): unknown => ({ text: [text] });
    const long = { type: 'table', columns: [{}, {}], rows: Array.from({ length: 2001 }, (_, r) => [cell(`r${r}`)]) };
    expect(jsonToNodes([long], none).map(({ childCount }) => childCount)).toEqual([2000, 1]);
    const ragged = { type: 'table', columns: [{}], rows: [[cell('a'), cell('beyond')]] };
    expect(jsonToNodes([ragged], none)[0]?.textContent).toBe('abeyond');
    const wide = {
      type: 'table',
      columns: [],
      rows: [Array.from({ length: 101 }, (_, c) => cell(`c${c}`)), [cell('d')]],
    };
    expect(jsonToNodes([wide], none).map(({ textContent }) => textContent.split('\t').length)).toEqual([101, 1]);
  });

  test('any JSON at all is blocks that the schema takes, or a sentence', () => {
    const hostile = [
      {
        type: 'text',
        kind: 'script',
        level: 99,
        indent: -4,
        align: 'url(x)',
        dir: 7,
        text: [
          {
            text: 'a',
            marks: ['bold', 'onclick', { type: 'link', href: 'javascript:alert(1)' }, { type: 'color', name: 'x;}' }],
          },
          5,
          null,
        ],
      },
      { type: 'image', file: '__proto__', alt: '<img onerror=x>' },
      { type: 'table', columns: [{ width: 1e99 }], rows: [[{ text: ['x'], colspan: 1e9, rowspan: -3 }], 'y'] },
      { type: 'math', text: ['new'] },
    ];
    const read = readJson(JSON.stringify({ format: 'weft-document', version: 1, blocks: hostile }));
    expect(read.ok && read.value.notes).toEqual(['unknown']);
    const nodes = jsonToNodes(hostile, none);
    nodes.forEach((node) => node.check());
    expect(nodes[0]?.toJSON()).toMatchObject({
      attrs: { kind: 'paragraph', indent: null, align: null },
      content: [{ text: 'a', marks: [{ type: 'bold' }] }],
    });
    expect(nodes.at(-1)?.textContent).toBe('new');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        for (const node of jsonToNodes(value, none)) node.check();
        readJson(JSON.stringify({ format: 'weft-document', version: 1, blocks: [], files: value }));
        readJson(JSON.stringify(value));
      }),
      { numRuns: RUNS },
    );
  });

  test('what is newer, or something else, is told apart', () => {
    const code = (text: string): string => {
      const result = readJson(text);
      return result.ok ? 'ok' : result.failure.code;
    };
    expect(code('{"format":"weft-document","version":2,"blocks":[]}')).toBe('import-newer');
    expect(code('{"blocks":[]}')).toBe('import-unknown');
    expect(code('[')).toBe('import-damaged');
  });

  test('base64 of any bytes, also of more than a call takes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64ToBytes(bytesToBase64(bytes))).toEqual(bytes);
      }),
    );
    const large = new Uint8Array(200_000).map((_, at) => at % 251);
    expect(base64ToBytes(bytesToBase64(large))).toEqual(large);
    expect(base64ToBytes('*')).toBeUndefined();
  });
});
