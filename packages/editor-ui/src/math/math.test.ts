import * as fc from 'fast-check';
import { EditorState, TextSelection } from 'prosemirror-state';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeToRows } from '../convert/rows.ts';
import { rowsToHtml } from '../convert/to-html.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { rowsToText } from '../convert/to-text.ts';
import { schema } from '../schema/schema.ts';
import { formulaAtCaret, formulasOf, isMathNext } from './formulas.ts';
import { drawMath, loadMath } from './load.ts';
import { renderMath } from './render.ts';
import { type MathTree, toMathTree, treeToMarkup } from './tree.ts';

beforeAll(loadMath);

const math = schema.marks.math.create();
const bold = schema.marks.bold.create();

function markupOf(source: string, isBlock = true): string {
  const drawn = renderMath(source, isBlock);
  if (!drawn.ok) throw new Error(drawn.sentence);
  return treeToMarkup(drawn.tree, source);
}

function everyNode(tree: MathTree, visit: (node: MathTree) => void): void {
  visit(tree);
  for (const child of tree.children) if (typeof child !== 'string') everyNode(child, visit);
}

describe('drawing', () => {
  test('a fraction is MathML, with its LaTeX beside it', () => {
    expect(markupOf('\\frac{1}{2}')).toBe(
      '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow><annotation encoding="application/x-tex">\\frac{1}{2}</annotation></semantics></math>',
    );
    expect(markupOf('x', false)).not.toContain('display=');
  });

  test.each([
    ['\\frac{1}{2', 'A } is missing.'],
    ['x^2}', 'There is one } too many.'],
    ['\\foo', 'Weft does not know \\foo.'],
    ['x^2^3', 'Two ^ follow each other: put braces around one.'],
    ['a_', 'This formula is not finished: something is missing at its end.'],
    ['\\left( x', 'A \\right is missing.'],
    ['\\begin{foo}x\\end{foo}', 'Weft does not know \\begin{foo}.'],
    ['\\class{a}{x}', '\\class is not allowed in a shared formula.'],
    ['\\def\\a{\\a\\a}\\a', 'This formula is too long to be drawn.'],
    ['x'.repeat(6000), 'This formula is too long to be drawn.'],
  ])('%s: %s', (source, sentence) => {
    expect(renderMath(source, true)).toEqual({ ok: false, sentence });
  });

  test('nothing leads out of a formula', () => {
    for (const source of [
      '\\href{javascript:alert(1)}{x}',
      '\\url{https://x.org}',
      '\\includegraphics{https://x.org/a.png}',
      '\\style{background:url(https://x.org)}{x}',
      '\\data{a=b}{x}',
      '\\id{a}{x}',
    ]) {
      expect(renderMath(source, true).ok).toBe(false);
    }
    expect(markupOf('\\text{<img src=x onerror=alert(1)>}')).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('of any tree, only what is known stays', () => {
    const wild = {
      type: 'math',
      attributes: { display: 'block', href: 'javascript:x', onclick: 'x', width: 'url(x)', height: '2em' },
      style: { color: 'red', backgroundImage: 'url(https://x.org)', paddingLeft: '1em', width: 'calc(1px)' },
      classes: ['tml-cancel', 'weft-bar', 'tml-jot evil'],
      children: [
        { type: 'script', children: [{ text: 'alert(1)' }] },
        { type: 'maction', attributes: { actiontype: 'x' }, children: [{ type: 'mi', children: [{ text: 'y' }] }] },
        null,
        7,
      ],
    };
    expect(toMathTree(wild)).toEqual({
      tag: 'math',
      attributes: { display: 'block', height: '2em' },
      styles: { color: 'red', 'padding-left': '1em' },
      classes: ['tml-cancel', 'tml-jot'],
      children: ['alert(1)', { tag: 'mi', attributes: {}, styles: {}, classes: [], children: ['y'] }],
    });
    let deep: unknown = { text: 'x' };
    for (let at = 0; at < 200; at++) deep = { type: 'mrow', children: [deep] };
    expect(toMathTree({ type: 'math', children: [deep] })).toBeUndefined();
    expect(toMathTree({ type: 'mrow', children: [] })).toBeUndefined();
  });

  test('any text is drawn or said to be none, and what is drawn is MathML', () => {
    const piece = fc.constantFrom(
      '\\frac',
      '{',
      '}',
      '^',
      '_',
      'x',
      '1',
      '\\left(',
      '\\right)',
      '&',
      '\\\\',
      '\\text{<b>}',
      '$',
      '#',
      '%',
      '\\begin{matrix}',
      '\\end{matrix}',
      '\\def\\x',
      '\\color{red}',
      '𝔸',
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 14 }).map((each) => each.join(' ')),
        ),
        (source) => {
          const drawn = renderMath(source, false);
          if (!drawn.ok) {
            expect(drawn.sentence).toMatch(/^[^\n]+\.$/);
            return;
          }
          everyNode(drawn.tree, ({ tag, attributes, styles }) => {
            expect(tag).toMatch(/^(math|m[a-z]+)$/);
            expect(Object.values({ ...attributes, ...styles }).join(' ')).not.toMatch(/url|:|script/i);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

function block(
  kind: string,
  ...parts: readonly (readonly [string, ...(typeof math)[]])[]
): ReturnType<typeof schema.nodes.block.create> {
  return schema.nodes.block.create(
    { kind },
    parts.map(([text, ...marks]) => schema.text(text, marks)),
  );
}

describe('formulas within words', () => {
  test('neighbouring letters are one formula, whatever marks they carry besides', () => {
    const node = block('paragraph', ['a '], ['x^', math], ['2', math, bold], [' b '], ['y', math]);
    expect(formulasOf(node)).toEqual([
      { from: 2, to: 5, source: 'x^2' },
      { from: 8, to: 9, source: 'y' },
    ]);
    expect(formulasOf(block('code', ['x', math]))).toEqual([]);
  });

  test('what is struck is not drawn', () => {
    const struck = schema.marks.deletion.create({ id: '1.1.1' });
    expect(formulasOf(block('paragraph', ['x', math], ['^2', math, struck], ['+1', math]))).toEqual([
      { from: 0, to: 5, source: 'x+1' },
    ]);
  });

  test('at its end the next letter belongs to it, at its start not', () => {
    const doc = schema.nodes.doc.create(null, [block('paragraph', ['a'], ['xy', math], ['b'])]);
    const at = (position: number): EditorState =>
      EditorState.create({ schema, doc, selection: TextSelection.create(doc, position) });
    expect(isMathNext(at(4))).toBe(true);
    expect(isMathNext(at(2))).toBe(false);
    expect(formulaAtCaret(at(4))).toMatchObject({ from: 2, to: 4 });
    expect(formulaAtCaret(at(1))).toBeUndefined();
  });
});

describe('leaving the document', () => {
  const rows = (...nodes: ReturnType<typeof block>[]): ReturnType<typeof nodeToRows> =>
    nodeToRows(schema.nodes.doc.create(null, nodes));

  test('copied as LaTeX and as MathML', () => {
    const words = rows(block('paragraph', ['so '], ['x^', math], ['2', math, bold], [' is']));
    expect(rowsToText(words)).toBe('so $x^2$ is');
    expect(rowsToMarkdown(words)).toBe('so $x^2$ is');
    expect(rowsToHtml(words)).toContain('<annotation encoding="application/x-tex">x^2</annotation>');
    expect(rowsToText(rows(block('paragraph', ['x^2', math])))).toBe('x^2');
  });

  test('a block of it stands between its signs', () => {
    const both = rows(block('math', ['a\\\\\nb']), block('paragraph', ['c']));
    expect(rowsToMarkdown(both)).toBe('$$\na\\\\\nb\n$$\n\nc');
    expect(rowsToHtml(both)).toMatch(/^<math [^>]*display="block">[^]*<\/math><p>c<\/p>$/);
  });

  test('one that cannot be read leaves as its LaTeX', () => {
    expect(drawMath('\\foo', true)?.ok).toBe(false);
    expect(rowsToHtml(rows(block('math', ['\\foo<'])))).toBe('<pre data-kind="math"><code>\n\\foo&lt;</code></pre>');
    expect(rowsToHtml(rows(block('paragraph', ['\\foo', math])))).toBe('<p><code data-weft-math>\\foo</code></p>');
  });
});
