/**
 * The handle beside a block, where a mouse hovers: drag it to move the block, press it for a menu. Everything it does is
 * also in the toolbar's menus and on the keyboard, so it takes no place in the tab order.
 */
import { render } from 'lit/html.js';
import { GripVertical } from 'lucide';
import { NodeSelection, TextSelection } from 'prosemirror-state';
import { selectedBlocks } from '../commands/ranges.ts';
import type { Editor } from '../editor.ts';
import { iconView } from './icon.ts';
import { kindItems, moveItems } from './kind-menu.ts';
import { createMenu } from './menu.ts';
import { createCleanup, type Part, targetOf } from './part.ts';
import { barWords } from '../words/bars.ts';

/** A press that moves less than this many pixels is a click. */
const DRAG_START = 4;
/** So near the window's edge (px) a drag scrolls, by this many pixels at each move. */
const EDGE = 48;
const EDGE_STEP = 14;

/** Options of {@link createBlockHandle}. */
export interface BlockHandleOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
}

/** Creates the handle; it shows and hides by itself. */
export function createBlockHandle({ editor, isApple }: BlockHandleOptions): Part {
  const { view } = editor;
  const text = view.dom;
  const element = document.createElement('div');
  element.className = 'weft-handle-box';
  const button = element.appendChild(document.createElement('button'));
  button.type = 'button';
  button.className = 'weft-handle';
  button.tabIndex = -1;
  button.hidden = true;
  button.setAttribute('aria-label', barWords().moveBlock);
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  render(iconView(GripVertical, 16), button);
  const line = element.appendChild(document.createElement('div'));
  line.className = 'weft-drop-line';
  line.hidden = true;
  const cleanup = createCleanup();
  let index: number | undefined;
  let pressedAt: number | undefined;
  let target: number | undefined;
  let wasDragged = false;

  const menu = createMenu({
    label: barWords().block,
    items: () => [...kindItems(editor, isApple), ...moveItems(editor, isApple)],
    afterRun: () => editor.focus(),
  });
  element.append(menu.element);

  const isOpen = (): boolean => menu.element.matches(':popover-open');
  const hide = (): void => {
    if (isOpen() || pressedAt !== undefined) return;
    button.hidden = true;
    index = undefined;
  };
  const blocks = (): HTMLElement[] => {
    const all = [...text.children].filter((child) => child instanceof HTMLElement);
    return all.filter(
      (child) =>
        child.matches('.weft-block, .weft-divider, .weft-table-box, .weft-attachment:not(.weft-pending)') &&
        child.getClientRects().length > 0,
    );
  };
  /** The number of the block an element draws. */
  const toIndex = (block: HTMLElement): number => view.state.doc.resolve(view.posAtDOM(block, 0)).index(0);

  const show = (event: PointerEvent): void => {
    if (isOpen() || pressedAt !== undefined) return;
    const { editable, frozen } = editor.state.get();
    const box = text.getBoundingClientRect();
    const isNear = event.clientX > box.left - 60 && event.clientX < box.right;
    if (event.pointerType !== 'mouse' || !editable || frozen !== undefined || event.buttons > 0 || !isNear) return;
    if (button.contains(targetOf(event) ?? null)) return;
    const found = blocks().find((block) => {
      const { top, bottom } = block.getBoundingClientRect();
      return event.clientY >= top - 4 && event.clientY <= bottom + 4;
    });
    if (found === undefined) {
      hide();
      return;
    }
    index = toIndex(found);
    const first = found.getBoundingClientRect();
    const words = (found.querySelector('.weft-text') ?? found).getBoundingClientRect();
    const height = Number.parseFloat(getComputedStyle(found).lineHeight) || 24;
    button.hidden = false;
    const isRtl = getComputedStyle(found).direction === 'rtl';
    const left = isRtl ? Math.min(first.right + 4, innerWidth - 24) : Math.max(0, first.left - 24);
    button.style.left = `${Math.round(left)}px`;
    button.style.top = `${Math.round(Math.min(words.top, first.top + 2) + (height - 24) / 2)}px`;
  };

  /** Commands act on the selection: the handle's block becomes it, unless it is part of it. */
  const select = (): void => {
    if (index === undefined) return;
    const { state } = view;
    if (selectedBlocks(state).some((block) => block.index === index)) return;
    let position = 0;
    for (let i = 0; i < index; i++) position += state.doc.child(i).nodeSize;
    const selection = state.doc.child(index).isTextblock
      ? TextSelection.create(state.doc, position + 1)
      : NodeSelection.create(state.doc, position);
    view.dispatch(state.tr.setSelection(selection));
  };

  const drag = (event: PointerEvent): void => {
    if (pressedAt === undefined) return;
    if (target === undefined && Math.abs(event.clientY - pressedAt) < DRAG_START) return;
    if (event.clientY < EDGE) window.scrollBy(0, -EDGE_STEP);
    if (event.clientY > innerHeight - EDGE) window.scrollBy(0, EDGE_STEP);
    const all = blocks();
    const below = all.find((block) => {
      const { top, bottom } = block.getBoundingClientRect();
      return event.clientY < (top + bottom) / 2;
    });
    const last = all.at(-1);
    target = below === undefined ? view.state.doc.childCount : toIndex(below);
    const place = below?.getBoundingClientRect() ?? last?.getBoundingClientRect();
    if (place === undefined) return;
    line.hidden = false;
    line.style.left = `${place.left}px`;
    line.style.width = `${place.width}px`;
    line.style.top = `${Math.round(below === undefined ? place.bottom : place.top) - 2}px`;
    element.dataset['dragging'] = '';
  };
  const end = (): void => {
    pressedAt = undefined;
    target = undefined;
    line.hidden = true;
    delete element.dataset['dragging'];
  };

  cleanup.listen(window, 'pointermove', show, { passive: true });
  cleanup.listen(window, 'scroll', hide, { passive: true, capture: true });
  cleanup.listen(text, 'keydown', hide);
  cleanup.listen(button, 'mousedown', (event) => event.preventDefault());
  cleanup.listen(button, 'pointerdown', (event) => {
    if (event.button !== 0) return;
    pressedAt = event.clientY;
    wasDragged = false;
    button.setPointerCapture(event.pointerId);
  });
  cleanup.listen(button, 'pointermove', drag);
  cleanup.listen(button, 'pointercancel', end);
  cleanup.listen(button, 'pointerup', () => {
    const [from, before] = [index, target];
    wasDragged = before !== undefined || pressedAt === undefined;
    end();
    if (from === undefined || before === undefined) return;
    editor.moveBlock(from, before);
    hide();
  });
  cleanup.listen(button, 'click', () => {
    // The click that ends a drag, or a drag given up, asks for nothing.
    if (!wasDragged) {
      select();
      menu.open(button);
    }
    wasDragged = false;
  });
  cleanup.listen(window, 'keydown', (event) => {
    if (event.key === 'Escape' && pressedAt !== undefined) end();
  });
  cleanup.add(() => {
    menu.destroy();
    element.remove();
  });
  return { element, destroy: () => cleanup.run() };
}
