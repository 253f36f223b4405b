import type { AttachmentReference, DocumentVersions } from '@weft/crdt-core';
import * as Y from 'yjs';
import { contentToReferences } from '../files/collect.ts';

/**
 * The attachments that saved versions name: they are kept as long as a version may be restored. A version does not change, and is read once.
 *
 * @param root - the name of the content's root
 */
export function createVersionReferences(versions: DocumentVersions, root: string): () => AttachmentReference[] {
  let known = new Map<string, readonly AttachmentReference[]>();

  function read(id: string): readonly AttachmentReference[] {
    const state = versions.stateOf(id);
    if (state === undefined) return [];
    const doc = new Y.Doc();
    try {
      Y.applyUpdateV2(doc, state);
    } catch {
      return []; // it cannot be restored either
    }
    return contentToReferences(doc.getXmlFragment(root));
  }

  return () => {
    const next = new Map<string, readonly AttachmentReference[]>();
    for (const { id } of versions.list.get()) next.set(id, known.get(id) ?? read(id));
    known = next;
    return [...next.values()].flat();
  };
}
