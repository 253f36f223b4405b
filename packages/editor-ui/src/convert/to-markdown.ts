import type { BlockKind } from '../schema/kinds.ts';
import { isListKind } from '../schema/block.ts';
import { type Footnotes, findFootnotes } from './footnotes.ts';
import { escapeLineStart, escapeMarkdown, runsToMarkdown } from './markdown-runs.ts';
import type { Row } from './rows.ts';
import { tableToMarkdown } from './table-out.ts';
import { createNumbers, fenced, runsToText } from './to-text.ts';

type TextRow = Extract<Row, { type: 'block' }>;
type AttachmentRow = Extract<Row, { type: 'image' | 'file' }>;

const LINE_BREAK = '\\\n';

/** A file by its name, as if it lay beside the Markdown: the standalone reader can put it there. */
function attachmentToMarkdown({ type, attachment }: AttachmentRow): string {
  const { reference, alt, caption } = attachment;
  const name = reference?.name ?? 'file';
  const address = encodeURIComponent(name).replace(/[()]/g, (letter) => (letter === '(' ? '%28' : '%29'));
  const link = `[${escapeMarkdown(type === 'image' ? alt : name)}](${address})`;
  if (type === 'file') return link;
  return caption === '' ? `!${link}` : `!${link}\n\n${escapeLineStart(escapeMarkdown(caption))}`;
}

/** A block's text, with the signs that say its kind; an item's sign, of `width` letters, stands before it. */
function textToMarkdown(row: TextRow, { note }: Footnotes): string {
  if (row.kind === 'code') return fenced(runsToText(row.runs), row.language);
  if (row.kind === 'math') return `$$\n${row.runs.map(({ text }) => text).join('')}\n$$`;
  if (row.kind === 'heading') {
    const inner = runsToMarkdown(row.runs, { lineBreak: '<br>', note });
    // Signs at the end would be part of the heading's own.
    return `${'#'.repeat(row.level)} ${inner.replace(/(^|\s)(#+)$/, '$1\\$2')}`.trimEnd();
  }
  const inner = runsToMarkdown(row.runs, { lineBreak: LINE_BREAK, note });
  // A line break at the end is none in Markdown.
  const text = escapeLineStart(inner.replace(/(?:\\\n)+$/, ''));
  if (row.kind === 'quote') return `> ${text.replaceAll('\n', '\n> ')}`.trimEnd();
  if (row.kind === 'callout') return `> [!NOTE]\n> ${text.replaceAll('\n', '\n> ')}`.trimEnd();
  return text;
}

function marker({ kind, checked }: TextRow, number: number): string {
  return kind === 'ordered' ? `${number}. ` : kind === 'task' ? `- [${checked ? 'x' : ' '}] ` : '- ';
}

function hang(text: string, width: number): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(width)}`);
}

/** What stands between two blocks. */
function between(before: Row, row: Row, width: number): string {
  if (before.type !== 'block' || row.type !== 'block') return '\n\n';
  const isItem = isListKind(row.kind);
  const isEmpty = (each: TextRow): boolean => each.runs.length === 0;
  // What stands under an empty item stands right below it: a line between would end the item.
  const holdsBlock: readonly BlockKind[] = ['bullet', 'ordered'];
  if (row.indent > before.indent && holdsBlock.includes(before.kind) && isEmpty(before)) return '\n';
  // An empty item cannot stand right below words.
  if (isItem && isListKind(before.kind)) return isEmpty(row) ? '\n\n' : '\n';
  // Neighbouring quotes are one.
  const isOneQuote = row.kind === 'quote' && before.kind === 'quote' && row.indent === before.indent;
  return isOneQuote && !isEmpty(row) && !isEmpty(before) ? `\n${' '.repeat(width)}>\n` : '\n\n';
}

/**
 * Markdown of flat blocks: CommonMark with GitHub's tables, task lists, strikethrough, footnotes and callouts. Underlined, raised, lowered and
 * highlighted words are HTML in it. Not in it: colours, alignment, direction, merged cells, comments.
 */
export function rowsToMarkdown(all: readonly Row[]): string {
  // An empty paragraph is no more than space.
  const rows = all.filter(
    (row) => row.type !== 'block' || row.kind !== 'paragraph' || runsToText(row.runs).trim() !== '',
  );
  const footnotes = findFootnotes(rows);
  const count = createNumbers();
  /** The items that are open, outermost first, and where what stands under each begins. */
  const open: { readonly indent: number; readonly width: number }[] = [];
  let out = '';
  rows.forEach((row, index) => {
    const number = count(row);
    const indent = row.type === 'block' ? row.indent : 0;
    const isItem = row.type === 'block' && isListKind(row.kind);
    const isText = row.type === 'block';
    while (open.length > 0 && (!isText || (open.at(-1)?.indent ?? 0) >= indent)) open.pop();
    const width = open.at(-1)?.width ?? 0;
    const before = rows[index - 1];
    if (before !== undefined) out += between(before, row, width);
    out += ' '.repeat(width);
    if (row.type === 'divider') out += '---';
    else if (row.type === 'table')
      out += tableToMarkdown(row, (runs) =>
        runsToMarkdown(runs, { lineBreak: '<br>', isInTable: true, note: footnotes.note }),
      );
    else if (row.type !== 'block') out += attachmentToMarkdown(row);
    else if (isItem) {
      const sign = marker(row, number);
      // What stands under a task begins below its box.
      const inner = width + (row.kind === 'task' ? 2 : sign.length);
      open.push({ indent, width: inner });
      out += `${sign}${hang(textToMarkdown(row, footnotes), inner)}`.trimEnd();
    } else {
      const name = footnotes.nameOf(index);
      const said = name === undefined ? row : { ...row, runs: footnotes.textOf(row) };
      const text = textToMarkdown(said, footnotes);
      out += name === undefined ? hang(text, width) : `[^${name}]: ${hang(text, 4)}`;
    }
  });
  return out;
}
