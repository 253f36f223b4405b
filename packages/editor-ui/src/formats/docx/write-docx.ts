import {
  AlignmentType,
  BorderStyle,
  CheckBox,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type IRunOptions,
  Packer,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  type Table,
  TextRun,
} from 'docx';
import { sniffPicture } from '../../files/sniff.ts';
import { toSafeHref } from '../../schema/href.ts';
import type { WeftJsonBlock, WeftJsonMark, WeftJsonRun } from '../json/types.ts';
import type { ImportedFile } from '../types.ts';
import { INKS, MARKS } from './colors.ts';
import { createLists } from './lists.ts';
import { STEP } from './read-blocks.ts';
import { CODE_FONT, STYLES } from './write-styles.ts';
import { writeTable } from './write-table.ts';

/** What a Word file is made of. */
export interface DocxSource {
  readonly title: string;
  readonly blocks: readonly WeftJsonBlock[];
  /** Pictures by the keys that blocks name them with; one without bytes is its name. */
  readonly files: Readonly<Record<string, ImportedFile>>;
}

/** The text's width, in pixels at 96 to the inch: wider pictures are drawn as wide. */
const TEXT_WIDTH = 600;
/** And what fits on a page below a heading. */
const TEXT_HEIGHT = 780;
const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
];
/** What Word can draw of what Weft can. */
const DRAWN: Readonly<Record<string, 'png' | 'jpg' | 'gif'>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};
const ALIGNS = { start: AlignmentType.START, center: AlignmentType.CENTER, end: AlignmentType.END } as const;

/** A document as a Word file (Office Open XML). Comments and undecided suggestions are not in what it is made of. */
export async function writeDocx({ title, blocks, files }: DocxSource): Promise<Uint8Array<ArrayBuffer>> {
  const lists = createLists();
  const children = blocks.flatMap((block) => blockToParts(block, files, lists.take));
  const heading = title === '' ? [] : [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(title)] })];
  const document = new Document({
    title,
    creator: 'Weft',
    lastModifiedBy: 'Weft',
    styles: STYLES,
    numbering: { config: lists.config() },
    sections: [{ children: [...heading, ...children] }],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

type TextBlock = Extract<WeftJsonBlock, { type: 'text' }>;
type List = NonNullable<IParagraphOptions['numbering']>;

function blockToParts(
  block: WeftJsonBlock,
  files: DocxSource['files'],
  takeList: (block: WeftJsonBlock) => List | undefined,
): (Paragraph | Table)[] {
  const numbering = takeList(block);
  if (block.type === 'divider') {
    return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: 'B0ACA4' } } })];
  }
  if (block.type === 'table') return [writeTable(block, runsToParts)];
  if (block.type === 'text') return [textToParagraph(block, numbering)];
  return pictureToParagraphs(block, files[block.file]);
}

function textToParagraph(block: TextBlock, numbering: List | undefined): Paragraph {
  const { kind, indent = 0, align, dir } = block;
  const isTask = kind === 'task';
  const options: IParagraphOptions = {
    ...(kind === 'heading' ? { heading: HEADINGS[(block.level ?? 1) - 1] ?? HeadingLevel.HEADING_6 } : {}),
    ...(kind === 'math' ? { style: 'DisplayFormula' } : {}),
    ...(kind === 'quote'
      ? { style: 'Quote' }
      : kind === 'callout'
        ? { style: 'Callout' }
        : kind === 'code'
          ? { style: 'SourceCode' }
          : {}),
    ...(numbering === undefined ? {} : { numbering }),
    ...(isTask ? { indent: { start: indent * STEP + STEP / 2, hanging: STEP / 2 } } : {}),
    ...(numbering === undefined && !isTask && indent > 0 ? { indent: { start: indent * STEP } } : {}),
    ...(align === undefined ? {} : { alignment: ALIGNS[align] }),
    ...(dir === 'rtl' ? { bidirectional: true } : {}),
  };
  const box = {
    checkedState: { value: '2612', font: 'MS Gothic' },
    uncheckedState: { value: '2610', font: 'MS Gothic' },
  };
  const lead = isTask ? [new CheckBox({ checked: block.checked === true, ...box }), new TextRun(' ')] : [];
  return new Paragraph({ ...options, children: [...lead, ...runsToParts(block.text, dir === 'rtl')] });
}

