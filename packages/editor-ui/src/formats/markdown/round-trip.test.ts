import * as fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { nodeToRows, type Row } from '../../convert/rows.ts';
import { rowsToMarkdown } from '../../convert/to-markdown.ts';
import { schema } from '../../schema/schema.ts';
import { documents, EVERY_KIND, EVERY_MARK, LETTERS } from '../../testing/documents.ts';
import { markdownToBlocks } from './from-markdown.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 10_000 : 200;

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
  const kinds = EVERY_KIND.filter((kind) => kind !== 'toggle');
  const marks = EVERY_MARK.filter(
    ({ type, attrs }) => type.name !== 'color' && (type.name !== 'highlight' || attrs['name'] === 'yellow'),
  );
  test('a document comes back as it was, but for what Markdown cannot say', () => {
    fc.assert(
      fc.property(documents({ kinds, marks, letters: LETTERS, looks: false, spans: false }), (doc) => {
        const markdown = written(doc);
        const back = schema.nodes.doc.create(null, markdownToBlocks(markdown));
        expect(said(back), markdown).toEqual(said(doc));
      }),
      { numRuns: RUNS },
    );
  });
});
