/** From an open document to files that other programs read. */
import type { AttachmentReference, Attachments } from '@weft/crdt-core';
import type { Node } from 'prosemirror-model';
import { nodeToRows, type Row } from '../convert/rows.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { escapeMarkdown } from '../convert/markdown-runs.ts';
import { withAllDecided } from '../suggestions/resolve.ts';
import { rowsToJson } from './json/to-json.ts';
import { bytesToBase64 } from './json/base64.ts';
import type { WeftJson, WeftJsonFile } from './json/types.ts';
import { writePage } from './html/write-page.ts';
import type { FormatJobs, WriteFailure } from './jobs.ts';
import type { ExportFormat, ImportedFile } from './types.ts';

export interface ExportSource {
  readonly title: string;
  /** The text, as the editor holds it: what is only suggested stays out. */
  readonly content: Node;
  readonly attachments: Attachments | undefined;
  readonly jobs: FormatJobs;
  /** BCP 47 name of the page's language. */
  readonly language: string;
  readonly signal?: AbortSignal | undefined;
  /** Files that are read, and how many there are. */
  onProgress?(done: number, total: number): void;
}

/** What was written, and how many files nobody who can be reached has: their names stand in their place. */
export type Exported =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly missing: number }
  | { readonly ok: false; readonly reason: WriteFailure };

/** Writes a document as a file. Markdown names files; the others hold them. */
export async function exportAs(format: ExportFormat, source: ExportSource): Promise<Exported> {
  const { title, content, jobs, language, signal } = source;
  const rows = nodeToRows(withAllDecided(content, 'reject'));
  if (format === 'markdown') {
    const head = title === '' ? '' : `# ${escapeMarkdown(title)}\n\n`;
    return toText(`${head}${rowsToMarkdown(rows)}\n`, 0);
  }
  const read = await readFiles(rows, source, format === 'json');
  if (read === undefined) return { ok: false, reason: 'cancelled' };
  const { files, missing, keyOf } = read;
  if (format === 'html')
    return toText(await writePage({ title, rows, language }, (reference) => files[keyOf(reference) ?? '']), missing);
  const blocks = rowsToJson(rows, keyOf);
  if (format === 'docx') {
    const written = await jobs.writeDocx({ title, blocks, files }, signal);
    return written.ok ? { ok: true, bytes: written.value, missing } : written;
  }
  const packed = Object.entries(files).map(([key, { name, type, bytes }]): [string, WeftJsonFile] => [
    key,
    { name, type, ...(bytes.length === 0 ? {} : { data: bytesToBase64(bytes) }) },
  ]);
  const json: WeftJson = { format: 'weft-document', version: 1, title, blocks, files: Object.fromEntries(packed) };
  return toText(`${JSON.stringify(json, undefined, 1)}\n`, missing);
}

function toText(text: string, missing: number): Exported {
  return { ok: true, bytes: new TextEncoder().encode(text), missing };
}

interface ReadFiles {
  readonly files: Readonly<Record<string, ImportedFile>>;
  readonly missing: number;
  keyOf(reference: AttachmentReference): string | undefined;
}

/** The bytes of what the rows show; of files that are no pictures only where `isAll`. Undefined once it was stopped. */
async function readFiles(
  rows: readonly Row[],
  { attachments, signal, onProgress }: ExportSource,
  isAll: boolean,
): Promise<ReadFiles | undefined> {
  const wanted = new Map<string, { readonly reference: AttachmentReference; readonly isRead: boolean }>();
  for (const row of rows) {
    if (row.type !== 'image' && row.type !== 'file') continue;
    const { reference } = row.attachment;
    if (reference !== undefined) wanted.set(toKey(reference), { reference, isRead: isAll || row.type === 'image' });
  }
  const files: Record<string, ImportedFile> = {};
  const keys = new Map<string, string>();
  let missing = 0;
  for (const [id, { reference, isRead }] of wanted) {
    onProgress?.(keys.size, wanted.size);
    const read = isRead ? await attachments?.read(reference, { signal, wait: false }) : undefined;
    if (signal?.aborted === true) return undefined;
    if (isRead && read?.ok !== true) missing += 1;
    const key = String(keys.size + 1);
    keys.set(id, key);
    files[key] = {
      name: reference.name,
      type: reference.type,
      bytes: read?.ok === true ? read.value : new Uint8Array(),
    };
  }
  return { files, missing, keyOf: (reference) => keys.get(toKey(reference)) };
}

function toKey({ session, hash }: AttachmentReference): string {
  return `${session} ${hash}`;
}
