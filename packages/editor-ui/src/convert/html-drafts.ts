/** Blocks on their way in from HTML, and what single elements say of them. */
import { Fragment, type Mark, type Node as BlockNode } from 'prosemirror-model';
import { blockToAttributes, isSourceKind } from '../schema/block.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { MATH_DATA } from '../schema/inline.ts';
import { schema } from '../schema/schema.ts';
import type { HtmlElement, HtmlNode } from './html-element.ts';
import { languageOf } from './html-leaves.ts';
import { toOfficeBlock } from './html-office.ts';
import { alignOf, collapse, type FoundRun } from './html-runs.ts';

/** What was found, and whether it is only a run of text to be put into the block at the caret. */
export interface FoundBlocks {
  readonly nodes: readonly BlockNode[];
  readonly isInline: boolean;
  /** The first is only the end of a block: its words join those at the caret. */
  readonly isOpen?: boolean;
  /** Pictures that lie elsewhere: nothing of them was fetched. */
  readonly pictures: number;
  /** There is nothing but such pictures. */
  readonly isOnlyPictures: boolean;
  /** What holds words and has no place in a document. */
  readonly left: ReadonlySet<LeftOut>;
}

/** What only shows on pointing at it, what is filled in, and what is drawn. */
export type LeftOut = 'titles' | 'fields' | 'frames';

/** How HTML is read. */
export interface HtmlReading {
  /** What relative addresses are relative to; without it they are left out. */
  readonly base?: string | undefined;
  /** A block for a picture that comes with the HTML itself; undefined for one that lies elsewhere. */
  picture?(image: HtmlElement): BlockNode | undefined;
  /** Whether spaces that stay were typed, as in a file that somebody wrote, and are not what another editor put between words. */
  readonly isTyped?: boolean | undefined;
}

/** What is around an element. */
export interface Context {
  readonly kind: BlockKind;
  readonly level: number;
  /** Lists around this, so an item's indent is one less. */
  readonly lists: number;
  /** Of the blocks that begin here: what stands under an item is indented one step more than the item. */
  readonly indent: number;
  readonly list: 'bullet' | 'ordered';
  /** Of code in it, where what is around the code says so. */
  readonly language?: string | undefined;
  readonly isPre: boolean;
  readonly marks: readonly Mark[];
  /** How what is in a quote or a callout looks, where its own paragraphs say nothing else. */
  readonly looks?: Partial<Draft> | undefined;
}

export const OUTERMOST: Context = {
  kind: 'paragraph',
  level: 1,
  lists: 0,
  indent: 0,
  list: 'bullet',
  isPre: false,
  marks: [],
};

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

/** Where a list was written as text, its boxes are letters. */
export function readBox(draft: Draft): void {
  const [first] = draft.runs;
  const box = draft.kind === 'bullet' ? /^\s*\[([ x]?)\]\s+/i.exec(first?.text ?? '') : null;
  if (!first || !box) return;
  draft.kind = 'task';
  draft.checked = box[1]?.toLowerCase() === 'x';
  first.text = first.text.slice(box[0].length);
}

/** What an element in a context says of how its block looks. */
export function looks(element: HtmlElement, { language: around }: Context): Partial<Draft> {
  const indent = Number(element.getAttribute('data-indent') ?? Number.NaN);
  const dir = element.getAttribute('dir') ?? undefined;
  const side = alignOf(element);
  const align = side === (dir === 'rtl' ? 'left' : 'right') ? 'end' : side;
  const language = element.tagName.toUpperCase() === 'PRE' ? (languageOf(element) ?? around) : undefined;
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
  if (tag === 'BLOCKQUOTE') return { ...context, kind: 'quote', looks: looks(element, context) };
  if (tag === 'ASIDE') return { ...context, kind: 'callout', looks: looks(element, context) };
  // GitHub says the language of code around it.
  if (tag === 'DIV') return { ...context, language: languageOf(element) ?? context.language };
  if (tag === 'P') return { ...context, ...toOfficeBlock(element) };
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
