import * as fc from 'fast-check';
import { paragraph as p, run as r, wordFile as word } from '../../testing/word-file.ts';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { nodeToRows, type Row } from '../../convert/rows.ts';
import { schema } from '../../schema/schema.ts';
import { BLOCK_KINDS } from '../../schema/block.ts';
import { documents, EVERY_MARK, LETTERS } from '../../testing/documents.ts';
import { jsonToNodes } from '../json/from-json.ts';
import { rowsToJson } from '../json/to-json.ts';
import type { WeftJsonBlock } from '../json/types.ts';
import type { Imported } from '../types.ts';
import { readDocx } from './read-docx.ts';
import { writeDocx } from './write-docx.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 2000 : 40;
const none = (): undefined => undefined;

/** A picture of one white point. */
const DOT = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

function imported(bytes: Uint8Array): Imported {
  const read = readDocx(bytes);
  if (!read.ok) throw new Error(read.failure.code);
  return read.value;
}

/** Writes what each part of a zip file says it unpacks to. */
function setSize(zip: Uint8Array<ArrayBuffer>, size: number): void {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at < zip.length - 30; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
}

function toDoc(blocks: readonly WeftJsonBlock[]): Node {
  return schema.nodes.doc.create(null, jsonToNodes(blocks, none));
}

/**
 * What is compared. Word cannot say, and so this leaves out (docs/caveats.md): the language of code, header columns, widths of columns, one block of
 * code beside another, an alignment at the start, a direction from left to right, the colour of a link, formulas in links, code that is a formula, of raised and lowered and of two addresses all but one.
 */
function said(doc: Node): unknown[] {
  const lines: unknown[] = [];
  let code: string[] | undefined;
  for (const row of nodeToRows(doc)) {
    if (row.type === 'block' && row.kind === 'code' && code) {
      code.push(...letters(row.runs, true), '\n');
      continue;
    }
    code = undefined;
    if (row.type === 'table')
      lines.push([
        'table',
        row.headerRow && row.rows.length > 1,
        row.rows.map((cells) => cells.map(({ runs, colspan, covered }) => [letters(runs, false), colspan, covered])),
      ]);
    else if (row.type !== 'block') lines.push([row.type]);
    else {
      const text = letters(row.runs, row.kind === 'code' || row.kind === 'math');
      if (row.kind === 'code') code = [...text, '\n'];
      const isTask = row.kind === 'task';
      const kind = row.kind === 'toggle' ? 'paragraph' : row.kind;
      lines.push([
        kind,
        kind === 'heading' && row.level,
        row.indent,
        isTask && row.checked,
        row.align === 'start' ? undefined : row.align,
        row.dir === 'rtl',
        code ?? text,
      ]);
    }
  }
  return lines;
}

/** Every document of Word's ends with a paragraph; an empty one is not told apart. */
function withoutEmptyEnd(lines: unknown[]): unknown[] {
  const last = lines.at(-1);
  const isEmpty = Array.isArray(last) && last[0] === 'paragraph' && (last.at(-1) as unknown[]).length === 0;
  return isEmpty ? lines.slice(0, -1) : lines;
}

type Runs = Extract<Row, { type: 'block' }>['runs'];

function letters(runs: Runs, isCode: boolean): string[] {
  return runs.flatMap(({ text, marks }) => {
    const names = marks.map(({ type, attrs }) => `${type.name}${String(attrs['href'] ?? attrs['name'] ?? '')}`);
    const drawn = names.filter((name) => !/^(?:date|person)/.test(name));
    const kept = drawn.filter((name) => !names.includes('superscript') || name !== 'subscript');
    const isLink = names.some((name) => name.startsWith('link'));
    const links = kept.filter((name) => name.startsWith('link')).slice(0, 1);
    const isFormula = names.includes('math');
    const shown = [
      ...kept.filter(
        (name) =>
          !name.startsWith('link') &&
          !(isLink && (name === 'underline' || name === 'math' || name.startsWith('color'))) &&
          !(isFormula && !isLink && name === 'code'),
      ),
      ...links,
    ];
    return [...text].map((letter) => (isCode || letter === '\n' ? letter : `${letter}${shown.toSorted().join()}`));
  });
}

