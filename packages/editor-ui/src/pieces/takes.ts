import type { EditorState } from 'prosemirror-state';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { isInTable } from '../table/grid.ts';

/** Whether a piece can stand where the caret is: not in code or a formula. */
export function takesPieces(state: EditorState): boolean {
  const { $from, empty } = state.selection;
  if (!$from.parent.isTextblock || (!empty && !$from.sameParent(state.selection.$to))) return false;
  const marks = state.storedMarks ?? $from.marks();
  if (marks.some(({ type }) => type.spec.code === true)) return false;
  return isInTable(state) || !isSourceKind(readBlock($from.parent).kind);
}
