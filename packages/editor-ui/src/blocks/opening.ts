import type { EditorView } from 'prosemirror-view';

/** Blocks that are there from the first: more than a window shows, but for the tallest. */
const FIRST = 60;

/** What ProseMirror has and does not type. What is done to its elements while it observes it reads as what a person did. */
interface Observing {
  readonly domObserver?: { stop(): void; start(): void };
}

/**
 * Puts the text into its element, where it is not there yet, and keeps the blocks far below the window out of it, so that the browser neither styles
 * nor lays out what nobody sees in the first frame.
 *
 * @returns puts them there; to be called behind the first frame, and before anybody goes to one of them. The focus does so, too.
 */
export function openIn(element: HTMLElement, view: EditorView): () => void {
  const { dom } = view;
  const { domObserver } = view as Observing;
  const late = dom.ownerDocument.createRange();
  late.selectNodeContents(dom);
  late.setStart(dom, domObserver ? Math.min(FIRST, dom.childNodes.length) : dom.childNodes.length);
  domObserver?.stop();
  const held = late.extractContents();
  domObserver?.start();
  const count = held.childNodes.length;
  if (!dom.parentNode) element.prepend(dom);
  function show(): void {
    // Whenever ProseMirror draws its blocks anew it puts all of them there itself.
    if (view.isDestroyed || held.childNodes.length !== count) return;
    domObserver?.stop();
    dom.append(held);
    domObserver?.start();
  }
  dom.addEventListener('focus', show, { once: true });
  return show;
}
