import type { EditorView } from 'prosemirror-view';
import { markPlace, type Place } from '../plugins/places.ts';

/** Brings a position into sight, and marks a stretch of the text for this person alone (or none). */
export function showPlace(view: EditorView, at: number, place: Place | undefined): void {
  view.dispatch(markPlace(view.state.tr, place));
  const { node } = view.domAtPos(Math.min(at, view.state.doc.content.size));
  (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: 'center' });
}

/** Marks nothing any more. */
export function hidePlace(view: EditorView): void {
  if (!view.isDestroyed) view.dispatch(markPlace(view.state.tr, undefined));
}
