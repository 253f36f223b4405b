import type { Mark } from 'prosemirror-model';
import { isListKind } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import type { Row } from './rows.ts';
import { type Run, writeRuns } from './runs.ts';
import { tableToMarkdown, tableToText } from './table-out.ts';

const DELIMITERS: Readonly<Record<string, string>> = { bold: '**', italic: '*', strike: '~~' };
/** What Markdown has no sign for and every reader of it knows as HTML. */
const TAGS: Readonly<Record<string, string>> = { superscript: 'sup', subscript: 'sub' };

function isCode({ marks }: Run): boolean {
  return marks.some(({ type }) => type.name === 'code');
}

function openMark(mark: Mark): string {
  if (mark.type.name === 'link') return toSafeHref(mark.attrs['href']) === undefined ? '' : '[';
  const tag = TAGS[mark.type.name];
  return tag === undefined ? (DELIMITERS[mark.type.name] ?? '') : `<${tag}>`;
}

function closeMark(mark: Mark): string {
  const tag = TAGS[mark.type.name];
  if (tag !== undefined) return `</${tag}>`;
  if (mark.type.name !== 'link') return DELIMITERS[mark.type.name] ?? '';
  const href = toSafeHref(mark.attrs['href']);
  return href === undefined ? '' : `](${href.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~[\]<]/g, (letter) => `\\${letter}`);
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function runsToMarkdown(runs: readonly Run[]): string {
  return writeRuns(runs, openMark, closeMark, (run) => (isCode(run) ? codeSpan(run.text) : escapeMarkdown(run.text)));
}

export function runsToText(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text that would be read as a heading, list, quote or rule at the start of a line is escaped. */
function escapeLineStart(text: string): string {
  return text.replace(/^(\s*)(#{1,6} |[-+] |>|---)/, '$1\\$2').replace(/^(\s*\d+)([.)] )/, '$1\\$2');
}

type AttachmentRow = Extract<Row, { type: 'image' | 'file' }>;

function attachmentToText({ attachment: { reference, alt, caption } }: AttachmentRow): string {
  return [reference?.name ?? 'file', alt, caption].filter((part) => part !== '').join(' · ');
}

/** A file by its name, as if it lay beside the Markdown: the standalone reader can put it there. */
function attachmentToMarkdown({ type, attachment }: AttachmentRow): string {
  const { reference, alt, caption } = attachment;
  const name = reference?.name ?? 'file';
  const address = encodeURIComponent(name).replace(/[()]/g, (letter) => (letter === '(' ? '%28' : '%29'));
  const link = `[${escapeMarkdown(type === 'image' ? alt : name)}](${address})`;
  if (type === 'file') return link;
  return caption === '' ? `!${link}` : `!${link}\n\n${escapeLineStart(escapeMarkdown(caption))}`;
}

/** `isPlain`: structure by Markdown's signs, but the words as they are: what a person expects in a plain text field. */
function rowsToLines(rows: readonly Row[], isPlain: boolean): { text: string; isItem: boolean }[] {
  const counters: number[] = [];
  return rows.map((row) => {
    if (row.type === 'divider') {
      counters.length = 0;
      return { text: '---', isItem: false };
    }
    if (row.type === 'table') {
      counters.length = 0;
      return { text: isPlain ? tableToText(row) : tableToMarkdown(row, runsToMarkdown), isItem: false };
    }
    if (row.type !== 'block') {
      counters.length = 0;
      return { text: isPlain ? attachmentToText(row) : attachmentToMarkdown(row), isItem: false };
    }
    const inner = isPlain ? runsToText(row.runs) : runsToMarkdown(row.runs);
    const isItem = isListKind(row.kind);
    counters.length = isItem ? Math.min(counters.length, row.indent + 1) : 0;
    if (isItem && row.kind !== 'ordered') counters.length = Math.min(counters.length, row.indent);
    const hang = '    '.repeat(row.indent);
    switch (row.kind) {
      case 'heading':
        return { text: `${'#'.repeat(row.level)} ${inner.replaceAll('\n', ' ')}`, isItem };
      case 'bullet':
        return { text: `${hang}- ${inner.replaceAll('\n', `\n${hang}  `)}`, isItem };
      case 'task':
        return { text: `${hang}- [${row.checked ? 'x' : ' '}] ${inner.replaceAll('\n', `\n${hang}  `)}`, isItem };
      case 'ordered': {
        const number = (counters[row.indent] ?? 0) + 1;
        counters[row.indent] = number;
        return { text: `${hang}${number}. ${inner.replaceAll('\n', `\n${hang}   `)}`, isItem };
      }
      case 'quote':
        return { text: `> ${inner.replaceAll('\n', '\n> ')}`, isItem };
      case 'callout':
        return { text: `> [!NOTE]\n> ${inner.replaceAll('\n', '\n> ')}`, isItem };
      case 'code':
        return { text: isPlain && rows.length === 1 ? inner : fenced(runsToText(row.runs), row.language), isItem };
      default: {
        const broken = isPlain ? inner : inner.replaceAll('\n', '\\\n');
        return { text: isPlain ? broken : escapeLineStart(broken), isItem };
      }
    }
  });
}

function join(lines: readonly { text: string; isItem: boolean }[]): string {
  return lines
    .map(({ text, isItem }, index) =>
      index === 0 ? text : `${isItem && lines[index - 1]?.isItem ? '\n' : '\n\n'}${text}`,
    )
    .join('');
}

/** Markdown of flat blocks (CommonMark with task lists and strikethrough; underline has no sign and is dropped). */
export function rowsToMarkdown(rows: readonly Row[]): string {
  return join(rowsToLines(rows, false));
}

/** Plain text for the clipboard: lists and headings keep Markdown's signs, the words are not escaped. */
export function rowsToText(rows: readonly Row[]): string {
  return join(rowsToLines(rows, true));
}
