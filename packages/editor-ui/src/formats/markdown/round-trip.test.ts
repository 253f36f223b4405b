import * as fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { nodeToRows, type Row } from '../../convert/rows.ts';
import { rowsToMarkdown } from '../../convert/to-markdown.ts';
import { schema } from '../../schema/schema.ts';
import { BLOCK_KINDS } from '../../schema/block.ts';
import { documents, EVERY_MARK, LETTERS } from '../../testing/documents.ts';
import { markdownToFound } from './from-markdown.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 10_000 : 200;

function toBlocks(markdown: string): readonly Node[] {
  return markdownToFound(markdown, { isTyped: true }).nodes;
}

function written(doc: Node): string {
  return rowsToMarkdown(nodeToRows(doc));
}

interface Line {
  readonly kind: string;
  readonly indent: number;
  readonly isChecked?: boolean;
  readonly language?: string | undefined;
  text: readonly unknown[];
}

/**
 * What is compared. Markdown cannot say, and so this leaves out (docs/caveats.md): empty paragraphs and lines, an empty item's first paragraph, spaces and marks at the ends of
 * lines, marks on white space, an empty head of a table, a step of indent that skips one, an indent under nothing.
 */
function said(doc: Node): Line[] {
  const lines: Line[] = [];
  /** Indents of the items that are open. */
  const open: number[] = [];
  for (const row of nodeToRows(doc)) {
    if (row.type !== 'block') {
      open.length = 0;
      lines.push({ kind: row.type, indent: 0, text: row.type === 'table' ? saidOfTable(row) : [] });
      continue;
    }
    const text = words(row.runs, row.kind === 'code');
    if (row.kind === 'paragraph' && text.length === 0) continue;
    const isItem = ['bullet', 'ordered', 'task'].includes(row.kind);
    while (open.length > 0 && (open.at(-1) ?? 0) >= row.indent) open.pop();
    const indent = open.length;
    const above = lines.at(-1);
    const isHolder = above?.kind === 'bullet' || above?.kind === 'ordered';
    if (row.kind === 'paragraph' && isHolder && above.indent === indent - 1 && above.text.length === 0) {
      above.text = text;
      continue;
    }
    if (isItem) open.push(row.indent);
    lines.push({
      kind: row.kind === 'heading' ? `heading ${row.level}` : row.kind,
      indent,
      isChecked: row.kind === 'task' && row.checked,
      language: row.language,
      text,
    });
  }
  return lines;
}

function saidOfTable({ headerRow, columns, rows }: Extract<Row, { type: 'table' }>): unknown[] {
  const cells = rows.map((row) => row.map(({ runs }) => words(runs, false)));
  const isHead = headerRow && cells[0]?.some((cell) => cell.length > 0) === true;
  return [isHead, columns.map(({ align }) => align), isHead || !headerRow ? cells : cells.slice(1)];
}

type Runs = Extract<Row, { type: 'block' }>['runs'];

/** Each letter with its marks. */
function words(runs: Runs, isCode: boolean): string[] {
  const letters = runs.flatMap(({ text, marks }) =>
    [...text].map((letter) => ({
      letter,
      marks:
        letter === '\n'
          ? ''
          : marks
              .map((mark) => `${mark.type.name} ${JSON.stringify(mark.attrs)}`)
              .toSorted()
              .join(),
    })),
  );
  if (isCode) return letters.map(({ letter }) => letter);
  const isSpace = (at: number): boolean => (letters[at]?.letter ?? ' ').trim() === '';
  const isKept = (at: number): boolean => {
    if (letters[at]?.letter !== ' ') return true;
    let [left, right] = [at, at];
    while (letters[left]?.letter === ' ') left -= 1;
    while (letters[right]?.letter === ' ') right += 1;
    return !isSpace(left) && !isSpace(right);
  };
  const kept = letters.filter((_, at) => isKept(at));
  while (kept.at(-1)?.letter === '\n') kept.pop();
  while (kept[0]?.letter === '\n') kept.shift();
  return kept.map(({ letter, marks }) => `${letter}${letter.trim() === '' ? '' : marks}`);
}

