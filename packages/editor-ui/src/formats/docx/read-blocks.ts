import { MAX_TITLE_LENGTH } from '../../binding/title.ts';
import { toCaption } from '../../schema/attachment.ts';
import { isSourceKind, MAX_INDENT } from '../../schema/block.ts';
import type { WeftJsonBlock, WeftJsonMark, WeftJsonRun } from '../json/types.ts';
import { type Piece, readRuns, type RunContext } from './read-runs.ts';
import { readTable } from './read-table.ts';
import { type DocxStyle, nearest } from './styles.ts';
import { child, descend, isOn, type Xml, valueOf } from './xml.ts';

/** One step of indent on paper, in twentieths of a point. */
export const STEP = 720;

type TextBlock = Extract<WeftJsonBlock, { type: 'text' }>;
type Look = Omit<TextBlock, 'text'>;
type Picture = Extract<WeftJsonBlock, { type: 'image' | 'file' }>;

/** What the blocks of a text are, and what it is called where its first paragraph says so. */
export interface DocxBlocks {
  readonly blocks: readonly WeftJsonBlock[];
  readonly title: string;
}

/** Containers that say something of what is in them, and hold paragraphs and tables. */
const TRANSPARENT: ReadonlySet<string> = new Set(['sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag']);
/** Documents of their own within this one. */
const OTHERS: ReadonlySet<string> = new Set(['altChunk', 'subDoc']);
const CODE = /\b(?:code|preformatted|verbatim|source|listing)\b/;

/** The paragraphs and tables of a part's body as blocks. */
export function readBlocks(body: Xml, context: RunContext): DocxBlocks {
  const blocks: WeftJsonBlock[] = [];
  let title = '';
  /** Words of paragraphs whose ends were deleted while changes were tracked: they go on in the next one. */
  let carried: Piece[] = [];

  function visit(element: Xml): void {
    for (const each of element.children) {
      if (each.name === 'p') addParagraph(each);
      else if (each.name === 'tbl') addTable(each);
      else if (OTHERS.has(each.name)) context.note('files-left');
      else if (TRANSPARENT.has(each.name)) visit(each);
      else if (each.name === 'AlternateContent') visit(child(each, 'Choice') ?? child(each, 'Fallback') ?? each);
    }
  }

  function addTable(table: Xml): void {
    flushCarried();
    blocks.push(...readTable(table, (cell) => readBlocks(cell, context).blocks, context.note));
  }

  function flushCarried(): void {
    if (carried.length > 0) blocks.push(...toBlocks(carried.splice(0), { type: 'text', kind: 'paragraph' }));
  }

  /** Boxes of text stand behind the paragraph they hang on. */
  function toBlocks(pieces: readonly Piece[], look: Look): WeftJsonBlock[] {
    const frames = pieces.filter((piece) => piece.type === 'frame');
    const rest = pieces.filter((piece) => piece.type !== 'frame');
    const own = rest.length > 0 || frames.length === 0 ? piecesToBlocks(rest, look) : [];
    return [...own, ...frames.flatMap(({ body }) => readBlocks(body, context).blocks)];
  }

  function addParagraph(paragraph: Xml): void {
    const style = context.styles.style(valueOf(descend(paragraph, 'pPr', 'pStyle')));
    const look = readLook(paragraph, style, context);
    const pieces = [...carried.splice(0), ...readRuns(paragraph, context, isSourceKind(look.kind))];
    if (descend(paragraph, 'pPr', 'rPr', 'del') !== undefined) {
      context.note('changes');
      carried = pieces;
      return;
    }
    const isEmpty = pieces.length === 0;
    const isRule = style?.name === 'horizontal line' || descend(paragraph, 'pPr', 'pBdr') !== undefined;
    if (isEmpty && isRule) {
      blocks.push({ type: 'divider' });
      return;
    }
    if (style?.name === 'title' && title === '' && blocks.length === 0 && isTitle(pieces)) {
      title = piecesToText(pieces);
      return;
    }
    const above = blocks.at(-1);
    if (style?.name === 'caption' && above?.type === 'image' && above.caption === undefined && isCaption(pieces)) {
      blocks[blocks.length - 1] = { ...above, caption: piecesToText(pieces) };
      return;
    }
    // A program that has no code writes each line as a paragraph.
    if (look.kind === 'code' && above?.type === 'text' && above.kind === 'code' && isPlain(pieces)) {
      blocks[blocks.length - 1] = {
        ...above,
        text: [
          `${above.text.map((run) => (typeof run === 'string' ? run : run.text)).join('')}\n${piecesToText(pieces)}`,
        ],
      };
      return;
    }
    blocks.push(...toBlocks(pieces, look));
  }

  visit(body);
  flushCarried();
  return { blocks, title };
}

function isPlain(pieces: readonly Piece[]): boolean {
  return pieces.every(({ type }) => type === 'words');
}

/** Whether these can be a title, which is words alone: neither a picture nor a footnote's number, nor more than one holds. */
function isTitle(pieces: readonly Piece[]): boolean {
  const isRaised = pieces.some((piece) => piece.type === 'words' && piece.marks.includes('superscript'));
  return isPlain(pieces) && pieces.length > 0 && !isRaised && piecesToText(pieces).length <= MAX_TITLE_LENGTH;
}

function isCaption(pieces: readonly Piece[]): boolean {
  const text = piecesToText(pieces);
  return isPlain(pieces) && text !== '' && toCaption(text) === text;
}

function piecesToText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.type === 'words' ? piece.text : '')).join('');
}

