import type { Node, ResolvedPos } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';

/** A top-level block and where it starts. */
export interface PlacedBlock {
  readonly node: Node;
  readonly position: number;
  readonly index: number;
}

/** The top-level blocks the selection touches. One that it only reaches the very start of is not selected. */
export function selectedBlocks(state: EditorState): PlacedBlock[] {
  const { $from, $to, empty } = state.selection;
  const blocks: PlacedBlock[] = [];
  if (state.doc.childCount === 0) return blocks;
  const first = Math.min($from.index(0), state.doc.childCount - 1);
  let last = Math.min($to.index(0), state.doc.childCount - 1);
  if (!empty && last > first && ($to.depth === 0 || $to.parentOffset === 0)) last--;
  let position = blockStart(state.doc, first);
  for (let index = first; index <= last; index++) {
    const node = state.doc.child(index);
    blocks.push({ node, position, index });
    position += node.nodeSize;
  }
  return blocks;
}

/** The position before the top-level block `index`. */
export function blockStart(doc: Node, index: number): number {
  let position = 0;
  for (let i = 0; i < index; i++) position += doc.child(i).nodeSize;
  return position;
}

/** The block the caret stands in; undefined for a range or where there is no text. */
export function caretBlock(state: EditorState): (PlacedBlock & { readonly $caret: ResolvedPos }) | undefined {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1) return undefined;
  return { node: $from.parent, position: $from.before(1), index: $from.index(0), $caret: $from };
}
