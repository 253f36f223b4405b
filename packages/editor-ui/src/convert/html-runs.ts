import type { Mark } from 'prosemirror-model';
import type { PlainMark } from '../commands/marks.ts';
import { toSafeHref } from '../schema/href.ts';
import { MATH_DATA, PERSON_DATA, toDay, toDeviceId } from '../schema/inline.ts';
import { toColor } from '../schema/palette.ts';
import { schema } from '../schema/schema.ts';
import { cleanText } from './from-text.ts';
import type { HtmlElement } from './html-element.ts';
import { STYLE_ATTRIBUTE } from './inert-html.ts';

/** Text as it stands in HTML: white space counts only in what is preformatted. */
export interface FoundRun {
  text: string;
  marks: readonly Mark[];
  isPre: boolean;
}

const MARKS: Readonly<Record<string, PlainMark>> = {
  SUP: 'superscript',
  SUB: 'subscript',
  STRONG: 'bold',
  B: 'bold',
  EM: 'italic',
  I: 'italic',
  U: 'underline',
  INS: 'underline',
  S: 'strike',
  DEL: 'strike',
  STRIKE: 'strike',
  CODE: 'code',
  KBD: 'code',
  SAMP: 'code',
  TT: 'code',
};

/** How a table cell says its text stands. */
export function alignOf(cell: HtmlElement): string | undefined {
  return cell.getAttribute('data-align') ?? cell.getAttribute('align') ?? readStyle(cell).get('text-align');
}

/** The declarations of an inline style, which was renamed before parsing. */
export function readStyle(element: HtmlElement): ReadonlyMap<string, string> {
  const declarations = (element.getAttribute(STYLE_ATTRIBUTE) ?? '').split(';');
  return new Map(
    declarations.map((declaration) => {
      const [name = '', value = ''] = declaration.split(':');
      return [name.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
}

/** An address that may be kept; one that is relative is so to `base`, where that is known. */
export function toHref(value: string | null, base: string | undefined): string | undefined {
  const href = toSafeHref(value);
  if (href !== undefined || value === null || base === undefined) return href;
  return URL.canParse(value, base) ? toSafeHref(new URL(value, base).href) : undefined;
}

/** The marks that an element's tag and style add. */
export function withMarks(element: HtmlElement, tag: string, marks: readonly Mark[], base?: string): readonly Mark[] {
  const style = readStyle(element);
  const found: Mark[] = [];
  const weight = style.get('font-weight') ?? '';
  const name = MARKS[tag];
  // Google Docs wraps everything in <b style="font-weight:normal">.
  if (name && !(name === 'bold' && (weight === 'normal' || weight === '400'))) found.push(schema.marks[name].create());
  if (weight === 'bold' || weight === 'bolder' || Number(weight) >= 600) found.push(schema.marks.bold.create());
  if (style.get('font-style') === 'italic') found.push(schema.marks.italic.create());
  const line = `${style.get('text-decoration') ?? ''} ${style.get('text-decoration-line') ?? ''}`;
  // A link is underlined where it is read.
  const isLink = tag === 'A' || marks.some(({ type }) => type === schema.marks.link);
  if (!isLink && line.includes('underline')) found.push(schema.marks.underline.create());
  if (line.includes('line-through')) found.push(schema.marks.strike.create());
  const side = style.get('vertical-align');
  if (side === 'super') found.push(schema.marks.superscript.create());
  if (side === 'sub') found.push(schema.marks.subscript.create());
  const ink = toColor(element.getAttribute('data-weft-ink'));
  if (ink !== undefined) found.push(schema.marks.color.create({ name: ink }));
  const mark = toColor(element.getAttribute('data-weft-mark')) ?? (tag === 'MARK' ? 'yellow' : undefined);
  if (mark !== undefined) found.push(schema.marks.highlight.create({ name: mark }));
  if (tag === 'CODE' && element.getAttribute(MATH_DATA) !== null) return schema.marks.math.create().addToSet(marks);
  const href = tag === 'A' ? toHref(element.getAttribute('href'), base) : undefined;
  if (href !== undefined) found.push(schema.marks.link.create({ href }));
  const day = tag === 'TIME' ? toDay(element.getAttribute('datetime')) : undefined;
  if (day !== undefined) found.push(schema.marks.date.create({ day }));
  const device = toDeviceId(element.getAttribute(PERSON_DATA));
  if (device !== undefined) found.push(schema.marks.person.create({ device }));
  return found.reduce((set: readonly Mark[], mark) => mark.addToSet(set), marks);
}

interface TextRun {
  text: string;
  marks: readonly Mark[];
}

/**
 * HTML's own white space rules: runs become one space, none at the ends; what was preformatted stays. Spaces that stay are how HTML says several,
 * and are spaces; with `isTyped` one that stands alone between letters was meant, as in “z. B.”, and stays what it is.
 */
export function collapse(runs: readonly FoundRun[], isCode: boolean, isTyped = false): TextRun[] {
  const out: TextRun[] = [];
  let isAfterSpace = true;
  for (const run of runs) {
    let text = cleanText(run.text);
    if (!run.isPre) {
      text = text.replace(/[ \t\n\f]+/g, ' ');
      if (isAfterSpace) text = text.replace(/^ /, '');
    }
    if (text === '') continue;
    if (run.text === '\n' && !isCode) trimEnd(out);
    isAfterSpace = /[ \n\t]$/.test(text);
    out.push({ text: isCode || isTyped ? text : text.replaceAll('\u00a0', ' '), marks: run.marks });
  }
  const [first] = out;
  if (isCode) {
    // The line break after <pre> and the one before </pre> belong to the markup.
    if (first && first.text.startsWith('\n')) out[0] = { ...first, text: first.text.slice(1) };
    const last = out.at(-1);
    if (last?.text.endsWith('\n') && out.length > 0) out[out.length - 1] = { ...last, text: last.text.slice(0, -1) };
  } else {
    if (isTyped) onlyAlone(out);
    if (!runs.at(-1)?.text.endsWith('\u00a0')) {
      trimEnd(out);
      if (out.at(-1)?.text === '\n') out.pop();
    }
  }
  return out.filter(({ text }) => text !== '');
}

/** Of spaces that stay, those beside others, at the ends of lines and in code become spaces. */
function onlyAlone(runs: TextRun[]): void {
  const all = runs.map(({ text }) => text).join('');
  const isCode = ({ marks }: TextRun): boolean => marks.some(({ type }) => type === schema.marks.code);
  const isLetter = (at: number): boolean => (all[at] ?? ' ').trim() !== '';
  let from = 0;
  runs.forEach((run, index) => {
    const text = run.text.replaceAll('\u00a0', (space, at: number) =>
      !isCode(run) && isLetter(from + at - 1) && isLetter(from + at + 1) ? space : ' ',
    );
    from += text.length;
    runs[index] = { ...run, text };
  });
}

function trimEnd(runs: TextRun[]): void {
  const last = runs.at(-1);
  if (last && last.text !== '\n' && last.text.endsWith(' '))
    runs[runs.length - 1] = { ...last, text: last.text.slice(0, -1) };
}