/** Runs of words, neighbours with the same marks as one. */
export function piecesToRuns(pieces: readonly Piece[]): WeftJsonRun[] {
  const runs: { text: string; marks: readonly WeftJsonMark[] }[] = [];
  for (const piece of pieces) {
    if (piece.type !== 'words') continue;
    const last = runs.at(-1);
    if (last && JSON.stringify(last.marks) === JSON.stringify(piece.marks)) last.text += piece.text;
    else runs.push({ text: piece.text, marks: piece.marks });
  }
  return runs.map(({ text, marks }) => (marks.length === 0 ? text : { text, marks }));
}

/** A paragraph is cut where a picture stands in it. */
function piecesToBlocks(pieces: readonly Piece[], look: Look): WeftJsonBlock[] {
  const blocks: WeftJsonBlock[] = [];
  const [first] = pieces;
  const box = first?.type === 'box' ? first.checked : glyphToBox(first);
  let kept = look;
  let rest = pieces;
  if (box !== undefined) {
    kept = { ...look, kind: 'task', checked: box };
    rest = withoutBox(pieces);
  }
  let words: Piece[] = [];
  const flush = (isLast: boolean): void => {
    // A paragraph of nothing but a picture leaves no empty one behind.
    const isKept = words.some((piece) => piece.type === 'words' && piece.text.trim() !== '');
    if (isKept || (isLast && blocks.length === 0)) blocks.push({ ...kept, text: piecesToRuns(words) });
    words = [];
  };
  for (const piece of rest) {
    if (piece.type !== 'picture') {
      // A box within words is a sign among them.
      words.push(piece.type === 'box' ? { type: 'words', text: piece.checked ? '☒' : '☐', marks: [] } : piece);
      continue;
    }
    flush(false);
    const picture: Picture = { type: 'image', file: piece.key, ...(piece.alt === '' ? {} : { alt: piece.alt }) };
    blocks.push(picture);
  }
  flush(true);
  return blocks;
}

/** Boxes that were drawn as letters. */
function glyphToBox(piece: Piece | undefined): boolean | undefined {
  if (piece?.type !== 'words') return undefined;
  const [, glyph] = /^([☐☑☒])[\s\u00a0]/u.exec(piece.text) ?? [];
  return glyph === undefined ? undefined : glyph !== '☐';
}

function withoutBox([first, next, ...rest]: readonly Piece[]): Piece[] {
  if (first?.type === 'words')
    return [{ ...first, text: first.text.slice(1).trimStart() }, ...(next ? [next] : []), ...rest];
  if (next?.type !== 'words') return [...(next ? [next] : []), ...rest];
  return [{ ...next, text: next.text.replace(/^[\s\u00a0]/u, '') }, ...rest];
}

/** The kind, the place and the direction of a paragraph. */
function readLook(paragraph: Xml, style: DocxStyle | undefined, { styles }: RunContext): Look {
  const own = child(paragraph, 'pPr');
  const from = [own, ...(style?.paragraph ?? [])];
  const side = valueOf(nearest(from, 'jc'));
  const isRight = isOn(nearest(from, 'bidi')) === true;
  const isEnd = side === 'end' || side === (isRight ? 'left' : 'right');
  // The start is where text stands anyway; other programs say so of every paragraph.
  const align = side === 'center' ? 'center' : isEnd ? 'end' : undefined;
  const shared: Look = {
    type: 'text',
    kind: 'paragraph',
    ...(align === undefined ? {} : { align }),
    ...(isRight ? { dir: 'rtl' } : {}),
  };
  const level = headingLevel(style, nearest(from, 'outlineLvl'));
  if (level !== undefined) return { ...shared, kind: 'heading', level, ...toIndent(own) };
  const number = nearest(from, 'numPr');
  const format = number === undefined ? 'none' : listFormat(number, styles);
  if (format !== 'none') {
    const at = Math.min(MAX_INDENT, toNumber(valueOf(child(number, 'ilvl'))));
    return { ...shared, kind: format, ...(at > 0 ? { indent: at } : {}) };
  }
  const name = style?.name ?? '';
  const kind = /quote|block text/.test(name)
    ? 'quote'
    : /callout/.test(name)
      ? 'callout'
      : name === 'display formula'
        ? 'math'
        : CODE.test(name)
          ? 'code'
          : 'paragraph';
  return { ...shared, kind, ...toIndent(own) };
}

function listFormat(number: Xml, styles: RunContext['styles']): ReturnType<RunContext['styles']['list']> {
  const id = valueOf(child(number, 'numId')) ?? '0';
  return id === '0' ? 'none' : styles.list(id, toNumber(valueOf(child(number, 'ilvl'))));
}

function toNumber(text: string | undefined): number {
  const number = Number.parseInt(text ?? '0', 10);
  return Number.isInteger(number) && number > 0 ? number : 0;
}

/** What a paragraph itself says of its indent; a style's is part of its look. */
function toIndent(own: Xml | undefined): { readonly indent?: number } {
  const { left, start, hanging } = (child(own, 'ind')?.attributes ?? {}) as Partial<Record<string, string>>;
  const indent = Math.min(MAX_INDENT, Math.round((toNumber(start ?? left) - toNumber(hanging)) / STEP));
  return indent > 0 ? { indent } : {};
}

function headingLevel(style: DocxStyle | undefined, outline: Xml | undefined): number | undefined {
  const named = /^heading (\d)$/.exec(style?.name ?? '')?.[1];
  if (named !== undefined) return Math.min(6, Math.max(1, Number(named)));
  if (style?.name === 'title') return 1;
  const level = Number.parseInt(valueOf(outline) ?? '9', 10);
  return level >= 0 && level < 9 ? Math.min(6, level + 1) : undefined;
}
