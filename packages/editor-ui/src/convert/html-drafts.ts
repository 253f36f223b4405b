/** Blocks on their way in from HTML, and what single elements say of them. */
import { Fragment, type Mark, type Node as BlockNode } from 'prosemirror-model';
import { blockToAttributes, isSourceKind } from '../schema/block.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { MATH_DATA } from '../schema/inline.ts';
import { schema } from '../schema/schema.ts';
import type { HtmlElement, HtmlNode } from './html-element.ts';
import { languageOf } from './html-leaves.ts';
import { collapse, type FoundRun } from './html-runs.ts';

/** What is around an element. */
export interface Context {
  readonly kind: BlockKind;
  readonly level: number;
  /** Lists around this, so an item's indent is one less. */
  readonly lists: number;
  /** Of the blocks that begin here: what stands under an item is indented one step more than the item. */
  readonly indent: number;
  readonly list: 'bullet' | 'ordered';
  readonly isPre: boolean;
  readonly marks: readonly Mark[];
  /** How what is in a quote or a callout looks, where its own paragraphs say nothing else. */
  readonly looks?: Partial<Draft> | undefined;
}

/** A block that is being read. */
export interface Draft {
  kind: BlockKind;
  level: number;
  indent: number;
  checked: boolean | undefined;
  align: string | undefined;
  dir: string | undefined;
  language: string | undefined;
  runs: FoundRun[];
}

/** Elements that begin and end a line. */
export const BLOCKS: ReadonlySet<string> = new Set(
  'P DIV SECTION ARTICLE HEADER FOOTER MAIN NAV ASIDE ADDRESS FIGURE FIGCAPTION DL DT DD H1 H2 H3 H4 H5 H6 BLOCKQUOTE PRE UL OL LI TABLE TBODY THEAD TFOOT TR TD TH CAPTION HR FORM FIELDSET LEGEND DETAILS SUMMARY DIALOG CENTER'.split(
    ' ',
  ),
);

/** Whether anything in an element is words, and not what it looks like or is called. */
export function hasText(element: HtmlElement): boolean {
  const isWords = ({ nodeType, nodeValue }: HtmlNode): boolean => nodeType === 3 && (nodeValue ?? '').trim() !== '';
  const inside = [...element.children].filter(({ tagName }) => !/^(?:style|title|desc|script)$/i.test(tagName));
  return [...element.childNodes].some(isWords) || inside.some(hasText);
}

/** Whether an element holds LaTeX, of which every space counts. */
export function isSource(element: HtmlElement): boolean {
  return element.tagName.toUpperCase() === 'CODE' && element.getAttribute(MATH_DATA) !== null;
}

/** All words in an element. */
export function textOf({ childNodes }: HtmlElement): string {
  return [...childNodes]
    .map((node) =>
      node.nodeType === 1 ? textOf(node as HtmlElement) : node.nodeType === 3 ? (node.nodeValue ?? '') : '',
    )
    .join('');
}

/** Whether a block has no words yet. */
export function isBlank({ runs }: Draft): boolean {
  return runs.every(({ text }) => text.trim() === '');
}

/** Whether a child of an item is a block under it and not its first line, or a list of its own. */
export function isUnder({ tagName }: HtmlElement, item: Draft): boolean {
  const tag = tagName.toUpperCase();
  if (!BLOCKS.has(tag) || tag === 'UL' || tag === 'OL') return false;
  return !isBlank(item) || /^(?:H[1-6]|PRE|BLOCKQUOTE|ASIDE|TABLE)$/.test(tag);
}

/** Whether what is in an element are lines of their own. */
export function hasBlockChild(element: HtmlElement): boolean {
  return [...element.children].some((child) => BLOCKS.has(child.tagName.toUpperCase()));
}

/** What an element says of how its block looks. */
export function looks(element: HtmlElement): Partial<Draft> {
  const indent = Number(element.getAttribute('data-indent') ?? Number.NaN);
  const align = element.getAttribute('data-align') ?? element.getAttribute('align') ?? undefined;
  const dir = element.getAttribute('dir') ?? undefined;
  const language = element.tagName.toUpperCase() === 'PRE' ? languageOf(element) : undefined;
  return {
    ...(align === undefined ? {} : { align }),
    ...(dir === undefined ? {} : { dir }),
    ...(language === undefined ? {} : { language }),
    ...(Number.isInteger(indent) && indent >= 0 ? { indent } : {}),
  };
}

/** What is around what is in an element. */
export function blockContext(element: HtmlElement, tag: string, context: Context): Context {
  const heading = /^H([1-6])$/.exec(tag);
  if (heading) return { ...context, kind: 'heading', level: Number(heading[1]) };
  if (tag === 'BLOCKQUOTE') return { ...context, kind: 'quote', looks: looks(element) };
  if (tag === 'ASIDE') return { ...context, kind: 'callout', looks: looks(element) };
  if (tag === 'PRE')
    return { ...context, kind: element.getAttribute('data-kind') === 'math' ? 'math' : 'code', isPre: true };
  return context;
}

/** A block of a document. */
export function draftToNode(draft: Draft, isTyped: boolean | undefined): BlockNode {
  const runs = isSourceKind(draft.kind) ? draft.runs.map((run) => ({ ...run, marks: [] })) : draft.runs;
  return schema.nodes.block.create(
    { ...blockToAttributes({ ...draft }) },
    Fragment.fromArray(
      collapse(runs, isSourceKind(draft.kind), isTyped).map(({ text, marks }) => schema.text(text, marks)),
    ),
  );
}
