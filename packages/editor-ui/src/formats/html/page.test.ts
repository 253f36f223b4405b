import * as fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { expect, test } from 'vitest';
import { isFormula, joinFormulas } from '../../convert/runs.ts';
import { nodeToRows, type Row } from '../../convert/rows.ts';
import { schema } from '../../schema/schema.ts';
import { BLOCK_KINDS } from '../../schema/block.ts';
import { documents, EVERY_MARK, LETTERS } from '../../testing/documents.ts';
import { jsonToNodes } from '../json/from-json.ts';
import type { WeftJsonBlock } from '../json/types.ts';
import { readFormat } from '../read.ts';
import { writePage } from './write-page.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 5000 : 60;
const none = (): undefined => undefined;

async function throughPage(doc: Node): Promise<readonly WeftJsonBlock[]> {
  const page = await writePage({ title: '', rows: nodeToRows(doc), language: 'en' }, none);
  const read = readFormat('html', new TextEncoder().encode(page));
  return read.ok ? read.value.blocks : [];
}

type Runs = Extract<Row, { type: 'block' }>['runs'];

/** Each letter with its marks. */
function letters(runs: Runs, isSource: boolean): string[] {
  const all = joinFormulas(runs).flatMap((run) => {
    // A formula is its LaTeX, whatever else its letters carry; whom a name means is of no use elsewhere.
    const marks = isFormula(run) ? run.marks.filter(({ type }) => type.name === 'math') : run.marks;
    const names = marks.filter(({ type }) => type.name !== 'person').map((mark) => JSON.stringify(mark.toJSON()));
    return [...(isFormula(run) ? run.text.trim() : run.text)].map((letter) =>
      isSource ? letter : `${letter}${names.toSorted().join('')}`,
    );
  });
  while (!isSource && all.at(-1)?.startsWith('\n') === true) all.pop();
  return all;
}

function isBlank(runs: Runs): boolean {
  return runs.every(({ text }) => text.trim() === '');
}

/** What is compared. A page leaves out (docs/caveats.md): empty paragraphs and formulas, cells of nothing but space, empty lines at an end, how a formula stands, whom a name means, whether a line folds. */
function said(doc: Node): unknown[] {
  return nodeToRows(doc).flatMap((row): unknown[] => {
    if (row.type === 'table')
      return [
        [
          row.headerRow,
          row.headerColumn,
          row.columns.map(({ width, align }) => [width, align]),
          row.rows.map((cells) =>
            cells.map(({ runs, colspan, covered }) => [isBlank(runs) ? [] : letters(runs, false), colspan, covered]),
          ),
        ],
      ];
    if (row.type !== 'block') return [row.type];
    const { kind, level, indent, checked, align, dir, language, runs } = row;
    const text = letters(runs, kind === 'code' || kind === 'math');
    const said = kind === 'toggle' ? 'paragraph' : kind;
    if ((said === 'paragraph' || said === 'math') && text.join('').trim() === '') return [];
    if (said === 'math') return [[said, text.join('').trim()]];
    return [[said, level, indent, checked, align === 'start' ? undefined : align, dir, language, text]];
  });
}

test('any document comes back from a page as it was, but for what HTML cannot say', async () => {
  const all = documents({ kinds: BLOCK_KINDS, marks: EVERY_MARK, letters: LETTERS, looks: true, spans: true });
  await fc.assert(
    fc.asyncProperty(all, async (doc) => {
      const back = schema.nodes.doc.create(null, jsonToNodes(await throughPage(doc), none));
      expect(said(back)).toEqual(said(doc));
    }),
    { numRuns: RUNS },
  );
});
