import * as Y from 'yjs';
import { type EditorFailure, editorFailure } from '../errors.ts';
import { isBlockKind } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark, isSuggestionValue } from '../schema/suggestion.ts';
import { TABLE_ATTRIBUTES } from '../schema/table.ts';
import { SCHEMA_VERSION, schemaVersionOf } from '../schema/version.ts';
import { keyToMarkType } from './mark-keys.ts';

/**
 * The version gate: looks at the Y tree before ProseMirror does. A client that opens content it does not know would
 * delete it for everyone (y-prosemirror drops what it cannot represent), so anything unknown freezes the editor.
 * Every function here only reads.
 */
export type Scanned = Y.XmlElement | Y.XmlText | Y.XmlHook;

/** The document's version first, then every block. Undefined when all of it can be edited. */
export function scanDocument(doc: Y.Doc, content: Y.XmlFragment): EditorFailure | undefined {
  return scanVersion(doc) ?? scanBlocks(content.toArray());
}

export function scanVersion(doc: Y.Doc): EditorFailure | undefined {
  return schemaVersionOf(doc) > SCHEMA_VERSION ? editorFailure('schema-newer') : undefined;
}

export function scanBlocks(blocks: Iterable<Scanned>): EditorFailure | undefined {
  for (const block of blocks) if (!isKnownBlock(block)) return editorFailure('schema-unknown');
  return undefined;
}

/** Whether this version can show and edit a top-level child without losing any of it. */
export function isKnownBlock(block: Scanned): boolean {
  if (!(block instanceof Y.XmlElement) || block instanceof Y.XmlHook) return false;
  const type = schema.nodes[block.nodeName as 'block'];
  if (type === undefined || !type.isInGroup('top')) return false;
  if (block.nodeName === 'table') return isKnownPart(block, 'table');
  const attrs = block.getAttributes();
  for (const name of Object.keys(attrs)) if (!Object.hasOwn(type.spec.attrs ?? {}, name)) return false;
  if (type.isLeaf) return block.length === 0;
  const kind: unknown = attrs['kind'];
  if (kind !== undefined && !isBlockKind(kind)) return false;
  return block.toArray().every((child) => child instanceof Y.XmlText && isKnownText(child));
}

const PARTS: Readonly<Record<keyof typeof TABLE_ATTRIBUTES, readonly string[]>> = {
  table: ['column', 'row'],
  column: [],
  row: ['cell'],
  cell: [],
};

function isKnownPart(element: Y.XmlElement, name: keyof typeof TABLE_ATTRIBUTES): boolean {
  if (!Object.keys(element.getAttributes()).every((each) => TABLE_ATTRIBUTES[name].includes(each))) return false;
  return element.toArray().every((child) => {
    if (child instanceof Y.XmlText) return name === 'cell' && isKnownText(child);
    if (!(child instanceof Y.XmlElement) || child instanceof Y.XmlHook) return false;
    return PARTS[name].includes(child.nodeName) && isKnownPart(child, child.nodeName as 'row');
  });
}

function isKnownText(text: Y.XmlText): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (content.value !== null && !isKnownMark(content.key, content.value)) return false;
    } else if (!(content instanceof Y.ContentString)) {
      return false;
    }
  }
  return true;
}

function isKnownMark(key: string, value: unknown): boolean {
  const type = keyToMarkType(key);
  if (type === undefined) return false;
  if (typeof value !== 'object' || value === null) return value === true && !isSuggestionMark(type.name);
  if (!Object.keys(value).every((name) => Object.hasOwn(type.spec.attrs ?? {}, name))) return false;
  return !isSuggestionMark(type.name) || isSuggestionValue(type.name, value as Record<string, unknown>);
}