describe('Markdown', () => {
  const kinds = BLOCK_KINDS.filter((kind) => kind !== 'toggle' && kind !== 'math');
  const marks = EVERY_MARK.filter(
    ({ type: { name }, attrs }) =>
      !['color', 'date', 'person', 'math'].includes(name) && (name !== 'highlight' || attrs['name'] === 'yellow'),
  );
  test('a document comes back as it was, but for what Markdown cannot say', () => {
    fc.assert(
      fc.property(documents({ kinds, marks, letters: LETTERS, looks: false, spans: false }), (doc) => {
        const markdown = written(doc);
        const back = schema.nodes.doc.create(null, toBlocks(markdown));
        expect(said(back), markdown).toEqual(said(doc));
      }),
      { numRuns: RUNS },
    );
  });

  test('formulas come back, within words and by themselves; prices are none', () => {
    const formula = (text: string): Node => schema.text(text, [schema.marks.math.create()]);
    const block = (kind: string, ...content: readonly Node[]): Node => schema.nodes.block.create({ kind }, content);
    const doc = schema.nodes.doc.create(null, [
      block(
        'paragraph',
        schema.text('where '),
        formula('a_1 < \\frac{b}{2}*c'),
        schema.text(' costs $5 and $6, or $ 7 and 8$'),
      ),
      block('math', schema.text('\\sum_{i=1}^n i\n= \\frac{n(n+1)}{2}')),
      block('bullet', formula('x^2')),
    ]);
    const back = schema.nodes.doc.create(null, [...toBlocks(written(doc))]);
    expect(said(back), written(doc)).toEqual(said(doc));
    const read = toBlocks('US$5 and CA$6; $a$, $$\n\n$$x$$\n\n> $$\n> y\n> $$\n');
    expect(read.map((node) => `${node.attrs['kind']} ${node.textContent}`)).toEqual([
      'paragraph US$5 and CA$6; a, $$',
      'math x',
      'math y',
    ]);
  });

  test('footnotes are raised numbers, and paragraphs at the end that begin with them', () => {
    const text = 'a[^x] and b[^1], a again[^x]\n\n[^1]: second\n[^x]: first *note*\n    goes on\n';
    const read = toBlocks(text);
    expect(read.map(({ textContent }) => textContent)).toEqual([
      'a1 and b2, a again1',
      '1 first note goes on',
      '2 second',
    ]);
    const out = written(schema.nodes.doc.create(null, [...read]));
    expect(out).toBe('a[^1] and b[^2], a again[^1]\n\n[^1]: first *note* goes on\n\n[^2]: second');
    expect(toBlocks(out).map((node) => node.toJSON())).toEqual(read.map((node) => node.toJSON()));
    // A number that nothing refers to is a number.
    expect(written(schema.nodes.doc.create(null, [...toBlocks('x<sup>2</sup>')]))).toBe('x<sup>2</sup>');
  });

  test('nothing of the words is swallowed: tags that are none, what has no end, notes nobody refers to, all depths', () => {
    const texts = (markdown: string): string[] => toBlocks(markdown).map(({ textContent }) => textContent);
    expect(texts('The <title> tag, Vec<String>, <your-name>, a <select> and\n\n<style>\n\nnext <b>bold</b>')).toEqual([
      'The <title> tag, Vec<String>, <your-name>, a <select> and',
      '<style> next bold',
    ]);
    expect(texts('a <!-- no end\n\n<!-- here neither\n\nb')).toEqual(['a <!-- no end', '<!-- here neither b']);
    expect(texts('a <!-- said to nobody --> b <script>x()</script> c</nothing>')).toEqual(['a b c']);
    expect(
      texts('a[^1]\n\n[^x]: never **named**\n\n[^1]: twice\n[^1]: said\n\n[^y]:\n    ```\n    code\n    ```'),
    ).toEqual(['a1', '[^x]: never named', '[^1]: twice', '[^y]:', 'code', '1 said']);
    const deep = texts(
      `${'>'.repeat(10_000)} deep\n\n${Array.from({ length: 300 }, (_, at) => `${'  '.repeat(at)}- item${at}`).join('\n')}\n\nend`,
    );
    const all = deep.join('\n');
    expect(deep[0]).toMatch(/^>+ deep$/);
    for (let at = 0; at < 300; at++) expect(all).toMatch(new RegExp(`item${at}$`, 'm'));
    expect(deep.at(-1)).toBe('end');
    // A table of nothing but a head keeps it, and spaces that stay between words do.
    expect(toBlocks('| a | b |\n| - | - |')[0]?.attrs['headerRow']).toBe(true);
    expect(texts('z.\u00a0B. 10&nbsp;km&nbsp; x')).toEqual(['z.\u00a0B. 10\u00a0km  x']);
  });
});
