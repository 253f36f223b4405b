import { Fragment, type Node as BlockNode } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import type { BlockKind } from '../schema/kinds.ts';
import {
  blockContext,
  BLOCKS,
  type Context,
  type Draft,
  draftToNode,
  hasBlockChild,
  type FoundBlocks,
  hasText,
  type HtmlReading,
  isBlank,
  isSource,
  isUnder,
  type LeftOut,
  looks,
  OUTERMOST,
  readBox,
} from './html-drafts.ts';
import { type HtmlElement, textOf } from './html-element.ts';
import { embedToRun, formulaSource, isEmbed, pictureToRun, toAttachment } from './html-leaves.ts';
import { alignOf, collapse, withMarks } from './html-runs.ts';
import { isListKind } from '../schema/block.ts';
import { toCaption } from '../schema/attachment.ts';
import { isMarker, toCodeLines } from './html-office.ts';
import { htmlToTable, toOnlyCell } from './table-in.ts';

const SKIPPED: ReadonlySet<string> = new Set(
  'SCRIPT STYLE HEAD TITLE META LINK TEMPLATE NOSCRIPT SVG CANVAS SELECT TEXTAREA'.split(' '),
);
/** Of what is skipped: what a reader would have seen words in. */
const LEFT_OUT: Readonly<Record<string, LeftOut>> = { SVG: 'frames', SELECT: 'fields', TEXTAREA: 'fields' };
/**
 * HTML from anywhere to flat blocks. The tree comes from an inert document: nothing in it runs, loads or is put into the
 * page; only its text, and attributes that are checked here, come out.
 */
