import type { AttachmentReference } from '@weft/crdt-core';
import type { Mark } from 'prosemirror-model';
import { bytesToWords } from '../words/format.ts';
import { ATTACHMENT_DATA, attachmentToData } from '../schema/attachment.ts';
import { drawMath } from '../math/load.ts';
import { treeToMarkup } from '../math/tree.ts';
import { isListKind } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { MATH_DATA, PERSON_DATA, toDay, toDeviceId } from '../schema/inline.ts';
import { toColor } from '../schema/palette.ts';
import type { Row } from './rows.ts';
import { isFormula, joinFormulas, type Run, writeRuns } from './runs.ts';
import { tableToHtml } from './table-out.ts';

const TAGS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  superscript: 'sup',
  subscript: 'sub',
  highlight: 'mark',
  strike: 's',
  code: 'code',
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

function openMark(mark: Mark): string {
  const { name } = mark.type;
  if (name === 'color' || name === 'highlight') {
    const color = toColor(mark.attrs['name']);
    return `<${TAGS[name] ?? 'span'}${color ? ` data-weft-${name === 'color' ? 'ink' : 'mark'}="${color}"` : ''}>`;
  }
  if (name === 'date') return `<time datetime="${toDay(mark.attrs['day']) ?? ''}">`;
  if (name === 'person') return `<span ${PERSON_DATA}="${toDeviceId(mark.attrs['device']) ?? ''}">`;
  // A formula is written whole, with its letters.
  if (name === 'math') return '';
  if (name !== 'link') return `<${TAGS[name] ?? 'span'}>`;
  const href = toSafeHref(mark.attrs['href']);
  return href === undefined ? '<span>' : `<a href="${escapeHtml(href)}" rel="noopener noreferrer">`;
}

function closeMark(mark: Mark): string {
  if (mark.type.name === 'math') return '';
  if (mark.type.name === 'date') return '</time>';
  if (mark.type.name !== 'link') return `</${TAGS[mark.type.name] ?? 'span'}>`;
  return toSafeHref(mark.attrs['href']) === undefined ? '</span>' : '</a>';
}

/** Inline HTML. Line breaks become `<br>` unless `isCode`; runs of spaces are kept. */
export function runsToHtml(runs: readonly Run[], isCode = false): string {
  const joined = joinFormulas(runs).filter((run) => !isFormula(run) || run.text.trim() !== '');
  const kept = joined.map(({ text, marks }, index) => {
    if (isFormula({ text, marks })) return { marks, text };
    const [before, after] = [joined[index - 1], joined[index + 1]];
    const isAfterSpace = before === undefined || (!isFormula(before) && /[ \n]$/.test(before.text));
    const isAtEnd = after === undefined || (!isFormula(after) && after.text.startsWith('\n'));
    return { marks, text: isCode ? text : keepSpaces(text, isAfterSpace, isAtEnd) };
  });
  return writeRuns(kept, openMark, closeMark, (run) => {
    const { text } = run;
    if (isFormula(run)) return formulaToHtml(text, false);
    const escaped = escapeHtml(text);
    return isCode ? escaped : escaped.replaceAll('\n', '<br>');
  });
}

/** MathML with the LaTeX beside it; the LaTeX alone where nothing can draw it yet. */
function formulaToHtml(source: string, isBlock: boolean): string {
  if (source.trim() === '') return '';
  const drawn = drawMath(source, isBlock);
  if (drawn?.ok === true) return treeToMarkup(drawn.tree, source);
  const code = escapeHtml(source.trim());
  return isBlock ? `<pre data-kind="math"><code>\n${code}</code></pre>` : `<code ${MATH_DATA}>${code}</code>`;
}

/** HTML swallows all but one space, and those beside a line's ends: such a space is written as one that stays. */
export function keepSpaces(text: string, isAfterSpace: boolean, isLast: boolean): string {
  return text.replace(/ +/g, (spaces, at: number) => {
    const end = at + spaces.length;
    const isAtStart = at === 0 ? isAfterSpace : text[at - 1] === '\n';
    const isAtEnd = end === text.length ? isLast : text[end] === '\n';
    if (isAtStart || isAtEnd) return '\u00a0'.repeat(spaces.length);
    return `${'\u00a0'.repeat(spaces.length - 1)} `;
  });
}

type TextRow = Extract<Row, { type: 'block' }>;

function attributes(row: TextRow): string {
  const dir = row.dir ? ` dir="${row.dir}"` : '';
  return row.align && row.align !== 'start' ? `${dir} data-align="${row.align}"` : dir;
}

function indentData(row: TextRow): string {
  return row.indent > 0 ? ` data-indent="${row.indent}"` : '';
}

function plainToHtml(row: TextRow, isUnderItem: boolean): string {
  const inner = runsToHtml(row.runs);
  const said = `${isUnderItem ? '' : indentData(row)}${attributes(row)}`;
  switch (row.kind) {
    case 'heading':
      return `<h${row.level}${said}>${inner}</h${row.level}>`;
    case 'quote':
      return `<blockquote${said}><p>${inner}</p></blockquote>`;
    case 'callout':
      return `<aside${said}><p>${inner}</p></aside>`;
    case 'math':
      return formulaToHtml(row.runs.map(({ text }) => text).join(''), true);
    case 'code':
      return `<pre${said}><code${row.language ? ` class="language-${row.language}"` : ''}>${codeToHtml(row)}</code></pre>`;
    default:
      return `<p${said}>${inner}</p>`;
  }
}

