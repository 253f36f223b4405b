/**
 * One tooltip for a whole interface: shows `data-tip` (and `data-keys`) of what is hovered or focused by keyboard.
 * It repeats the accessible name and a shortcut, so it is hidden from assistive technology.
 */
import { closePopover, openPopover } from './popover.ts';
import { createCleanup, type Part } from './part.ts';

/** Milliseconds of resting on a control before its tooltip shows. */
const REST = 450;
const FOCUS_REST = 150;

/** Creates the tooltip and listens in `root`. Append its element to the same root. */
export function createTooltip(root: HTMLElement): Part {
  const element = document.createElement('div');
  element.className = 'weft-tooltip';
  element.popover = 'manual';
  element.ariaHidden = 'true';
  const label = element.appendChild(document.createElement('span'));
  const keys = element.appendChild(document.createElement('kbd'));
  const cleanup = createCleanup();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    closePopover(element);
  };
  const show = (target: HTMLElement): void => {
    if (!target.isConnected) return;
    label.textContent = target.dataset['tip'] ?? '';
    keys.textContent = target.dataset['keys'] ?? '';
    keys.hidden = keys.textContent === '';
    openPopover(element, target, 'bottom');
  };
  const tipped = (event: Event): HTMLElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null;

  cleanup.listen(root, 'pointerover', (event) => {
    const target = tipped(event);
    hide();
    if (target !== null && event.pointerType === 'mouse') timer = setTimeout(() => show(target), REST);
  });
  cleanup.listen(root, 'focusin', (event) => {
    const target = tipped(event);
    if (target?.matches(':focus-visible') !== true) return;
    // Not at once: focus also moves while another popover is being shown or hidden.
    clearTimeout(timer);
    timer = setTimeout(() => show(target), FOCUS_REST);
  });
  for (const type of ['focusout', 'pointerdown', 'keydown', 'pointerleave'] as const) cleanup.listen(root, type, hide);
  cleanup.add(() => {
    clearTimeout(timer);
    element.remove();
  });
  return { element, destroy: () => cleanup.run() };
}
