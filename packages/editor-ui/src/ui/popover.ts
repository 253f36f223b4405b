/** Floating pieces: native popovers (top layer, light dismiss, Escape) placed by floating-ui through the CSSOM. */
import { computePosition, flip, offset, type Placement, shift, size, type VirtualElement } from '@floating-ui/dom';
import type { Cleanup } from './part.ts';

/** Where a popover stands: by an element, or by a rectangle such as the selection's. */
export type Anchor = HTMLElement | VirtualElement;

/** The room between what floats and the edge of the window. */
const EDGE = 8;

/** Moves `floating` beside its anchor, inside the viewport; how high it may be there stands in its `--weft-room`. */
export async function placeBeside(
  floating: HTMLElement,
  anchor: Anchor,
  placement: Placement,
  gap: number = 6,
): Promise<void> {
  const { style } = floating;
  style.removeProperty('--weft-room');
  const toRoom = size({
    padding: EDGE,
    apply: ({ availableHeight }) => style.setProperty('--weft-room', `${Math.floor(availableHeight)}px`),
  });
  const middleware = [offset(gap), flip({ padding: EDGE }), shift({ padding: EDGE }), toRoom];
  const { x, y } = await computePosition(anchor, floating, { placement, strategy: 'fixed', middleware });
  style.left = `${Math.round(x)}px`;
  style.top = `${Math.round(y)}px`;
}

/** Shows a popover beside its anchor; where it stands open already, only moves it. */
export function openPopover(floating: HTMLElement, anchor: Anchor, placement: Placement): void {
  if (!floating.matches(':popover-open')) floating.showPopover();
  // Placing measures the element, so it comes after showing.
  void placeBeside(floating, anchor, placement);
}

/** Hides a popover if it is shown. */
export function closePopover(floating: HTMLElement): void {
  if (floating.isConnected && floating.matches(':popover-open')) floating.hidePopover();
}

/**
 * Keeps a pointer press on `element` from moving focus or the selection. Buttons that act on the selection need this;
 * fields inside stay usable.
 */
export function keepSelection(element: HTMLElement, cleanup: Cleanup): void {
  cleanup.listen(element, 'mousedown', (event) => {
    if ((event.target as HTMLElement).closest('input, textarea, select') === null) event.preventDefault();
  });
}
