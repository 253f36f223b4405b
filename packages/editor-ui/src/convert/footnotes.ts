import type { Row } from './rows.ts';
import type { Run } from './runs.ts';

type TextRow = Extract<Row, { type: 'block' }>;

/**
 * Footnotes as flat blocks hold them: a raised number in the text, and at the end of the document a paragraph that begins with the same number,
 * raised. That is how a person would write them, and it is known again on the way out.
 */
export interface Footnotes {
  /** What stands for a raised number in Markdown, where it refers to a footnote. */
  readonly note: ((run: Run) => string | undefined) | undefined;
  /** The name of the footnote that a row is the text of. */
  nameOf(index: number): string | undefined;
  /** A footnote's text without its number. */
  textOf(row: TextRow): readonly Run[];
}

const NONE: Footnotes = { note: undefined, nameOf: () => undefined, textOf: ({ runs }) => runs };

function numberOf({ text, marks }: Run): number | undefined {
  const [only, ...more] = marks;
  return more.length === 0 && only?.type.name === 'superscript' && /^[1-9]\d{0,3}$/.test(text)
    ? Number(text)
    : undefined;
}

/** Footnotes are all that is at the end, numbered from 1 in the order in which the text refers to them; anything else is text. */
export function findFootnotes(rows: readonly Row[]): Footnotes {
  let first = rows.length;
  while (first > 0 && isFootnote(rows[first - 1])) first -= 1;
  const named = rows.slice(first).map((row) => numberOf((row as TextRow).runs[0] as Run));
  const referred: number[] = [];
  for (const row of rows.slice(0, first)) {
    for (const run of runsOf(row)) {
      const number = numberOf(run);
      if (number !== undefined && !referred.includes(number)) referred.push(number);
    }
  }
  const isSound = named.length > 0 && named.every((number, at) => number === at + 1 && referred[at] === number);
  if (!isSound || referred.length !== named.length) return NONE;
  return {
    note(run) {
      const number = numberOf(run);
      return number === undefined ? undefined : `[^${number}]`;
    },
    nameOf: (index) => (index < first ? undefined : String(named[index - first])),
    textOf({ runs }) {
      const [, next, ...rest] = runs;
      return next === undefined
        ? []
        : [{ ...next, text: next.text.replace(/^ /, '') }, ...rest].filter(({ text }) => text !== '');
    },
  };
}

function isFootnote(row: Row | undefined): boolean {
  if (row?.type !== 'block' || row.kind !== 'paragraph' || row.indent > 0) return false;
  const [first, next] = row.runs;
  return first !== undefined && numberOf(first) !== undefined && (next === undefined || next.text.startsWith(' '));
}

function runsOf(row: Row): readonly Run[] {
  if (row.type === 'table') return row.rows.flat().flatMap(({ runs }) => runs);
  return row.type === 'block' && row.kind !== 'code' ? row.runs : [];
}