/** Runs of words, neighbours with the same address in one link. */
function runsToParts(runs: readonly WeftJsonRun[], isRight = false): ParagraphChild[] {
  return runs.map((run) => {
    const { text, marks } = typeof run === 'string' ? { text: run, marks: [] } : run;
    const href = marks.map(markToHref).find((each) => each !== undefined);
    const words = new TextRun({
      ...marksToLook(marks, href !== undefined),
      ...(isRight ? { rightToLeft: true } : {}),
      children: toLines(text),
    });
    return href === undefined ? words : new ExternalHyperlink({ link: href, children: [words] });
  });
}

/** Words with breaks where their lines end; what XML cannot hold is left out. */
function toLines(text: string): NonNullable<IRunOptions['children']> {
  // oxlint-disable-next-line no-control-regex
  const lines = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').split('\n');
  return lines.flatMap((line, index) => (index === 0 ? [line] : [new TextRun({ break: 1 }), line]) as never);
}

function markToHref(mark: WeftJsonMark): string | undefined {
  return typeof mark !== 'string' && mark.type === 'link' ? toSafeHref(mark.href) : undefined;
}

function marksToLook(marks: readonly WeftJsonMark[], isLink: boolean): IRunOptions {
  const has = (name: WeftJsonMark): boolean => marks.includes(name);
  const named = (type: 'color' | 'highlight'): string | undefined => {
    for (const mark of marks) if (typeof mark !== 'string' && mark.type === type) return mark.name;
    return undefined;
  };
  const ink = INKS[named('color') ?? ''];
  const fill = MARKS[named('highlight') ?? ''];
  return {
    ...(isLink
      ? { style: 'Hyperlink' }
      : has('math')
        ? { style: 'Formula' }
        : has('code')
          ? { style: 'VerbatimChar' }
          : {}),
    ...(isLink && has('code') ? { font: CODE_FONT } : {}),
    ...(has('bold') ? { bold: true } : {}),
    ...(has('italic') ? { italics: true } : {}),
    ...(has('underline') ? { underline: {} } : {}),
    ...(has('strike') ? { strike: true } : {}),
    ...(has('superscript') ? { superScript: true } : has('subscript') ? { subScript: true } : {}),
    ...(ink === undefined ? {} : { color: ink }),
    ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, color: 'auto', fill } }),
  };
}

/** A picture with what it shows, and below it what is said of it; a file, or what Word does not draw, is its name. */
function pictureToParagraphs(
  block: Extract<WeftJsonBlock, { type: 'image' | 'file' }>,
  file: ImportedFile | undefined,
): Paragraph[] {
  const picture = block.type === 'file' || file === undefined ? undefined : sniffPicture(file.bytes);
  const type = picture && DRAWN[picture.type];
  if (file === undefined || picture === undefined || type === undefined) {
    const words = [file?.name ?? 'file', block.alt ?? '', block.caption ?? ''].filter((part) => part !== '');
    return [new Paragraph({ children: [new TextRun(words.join(' · '))] })];
  }
  const wanted = Math.min(picture.width, block.width === undefined ? TEXT_WIDTH : (TEXT_WIDTH * block.width) / 100);
  const width = Math.max(1, Math.min(wanted, (TEXT_HEIGHT * picture.width) / picture.height));
  const run = new ImageRun({
    type,
    data: file.bytes,
    transformation: {
      width: Math.round(width),
      height: Math.max(1, Math.round((width * picture.height) / picture.width)),
    },
    altText: { name: file.name, description: block.alt ?? '', title: file.name },
  });
  const below =
    block.caption === undefined ? [] : [new Paragraph({ style: 'Caption', children: [new TextRun(block.caption)] })];
  return [new Paragraph({ keepNext: below.length > 0, children: [run] }), ...below];
}
