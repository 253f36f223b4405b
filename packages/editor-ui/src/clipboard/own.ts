/** Blocks as they were copied, beside the HTML that is for the world: what HTML has no word for comes back whole in a Weft document. */
import { dataToAttachment, attachmentToData } from '../schema/attachment.ts';
import type { FoundBlocks } from '../convert/html-drafts.ts';
import type { Row } from '../convert/rows.ts';
import { isRecord, jsonToNodes } from '../formats/json/from-json.ts';
import { rowsToJson } from '../formats/json/to-json.ts';

/** What a selection was. */
export interface Cut {
  /** Words of one block. */
  readonly isInline: boolean;
  /** It begins within a block: only words are left of it. */
  readonly isOpen: boolean;
}

export function rowsToOwn(rows: readonly Row[], { isInline, isOpen }: Cut): string {
  const attachments = rows.flatMap((row) => ('attachment' in row ? [row.attachment] : []));
  const blocks = rowsToJson(rows, (reference) => String(attachments.findIndex((each) => each.reference === reference)));
  return JSON.stringify({ version: 1, isInline, isOpen, files: attachments.map(attachmentToData), blocks });
}

/** Any text, from anywhere, to blocks; everything is checked on the way. Undefined for what a newer version or nobody wrote. */
export function ownToBlocks(text: string): FoundBlocks | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const files: readonly unknown[] = Array.isArray(value['files']) ? value['files'] : [];
  const nodes = jsonToNodes(value['blocks'], (key) => {
    const attachment = dataToAttachment(files[Number(key)]);
    const { reference, size } = attachment ?? {};
    return reference && { name: reference.name, reference, size };
  });
  if (nodes.length === 0) return undefined;
  const isInline = value['isInline'] === true && nodes.length === 1 && nodes[0]?.isTextblock === true;
  return { nodes, isInline, isOpen: value['isOpen'] === true, pictures: 0, isOnlyPictures: false, left: new Set() };
}
