import type { ImportNote } from '../types.ts';
import type { WeftJsonMark } from '../json/types.ts';
import { toSafeHref } from '../../schema/href.ts';
import { hexToName, INKS, MARKS, penToName } from './colors.ts';
import { type DocxStyles, nearest } from './styles.ts';
import { isSymbolFont, symbolToText } from './symbols.ts';
import { child, descend, find, findAll, isOn, type Xml, valueOf } from './xml.ts';

/** What stands in a paragraph: words, a checkbox, a picture, a box of text that hangs on it. */
export type Piece =
  | { readonly type: 'words'; readonly text: string; readonly marks: readonly WeftJsonMark[] }
  | { readonly type: 'box'; readonly checked: boolean }
  | { readonly type: 'picture'; readonly key: string; readonly alt: string }
  | { readonly type: 'frame'; readonly body: Xml };

/** What reading needs besides the paragraph. */
export interface RunContext {
  readonly styles: DocxStyles;
  /** The address a relationship leads to. */
  href(id: string | undefined): string | undefined;
  /** The key of a picture, by its relationship; undefined for one that is not here. */
  picture(id: string | undefined): string | undefined;
  /** The number a footnote or an endnote gets where it is referred to. */
  footnote(kind: 'footnote' | 'endnote', id: string): number;
  note(note: ImportNote): void;
}

const MONOSPACED =
  /^(?:courier|consolas|menlo|monaco|liberation mono|source code|cascadia|fira (?:code|mono)|dejavu sans mono)/i;
const CODE_STYLE = /\b(?:code|verbatim|teletype|source text|html (?:code|keyboard|sample|typewriter))\b/;
/** What only says where something is, or is told otherwise. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'ins',
  'moveTo',
  'smartTag',
  'sdtContent',
  'fldSimple',
  'customXml',
  'bdo',
  'dir',
]);

/** The pieces of a paragraph's content, in order. `isCode`: words are code anyway, so that they need not say so. */
export function readRuns(paragraph: Xml, context: RunContext, isCode: boolean): Piece[] {
  const pieces: Piece[] = [];
  /** Fields that are open: the address where one is a link. Only the result of a field is text. */
  const fields: { href: string | undefined; instruction: string; isResult: boolean }[] = [];

  function visit(element: Xml, links: readonly WeftJsonMark[]): void {
    for (const each of element.children) {
      if (each.name === 'r') readRun(each, links);
      else if (each.name === 'hyperlink') visit(each, [...links, ...toLink(context.href(each.attributes['r:id']))]);
      else if (each.name === 'fldSimple')
        visit(each, [...links, ...toLink(fieldToHref(each.attributes['instr'] ?? ''))]);
      else if (each.name === 'sdt') readControl(each, links);
      else if (TRANSPARENT.has(each.name)) {
        if (each.name === 'ins' || each.name === 'moveTo') context.note('changes');
        visit(each, links);
      } else if (each.name === 'del' || each.name === 'moveFrom') context.note('changes');
      else if (each.name === 'oMath' || each.name === 'oMathPara') {
        context.note('formulas');
        addWords(toText(each), links);
      } else if (each.name === 'AlternateContent') visitAlternate(each, (inner) => visit(inner, links));
    }
  }

  function visitAlternate(element: Xml, go: (inner: Xml) => void): void {
    const choice = child(element, 'Choice') ?? child(element, 'Fallback');
    if (choice !== undefined) go(choice);
  }

  function readControl(control: Xml, links: readonly WeftJsonMark[]): void {
    const box = child(child(control, 'sdtPr'), 'checkbox');
    if (box !== undefined) pieces.push({ type: 'box', checked: isOn(child(box, 'checked')) ?? false });
    else visit(control, links);
  }

  function addWords(text: string, marks: readonly WeftJsonMark[]): void {
    if (text !== '') pieces.push({ type: 'words', text, marks });
  }

  function readRun(run: Xml, links: readonly WeftJsonMark[]): void {
    const field = fields.findLast(({ href }) => href !== undefined);
    const around = [...links, ...toLink(field?.href)];
    const marks = [...runToMarks(run, context.styles, isCode), ...around.slice(0, 1)];
    const isVanished = isOn(child(child(run, 'rPr'), 'vanish')) === true;
    if (isVanished && find(run, 't') !== undefined) context.note('hidden');
    const font = fontOf(run);
    const readParts = (element: Xml): void => {
      for (const part of element.children) {
        if (part.name === 'fldChar') readField(part);
        else if (part.name === 'instrText') {
          const open = fields.at(-1);
          if (open && !open.isResult) open.instruction += part.text;
        } else if (!isVanished && fields.every(({ isResult }) => isResult)) readPart(part, marks, font, readParts);
      }
    };
    readParts(run);
  }

  function readField(field: Xml): void {
    const type = field.attributes['fldCharType'];
    const open = fields.at(-1);
    if (type === 'begin') {
      fields.push({ href: undefined, instruction: '', isResult: false });
      readFormField(child(field, 'ffData'));
    }
    if (type === 'separate' && open) {
      open.isResult = true;
      open.href = fieldToHref(open.instruction);
    } else if (type === 'end') fields.pop();
  }

  /** Of old forms, what was ticked and what was chosen. */
  function readFormField(form: Xml | undefined): void {
    const tick = child(form, 'checkBox');
    if (tick !== undefined)
      pieces.push({ type: 'box', checked: isOn(child(tick, 'checked') ?? child(tick, 'default')) ?? false });
    const list = child(form, 'ddList');
    const entries = (list?.children ?? []).filter(({ name }) => name === 'listEntry');
    addWords(valueOf(entries[Number.parseInt(valueOf(child(list, 'result')) ?? '0', 10)]) ?? '', []);
  }

  /** Of a sign of a symbol font: the same sign as a letter, or, and this is said, one that stands for what is not known. */
  function addSymbol(font: string, code: number, marks: readonly WeftJsonMark[]): void {
    const text = code > 0 && code <= 0xff_ff ? symbolToText(font, code) : undefined;
    if (text === undefined) context.note('symbols');
    addWords(text ?? '\ufffd', marks);
  }

  function readPart(
    part: Xml,
    marks: readonly WeftJsonMark[],
    font: string | undefined,
    readParts: (element: Xml) => void,
  ): void {
    switch (part.name) {
      case 't':
        if (font === undefined) return addWords(part.text, marks);
        for (const letter of part.text) addSymbol(font, letter.codePointAt(0) ?? 0, marks);
        return;
      case 'sym':
        return addSymbol(part.attributes['font'] ?? '', Number.parseInt(part.attributes['char'] ?? '', 16), marks);
      case 'ruby':
        // How a word is said stands behind it.
        for (const run of child(part, 'rubyBase')?.children ?? []) if (run.name === 'r') readParts(run);
        addWords(`(${toText(child(part, 'rt'))})`, marks);
        return;
      case 'tab':
      case 'ptab':
        return addWords('\t', marks);
      case 'br':
      case 'cr':
        return part.attributes['type'] === 'page' || part.attributes['type'] === 'column'
          ? undefined
          : addWords('\n', []);
      case 'softHyphen':
        return addWords('\u00ad', marks);
      case 'noBreakHyphen':
        return addWords('\u2011', marks);
      case 'footnoteReference':
      case 'endnoteReference': {
        const kind = part.name === 'footnoteReference' ? 'footnote' : 'endnote';
        return addWords(String(context.footnote(kind, part.attributes['id'] ?? '')), ['superscript']);
      }
      case 'drawing':
      case 'pict':
      case 'object':
        return readDrawing(part);
      case 'commentReference':
        return context.note('comments');
      case 'AlternateContent':
        return visitAlternate(part, readParts);
      default:
        return undefined;
    }
  }

  /** Pictures, and boxes of text: what is in those hangs on the paragraph. */
  function readDrawing(drawing: Xml): void {
    const said = find(drawing, 'docPr')?.attributes ?? find(drawing, 'shape')?.attributes;
    const alt = said?.['descr'] ?? said?.['alt'] ?? '';
    const pictures = [...findAll(drawing, 'blip'), ...findAll(drawing, 'imagedata')];
    const frames = findAll(drawing, 'txbxContent');
    for (const { attributes } of pictures) {
      const key = context.picture(attributes['r:embed'] ?? attributes['r:id']);
      if (key !== undefined) pieces.push({ type: 'picture', key, alt });
      else {
        context.note('files-left');
        addWords(alt, []);
      }
    }
    for (const body of frames) pieces.push({ type: 'frame', body });
    if (pictures.length + frames.length === 0) context.note('frames');
  }

  visit(paragraph, []);
  return pieces;
}

