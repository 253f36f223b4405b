import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import { textToBlocks } from './from-text.ts';
import { nodeToRows } from './rows.ts';
import { rowsToHtml } from './to-html.ts';
import { rowsToMarkdown } from './to-markdown.ts';
import { rowsToText } from './to-text.ts';

type Spec = readonly [kind: string, text: string, attrs?: Record<string, unknown>];

function rows(...specs: readonly Spec[]): ReturnType<typeof nodeToRows> {
  const blocks = specs.map(([kind, text, attrs]) =>
    kind === 'divider'
      ? schema.nodes.divider.create()
      : schema.nodes.block.create({ kind, ...attrs }, text === '' ? null : schema.text(text)),
  );
  return nodeToRows(schema.nodes.doc.create(null, blocks));
}

describe('HTML', () => {
  test('neighbouring items are one list, deeper ones a list inside', () => {
    const html = rowsToHtml(
      rows(
        ['bullet', 'a'],
        ['bullet', 'b', { indent: 1 }],
        ['ordered', 'c', { indent: 1 }],
        ['bullet', 'd'],
        ['paragraph', 'e'],
        ['task', 'f', { checked: true }],
      ),
    );
    expect(html).toBe(
      '<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li><li>d</li></ul><p>e</p>' +
        '<ul><li data-checked="true"><input type="checkbox" disabled checked> f</li></ul>',
    );
  });

  test('a callout is an aside, with its direction and alignment; in Markdown, a note', () => {
    const all = rows(['callout', 'a\nb', { align: 'center', dir: 'rtl' }]);
    expect(rowsToHtml(all)).toBe('<aside dir="rtl" data-align="center"><p>a<br>b</p></aside>');
    expect(rowsToMarkdown(all)).toBe('> [!NOTE]\n> a\\\n> b');
  });

  test('a list that begins deep says so, and comes back', () => {
    expect(rowsToHtml(rows(['bullet', 'a', { indent: 2 }], ['bullet', 'b']))).toBe(
      '<ul data-indent="2"><li>a</li></ul><ul><li>b</li></ul>',
    );
  });

  test('everything is escaped, refused addresses are dropped', () => {
    const evil = schema.text('x', [schema.marks.link.create({ href: 'javascript:alert(1)' })]);
    const fine = schema.text('"&<', [
      schema.marks.link.create({ href: 'https://a.org/?a="&b' }),
      schema.marks.bold.create(),
    ]);
    const doc = schema.nodes.doc.create(null, schema.nodes.block.create(null, [evil, fine]));
    expect(rowsToHtml(nodeToRows(doc))).toBe(
      '<p><span>x</span><a href="https://a.org/?a=%22&amp;b" rel="noopener noreferrer"><strong>&quot;&amp;&lt;</strong></a></p>',
    );
  });

  test('spaces and line breaks survive HTML', () => {
    expect(rowsToHtml(rows(['paragraph', ' a  b \n c']))).toBe('<p>\u00a0a\u00a0 b\u00a0<br>\u00a0c</p>');
    expect(rowsToHtml(rows(['code', '\n  x\n']))).toBe('<pre><code>\n\n  x\n\n</code></pre>');
  });
});

describe('images and files', () => {
  const file = (name: string): string =>
    JSON.stringify({ session: 'a'.repeat(64), hash: 'b'.repeat(64), chunks: 1, bytes: 2048, type: 'image/png', name });
  const all = nodeToRows(
    schema.nodes.doc.create(null, [
      schema.nodes.image.create({ file: file('a "(1)".png'), alt: 'A <field>', caption: '# green' }),
      schema.nodes.file.create({ file: file('plan.pdf') }),
      schema.nodes.image.create({ file: 'hostile" onerror="x' }),
    ]),
  );

  test('HTML has no bytes and no address of them, but what they are called and show', () => {
    const html = rowsToHtml(all);
    expect(html).not.toMatch(/src=|onerror/);
    expect(html).toContain('<img alt="A &lt;field&gt;" title="a &quot;(1)&quot;.png"><figcaption># green</figcaption>');
    expect(html).toContain('>plan.pdf (2 kB)</p>');
  });

  test('Markdown names the file and what it shows', () => {
    expect(rowsToMarkdown(all)).toBe(
      '![A \\<field>](a%20%22%281%29%22.png)\n\n\\# green\n\n[plan.pdf](plan.pdf)\n\n![](file)',
    );
    expect(rowsToText(all)).toBe('a "(1)".png · A <field> · # green\n\nplan.pdf\n\nfile');
  });
});

describe('Markdown', () => {
  test('every kind', () => {
    const markdown = rowsToMarkdown(
      rows(
        ['heading', 'H', { level: 2 }],
        ['ordered', 'a'],
        ['bullet', 'x', { indent: 1 }],
        ['ordered', 'b'],
        ['task', 't', { checked: true }],
        ['quote', 'q\nr'],
        ['code', 'a ``` b'],
        ['divider', ''],
        ['paragraph', '# no *heading*'],
      ),
    );
    expect(markdown).toBe(
      '## H\n\n1. a\n   - x\n2. b\n- [x] t\n\n> q\\\n> r\n\n````\na ``` b\n````\n\n---\n\n\\# no \\*heading\\*',
    );
  });

  test('marks nest', () => {
    const { bold, italic, link } = schema.marks;
    const block = schema.nodes.block.create(null, [
      schema.text('a', [bold.create()]),
      schema.text('b', [bold.create(), italic.create()]),
      schema.text('c', [link.create({ href: 'https://x.org/(1)' })]),
    ]);
    expect(rowsToMarkdown(nodeToRows(schema.nodes.doc.create(null, block)))).toBe(
      '<strong>a<em>b</em></strong>[c](<https://x.org/(1)>)',
    );
  });

  test('plain text keeps the words as they are', () => {
    expect(rowsToText(rows(['paragraph', 'a*b_c'], ['bullet', 'd']))).toBe('a*b_c\n\n- d');
  });
});

describe('plain text', () => {
  test('lines become paragraphs, empty lines only separate, NUL and lone surrogates go', () => {
    expect(textToBlocks('a\r\n\r\nb\0\u2028c\ud800').map((node) => node.textContent)).toEqual(['a', 'b', 'c\ufffd']);
  });
});