export function htmlToBlocks(root: HtmlElement, { base, picture, isTyped }: HtmlReading = {}): FoundBlocks {
  const drafts: (Draft | BlockNode)[] = [];
  /** Pictures of a table's cells: they stand behind the table. */
  const behind: BlockNode[] = [];
  const left = new Set<LeftOut>();
  let pictures = 0;
  /** In a cell: whether a block just ended, so that what follows begins a line. */
  let isLineEnded = false;
  let hasWords = false;
  let open: Draft | undefined;
  let hasBlocks = false;

  function close(): void {
    open = undefined;
  }

  function start(context: Context, extra: Partial<Draft> = {}): Draft {
    const { kind, level, indent } = context;
    open = {
      kind,
      level,
      indent,
      checked: undefined,
      align: undefined,
      dir: undefined,
      language: undefined,
      runs: [],
      ...extra,
    };
    drafts.push(open);
    return open;
  }

  function addText(text: string, context: Context): void {
    if (text === '') return;
    if (!open && !context.isPre && text.trim() === '') return;
    hasWords ||= text.trim() !== '';
    (open ?? start(context)).runs.push({ text, marks: context.marks, isPre: context.isPre });
  }

  /** A picture elsewhere is a link to it, with what it is said to show: whoever reads decides whether to go there. */
  function addPicture(element: HtmlElement, context: Context): void {
    const block = picture?.(element);
    if (block !== undefined) {
      hasBlocks = true;
      hasWords = true;
      close();
      drafts.push(block);
      return;
    }
    const run = pictureToRun(element, context.marks, base);
    if (run === undefined) return;
    pictures++;
    if (run.text !== '') (open ?? start(context)).runs.push({ ...run, isPre: false });
  }

  /** What another site would show is a link to it, in a line of its own. */
  function addEmbed(element: HtmlElement, context: Context): void {
    const run = embedToRun(element, base);
    if (run === undefined) {
      if (element.tagName.toUpperCase() === 'OBJECT') children(element, context);
      return;
    }
    hasBlocks = true;
    hasWords = true;
    close();
    start({ ...context, kind: 'paragraph' }).runs.push({ ...run, isPre: false });
    close();
  }

  /** MathML that says its LaTeX: a block where it stands for itself, else part of the words. Without, its letters. */
  function addFormula(element: HtmlElement, context: Context): void {
    const source = formulaSource(element);
    if (source === undefined) {
      children(element, context);
    } else if (element.getAttribute('display') === 'block') {
      hasBlocks = true;
      hasWords = true;
      close();
      start({ ...context, kind: 'math' }).runs.push({ text: source, marks: [], isPre: true });
      close();
    } else {
      hasWords = true;
      const marks = schema.marks.math.create().addToSet(context.marks);
      (open ?? start(context)).runs.push({ text: source, marks, isPre: true });
    }
  }

  function children(element: HtmlElement, context: Context): void {
    for (const child of element.childNodes) {
      if (child.nodeType === 3) addText(child.nodeValue ?? '', context);
      else if (child.nodeType === 1) visit(child as HtmlElement, context);
    }
  }

  function visit(element: HtmlElement, context: Context): void {
    const tag = element.tagName.toUpperCase();
    // KaTeX puts a picture made of letters beside its MathML.
    noteLeft(element, tag);
    if (SKIPPED.has(tag) || element.getAttribute('class') === 'katex-html') return;
    if (isMarker(element) && open !== undefined && isListKind(open.kind)) return;
    const attachment = toAttachment(element);
    if (attachment !== undefined) {
      hasBlocks = true;
      hasWords = true;
      close();
      drafts.push(attachment);
    } else if (tag === 'IMG') {
      addPicture(element, context);
    } else if (isEmbed(tag)) {
      addEmbed(element, context);
    } else if (tag === 'MATH') {
      addFormula(element, context);
    } else if (tag === 'BR') {
      if (open) open.runs.push({ text: '\n', marks: context.marks, isPre: true });
    } else if (tag === 'INPUT') {
      if (element.getAttribute('type') === 'checkbox' && open?.kind === 'bullet') {
        open.kind = 'task';
        open.checked = element.getAttribute('checked') !== null;
      }
    } else if (BLOCKS.has(tag)) {
      visitBlock(element, tag, context);
    } else {
      const isPre = context.isPre || isSource(element);
      children(element, { ...context, isPre, marks: withMarks(element, tag, context.marks, base) });
    }
  }

  function noteLeft(element: HtmlElement, tag: string): void {
    const kind = LEFT_OUT[tag];
    if (kind !== undefined && hasText(element)) left.add(kind);
    if ((tag === 'A' || tag === 'IMG') && (element.getAttribute('title') ?? '').trim() !== '') left.add('titles');
  }

  /** What is said below a picture that came along is its caption, as far as one goes. */
  function captionPicture(element: HtmlElement): boolean {
    const above = drafts.at(-1);
    if (above === undefined || 'runs' in above || above.type !== schema.nodes.image || above.attrs['caption'] !== null)
      return false;
    const said = textOf(element).replace(/\s+/g, ' ').trim();
    if (said === '' || toCaption(said) !== said) return false;
    drafts[drafts.length - 1] = above.type.create({ ...above.attrs, caption: said });
    return true;
  }

  function addCaptions(table: HtmlElement, context: Context): void {
    for (const child of table.children) if (child.tagName.toUpperCase() === 'CAPTION') visit(child, context);
  }

  function visitBlock(element: HtmlElement, tag: string, context: Context): void {
    hasBlocks = true;
    const code = toCodeLines(element);
    if (tag === 'FIGCAPTION' && captionPicture(element)) return;
    if (tag === 'HR') {
      close();
      drafts.push(schema.nodes.divider.create());
    } else if (tag === 'UL' || tag === 'OL') {
      close();
      const deeper = Number(element.getAttribute('data-indent') ?? Number.NaN);
      const lists = Number.isInteger(deeper) && deeper >= 0 ? deeper + 1 : context.lists + 1;
      children(element, { ...context, lists, indent: lists - 1, list: tag === 'UL' ? 'bullet' : 'ordered' });
      close();
    } else if (tag === 'LI') {
      visitItem(element, context);
    } else if (tag === 'DETAILS') {
      visitDetails(element, context);
    } else if (code !== undefined) {
      hasWords = true;
      close();
      start({ ...context, kind: 'code' }).runs.push({ text: code, marks: [], isPre: true });
      close();
    } else if (tag === 'TABLE') {
      close();
      const table = htmlToTable(element, (cell) => readCell(cell, context), alignOf);
      const only = toOnlyCell(element);
      if (table || only) addCaptions(element, { ...context, kind: 'paragraph' });
      if (table) drafts.push(table, ...behind.splice(0));
      else children(only ?? element, context);
      close();
    } else if (tag === 'TR') {
      // A table that is none: its cells one after another.
      close();
      const row = start({ ...context, kind: 'paragraph' });
      [...element.children].forEach((cell, index) => {
        if (index > 0) row.runs.push({ text: '\t', marks: [], isPre: true });
        isLineEnded = false;
        flatten(cell, context, row);
      });
      drafts.push(...behind.splice(0));
      close();
    } else {
      const isInItem = open !== undefined && isBlank(open) && (tag === 'P' || tag === 'DIV');
      const next = { ...blockContext(element, tag, context), marks: withMarks(element, tag, context.marks, base) };
      if (!isInItem) close();
      if (tag !== 'DIV' && !isInItem && !hasBlockChild(element))
        start(next, { ...context.looks, ...looks(element, context) });
      children(element, next);
      close();
    }
  }

  function visitItem(element: HtmlElement, context: Context): void {
    close();
    const checked = element.getAttribute('data-checked') ?? element.getAttribute('aria-checked');
    const kind: BlockKind = checked === null ? context.list : 'task';
    const lists = Math.max(1, context.lists);
    const item = { ...context, kind, lists, indent: lists - 1 };
    const draft = start(item, {
      ...looks(element, context),
      checked: checked === null ? undefined : checked === 'true',
    });
    // What follows the item's first paragraph is text under it, not another item.
    const rest: Context = { ...item, kind: 'paragraph', indent: lists };
    for (const child of element.childNodes) {
      if (child.nodeType === 3) addText(child.nodeValue ?? '', open ? item : rest);
      else if (child.nodeType === 1) {
        visit(child as HtmlElement, open && !isUnder(child as HtmlElement, open) ? item : rest);
      }
    }
    readBox(draft);
    close();
  }

  /** What folds: its first line is a toggle, and the rest stands under it. */
  function visitDetails(element: HtmlElement, context: Context): void {
    close();
    const rest: Context = { ...context, kind: 'paragraph', lists: context.indent + 1, indent: context.indent + 1 };
    for (const child of element.childNodes) {
      if (child.nodeType === 3) addText(child.nodeValue ?? '', rest);
      else if (child.nodeType === 1 && (child as HtmlElement).tagName.toUpperCase() === 'SUMMARY') {
        start({ ...context, kind: 'toggle' });
        children(child as HtmlElement, { ...context, kind: 'toggle' });
        close();
      } else if (child.nodeType === 1) visit(child as HtmlElement, rest);
    }
    close();
  }

  function readCell(cell: HtmlElement, context: Context): Fragment {
    const draft = start({ ...context, kind: 'paragraph' });
    drafts.pop();
    close();
    isLineEnded = false;
    flatten(cell, { ...context, marks: withMarks(cell, '', []) }, draft);
    // Office programs put a space that stays into an empty cell.
    if (draft.runs.every(({ text }) => text.trim() === '')) return Fragment.empty;
    return Fragment.fromArray(collapse(draft.runs, false, isTyped).map(({ text, marks }) => schema.text(text, marks)));
  }

  /** The text of a table cell, without the blocks in it: each begins a line. */
  function flatten(element: HtmlElement, context: Context, row: Draft): void {
    const tag = element.tagName.toUpperCase();
    noteLeft(element, tag);
    if (SKIPPED.has(tag) || element.getAttribute('class') === 'katex-html') return;
    const formula = tag === 'MATH' ? formulaSource(element) : undefined;
    if (formula !== undefined) {
      endLine(row);
      row.runs.push({ text: formula, marks: schema.marks.math.create().addToSet(context.marks), isPre: true });
      return;
    }
    if (isEmbed(tag)) {
      const run = embedToRun(element, base);
      if (run !== undefined) row.runs.push({ ...run, isPre: false });
      return;
    }
    if (tag === 'IMG') {
      const block = picture?.(element);
      const run = block === undefined ? pictureToRun(element, context.marks, base) : undefined;
      if (block !== undefined) behind.push(block);
      if (run === undefined) return;
      pictures++;
      row.runs.push({ ...run, isPre: false });
    }
    if (tag === 'BR') {
      row.runs.push({ text: '\n', marks: context.marks, isPre: true });
      return;
    }
    if (BLOCKS.has(tag)) isLineEnded = true;
    const next = { ...context, marks: withMarks(element, tag, context.marks, base) };
    for (const child of element.childNodes) {
      if (child.nodeType === 3) {
        const text = child.nodeValue ?? '';
        if (text.trim() !== '') endLine(row);
        row.runs.push({ text, marks: next.marks, isPre: isSource(element) });
      } else if (child.nodeType === 1) flatten(child as HtmlElement, next, row);
    }
    if (BLOCKS.has(tag)) isLineEnded = true;
  }

  /** Before words in a cell: a block that began or ended before them ended the line, where there was one. */
  function endLine(row: Draft): void {
    const hasLine = row.runs.some(({ text }) => text.trim() !== '');
    const isBegun = /^[\n\t]$/.test(row.runs.at(-1)?.text ?? '');
    if (isLineEnded && hasLine && !isBegun) row.runs.push({ text: '\n', marks: [], isPre: true });
    isLineEnded = false;
  }

  children(root, OUTERMOST);
  const nodes = drafts.map((draft) => ('runs' in draft ? draftToNode(draft, isTyped) : draft));
  const isWorthKeeping = (node: BlockNode): boolean =>
    (isTyped === true ? node.content.size > 0 : node.textContent.trim() !== '') || node.attrs['kind'] !== 'paragraph';
  return {
    nodes: nodes.filter((node) => node.isLeaf || isWorthKeeping(node)),
    isInline: !hasBlocks && nodes.length === 1,
    pictures,
    isOnlyPictures: !hasWords,
    left,
  };
}
