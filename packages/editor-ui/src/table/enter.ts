import { type Command, TextSelection } from 'prosemirror-state';
import { CellSelection } from './cell-selection.ts';
import { cellPlace } from './grid.ts';

/** Enter in a cell is a new line in it; with cells selected it goes into the first. */
export const enterInTable: Command = (state, dispatch) => {
  if (!cellPlace(state.selection.$head)) return false;
  const { tr, selection } = state;
  if (selection instanceof CellSelection) tr.setSelection(TextSelection.create(state.doc, selection.from));
  else tr.insertText('\n');
  dispatch?.(tr.scrollIntoView());
  return true;
};
