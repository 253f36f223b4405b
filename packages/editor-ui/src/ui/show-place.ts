import { Selection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { unfoldAt } from '../plugins/folds.ts';
import { markPlace, type Place } from '../plugins/places.ts';
import type { Editor } from '../editor.ts';

/** Brings a position into sight, and marks a stretch of the text for this person alone (or none). */
export function showPlace(view: EditorView, at: number, place: Place | undefined): void {
  unfoldAt(view, at);
  view.dispatch(markPlace(view.state.tr, place));
  const { node } = view.domAtPos(Math.min(at, view.state.doc.content.size));
  (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: 'center' });
}

/** Marks nothing any more. */
export function hidePlace(view: EditorView): void {
  if (!view.isDestroyed) view.dispatch(markPlace(view.state.tr, undefined));
}

/** Puts the caret into the block of this id, and brings it into sight. Returns whether there is one. */
export function showBlock(editor: Editor, id: string): boolean {
  const { view } = editor;
  let at: number | undefined;
  view.state.doc.forEach((node, position) => {
    if (node.attrs['id'] === id) at ??= position;
  });
  const node = at === undefined ? null : view.state.doc.nodeAt(at);
  if (at === undefined || node === null) return false;
  view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at + 1))));
  editor.focus('here');
  showPlace(view, at + 1, node.isTextblock ? { from: at + 1, to: at + 1 + node.content.size } : undefined);
  return true;
}
