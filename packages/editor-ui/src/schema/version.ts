import type * as Y from 'yjs';

/**
 * The version of the content's schema that this code writes, and the newest it can edit. An older program meets a newer
 * document, or a name it does not know in an older one, read-only.
 * - 1: blocks of text, dividers, links and basic marks.
 * - 2: images, files, tables, the language of code, colours, raised and lowered text.
 * - 3: formulas, dates, people in the text.
 */
export const SCHEMA_VERSION = 3;

/** The Y.Map that holds what is known of the document itself. */
export const META_MAP = 'weft';
const VERSION_KEY = 'schema';

/** The schema version a document carries; 1 when it carries none (an embedder's own Y.Doc); unreadable counts as newer. */
export function schemaVersionOf(doc: Y.Doc): number {
  const version = doc.getMap(META_MAP).get(VERSION_KEY);
  if (version === undefined) return 1;
  return typeof version === 'number' && !Number.isNaN(version) ? version : Number.POSITIVE_INFINITY;
}

/** Writes the version this code speaks. Only the document's creator does, once. */
export function writeSchemaVersion(doc: Y.Doc): void {
  doc.getMap(META_MAP).set(VERSION_KEY, SCHEMA_VERSION);
}