function toLink(href: string | undefined): WeftJsonMark[] {
  return href === undefined ? [] : [{ type: 'link', href }];
}

function fieldToHref(instruction: string): string | undefined {
  return toSafeHref(/^\s*HYPERLINK\s+"([^"]+)"/i.exec(instruction)?.[1]);
}

/** The letters of what is not read as runs. */
function toText(element: Xml | undefined): string {
  if (element === undefined) return '';
  return element.name === 't' ? element.text : element.children.map(toText).join('');
}

/** The font of a run whose letters are signs. */
function fontOf(run: Xml): string | undefined {
  const fonts = descend(run, 'rPr', 'rFonts')?.attributes;
  return [fonts?.['ascii'], fonts?.['hAnsi']].find(isSymbolFont);
}

function runToMarks(run: Xml, styles: DocxStyles, isCode: boolean): WeftJsonMark[] {
  if (isCode) return [];
  const own = child(run, 'rPr');
  const style = styles.style(valueOf(child(own, 'rStyle')));
  // What a link looks like is not said by marks.
  const isLink = style?.name === 'hyperlink' || style?.name === 'internet link' || style?.name === 'followedhyperlink';
  const from = isLink ? [own] : [own, ...(style?.run ?? [])];
  const marks: WeftJsonMark[] = [];
  if (isOn(nearest(from, 'b')) === true) marks.push('bold');
  if (isOn(nearest(from, 'i')) === true) marks.push('italic');
  if (isOn(nearest(from, 'u')) === true && valueOf(nearest(from, 'u')) !== undefined && !isLink)
    marks.push('underline');
  if (isOn(nearest(from, 'strike')) === true || isOn(nearest(from, 'dstrike')) === true) marks.push('strike');
  const side = valueOf(nearest(from, 'vertAlign'));
  if (side === 'superscript' || side === 'subscript') marks.push(side);
  const isFormula = style?.name === 'formula';
  if (isFormula) marks.push('math');
  const font = isFormula ? undefined : nearest([own], 'rFonts')?.attributes;
  if (CODE_STYLE.test(style?.name ?? '') || MONOSPACED.test(font?.['ascii'] ?? font?.['hAnsi'] ?? ''))
    marks.push('code');
  const ink = isLink ? undefined : hexToName(INKS, valueOf(nearest(from, 'color')));
  if (ink !== undefined) marks.push({ type: 'color', name: ink });
  const mark =
    penToName(valueOf(nearest(from, 'highlight'))) ?? hexToName(MARKS, nearest(from, 'shd')?.attributes['fill']);
  if (mark !== undefined) marks.push({ type: 'highlight', name: mark });
  return marks;
}
