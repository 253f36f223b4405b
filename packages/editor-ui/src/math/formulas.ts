import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** A formula within the words of a block; offsets in the block's content. */
export interface Formula {
  readonly from: number;
  readonly to: number;
  /** Its LaTeX, without what is struck. */
  readonly source: string;
}

const known = new WeakMap<Node, readonly Formula[]>();

/** The formulas in a block of text or a table cell. Neighbouring letters are one formula, whatever other marks they carry. */
export function formulasOf(block: Node): readonly Formula[] {
  const found = known.get(block);
  if (found) return found;
  const formulas: Formula[] = [];
  if (block.type !== schema.nodes.block || !isSourceKind(readBlock(block).kind)) {
    block.forEach((child, from) => {
      if (!schema.marks.math.isInSet(child.marks)) return;
      const to = from + child.nodeSize;
      const words = schema.marks.deletion.isInSet(child.marks) ? '' : (child.text ?? '');
      const last = formulas.at(-1);
      if (last?.to === from) formulas[formulas.length - 1] = { from: last.from, to, source: last.source + words };
      else formulas.push({ from, to, source: words });
    });
  }
  known.set(block, formulas);
  return formulas;
}

/** Whether the next typed letter belongs to a formula. */
export function isMathNext(state: EditorState): boolean {
  const { $from, empty } = state.selection;
  return empty && schema.marks.math.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
}

/** The formula the caret stands in or touches, in document positions. */
export function formulaAtCaret(state: EditorState): Formula | undefined {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return undefined;
  const at = $from.parentOffset;
  const start = $from.start();
  const touching = formulasOf($from.parent).filter(({ from, to }) => from <= at && at <= to);
  // Between two, the one that the next letter would join.
  const one = touching.find(({ to }) => (isMathNext(state) ? to === at : true)) ?? touching[0];
  return one && { ...one, from: one.from + start, to: one.to + start };
}
