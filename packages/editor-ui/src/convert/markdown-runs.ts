/** Words with marks as Markdown, so that reading it gives the same words with the same marks. */
import type { Mark } from 'prosemirror-model';
import { toSafeHref } from '../schema/href.ts';
import { formulaSpan, isFormula, joinFormulas, type Run } from './runs.ts';
import { keepSpaces } from './to-html.ts';

const SIGNS: Readonly<Record<string, string>> = { bold: '**', italic: '*', strike: '~~' };
/** What Markdown has no sign for, and what its sign cannot be put around, as every reader of it knows it: as HTML. */
const TAGS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  underline: 'u',
  superscript: 'sup',
  subscript: 'sub',
  highlight: 'mark',
};

/** `raw`: what is written for it, instead of its words. */
type Written = Run & { readonly raw?: string | undefined };

/** A run of words, or what a mark is around. */
type Piece = { readonly run: Written } | { readonly mark: Mark; readonly inside: readonly Piece[] };

/** How the parts of a block's text are written. */
export interface Writing {
  /** What stands for a line break: a backslash and one, or `<br>` where a line must not end. */
  readonly lineBreak: string;
  /** A bar ends a cell. */
  readonly isInTable?: boolean;
  /** What is written for a run that is the number of a footnote. */
  readonly note?: ((run: Run) => string | undefined) | undefined;
}

export function isCode({ marks }: Run): boolean {
  return marks.some(({ type }) => type.name === 'code');
}

export function runsToMarkdown(all: readonly Run[], writing: Writing): string {
  const runs = joinFormulas(all);
  const last = runs.length - 1;
  const kept = runs.map((run, index): Written => {
    const raw = isFormula(run) ? formulaSpan(run.text) : writing.note?.(run);
    if (raw !== undefined) return { text: run.text, marks: [], raw };
    if (isCode(run)) return run;
    const before = runs[index - 1];
    const isAfterSpace = before === undefined || (/[ \n]$/.test(before.text) && !isCode(before));
    return {
      ...run,
      text: keepSpaces(run.text, isAfterSpace, index === last || (runs[index + 1]?.text.startsWith('\n') ?? false)),
    };
  });
  return writePieces(toPieces(kept, 0), '', '', writing, undefined);
}

/** Marks in the order of the schema, each around all neighbouring runs that have it. */
function toPieces(runs: readonly Written[], depth: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < runs.length; ) {
    const run = runs[at] as Written;
    const mark = written(run)[depth];
    if (mark === undefined) {
      pieces.push({ run });
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < runs.length && written(runs[end] as Written)[depth]?.eq(mark) === true) end += 1;
    pieces.push({ mark, inside: toPieces(runs.slice(at, end), depth + 1) });
    at = end;
  }
  return pieces;
}

/** The marks of a run that Markdown can say; code is said by its words. */
function written({ marks }: Run): readonly Mark[] {
  return marks.filter(
    ({ type, attrs }) => type.name in TAGS || (type.name === 'link' && toSafeHref(attrs['href']) !== undefined),
  );
}

/** @param before - the letter in front of these pieces, `after` the one behind them; empty for the end of the text */
function writePieces(
  pieces: readonly Piece[],
  before: string,
  after: string,
  writing: Writing,
  around: Mark | undefined,
): string {
  let out = '';
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const follows = next === undefined ? after : firstLetter(next);
    const previous = out === '' ? before : (out.at(-1) ?? '');
    out +=
      'run' in piece
        ? writeRun(piece.run, writing, previous, follows)
        : writeMark(piece, previous, follows, writing, around);
  });
  return out;
}

/** Of what is written for a piece: a letter or a space where it is sure, else something that is neither. */
function firstLetter(piece: Piece): string {
  if (!('run' in piece)) return '*';
  const [first = ''] = piece.run.text;
  if (piece.run.raw !== undefined) return '[';
  return isCode(piece.run) ? '`' : first === '\n' ? ' ' : first;
}

function isWord(letter: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(letter);
}

function isSpaceOrEnd(letter: string): boolean {
  return letter === '' || letter === ' ' || letter === '\n';
}

