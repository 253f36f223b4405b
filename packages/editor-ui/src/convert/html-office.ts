/** What office programs and code editors say in styles and classes, because HTML has no word for it or they do not use it. */
import { MAX_INDENT } from '../schema/block.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { type HtmlElement, textOf } from './html-element.ts';
import { readStyle } from './html-runs.ts';

/** What a block of theirs is here. */
export interface OfficeBlock {
  readonly kind: BlockKind;
  readonly level?: number;
  readonly indent?: number;
}

const BY_CLASS: readonly (readonly [RegExp, OfficeBlock])[] = [
  [/\bMsoTitle/, { kind: 'heading', level: 1 }],
  [/\bMsoSubtitle/, { kind: 'heading', level: 2 }],
  [/\bMso(?:Intense)?Quote/, { kind: 'quote' }],
];

/** Word's paragraphs: an item of a list is one with a sign in front and a level in its style, and a title one with a class. */
export function toOfficeBlock(element: HtmlElement): OfficeBlock | undefined {
  const level = /^l\d+ level([1-9])\b/.exec(readStyle(element).get('mso-list') ?? '')?.[1];
  if (level !== undefined) {
    const isNumber = /^\s*\(?(?:\d+|[a-z]|[ivxlcdm]+)[.)]/i.test(findMarker(element) ?? '');
    return { kind: isNumber ? 'ordered' : 'bullet', indent: Math.min(MAX_INDENT, Number(level) - 1) };
  }
  const name = element.getAttribute('class') ?? '';
  return BY_CLASS.find(([pattern]) => pattern.test(name))?.[1];
}

/** The sign in front of an item, as letters of the text: Word's, or a box that Google Docs draws. */
export function isMarker(element: HtmlElement): boolean {
  return readStyle(element).get('mso-list') === 'ignore' || element.getAttribute('aria-roledescription') === 'checkbox';
}

function findMarker(element: HtmlElement): string | undefined {
  for (const child of element.children) {
    const found = isMarker(child) ? textOf(child) : findMarker(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Lines that a code editor copied: boxes of one line each, in one that keeps its spaces. Undefined for a single line: those are words like any other. */
export function toCodeLines(element: HtmlElement): string | undefined {
  const style = readStyle(element);
  const isCode = style.get('white-space') === 'pre' && /mono|consol|courier|menlo/.test(style.get('font-family') ?? '');
  const lines = [...element.children];
  if (!isCode || lines.length < 2 || !lines.every(({ tagName }) => /^(?:div|br)$/i.test(tagName))) return undefined;
  return lines.map(textOf).join('\n').replaceAll('\u00a0', ' ');
}
