import * as Y from 'yjs';
import { writeSchemaVersion } from '../schema/version.ts';

/** The root types of a document. */
export const CONTENT = 'content';
export const TITLE = 'title';

/** Not an undo-able origin: a fresh document has nothing to undo. */
export const SEED_ORIGIN: unique symbol = Symbol('weft seed');

const FIRST_BLOCK_ID = 'first';

/**
 * Writes the first paragraph and the schema version into a new document, in one transaction under the document's own
 * client id (KEY-5). Only the creator calls this, once, before anything else: two seeds would double the content.
 * @returns false when the document already has content; nothing is written then.
 */
export function seedDocument(doc: Y.Doc): boolean {
  const content = doc.getXmlFragment(CONTENT);
  if (content.length > 0) return false;
  doc.transact(() => {
    writeSchemaVersion(doc);
    const block = new Y.XmlElement('block');
    block.setAttribute('id', FIRST_BLOCK_ID);
    block.setAttribute('kind', 'paragraph');
    block.insert(0, [new Y.XmlText()]);
    content.insert(0, [block]);
  }, SEED_ORIGIN);
  return true;
}
