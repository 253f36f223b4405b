import { type Plugin, Selection as DocSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * The text, and over it a layer for other people's carets. The text is drawn before it is in the page, which costs the browser less; but for
 * a developer's plugins with a view, which may look at the page around it.
 */
export function mountDom(
  element: HTMLElement,
  added: readonly Plugin[],
): { readonly content: HTMLElement; readonly layer: HTMLElement } {
  const content = element.ownerDocument.createElement('div');
  const layer = element.ownerDocument.createElement('div');
  layer.className = 'weft-carets';
  layer.setAttribute('aria-hidden', 'true');
  element.classList.add('weft-editor');
  element.replaceChildren(layer);
  if (added.some(({ spec }) => spec.view)) element.prepend(content);
  return { content, layer };
}

/**
 * What the page says is selected, where that lies in the text: it knows before the editor does. In a shadow root the document tells only
 * of the host; the root's own method is Chromium's, elsewhere it is not known.
 */
export function pageSelection(view: EditorView): Selection | undefined {
  const root = view.root as (Document | ShadowRoot) & { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? undefined;
  const isInside = selection && view.dom.contains(selection.anchorNode) && view.dom.contains(selection.focusNode);
  return isInside ? selection : undefined;
}

/** The selection's place on screen; undefined in an empty document. */
export function selectionRect(view: EditorView): DOMRect | undefined {
  const { from, to } = view.state.selection;
  const selection = pageSelection(view);
  if (selection && !selection.isCollapsed) {
    const box = selection.getRangeAt(0).getBoundingClientRect();
    if (box.width > 0 || box.height > 0) return box;
  }
  if (view.state.doc.childCount === 0) return undefined;
  const start = view.coordsAtPos(from);
  const end = view.coordsAtPos(to);
  return new DOMRect(
    start.left,
    start.top,
    Math.max(0, end.right - start.left),
    Math.max(start.bottom, end.bottom) - start.top,
  );
}

/** Gives the text the focus: with the caret where it is, or at one end. */
export function focusAt(view: EditorView, where: 'start' | 'end' | 'here'): void {
  if (where !== 'here') {
    const { doc, tr } = view.state;
    view.dispatch(
      tr.setSelection(where === 'start' ? DocSelection.atStart(doc) : DocSelection.atEnd(doc)).scrollIntoView(),
    );
  }
  view.focus();
}
