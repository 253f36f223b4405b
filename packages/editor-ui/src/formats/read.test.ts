import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { EditorState } from 'prosemirror-state';
import { nodeToRows } from '../convert/rows.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { schema } from '../schema/schema.ts';
import { createHeadless, createYDocument } from '../testing/headless.ts';
import { htmlToTree } from './html-tree.ts';
import { writePage } from './html/write-page.ts';
import { nameToFormat } from './names.ts';
import { readFormat } from './read.ts';
import { insertTaken, seedTaken, takeIn, takeTitle } from './take-in.ts';
import type { ImportFormat, ImportResult } from './types.ts';
import { PICTURE_REFERENCE } from '../testing/reference.ts';

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

function read(format: ImportFormat, text: string | Uint8Array): ImportResult {
  return readFormat(format, typeof text === 'string' ? new TextEncoder().encode(text) : text);
}

function lines(result: ImportResult): string[] {
  if (!result.ok) return [result.failure.code];
  return result.value.blocks.map((block) => {
    if (block.type !== 'text') return block.type;
    return `${block.kind}|${block.text.map((run) => (typeof run === 'string' ? run : run.text)).join('')}`;
  });
}

const ids = (): (() => string) => {
  let serial = 0;
  return () => `id-${serial++}`;
};

