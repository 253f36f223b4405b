import type { EditorView } from 'prosemirror-view';

/** What ProseMirror reads and draws with. Not part of its documented interface. */
interface Inside {
  readonly domObserver?: { flush?(): void; stop?(): void; start?(): void };
  readonly docView?: { markDirty?(from: number, to: number): void };
}

/**
 * Makes ProseMirror read what the DOM already says: the browser tells of a moved caret or a typed letter a moment later,
 * and what is done in between would be done at the old place. Without it nothing is lost but that moment.
 */
export function readPending(view: EditorView): void {
  if (!view.composing && !view.isDestroyed) (view as unknown as Inside).domObserver?.flush?.();
}

/** Lets the browser draw at the selection, unread. Answers with what takes that back and reads on. */
export function drawUnread(view: EditorView): () => void {
  readPending(view);
  const { domObserver, docView } = view as unknown as Inside;
  const { $from, $to } = view.state.selection;
  domObserver?.stop?.();
  return () => {
    if (view.isDestroyed) return;
    // Of a block of which not even the edges are left alone, all is drawn anew.
    docView?.markDirty?.($from.depth > 0 ? $from.before(1) : $from.pos, $to.depth > 0 ? $to.after(1) : $to.pos);
    view.updateState(view.state);
    domObserver?.start?.();
  };
}
