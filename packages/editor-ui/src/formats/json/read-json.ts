import { MAX_TITLE_LENGTH } from '../../binding/title.ts';
import { MAX_ATTACHMENT_BYTES } from '@weft/crdt-core/attachments';
import { toCaption } from '../../schema/attachment.ts';
import { BLOCK_KINDS } from '../../schema/block.ts';
import { type ImportedFile, importFailure, type ImportNote, type ImportResult } from '../types.ts';
import { base64ToBytes } from './base64.ts';
import { isRecord } from './from-json.ts';
import type { WeftJsonBlock } from './types.ts';

/** The most pictures and files of one import. */
const MOST_FILES = 1000;
const TYPES: ReadonlySet<unknown> = new Set(['text', 'divider', 'image', 'file', 'table']);

/** The text of a `.json` file; every part of it is checked, here or on its way into a document (`jsonToNodes`). Never throws. */
export function readJson(text: string): ImportResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, failure: importFailure('import-damaged') };
  }
  if (!isRecord(value) || value['format'] !== 'weft-document' || !Array.isArray(value['blocks'])) {
    return { ok: false, failure: importFailure('import-unknown') };
  }
  if (value['version'] !== 1) return { ok: false, failure: importFailure('import-newer') };
  const blocks = value['blocks'] as WeftJsonBlock[];
  const files: Record<string, ImportedFile> = {};
  const notes = new Set<ImportNote>();
  if (blocks.some((block) => isRecord(block) && isUnknown(block))) notes.add('unknown');
  for (const [key, file] of Object.entries(isRecord(value['files']) ? value['files'] : {}).slice(0, MOST_FILES)) {
    const read = toFile(file);
    if (read === undefined || read.bytes.length === 0) notes.add('files-left');
    if (read !== undefined) files[key] = read;
  }
  const title = toCaption(value['title']).slice(0, MAX_TITLE_LENGTH);
  return { ok: true, value: { title, blocks, files, notes: [...notes] } };
}

function isUnknown(block: Readonly<Record<string, unknown>>): boolean {
  if (!TYPES.has(block['type'])) return true;
  return block['type'] === 'text' && !(BLOCK_KINDS as readonly unknown[]).includes(block['kind']);
}

/** Without bytes where there are none to be had: its name is kept. */
function toFile(value: unknown): ImportedFile | undefined {
  if (!isRecord(value)) return undefined;
  const data =
    typeof value['data'] === 'string' && value['data'].length <= 1.4 * MAX_ATTACHMENT_BYTES ? value['data'] : '';
  return {
    name: toCaption(value['name']).slice(0, 200) || 'file',
    type: toCaption(value['type']).slice(0, 100),
    bytes: base64ToBytes(data) ?? new Uint8Array(),
  };
}