function writeMark(
  piece: Extract<Piece, { mark: Mark }>,
  before: string,
  after: string,
  writing: Writing,
  around: Mark | undefined,
): string {
  const { mark, inside } = piece;
  const { name } = mark.type;
  if (name === 'link') return writeLink(mark, inside, writing);
  const sign = SIGNS[name];
  const [only, ...more] = inside;
  // Bold and italic around the same words are one sign.
  if (name === 'bold' && only && more.length === 0 && 'mark' in only && only.mark.type.name === 'italic') {
    const both = writePieces(only.inside, '*', '*', writing, only.mark);
    if (canSign(both, before, after) && around === undefined) return `***${both}***`;
  }
  const inner = writePieces(inside, sign === undefined ? '>' : '*', sign === undefined ? '<' : '*', writing, mark);
  const isAtEdge = around !== undefined && SIGNS[around.type.name] !== undefined;
  if (sign !== undefined && !isAtEdge && canSign(inner, before, after)) return `${sign}${inner}${sign}`;
  const tag = TAGS[name] ?? 'span';
  return `<${tag}>${inner}</${tag}>`;
}

/**
 * Whether a sign around these words is read as one, whatever is beside it. A sign that meets another like it would become part of that, and one
 * between a letter and a full stop is none.
 */
function canSign(inner: string, before: string, after: string): boolean {
  if (before === '*' || before === '~' || after === '*' || after === '~') return false;
  const first = String.fromCodePoint(inner.codePointAt(0) ?? 32);
  const last = [...inner.slice(-2)].at(-1) ?? ' ';
  if (/[*~\s]/.test(first) || /[*~\s]/.test(last)) return false;
  return (isWord(first) || isSpaceOrEnd(before)) && (isWord(last) || isSpaceOrEnd(after));
}

function writeLink(mark: Mark, inside: readonly Piece[], writing: Writing): string {
  const href = toSafeHref(mark.attrs['href']) ?? '';
  const [only, ...more] = inside;
  if (only && more.length === 0 && 'run' in only && !isCode(only.run)) {
    const { text } = only.run;
    const isMail = `mailto:${text}` === href && /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/.test(text);
    const isBare = isMail || (/^https?:/.test(text) && toSafeHref(text) === href);
    if (isBare && !/[\s<>]/.test(text)) return `<${text}>`;
  }
  const address = /[()\s<>\\]/.test(href) ? `<${href.replace(/[<>\\]/g, '\\$&')}>` : href;
  return `[${writePieces(inside, '[', ']', writing, mark)}](${address.replace(/&(?=#?\w)/g, '&amp;')})`;
}

function writeRun(run: Written, { lineBreak, isInTable = false }: Writing, before: string, after: string): string {
  if (run.raw !== undefined) return run.raw;
  if (isCode(run)) {
    const lines = run.text.split('\n').map((line) => (line === '' ? '' : codeSpan(line)));
    const code = lines.join(lineBreak);
    return isInTable ? code.replaceAll('|', '\\|') : code;
  }
  let escaped = escapeMarkdown(run.text);
  if (isInTable) escaped = escaped.replaceAll('|', '\\|');
  // Behind the number of a footnote it would begin its text, and before a link it would make that a picture.
  if (before === ']' && escaped.startsWith(':')) escaped = `\\${escaped}`;
  if ((after === '*' || after === '[') && escaped.endsWith('!')) escaped = `${escaped.slice(0, -1)}\\!`;
  return escaped.replaceAll('\n', lineBreak);
}

/** Words as Markdown that is read as these words and nothing else. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\`*~[\]]|\$(?! )|<(?=[a-z/!?])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, '\\$&')
      .replace(/&(?=#|\w+;)/g, '\\&')
      // What reads like an address becomes a link in many programs.
      .replace(/(?:https?|ftp)(?=:\/\/)|www(?=\.)|(?:mailto|xmpp)(?=:)/gi, '$&\\')
      .replace(/(?<=\S)@(?=\S)/g, '\\@')
      .replaceAll('\u00a0', '&nbsp;')
  );
}

function codeSpan(text: string): string {
  // In a link at the start of a line it would be read as the definition of one.
  if (text.includes(']:')) return `<code>${escapeMarkdown(keepSpaces(text, true, true))}</code>`;
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const isUsed = (length: number): boolean => new RegExp(`(?<!\`)\`{${length}}(?!\`)`).test(text);
  let length = 1;
  while (length <= longest && isUsed(length)) length += 1;
  const fence = '`'.repeat(length);
  const isPadded = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== '');
  const pad = isPadded ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Text that would be read as a heading, list, quote, rule or table at the start of a line is escaped. */
export function escapeLineStart(text: string): string {
  return text
    .replace(/^([ \t]*)(#{1,6}(?=[ \t]|$)|[-+](?=[ \t|:-]|$)|[>|]|=+[ \t]*$|:(?=-))/gm, '$1\\$2')
    .replace(/^([ \t]*\d{1,9})([.)](?=[ \t]|$))/gm, '$1\\$2');
}
