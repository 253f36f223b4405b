import type { EditorView } from 'prosemirror-view';

/**
 * Makes ProseMirror read what the DOM already says: the browser tells of a moved caret or a typed letter a moment later,
 * and what is done in between would be done at the old place. `flush` is not part of prosemirror-view's documented
 * interface; without it nothing is lost but that moment.
 */
export function readPending(view: EditorView): void {
  const { domObserver } = view as unknown as { domObserver?: { flush?(): void } };
  if (!view.composing && !view.isDestroyed) domObserver?.flush?.();
}
