/** From a file's bytes to plain data, whatever the format. Runs in a worker, in a page or in a test. */
import type { AttachmentReference } from '@weft/crdt-core';
import type { Node } from 'prosemirror-model';
import { htmlToBlocks } from '../convert/from-html.ts';
import { textToBlocks } from '../convert/from-text.ts';
import { nodeToRows } from '../convert/rows.ts';
import { toCaption } from '../schema/attachment.ts';
import { schema } from '../schema/schema.ts';
import { readDocx } from './docx/read-docx.ts';
import { bytesToText } from './encoding.ts';
import { createFoundPictures } from './found-pictures.ts';
import { htmlToTree } from './html-tree.ts';
import { readJson } from './json/read-json.ts';
import { rowsToJson } from './json/to-json.ts';
import { markdownToFound } from './markdown/from-markdown.ts';
import {
  type ImportedFile,
  importFailure,
  type ImportFormat,
  type ImportNote,
  type ImportResult,
  MAX_BYTES,
} from './types.ts';

/** Reads a file. Never throws; everything it says of other places is left alone. */
export function readFormat(format: ImportFormat, bytes: Uint8Array): ImportResult {
  if (bytes.length > MAX_BYTES[format]) {
    return { ok: false, failure: importFailure('import-too-big') };
  }
  const read = format === 'docx' ? readDocx(bytes) : readText(format, bytes);
  if (read.ok && read.value.blocks.length === 0) return { ok: false, failure: importFailure('import-empty') };
  return read;
}

function readText(format: Exclude<ImportFormat, 'docx'>, bytes: Uint8Array): ImportResult {
  const text = bytesToText(bytes);
  if (text === undefined) return { ok: false, failure: importFailure('import-encoding') };
  if (format === 'json') return readJson(text);
  if (format === 'text') return toResult('', textToBlocks(text), {}, []);
  const pictures = createFoundPictures();
  const reading = { picture: pictures.take, isTyped: true };
  const page = format === 'html' ? htmlToTree(text) : undefined;
  const found = page ? htmlToBlocks(page.body, { ...reading, base: page.base }) : markdownToFound(text, reading);
  const notes: ImportNote[] = [...(found.pictures > 0 ? (['pictures-linked'] as const) : []), ...found.left];
  return toResult(toCaption(page?.title), found.nodes, pictures.files, notes, pictures.keyOf);
}

function toResult(
  title: string,
  nodes: readonly Node[],
  files: Readonly<Record<string, ImportedFile>>,
  notes: readonly ImportNote[],
  keyOf: (reference: AttachmentReference) => string | undefined = () => undefined,
): ImportResult {
  const rows = nodeToRows(schema.nodes.doc.create(null, [...nodes]));
  return { ok: true, value: { title, blocks: rowsToJson(rows, keyOf), files, notes } };
}