describe('files that are read', () => {
  test('what a file is, is told by its name', () => {
    expect(['a.MD', 'b.docx', 'c.html', 'd.txt', 'e.json', 'f.pdf', 'g', '__proto__'].map(nameToFormat)).toEqual([
      'markdown',
      'docx',
      'html',
      'text',
      'json',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('letters are told by what the file says of them, and never guessed', () => {
    const wide = (text: string, isBig: boolean): Uint8Array => {
      const bytes = new Uint8Array(2 * text.length + 2);
      const view = new DataView(bytes.buffer);
      [0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))].forEach((unit, at) =>
        view.setUint16(2 * at, unit, !isBig),
      );
      return bytes;
    };
    expect(lines(read('text', 'é\r\nb'))).toEqual(['paragraph|é', 'paragraph|b']);
    expect(lines(read('text', '\ufeffé'))).toEqual(['paragraph|é']);
    expect(lines(read('markdown', wide('# é', false)))).toEqual(['heading|é']);
    expect(lines(read('markdown', wide('# é', true)))).toEqual(['heading|é']);
    expect(lines(read('text', Uint8Array.of(0x63, 0xe9)))).toEqual(['import-encoding']);
    expect(lines(read('text', 'a\0b'))).toEqual(['import-encoding']);
  });

  test('what is too large, empty or something else is a sentence', () => {
    expect(lines(read('text', new Uint8Array(20_000_001)))).toEqual(['import-too-big']);
    expect(lines(read('markdown', ' \n'))).toEqual(['import-empty']);
    expect(lines(read('docx', zipSync({})))).toEqual(['import-damaged']);
    expect(lines(read('json', '{}'))).toEqual(['import-unknown']);
  });

  test('HTML from anywhere: nothing in it lives, its own pictures come along, those elsewhere are links, and so is what another site would show', () => {
    const result = read(
      'html',
      `<title> A  page </title><base href="https://a.org/x/"><script>alert(1)</script><style>p{}</style>
      <p onclick="alert(1)">a <a href="y">rel</a> <a href="javascript:alert(1)">js</a><img src="data:image/png;base64,${DOT}" alt="dot"><img src="//b.org/z.png" alt="far">
      <iframe src="https://www.c.org/film?track=1" width="400"></iframe><iframe src="https://d.org/count" width="1"></iframe><object data="javascript:alert(1)"></object><video title="A talk"><source src="/talk.mp4"></video><img src="data:image/svg+xml;base64,AAAA" alt="svg"><p style="font-weight:bold">b</p>`,
    );
    expect(result).toMatchObject({
      ok: true,
      value: { title: 'A page', notes: ['pictures-linked'], files: { 1: { name: 'picture-1.png' } } },
    });
    expect(lines(result)).toEqual([
      'paragraph|a rel js',
      'image',
      'paragraph|far',
      'paragraph|c.org/film',
      'paragraph|A talk',
      'paragraph|svg',
      'paragraph|b',
    ]);
    const all = JSON.stringify(result.ok && result.value.blocks);
    expect(all).toContain('https://a.org/x/y');
    expect(all).toContain('https://b.org/z.png');
    expect(all).toContain('https://www.c.org/film?track=1');
    expect(all).toContain('https://a.org/talk.mp4');
    expect(all).not.toMatch(/alert|d\.org|onclick/);
    expect(all).toContain('"bold"');
    // Deeper than calls go.
    expect(lines(read('html', `${'<div>'.repeat(3000)}deep`))).toEqual(['paragraph|deep']);
  });

  test('words that HTML hides in odd places come along, or are said to be left', () => {
    const of = (html: string): unknown => {
      const result = read('html', html);
      return result.ok ? [...lines(result), ...result.value.notes] : [result.failure.code];
    };
    const picture = `<img src="data:image/png;base64,${DOT}" alt="d">`;
    expect(of('<table><caption>The <b>year</b></caption><tr><td>a<td>b</table>')).toEqual([
      'paragraph|The year',
      'table',
    ]);
    expect(of('<table><caption>c</caption><tr><td><p>only</table>')).toEqual(['paragraph|c', 'paragraph|only']);
    expect(of(`<table><tr><td>a${picture}<td>b</table>after`)).toEqual(['table', 'image', 'paragraph|after']);
    expect(of('<object><p>instead</object><dialog>said</dialog><fieldset><legend>L</legend>x</fieldset>')).toEqual([
      'paragraph|instead',
      'paragraph|said',
      'paragraph|L',
      'paragraph|x',
    ]);
    expect(of('a<svg><style>x{}</style><title>t</title><path/></svg>')).toEqual(['paragraph|a']);
    expect(
      of('a<svg><text>words</text></svg><textarea>typed</textarea><a href="https://a.org" title="tip">l</a>'),
    ).toEqual(['paragraph|al', 'frames', 'fields', 'titles']);
    const cells = read('html', '<table><tr><td>a<table><tr><td>in<td>side</table>after<td>b<p>c</p>d</table>');
    expect(cells).toMatchObject({
      value: { blocks: [{ rows: [[{ text: ['a\nin\nside\nafter'] }, { text: ['b\nc\nd'] }]] }] },
    });
    const said = (words: string): unknown => {
      const result = read('html', `<figure>${picture}<figcaption>${words}</figcaption></figure>`);
      return result.ok && result.value.blocks;
    };
    expect(said('What it <i>shows</i>')).toEqual([{ type: 'image', file: '1', alt: 'd', caption: 'What it shows' }]);
    // Longer than a caption goes: nothing of it is cut off.
    expect(said('x'.repeat(2000))).toMatchObject([{ type: 'image' }, { kind: 'paragraph', text: ['x'.repeat(2000)] }]);
    // Spaces that stay: those between words of a file were typed.
    expect(read('html', '<p>z.&nbsp;B. <b>10</b>&nbsp;km&nbsp; x&nbsp;')).toMatchObject({
      value: { blocks: [{ text: ['z.\u00a0B. ', { text: '10' }, '\u00a0km  x '] }] },
    });
  });

  test('pictures in Markdown itself come along, others are said to be links', () => {
    const result = read('markdown', `![dot](data:image/png;base64,${DOT})\n\n![far](https://a.org/x.png "tip")`);
    expect(result).toMatchObject({ ok: true, value: { notes: ['pictures-linked', 'titles'], files: { 1: {} } } });
    expect(lines(result)).toEqual(['image', 'paragraph|far']);
  });

  test('more of one thing than a call takes arguments', () => {
    expect([...htmlToTree('<br>'.repeat(150_000)).body.childNodes].length).toBe(150_000);
  });

  test('in a document: files are sealed first, one step takes it back, and a first heading can be the title', async () => {
    const result = read('html', `<h1>T</h1><p>a</p><img alt="d" src="data:image/png;base64,${DOT}"><p>z</p>`);
    if (!result.ok) throw new Error(result.failure.code);
    const attached: number[] = [];
    const reference = { ...PICTURE_REFERENCE, bytes: 70, name: 'd.png' };
    const attachments = {
      attach: (bytes: Uint8Array) => {
        attached.push(bytes.length);
        return Promise.resolve({ ok: true, value: reference });
      },
    } as unknown as Parameters<typeof takeIn>[1]['attachments'];
    const taken = await takeIn(result.value, { attachments });
    if (!taken.ok) throw new Error(taken.failure.code);
    expect(attached).toEqual([70]);
    const titled = takeTitle(taken.value, 'name of the file');
    expect(titled.title).toBe('T');
    expect(takeTitle({ ...titled, title: '' }, 'name of the file').title).toBe('name of the file');

    // A title holds words alone, and not too many: what is more stays a heading.
    const headed = async (html: string): Promise<string> => {
      const one = read('html', `${html}<p>a</p>`);
      const found = one.ok ? await takeIn(one.value, { attachments: undefined }) : undefined;
      return found?.ok === true ? takeTitle(found.value, 'file').title : 'not read';
    };
    expect(await headed('<h1>Plan</h1>')).toBe('Plan');
    expect(await headed(`<h1>${'long '.repeat(100)}</h1>`)).toBe('file');
    expect(await headed('<h1>See <a href="https://a.org">there</a></h1>')).toBe('file');
    // More blocks than one document takes are refused, and not cut off.
    const much = Array.from({ length: 100_001 }, () => ({ type: 'divider' as const }));
    expect(await takeIn({ ...result.value, blocks: much }, { attachments })).toMatchObject({
      failure: { code: 'import-too-big' },
    });

    const doc = new Y.Doc();
    seedTaken(doc, titled, ids());
    const made = createHeadless(doc);
    expect(made.failures).toEqual([]);
    expect(made.lines()).toEqual(['paragraph|a', 'undefined|', 'paragraph|z', 'paragraph|']);
    expect(doc.getText('title').toString()).toBe('T');
    expect(made.history.canUndo()).toBe(false);
    made.destroy();

    const open = createHeadless(createYDocument(7, Y.encodeStateAsUpdate(doc)));
    open.caret(0, -1);
    const before = open.lines();
    const editor = {
      state: { get: () => ({ editable: true }) },
      apply: (command: Parameters<typeof open.run>[0]) => {
        open.history.stopCapturing();
        return open.run(command);
      },
    } as unknown as Parameters<typeof insertTaken>[0];
    expect(insertTaken(editor, taken.value.nodes, open.createId)).toBeUndefined();
    expect(open.lines()).toEqual([
      'paragraph|a',
      'heading1|T',
      'paragraph|a',
      'undefined|',
      'paragraph|z',
      ...before.slice(1),
    ]);
    open.undo();
    expect(open.lines()).toEqual(before);
    open.destroy();

    // Without a place for files they are their names; what was stopped changes nothing.
    const bare = await takeIn(result.value, { attachments: undefined });
    expect(bare.ok && bare.value.notes).toEqual(['files-left']);
    const stopped = await takeIn(result.value, { attachments, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ ok: false, failure: { code: 'import-cancelled' } });
  });

  test('a page that is written is read again as it was, and holds nothing that lives', async () => {
    const source = read(
      'markdown',
      '## H\n\n> q\n\n- [x] t\n  - u\n\n      code\n\n| a | b |\n| --- | ---: |\n| **c** | d |\n\n---\n\nx <script>alert(1)</script>',
    );
    const taken = source.ok ? await takeIn(source.value, { attachments: undefined }) : undefined;
    if (taken?.ok !== true) throw new Error('not read');
    const rows = nodeToRows(EditorState.create({ doc: schema.nodes.doc.create(null, [...taken.value.nodes]) }).doc);
    const page = await writePage({ title: '<T> & "t"', rows, language: 'en' }, () => undefined);
    expect(page).not.toMatch(/<script|onclick|javascript:/i);
    const back = read('html', page);
    expect(back).toMatchObject({ ok: true, value: { title: '<T> & "t"' } });
    const again = back.ok ? await takeIn(back.value, { attachments: undefined }) : undefined;
    if (again?.ok !== true) throw new Error('not read again');
    // The title stands above the text as well.
    const [, ...nodes] = again.value.nodes;
    expect(rowsToMarkdown(nodeToRows(schema.nodes.doc.create(null, nodes)))).toBe(rowsToMarkdown(rows));
  });
});
