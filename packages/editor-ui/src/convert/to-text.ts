import { isListKind, isSourceKind } from '../schema/block.ts';
import type { Row } from './rows.ts';
import { formulaSpan, isFormula, joinFormulas, type Run } from './runs.ts';
import { tableToText } from './table-out.ts';

export function runsToText(runs: readonly Run[]): string {
  // Of a formula alone, its LaTeX; among words, its signs say where it ends.
  const isAlone = runs.every(isFormula);
  return joinFormulas(runs)
    .map((run) => (isFormula(run) && !isAlone ? formulaSpan(run.text) : run.text))
    .join('');
}

type AttachmentRow = Extract<Row, { type: 'image' | 'file' }>;

function attachmentToText({ attachment: { reference, alt, caption } }: AttachmentRow): string {
  return [reference?.name ?? 'file', alt, caption].filter((part) => part !== '').join(' · ');
}

/** A fence longer than any run of backticks inside. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** What stands before a block's text, and before its further lines. */
function marker(row: Extract<Row, { type: 'block' }>, number: number): readonly [string, string] {
  const hang = '    '.repeat(row.indent);
  switch (row.kind) {
    case 'heading':
      return [`${'#'.repeat(row.level)} `, ''];
    case 'bullet':
      return [`${hang}- `, `${hang}  `];
    case 'task':
      return [`${hang}- [${row.checked ? 'x' : ' '}] `, `${hang}  `];
    case 'ordered':
      return [`${hang}${number}. `, `${hang}   `];
    case 'quote':
      return ['> ', '> '];
    case 'callout':
      return ['> [!NOTE]\n> ', '> '];
    default:
      return ['', ''];
  }
}

/** Plain text for the clipboard: lists and headings keep Markdown's signs, the words are not escaped. */
export function rowsToText(rows: readonly Row[]): string {
  const count = createNumbers();
  let out = '';
  let wasItem = false;
  for (const row of rows) {
    const number = count(row);
    const isItem = row.type === 'block' && isListKind(row.kind);
    if (row !== rows[0]) out += isItem && wasItem ? '\n' : '\n\n';
    wasItem = isItem;
    if (row.type === 'divider') out += '---';
    else if (row.type === 'table') out += tableToText(row);
    else if (row.type !== 'block') out += attachmentToText(row);
    else {
      const text = runsToText(row.runs);
      const [first, further] = marker(row, number);
      const isFenced = isSourceKind(row.kind) && rows.length > 1;
      const whole = row.kind === 'math' ? `$$\n${text}\n$$` : fenced(text, row.language);
      out += isFenced ? whole : `${first}${text.replaceAll('\n', `\n${further}`)}`;
    }
  }
  return out;
}

/** Counts the items of ordered lists as they are shown: answers with the number of a row, 0 for what has none. */
export function createNumbers(): (row: Row) => number {
  const counters: number[] = [];
  return (row) => {
    const isItem = row.type === 'block' && isListKind(row.kind);
    // What stands under an item does not end its list.
    const indent = row.type === 'block' ? row.indent : 0;
    if (!isItem) {
      counters.length = Math.min(counters.length, indent);
      return 0;
    }
    counters.length = Math.min(counters.length, row.kind === 'ordered' ? indent + 1 : indent);
    if (row.kind !== 'ordered') return 0;
    const number = (counters[indent] ?? 0) + 1;
    counters[indent] = number;
    return number;
  };
}
