/** Files that people bring from elsewhere, and pictures that others attached. */
import { zipSync } from 'fflate';
import { jsonToNodes } from '../../../packages/editor-ui/src/formats/json/from-json.ts';
import { readFormat } from '../../../packages/editor-ui/src/formats/read.ts';
import type { ImportFormat } from '../../../packages/editor-ui/src/formats/types.ts';
import { sniffPicture } from '../../../packages/editor-ui/src/files/sniff.ts';
import { cpuMs, demand, type Target, text } from '../engine/target.ts';

const MOST_PIXELS = 100_000_000;

/** Reads a file as an import does, up to what would be put into a document. */
function readAs(format: ImportFormat, input: Uint8Array): void {
  const begun = cpuMs();
  const read = readFormat(format, input);
  if (!read.ok) {
    demand(read.failure.sentence.length > 20, 'refused without a reason');
    return;
  }
  // It may come from a worker: as data, and no more.
  const { blocks, title } = structuredClone(read.value);
  demand(!/\p{Cc}/u.test(title), 'a title that hides something');
  for (const node of jsonToNodes(blocks, () => undefined)) {
    node.check();
    node.descendants((inner) => {
      for (const { type, attrs } of inner.marks) {
        if (type.name === 'link') demand(!/^\s*(?:javascript|data|vbscript):/i.test(String(attrs['href'])), 'a script');
      }
    });
  }
  demand(cpuMs() - begun < 3_000, 'took too long');
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DOCUMENT = `<w:document ${W} xmlns:r="${TYPES}"><w:body>
<w:p><w:pPr><w:pStyle w:val="H"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr><w:t>A heading</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve"> an item &amp; more</w:t><w:br/></w:r></w:p>
<w:p><w:hyperlink r:id="r2"><w:r><w:rPr><w:u w:val="single"/><w:vertAlign w:val="superscript"/></w:rPr><w:t>a link</w:t></w:r></w:hyperlink><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:drawing><a:blip xmlns:a="a" r:embed="r3"/></w:drawing></w:r></w:p>
<w:tbl><w:tblGrid><w:gridCol w:w="900"/><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>
</w:body></w:document>`;
const SHORT = `<w:document ${W}><w:body><w:p><w:r><w:t>A word</w:t></w:r></w:p></w:body></w:document>`;
const STYLES = `<w:styles ${W}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:basedOn w:val="N"/></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Normal"/><w:rPr><w:i/></w:rPr></w:style></w:styles>`;
const NUMBERING = `<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;
const RELATIONS = `<Relationships><Relationship Id="r1" Type="${TYPES}/styles" Target="styles.xml"/>
<Relationship Id="r4" Type="${TYPES}/numbering" Target="numbering.xml"/>
<Relationship Id="r2" Type="${TYPES}/hyperlink" Target="https://a.example/" TargetMode="External"/>
<Relationship Id="r3" Type="${TYPES}/image" Target="media/a.gif"/></Relationships>`;
const START = `<Relationships><Relationship Id="r1" Type="${TYPES}/officeDocument" Target="word/document.xml"/></Relationships>`;
const PICTURE = text('GIF89a\u0001\u0000\u0001\u0000');

/** A Word file around a part of text. */
function toDocx(document: Uint8Array, level: 0 | 6 = 0): Uint8Array {
  const parts = {
    '_rels/.rels': text(START),
    'word/document.xml': document,
    'word/styles.xml': text(STYLES),
    'word/numbering.xml': text(NUMBERING),
    'word/_rels/document.xml.rels': text(RELATIONS),
    'word/media/a.gif': PICTURE,
  };
  return zipSync(parts, { level, mtime: '2026-01-01' });
}

const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)));

export function importTargets(): Target[] {
  const size = [0, 0, 0, 20, 0, 0, 0, 10];
  const ispe = bytesOf([0, 0, 0, 20], 'ispe', [0, 0, 0, 0], size);
  const boxes = bytesOf([0, 0, 0, 28], 'ipco', [...ispe]);
  const iprp = bytesOf([0, 0, 0, 36], 'iprp', [...boxes]);
  const avif = bytesOf([0, 0, 0, 20], 'ftypavif', [0, 0, 0, 0], 'avif', [0, 0, 0, 48], 'meta', [0, 0, 0, 0], [...iprp]);

  return [
    {
      name: 'import-word',
      share: 20,
      seeds: () => [toDocx(text(SHORT)), toDocx(text(SHORT), 6)],
      files: [/^packages\/editor-ui\/src\/formats\/docx\/(?!write)/, /^fflate\//],
      dictionary: ['PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', 'word/', '.xml'].map(text),
      steps: { base: 3_000_000, perByte: 1000 },
      run: (input) => readAs('docx', input),
    },
    {
      // The text of a Word file, in a package that is whole.
      name: 'import-word-text',
      share: 20,
      isText: true,
      maxBytes: 2560,
      seeds: () => [text(DOCUMENT)],
      files: [/^packages\/editor-ui\/src\/formats\/docx\/(?!write)/],
      dictionary: [
        '<w:p>',
        '</w:p>',
        '<w:tbl>',
        '<w:tc>',
        '<w:gridSpan w:val="',
        '<w:vMerge/>',
        '<!DOCTYPE',
        '&#x0;',
      ].map(text),
      steps: { base: 300_000, perByte: 1000 },
      run: (input) => readAs('docx', toDocx(input)),
    },
    {
      name: 'import-json',
      isText: true,
      share: 50,
      maxBytes: 1024,
      seeds: () => [
        text(
          JSON.stringify({
            format: 'weft-document',
            version: 1,
            title: 'T',
            blocks: [
              {
                type: 'text',
                kind: 'heading',
                level: 2,
                text: ['a', { text: 'b', marks: ['bold', { type: 'link', href: 'https://a/' }] }],
              },
              { type: 'image', file: 'f', width: 50 },
              { type: 'table', columns: [{ width: 90 }, {}], rows: [[{ text: ['x'], colspan: 2 }, null]] },
            ],
            files: { f: { name: 'a.png', type: 'image/png', data: 'AAAA' } },
          }),
        ),
      ],
      files: [/^packages\/editor-ui\/src\/formats\/json\/(read|from|base64)/],
      dictionary: ['"type":', '"kind":', '"text":', '"marks":', '"rows":', '"colspan":', '1e9', '"__proto__":'].map(
        text,
      ),
      steps: { base: 100_000, perByte: 500 },
      run: (input) => readAs('json', input),
    },
    {
      name: 'import-markdown',
      isText: true,
      share: 30,
      maxBytes: 1024,
      seeds: () => [
        text(
          '# A heading\n\n- one\n  - [x] two\n\n> quote **bold** [link](https://a/)\n\n| a | b |\n|---|:-:|\n| 1 | `2` |\n',
        ),
        text('```js\nlet a\n```\n\n$$\nx^2\n$$\n\n![a](data:image/png;base64,AAAA)\n\n---\n1. one\n'),
      ],
      files: [/^packages\/editor-ui\/src\/formats\/markdown\//],
      dictionary: ['```', '$$', '|---|', '> ', '- [ ] ', '](', '<a>', '***', '\n\n', '    '].map(text),
      steps: { base: 200_000, perByte: 2000 },
      run: (input) => readAs('markdown', input),
    },
    {
      name: 'import-page',
      isText: true,
      share: 30,
      maxBytes: 1024,
      seeds: () => [
        text(
          '<title>T</title><base href="https://a/"><h1>A <b>b</b></h1><ul><li>one<li>two</ul><table><tr><td colspan=2>c</table>',
        ),
        text('<p style="color:red">a<script>b</script><img src="data:image/png;base64,AAAA" alt=c><a href="x">d</a>'),
      ],
      files: [/^packages\/editor-ui\/src\/(formats\/(html-tree|found-pictures)|convert\/(from-html|table-in))/],
      dictionary: ['<table>', '<td rowspan=', '<template>', '<svg>', '<p>', '</p>', 'javascript:', '<base href='].map(
        text,
      ),
      steps: { base: 200_000, perByte: 4000 },
      run: (input) => readAs('html', input),
    },
    {
      // ATT-6: what an attachment is said to be by its own bytes.
      name: 'picture',
      seeds: () => [
        bytesOf([0x89], 'PNG\r\n\u001a\n', [0, 0, 0, 13], 'IHDR', size),
        bytesOf('GIF89a', [20, 0, 10, 0]),
        bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 10, 0, 20, 3]),
        bytesOf('RIFF', [30, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 9, 0, 0]),
        avif,
      ],
      files: [/^packages\/editor-ui\/src\/files\/sniff/],
      dictionary: ['ftyp', 'avif', 'meta', 'iprp', 'ipco', 'ispe', 'VP8 ', 'VP8L', 'IHDR'].map(text),
      steps: { base: 20_000, perByte: 40 },
      run(input) {
        const picture = sniffPicture(input);
        if (picture === undefined) return;
        demand(picture.width > 0 && picture.height > 0, 'a picture of nothing');
        demand(picture.width * picture.height <= MOST_PIXELS, 'a picture that fills the memory');
      },
    },
  ];
}
