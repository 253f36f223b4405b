import type { EditorView } from 'prosemirror-view';

/** Blocks that are there from the first: more than a window shows, but for the tallest. */
const FIRST = 60;

/** What ProseMirror has and does not type. What is done to its elements while it observes it reads as what a person did. */
interface Observing {
  readonly domObserver?: { stop(): void; start(): void };
}

/**
 * Keeps the blocks far below the window out of the page, so that the browser neither styles nor lays out what nobody sees in the first frame.
 *
 * @returns puts them there; to be called behind the first frame, and before anybody goes to one of them. The focus does so, too.
 */
export function holdBack(view: EditorView): () => void {
  const { dom } = view;
  const { domObserver } = view as Observing;
  const late = [...dom.childNodes].slice(FIRST);
  if (late.length === 0 || !domObserver) return () => {};
  const held = dom.ownerDocument.createDocumentFragment();
  function move(to: ParentNode, ...nodes: readonly Node[]): void {
    domObserver?.stop();
    to.append(...nodes);
    domObserver?.start();
  }
  function show(): void {
    // Whenever ProseMirror draws its blocks anew it puts all of them there itself.
    if (!view.isDestroyed && held.childNodes.length === late.length) move(dom, held);
  }
  move(held, ...late);
  dom.addEventListener('focus', show, { once: true });
  return show;
}
