/**
 * The only module that imports y-prosemirror, so that a successor with the same functions can replace it here.
 * What is taken: the attribute-wise update of one block with its mapping, and the transaction origin.
 */
import type { Node } from 'prosemirror-model';
import { updateYFragment, ySyncPluginKey } from 'y-prosemirror';
import type * as Y from 'yjs';

/** Any shared type of Yjs. */
export type YType = Y.ContentType['type'];

/** Which ProseMirror node (or text nodes) each Yjs type was last seen as. */
export type Mapping = Map<YType, Node | Node[]>;

export interface BindingMeta {
  readonly mapping: Mapping;
  readonly isOMark: Map<unknown, boolean>;
}

/** The origin of what this person writes; the undo manager tracks it. */
export const LOCAL_ORIGIN: object = ySyncPluginKey;

/** Makes one Yjs element read as `node`, touching only what differs. Inside a transaction. */
export function updateElement(doc: Y.Doc, element: Y.XmlElement, node: Node, meta: BindingMeta): void {
  updateYFragment(doc, element, node, meta as unknown as Parameters<typeof updateYFragment>[3]);
}
