/**
 * The few commands every text needs. prosemirror-commands has them too, among many for nested blocks that a flat document has no use for;
 * its keymap binds them all, so that none could be left out.
 */
import type { MarkType } from 'prosemirror-model';
import { AllSelection, type Command, type EditorState, NodeSelection, TextSelection } from 'prosemirror-state';

/** The first of these that applies. */
export function chain(...commands: readonly Command[]): Command {
  return (state, dispatch, view) => commands.some((command) => command(state, dispatch, view));
}

export const deleteSelection: Command = (state, dispatch) => {
  if (state.selection.empty) return false;
  dispatch?.(state.tr.deleteSelection().scrollIntoView());
  return true;
};

export const selectAll: Command = (state, dispatch) => {
  dispatch?.(state.tr.setSelection(new AllSelection(state.doc)));
  return true;
};

/** Between two blocks: selects the one before (-1) or after (1). */
export function selectBeside(side: -1 | 1): Command {
  return (state, dispatch) => {
    const { $head, empty } = state.selection;
    if (!empty || $head.parent.isTextblock) return false;
    const node = side < 0 ? $head.nodeBefore : $head.nodeAfter;
    if (!node || !NodeSelection.isSelectable(node)) return false;
    const at = side < 0 ? $head.pos - node.nodeSize : $head.pos;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, at)).scrollIntoView());
    return true;
  };
}

/** The caret to the start (-1) or the end (1) of its block. */
export function toEdge(side: -1 | 1): Command {
  return (state, dispatch) => {
    const $at = side < 0 ? state.selection.$from : state.selection.$to;
    if (!$at.parent.isTextblock) return false;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, side < 0 ? $at.start() : $at.end())));
    return true;
  };
}

/** Whether all letters of the selection that are no spaces have a mark, as far as they can. */
function isWhole({ doc, selection }: EditorState, type: MarkType): boolean {
  return selection.ranges.every(({ $from, $to }) => {
    let isMissing = false;
    doc.nodesBetween($from.pos, $to.pos, (node, position, parent) => {
      if (!node.isText || isMissing || type.isInSet(node.marks) || parent?.type.allowsMarkType(type) !== true)
        return !isMissing;
      const [start, end] = [Math.max(0, $from.pos - position), Math.min(node.nodeSize, $to.pos - position)];
      isMissing = (node.text ?? '').slice(start, end).trim() !== '';
      return true;
    });
    return !isMissing;
  });
}

/** Sets a mark on the selection, spaces at its ends left out, or takes it off where all of it has it; with a caret, for what is typed next. */
export function toggleMark(type: MarkType): Command {
  return (state, dispatch) => {
    const { selection, tr } = state;
    if (selection.empty) {
      if (!(selection instanceof TextSelection) || !selection.$from.parent.type.allowsMarkType(type)) return false;
      const isOn = type.isInSet(state.storedMarks ?? selection.$from.marks());
      dispatch?.(isOn ? tr.removeStoredMark(type) : tr.addStoredMark(type.create()));
      return true;
    }
    if (!dispatch) return true;
    const isOn = isWhole(state, type);
    for (const { $from, $to } of selection.ranges) {
      const before = /^\s*/.exec($from.nodeAfter?.text ?? '')?.[0].length ?? 0;
      const after = /\s*$/.exec($to.nodeBefore?.text ?? '')?.[0].length ?? 0;
      const isSpace = $from.pos + before >= $to.pos;
      const [from, to] = isSpace ? [$from.pos, $to.pos] : [$from.pos + before, $to.pos - after];
      if (isOn) tr.removeMark($from.pos, $to.pos, type);
      else tr.addMark(from, to, type.create());
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}
