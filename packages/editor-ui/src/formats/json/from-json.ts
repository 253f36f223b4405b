import type { AttachmentReference } from '@weft/crdt-core';
import { Fragment, type Mark, type Node } from 'prosemirror-model';
import { cleanText } from '../../convert/from-text.ts';
import { type PictureSize, referenceToFile, toCaption, toWidth } from '../../schema/attachment.ts';
import { blockToAttributes, isSourceKind } from '../../schema/block.ts';
import { toSafeHref } from '../../schema/href.ts';
import { toDay, toDeviceId } from '../../schema/inline.ts';
import { toColor } from '../../schema/palette.ts';
import { schema } from '../../schema/schema.ts';
import { MAX_SHOWN_COLUMNS, MAX_SHOWN_ROWS, toColumnAlign, toWidth as toColumnWidth } from '../../schema/table.ts';
import { buildTable } from '../../table/layout.ts';
import { MAX_BLOCKS } from '../types.ts';

/** What became of a file that blocks name: undefined where it could not be taken, and its name then. */
export interface TakenFile {
  readonly name: string;
  readonly reference: AttachmentReference | undefined;
  /** Of a picture that can be drawn. */
  readonly size: PictureSize | undefined;
}

const PLAIN_MARKS = ['bold', 'italic', 'underline', 'strike', 'superscript', 'subscript', 'code', 'math'] as const;

type Value = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Any value, from anywhere, to blocks of a document: every kind, mark, address and number is checked, and what is not known becomes a paragraph of
 * its words. Never throws. The blocks have no ids.
 *
 * @param fileOf - what became of the file with a key
 */
export function jsonToNodes(blocks: unknown, fileOf: (key: string) => TakenFile | undefined): Node[] {
  return toList(blocks)
    .slice(0, MAX_BLOCKS)
    .flatMap((block) => (isRecord(block) ? toNode(block, fileOf) : []));
}

function toNode(block: Value, fileOf: (key: string) => TakenFile | undefined): Node[] {
  const type = block['type'];
  if (type === 'divider') return [schema.nodes.divider.create()];
  if (type === 'table') return toTable(block);
  if (type === 'image' || type === 'file') return toAttachment(block, fileOf);
  const attrs = blockToAttributes(block);
  return [schema.nodes.block.create({ ...attrs }, toContent(block['text'], isSourceKind(attrs.kind)))];
}

/** A picture or a file. What cannot be drawn is a file, whatever it was called, and what could not be taken its name: what was said of it stands below. */
function toAttachment(block: Value, fileOf: (key: string) => TakenFile | undefined): Node[] {
  const taken = fileOf(String(block['file']));
  const [alt, caption] = [toCaption(block['alt']), toCaption(block['caption'])];
  const below = [alt, caption]
    .filter((words) => words.trim() !== '')
    .map((words) => schema.nodes.block.create(null, schema.text(words)));
  if (taken?.reference === undefined)
    return [schema.nodes.block.create(null, schema.text(toCaption(taken?.name) || 'file')), ...below];
  const { reference, size } = taken;
  if (block['type'] === 'file') return [schema.nodes.file.create({ file: referenceToFile(reference, undefined) })];
  if (size === undefined) return [schema.nodes.file.create({ file: referenceToFile(reference, undefined) }), ...below];
  return [
    schema.nodes.image.create({
      file: referenceToFile(reference, size),
      alt: alt || null,
      caption: caption || null,
      width: toWidth(block['width']) ?? null,
    }),
  ];
}

function toContent(value: unknown, isSource: boolean): Fragment {
  const runs = typeof value === 'string' ? [value] : toList(value);
  const nodes = runs.flatMap((run) => {
    const text = cleanText(
      typeof run === 'string' ? run : isRecord(run) && typeof run['text'] === 'string' ? run['text'] : '',
    );
    if (text === '') return [];
    const marks = isRecord(run) && !isSource ? toList(run['marks']).flatMap(toMark) : [];
    return [
      schema.text(
        text,
        marks.reduce((set: readonly Mark[], mark) => mark.addToSet(set), []),
      ),
    ];
  });
  return Fragment.fromArray(nodes);
}

function toMark(value: unknown): Mark[] {
  const plain = PLAIN_MARKS.find((name) => name === value);
  if (plain !== undefined) return [schema.marks[plain].create()];
  if (!isRecord(value)) return [];
  const href = value['type'] === 'link' ? toSafeHref(value['href']) : undefined;
  if (href !== undefined) return [schema.marks.link.create({ href })];
  const day = value['type'] === 'date' ? toDay(value['day']) : undefined;
  if (day !== undefined) return [schema.marks.date.create({ day })];
  const device = value['type'] === 'person' ? toDeviceId(value['device']) : undefined;
  if (device !== undefined) return [schema.marks.person.create({ device })];
  const name = toColor(value['name']);
  const isColor = value['type'] === 'color' || value['type'] === 'highlight';
  return isColor && name !== undefined ? [schema.marks[value['type'] as 'color' | 'highlight'].create({ name })] : [];
}

function toSpan(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 1 ? Math.min(value, most) : 1;
}

/** A table; of one with more rows than are shown several, and of one with more columns its words, a line for each row. */
function toTable(block: Value): Node[] {
  const columns = toList(block['columns']);
  const rows = toList(block['rows']).map(toList);
  const width = rows.reduce((most, { length }) => Math.max(most, length), columns.length);
  if (width === 0 || rows.length === 0) return [];
  if (width > MAX_SHOWN_COLUMNS) return rows.map(toLine);
  const tables: Node[] = [];
  for (let from = 0; from < rows.length; from += MAX_SHOWN_ROWS)
    tables.push(toPart(block, columns, rows.slice(from, from + MAX_SHOWN_ROWS), width));
  return tables;
}

function toLine(row: readonly unknown[]): Node {
  const cells = row.map((cell) => (isRecord(cell) ? toContent(cell['text'], false) : Fragment.empty));
  const content = cells.reduce(
    (all, cell, c) => (c === 0 ? cell : all.append(Fragment.from(schema.text('\t'))).append(cell)),
    Fragment.empty,
  );
  return schema.nodes.block.create(null, content);
}

function toPart(block: Value, columns: readonly unknown[], rows: readonly (readonly unknown[])[], width: number): Node {
  return buildTable({
    id: null,
    columns: Array.from({ length: width }, (_, c) => {
      const column = isRecord(columns[c]) ? columns[c] : {};
      return { id: `c${c}`, width: toColumnWidth(column['width']), align: toColumnAlign(column['align']) };
    }),
    headerRow: block['headerRow'] === true,
    headerColumn: block['headerColumn'] === true,
    rows: rows.map((row, r) => ({
      id: `r${r}`,
      cells: Array.from({ length: width }, (_, c) => {
        const cell = row[c];
        if (!isRecord(cell)) return undefined;
        const colspan = toSpan(cell['colspan'], width - c);
        const rowspan = toSpan(cell['rowspan'], rows.length - r);
        return {
          content: toContent(cell['text'], false),
          spanRow: rowspan > 1 ? `r${r + rowspan - 1}` : null,
          spanColumn: colspan > 1 ? `c${c + colspan - 1}` : null,
        };
      }),
    })),
  });
}
