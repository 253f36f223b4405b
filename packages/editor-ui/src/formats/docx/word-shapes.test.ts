import { describe, expect, test } from 'vitest';
import { paragraph as p, relations, run as r, wordFile } from '../../testing/word-file.ts';
import type { WeftJsonBlock } from '../json/types.ts';
import type { ImportNote } from '../types.ts';
import { readDocx } from './read-docx.ts';

function words(block: WeftJsonBlock): string {
  if (block.type === 'table')
    return block.rows.map((row) => row.map((cell) => (cell === null ? '-' : toText(cell.text))).join('|')).join(' / ');
  return block.type === 'text' ? `${block.kind}: ${toText(block.text)}` : block.type;
}

function toText(runs: Extract<WeftJsonBlock, { type: 'text' }>['text']): string {
  return runs.map((each) => (typeof each === 'string' ? each : each.text)).join('');
}

/** The words of what is read, and what is said of it. */
function read(body: string, more?: Parameters<typeof wordFile>[1]): [string[], readonly ImportNote[], title: string] {
  const result = readDocx(wordFile(body, more));
  if (!result.ok) throw new Error(result.failure.code);
  return [result.value.blocks.map(words), result.value.notes, result.value.title];
}

const tc = (inner: string): string => `<w:tc>${inner}</w:tc>`;
const PICTURE = (id: string): string => `<a:blip r:embed="${id}"/>`;