describe('Word files', () => {
  test('any document comes back as it was, but for what Word cannot say', async () => {
    const all = documents({ kinds: BLOCK_KINDS, marks: EVERY_MARK, letters: LETTERS, looks: true, spans: true });
    await fc.assert(
      fc.asyncProperty(all, async (doc) => {
        const blocks = rowsToJson(nodeToRows(doc), none);
        const back = imported(await writeDocx({ title: 'A title', blocks, files: {} }));
        expect(back.title).toBe('A title');
        expect(said(toDoc(back.blocks))).toEqual(withoutEmptyEnd(said(doc)));
      }),
      { numRuns: RUNS },
    );
  });

  test('pictures come back with what they show and what is said of them', async () => {
    const file = { name: 'dot.png', type: 'image/png', bytes: DOT };
    const blocks: WeftJsonBlock[] = [
      { type: 'image', file: 'x', alt: 'A “dot”', caption: 'Below' },
      { type: 'text', kind: 'paragraph', text: ['after'] },
      { type: 'file', file: 'x' },
    ];
    const { blocks: back, files } = imported(await writeDocx({ title: '', blocks, files: { x: file } }));
    const [first] = back;
    expect(back).toEqual([
      { type: 'image', file: expect.any(String), alt: 'A “dot”', caption: 'Below' },
      blocks[1],
      { type: 'text', kind: 'paragraph', text: ['dot.png'] },
    ]);
    expect(files[first?.type === 'image' ? first.file : '']?.bytes).toEqual(DOT);
  });

  test('the parts are those that Word asks for, and every reference leads somewhere', async () => {
    const blocks: WeftJsonBlock[] = [
      { type: 'text', kind: 'heading', level: 2, text: ['H'] },
      { type: 'text', kind: 'ordered', text: ['one'] },
      { type: 'text', kind: 'paragraph', indent: 1, text: ['under one'] },
      { type: 'text', kind: 'ordered', text: ['two'] },
      {
        type: 'text',
        kind: 'paragraph',
        text: [{ text: 'link', marks: [{ type: 'link', href: 'https://example.org/?a=1&b=2' }] }],
      },
      { type: 'text', kind: 'ordered', text: ['one again'] },
    ];
    const parts = unzipSync(await writeDocx({ title: 'T & <t>', blocks, files: {} }));
    const text = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining([
        '[Content_Types].xml',
        '_rels/.rels',
        'word/document.xml',
        'word/styles.xml',
        'word/numbering.xml',
      ]),
    );
    const document = text('word/document.xml');
    const relations = text('word/_rels/document.xml.rels');
    for (const [, id] of document.matchAll(/r:(?:id|embed)="([^"]+)"/g)) expect(relations).toContain(`Id="${id}"`);
    const styles = text('word/styles.xml');
    for (const [, id] of document.matchAll(/<w:[pr]Style w:val="([^"]+)"/g))
      expect(styles).toContain(`w:styleId="${id}"`);
    // A height of lines without its rule is a fixed one to some, and cuts pictures off.
    for (const [spacing] of `${styles}${document}`.matchAll(/<w:spacing [^>]*w:line="[^>]*>/g))
      expect(spacing).toContain('w:lineRule="auto"');
    const numbering = text('word/numbering.xml');
    const numbers = [...document.matchAll(/<w:numId w:val="(\d+)"/g)].map(([, id]) => id);
    for (const id of numbers) expect(numbering).toMatch(new RegExp(`<w:num [^>]*w:numId="${id}"`));
    // What stands under an item does not end its list; what stands beside it does.
    expect(numbers[0]).toBe(numbers[1]);
    expect(numbers[2]).not.toBe(numbers[0]);
    expect(text('docProps/core.xml')).toContain('<dc:title>T &amp; &lt;t&gt;</dc:title>');
  });

  test('what Word writes and Weft does not', () => {
    const lines = (bytes: Uint8Array): string[] =>
      said(toDoc(imported(bytes).blocks)).map((line) => JSON.stringify(line));
    const rels = (inner: string): Record<string, string> => ({
      'word/_rels/document.xml.rels': `<Relationships>${inner}</Relationships>`,
    });

    // Tracked changes are taken, comments are left, and both are said.
    const tracked = imported(
      word(
        p(
          `${r('a')}<w:ins>${r('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del><w:r><w:commentReference w:id="1"/></w:r>`,
        ),
      ),
    );
    expect(tracked.blocks).toEqual([{ type: 'text', kind: 'paragraph', text: ['ab'] }]);
    expect(tracked.notes).toEqual(['changes', 'comments']);
    // A field is its result, and a link's where it leads.
    const field = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    expect(
      imported(
        word(
          p(
            `${field('begin')}<w:r><w:instrText> HYPERLINK "https://a.org/" </w:instrText></w:r>${field('separate')}${r('x')}${field('end')}${r('y')}`,
          ),
        ),
      ).blocks,
    ).toEqual([
      {
        type: 'text',
        kind: 'paragraph',
        text: [{ text: 'x', marks: [{ type: 'link', href: 'https://a.org/' }] }, 'y'],
      },
    ]);
    // An address that may not be one is none, and nothing outside is fetched as a picture.
    const outside = word(
      p(`<w:hyperlink r:id="a">${r('x')}</w:hyperlink><w:r><w:drawing><a:blip r:embed="b"/></w:drawing></w:r>`),
      rels(
        '<Relationship Id="a" Target="javascript:alert(1)" TargetMode="External"/><Relationship Id="b" Target="https://a.org/x.png" TargetMode="External"/>',
      ),
    );
    expect(imported(outside)).toMatchObject({ blocks: [{ text: ['x'] }], files: {}, notes: ['files-left'] });
    // Lines of code that are paragraphs are one block; boxes that are letters are tasks; a footnote is at the end.
    const styles =
      '<w:styles><w:style w:styleId="C"><w:name w:val="HTML Preformatted"/></w:style><w:style w:styleId="B"><w:basedOn w:val="H"/><w:name w:val="Mine"/></w:style><w:style w:styleId="H"><w:name w:val="H"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style></w:styles>';
    const kind = (name: string): string => `https://x/relationships/${name}`;
    const mixed = word(
      `${p(`<w:pPr><w:pStyle w:val="C"/></w:pPr>${r('a')}`)}${p(`<w:pPr><w:pStyle w:val="C"/></w:pPr>${r('b')}`)}${p(`${r('☒ done')}`)}${p(`<w:pPr><w:pStyle w:val="B"/></w:pPr>${r('head')}`)}${p(`${r('see')}<w:r><w:footnoteReference w:id="7"/></w:r>`)}`,
      {
        'word/styles.xml': styles,
        'word/footnotes.xml': `<w:footnotes><w:footnote w:id="7">${p(`<w:r><w:footnoteRef/></w:r>${r(' the note')}`)}</w:footnote></w:footnotes>`,
        ...rels(
          `<Relationship Id="s" Type="${kind('styles')}" Target="styles.xml"/><Relationship Id="f" Type="${kind('footnotes')}" Target="footnotes.xml"/>`,
        ),
      },
    );
    expect(imported(mixed).blocks).toEqual([
      { type: 'text', kind: 'code', text: ['a\nb'] },
      { type: 'text', kind: 'task', checked: true, text: ['done'] },
      { type: 'text', kind: 'heading', level: 3, text: ['head'] },
      { type: 'text', kind: 'paragraph', text: ['see', { text: '1', marks: ['superscript'] }] },
      { type: 'text', kind: 'paragraph', text: [{ text: '1', marks: ['superscript'] }, ' ', 'the note'] },
    ]);
    // Cells merged downwards.
    const tc = (text: string, look = ''): string => `<w:tc><w:tcPr>${look}</w:tcPr>${p(r(text))}</w:tc>`;
    expect(
      lines(
        word(
          `<w:tbl><w:tr>${tc('a', '<w:vMerge w:val="restart"/>')}${tc('b')}</w:tr><w:tr>${tc('', '<w:vMerge/>')}${tc('c')}</w:tr></w:tbl>`,
        ),
      ),
    ).toEqual(['["table",false,[[[["a"],1,false],[["b"],1,false]],[[[],1,true],[["c"],1,false]]]]']);
  });

  test('bytes that mean harm are a sentence, and cost no more than their bound', () => {
    const code = (bytes: Uint8Array): string => {
      const read = readDocx(bytes);
      return read.ok ? 'ok' : read.failure.code;
    };
    const body = (inner: string): Record<string, Uint8Array> => ({
      'word/document.xml': strToU8(`<w:document><w:body>${inner}</w:body></w:document>`),
    });
    expect(code(new Uint8Array())).toBe('import-damaged');
    expect(code(strToU8('PK\u0003\u0004 no zip'))).toBe('import-damaged');
    expect(code(zipSync({ 'a.txt': strToU8('x') }))).toBe('import-damaged');
    // What says it unpacks to more than is taken is not unpacked.
    const bomb = zipSync(body('x'));
    setSize(bomb, 70_000_000);
    expect(code(bomb)).toBe('import-too-big');
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`${at}.xml`, new Uint8Array()]));
    expect(code(zipSync(many, { level: 0 }))).toBe('import-too-big');
    // What says it unpacks to less than it does is cut off there.
    const lying = zipSync(body(`<w:p><w:r><w:t>${'x'.repeat(100_000)}</w:t></w:r></w:p>`));
    setSize(lying, 60);
    expect(['ok', 'import-damaged']).toContain(code(lying));
    // Entities of the file's own are not put in, and depth has an end.
    const entity = strToU8(
      '<!DOCTYPE x [<!ENTITY e "boom">]><w:document><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>',
    );
    expect(JSON.stringify(imported(zipSync({ 'word/document.xml': entity })).blocks)).not.toContain('boom');
    const deep = body(`${'<w:sdt>'.repeat(5000)}<w:p/>${'</w:sdt>'.repeat(5000)}`);
    expect(code(zipSync(deep))).toBe('ok');
  });

  test('any bytes at all give an answer', () => {
    const parts = fc.dictionary(
      fc.constantFrom('word/document.xml', '_rels/.rels', 'word/styles.xml', 'word/_rels/document.xml.rels'),
      fc.string({
        unit: fc.constantFrom(
          ...'<>/w:pr tbl"=&;-![]'.split(''),
          '<w:p>',
          '<w:tbl>',
          '<w:tr>',
          '<w:tc>',
          '<w:r>',
          '<w:t>',
          '</w:t>',
          '<w:document><w:body>',
        ),
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          parts.map((all) =>
            zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)]))),
          ),
        ),
        (bytes) => {
          const read = readDocx(bytes);
          if (read.ok) for (const node of jsonToNodes(read.value.blocks, none)) node.check();
        },
      ),
    );
  });
});