/** Line breaks at the ends of `<pre>` are markup: the first is always there, one more where the code itself ends with one. */
function codeToHtml({ runs }: TextRow): string {
  const code = runsToHtml(runs, true);
  return code === '' ? '' : `\n${code}${code.endsWith('\n') ? '\n' : ''}`;
}

function listTag(row: TextRow): 'ol' | 'ul' {
  return row.kind === 'ordered' ? 'ol' : 'ul';
}

function itemToHtml(row: TextRow): string {
  const inner = runsToHtml(row.runs);
  if (row.kind !== 'task') return `<li${attributes(row)}>${inner}`;
  return `<li data-checked="${row.checked}"${attributes(row)}><input type="checkbox" disabled${row.checked ? ' checked' : ''}> ${inner}`;
}

/** Where a picture's bytes are: an address that the HTML may load; undefined where there is none. */
export type AddressOf = (reference: AttachmentReference) => string | undefined;

/** A file in HTML for the world: a picture with its bytes, anything else by its name. */
function pictureToHtml({ type, attachment }: Extract<Row, { type: 'image' | 'file' }>, addressOf: AddressOf): string {
  const { reference, alt, caption, width } = attachment;
  const name = escapeHtml(reference?.name ?? 'file');
  const address = type === 'image' && reference ? addressOf(reference) : undefined;
  if (address === undefined) return `<p>${name} (${bytesToWords(reference?.bytes ?? 0)})</p>`;
  const said = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  const wide = width === undefined ? '' : ` width="${width}%"`;
  return `<figure><img src="${escapeHtml(address)}" alt="${escapeHtml(alt)}" title="${name}"${wide}>${said}</figure>`;
}

/** In what is copied a file's bytes are not: it says its name and what it shows, and, for a paste back, which attachment it is. */
function attachmentToHtml({ type, attachment }: Extract<Row, { type: 'image' | 'file' }>): string {
  const data = ` ${ATTACHMENT_DATA}="${escapeHtml(attachmentToData(attachment))}"`;
  const { reference, alt, caption } = attachment;
  const name = reference?.name ?? 'file';
  if (type === 'file') return `<p${data}>${escapeHtml(name)} (${bytesToWords(reference?.bytes ?? 0)})</p>`;
  const said = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure${data}><img alt="${escapeHtml(alt || name)}" title="${escapeHtml(name)}">${said}</figure>`;
}

function isEmptyItem(row: Row | undefined): boolean {
  return row?.type === 'block' && isListKind(row.kind) && row.runs.length === 0;
}

/**
 * Semantic, nested HTML of flat blocks: neighbouring items become one list, deeper ones a list inside the item above
 * them. Everything is escaped; addresses are checked again.
 *
 * @param addressOf - for HTML that leaves Weft: where pictures are; without it attachments say which they are, for a paste back
 */
export function rowsToHtml(rows: readonly Row[], addressOf?: AddressOf): string {
  let out = '';
  /** The lists that are open, outermost first; in each the last item is open too. */
  const open: { tag: 'ol' | 'ul'; indent: number }[] = [];
  const closeTo = (depth: number): void => {
    while (open.length > depth) out += `</li></${open.pop()?.tag}>`;
  };
  for (const [index, row] of rows.entries()) {
    if (row.type === 'divider') {
      closeTo(0);
      out += '<hr>';
    } else if (row.type === 'table') {
      closeTo(0);
      out += tableToHtml(row, runsToHtml);
    } else if (row.type !== 'block') {
      closeTo(0);
      out += addressOf === undefined ? attachmentToHtml(row) : pictureToHtml(row, addressOf);
    } else if (!isListKind(row.kind)) {
      // What is indented below an item stands in it.
      while ((open.at(-1)?.indent ?? -1) >= row.indent) closeTo(open.length - 1);
      const isUnderItem = open.at(-1)?.indent === row.indent - 1;
      if (!isUnderItem) closeTo(0);
      // The first paragraph of an item is its words: of an empty item that one is empty.
      else if (isEmptyItem(rows[index - 1])) out += '<p></p>';
      out += plainToHtml(row, isUnderItem);
    } else {
      while ((open.at(-1)?.indent ?? -1) > row.indent) closeTo(open.length - 1);
      const tag = listTag(row);
      const last = open.at(-1);
      if (last && last.indent === row.indent && last.tag === tag) out += '</li>';
      else {
        if (last && last.indent === row.indent) closeTo(open.length - 1);
        // A list that begins deeper than one level under its parent says how deep.
        const depth = open.length;
        out += `<${tag}${row.indent === depth ? '' : ` data-indent="${row.indent}"`}>`;
        open.push({ tag, indent: row.indent });
      }
      out += itemToHtml(row);
    }
  }
  closeTo(0);
  return out;
}