describe('what Word writes: nothing with words goes without a word', () => {
  test('boxes of text, in both of their shapes, stand behind what they hang on, once', () => {
    const box = (text: string): string => `<w:txbxContent>${p(r(text))}${p(r('more'))}</w:txbxContent>`;
    const shape = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box('a box')}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>${box('a box')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    const old = `<w:r><w:pict><v:shape><v:textbox>${box('old')}</v:textbox></v:shape></w:pict></w:r>`;
    expect(read(p(r('before ') + shape + r('after')) + p(old))).toEqual([
      ['paragraph: before after', 'paragraph: a box', 'paragraph: more', 'paragraph: old', 'paragraph: more'],
      [],
      '',
    ]);
    expect(read(`<w:tbl><w:tr>${tc(p(r('cell') + shape))}${tc(p(r('x')))}</w:tr></w:tbl>`)[0]).toEqual([
      'cell\na box\nmore|x',
    ]);
    const inner = `<w:tbl><w:tr>${tc(p(r('a')))}${tc(p(r('b')))}</w:tr></w:tbl>`;
    expect(read(`<w:tbl><w:tr>${tc(inner)}${tc(p(r('x')))}</w:tr></w:tbl>`)[0]).toEqual(['a\tb|x']);
    // What holds neither words nor a picture is said to be left.
    expect(read(p(`${r('a')}<w:r><w:drawing><c:chart r:id="c"/></w:drawing></w:r>`))).toEqual([
      ['paragraph: a'],
      ['frames'],
      '',
    ]);
  });

  test('signs of symbol fonts are the same signs as letters', () => {
    const sym = (font: string, char: string): string => `<w:r><w:sym w:font="${font}" w:char="${char}"/></w:r>`;
    const inFont = (font: string, text: string): string => r(text, `<w:rFonts w:ascii="${font}" w:hAnsi="${font}"/>`);
    expect(
      read(
        p(
          `${sym('Wingdings', 'F0FC')} ${sym('Wingdings', 'F0E0')}${sym('Symbol', 'F061')}${sym('Symbol', '00B1')}${inFont('Wingdings', 'J')}${inFont('Symbol', 'S\uf0a5')}${inFont('Arial', 'J')}`,
        ),
      ),
    ).toEqual([['paragraph: ✓→α±☺Σ∞J'], [], '']);
    expect(read(p(sym('Wingdings', 'F001')))).toEqual([['paragraph: \ufffd'], ['symbols'], '']);
  });

  test('several pictures of one drawing come, one that lies elsewhere leaves what it shows', () => {
    const more = {
      ...relations(['p', 'image', 'media/a.png'], ['q', 'image', 'media/b.png']),
      'word/media/a.png': new Uint8Array([1]),
      'word/media/b.png': new Uint8Array([2]),
    };
    const drawing = (inner: string): string => `<w:r><w:drawing><wp:docPr descr="A group"/>${inner}</w:drawing></w:r>`;
    expect(read(p(drawing(PICTURE('p') + PICTURE('q'))), more)[0]).toEqual(['image', 'image']);
    expect(read(p(drawing(PICTURE('gone'))), more)).toEqual([['paragraph: A group'], ['files-left'], '']);
  });

  test('tracked changes: rows, and ends of paragraphs, that were deleted', () => {
    const gone = '<w:rPr><w:del w:id="1"/></w:rPr>';
    expect(
      read(p(r('one '), gone) + p(r('two')) + p('<w:del><w:r><w:delText>x</w:delText></w:r></w:del>', gone)),
    ).toEqual([['paragraph: one two'], ['changes'], '']);
    const row = (text: string, look = ''): string =>
      `<w:tr><w:trPr>${look}</w:trPr>${tc(p(r(text)))}${tc(p(''))}</w:tr>`;
    expect(read(`${p(r('last'), gone)}<w:tbl>${row('a')}${row('b', '<w:del/>')}${row('c')}</w:tbl>`)).toEqual([
      ['paragraph: last', 'a| / c|'],
      ['changes'],
      '',
    ]);
  });

  test('forms: what was ticked, chosen and filled in', () => {
    const begin = (data: string): string =>
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${data}</w:ffData></w:fldChar></w:r>`;
    const end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>';
    const tick = begin('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + end;
    const open = begin('<w:checkBox><w:default w:val="0"/></w:checkBox>') + end;
    const list = begin(
      '<w:ddList><w:result w:val="1"/><w:listEntry w:val="red"/><w:listEntry w:val="blue"/></w:ddList>',
    );
    expect(read(p(`${r('yes ')}${tick}${r(' no ')}${open}`) + p(tick + r(' done')) + p(list + end))[0]).toEqual([
      'paragraph: yes ☒ no ☐',
      'task: done',
      'paragraph: blue',
    ]);
  });

  test('what only some scripts have, what is hidden, and what stands on every page', () => {
    const ruby = `<w:r><w:ruby><w:rt>${r('kan')}</w:rt><w:rubyBase>${r('漢')}</w:rubyBase></w:ruby></w:r>`;
    expect(read(p(`${ruby}${r('so<w:softHyphen/>')}`))[0]).toEqual(['paragraph: 漢(kan)so']);
    expect(read(p(r('a') + r('secret', '<w:vanish/>')))).toEqual([['paragraph: a'], ['hidden'], '']);
    const head = (text: string): ReturnType<typeof read> =>
      read(p(r('a')), {
        ...relations(['h', 'header', 'header1.xml']),
        'word/header1.xml': `<w:hdr>${p(r(text))}</w:hdr>`,
      });
    expect(head('For the board')[1]).toEqual(['margins']);
    // A page's number is no word.
    expect(head('12')[1]).toEqual([]);
    expect(read(`${p(r('a'))}<w:altChunk r:id="x"/>`)[1]).toEqual(['files-left']);
  });

  test('titles and captions are words alone; what is more stays in the text', () => {
    const styles = {
      'word/styles.xml':
        '<w:styles><w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="C"><w:name w:val="caption"/></w:style></w:styles>',
      'word/media/a.png': new Uint8Array([1]),
      ...relations(['s', 'styles', 'styles.xml'], ['p', 'image', 'media/a.png']),
    };
    const picture = `<w:r><w:drawing>${PICTURE('p')}</w:drawing></w:r>`;
    const title = (inner: string): ReturnType<typeof read> =>
      read(p(inner, '<w:pStyle w:val="T"/>') + p(r('x')), styles);
    expect(title(r('Plan'))).toEqual([['paragraph: x'], [], 'Plan']);
    expect(title(picture + r('Plan'))).toEqual([['image', 'heading: Plan', 'paragraph: x'], [], '']);
    const long = 'long '.repeat(100);
    expect(title(r(long))[0]).toEqual([`heading: ${long}`, 'paragraph: x']);
    const caption = (inner: string): string[] => read(p(picture) + p(inner, '<w:pStyle w:val="C"/>'), styles)[0];
    expect(caption(r('said'))).toEqual(['image']);
    expect(caption(r('said') + picture)).toEqual(['image', 'paragraph: said', 'image']);
    expect(caption(r('x'.repeat(2000)))).toEqual(['image', `paragraph: ${'x'.repeat(2000)}`]);
  });

  test('a file that ends too early is read as far as it goes, and this is said', () => {
    const whole = `<w:document><w:body>${p(r('one'))}${p(r('two'))}</w:body></w:document>`;
    expect(read('', { 'word/document.xml': whole })[1]).toEqual([]);
    expect(read('', { 'word/document.xml': whole.slice(0, whole.indexOf('two') + 2) })).toEqual([
      ['paragraph: one', 'paragraph: tw'],
      ['cut'],
      '',
    ]);
    const deep = `${'<w:sdt>'.repeat(300)}${p(r('deep'))}${'</w:sdt>'.repeat(300)}`;
    expect(read(p(r('a')) + deep)).toEqual([['paragraph: a'], ['cut'], '']);
  });
});
