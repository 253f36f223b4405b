/** The outline: a document's headings, with the one where one is; each leads to its place. */
import { html, nothing, render } from 'lit/html.js';
import { ListTree } from 'lucide';
import type { Node } from 'prosemirror-model';
import { Selection } from 'prosemirror-state';
import { type Heading, headingAt, headingsOf } from '../outline/headings.ts';
import { writingWords } from '../words/writing.ts';
import { unfoldAt } from '../plugins/folds.ts';
import type { Editor } from '../editor.ts';
import { iconView, mirrored } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { attachRoving, settleTabStop } from './roving.ts';

/** The outline. It reads the document only while it is shown. */
export interface Outline extends Part {
  shown(isShown: boolean): void;
  focus(): void;
}

/** Where, in parts of the window's height, the line stands that says which heading one reads under. */
const READING_LINE = 0.3;

/** @param chosen a heading was pressed: what covers the text can give way */
export function createOutline(editor: Editor, chosen: () => void): Outline {
  const element = document.createElement('nav');
  element.className = 'weft-outline';
  element.setAttribute('aria-label', writingWords().outline);
  const cleanup = createCleanup();
  const { view } = editor;
  let isShown = false;
  let read: Node | undefined;
  let headings: readonly Heading[] = [];
  let current = -1;
  let frame = 0;

  const go = ({ position }: Heading): void => {
    unfoldAt(view, position + 1);
    const at = view.state.doc.resolve(Math.min(position + 1, view.state.doc.content.size));
    view.dispatch(view.state.tr.setSelection(Selection.near(at)));
    chosen();
    editor.focus('here');
    const { node } = view.domAtPos(at.pos);
    (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: 'start' });
  };
  const paint = (): void => {
    render(
      headings.length === 0
        ? html`<div class="weft-panel-empty">${iconView(mirrored(ListTree), 28)}<p>${writingWords().noHeadings}</p></div>`
        : html`<ol>${headings.map(
            (heading, at) => html`<li>
              <button
                type="button"
                data-item
                data-depth=${Math.min(5, heading.depth)}
                aria-current=${at === current ? 'location' : nothing}
                @click=${() => go(heading)}
              >${heading.text}</button>
            </li>`,
          )}</ol>`,
      element,
    );
    settleTabStop(element);
  };
  /** The caret, where it is in sight; else what stands at the reading line. */
  const place = (): number => {
    const { head } = view.state.selection;
    const caret = view.hasFocus() ? view.coordsAtPos(Math.min(head, view.state.doc.content.size)) : undefined;
    if (caret && caret.top > 0 && caret.bottom < innerHeight) return head;
    const box = view.dom.getBoundingClientRect();
    const at = view.posAtCoords({ left: box.left + box.width / 2, top: innerHeight * READING_LINE });
    return at?.pos ?? (box.top > 0 ? 0 : view.state.doc.content.size);
  };
  const look = (): void => {
    frame = 0;
    if (!isShown || view.isDestroyed) return;
    const isNew = view.state.doc !== read;
    if (isNew) {
      read = view.state.doc;
      headings = headingsOf(read);
    }
    const now = headingAt(headings, place());
    if (!isNew && now === current) return;
    const isMoved = now !== current;
    current = now;
    paint();
    if (isMoved) element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  };
  const soon = (): void => {
    if (isShown && frame === 0) frame = requestAnimationFrame(look);
  };
  attachRoving(element, 'vertical', cleanup);
  cleanup.add(editor.state.subscribe(soon));
  cleanup.listen(window, 'scroll', soon, { passive: true, capture: true });
  cleanup.add(() => {
    cancelAnimationFrame(frame);
    element.remove();
  });
  return {
    element,
    shown(now) {
      isShown = now;
      if (now) look();
    },
    focus: () =>
      (
        element.querySelector<HTMLElement>('[aria-current]') ?? element.querySelector<HTMLElement>('[data-item]')
      )?.focus(),
    destroy: () => cleanup.run(),
  };
}
