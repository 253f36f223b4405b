/**
 * Roving tabindex: one stop in the tab order for a whole bar or menu, arrows inside it.
 * Source: WAI-ARIA Authoring Practices, "Toolbar" and "Menu Button" patterns.
 */
import type { Cleanup } from './part.ts';

/** Where the arrows go: along a bar or down a menu. */
export type Axis = 'horizontal' | 'vertical';

/**
 * Decides where focus goes inside a group.
 * @returns the next index, or `undefined` where the key means nothing here.
 */
export function rovingStep(
  key: string,
  index: number,
  count: number,
  axis: Axis,
  rightToLeft: boolean = false,
): number | undefined {
  if (count === 0) return undefined;
  const forward = axis === 'vertical' ? 'ArrowDown' : rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const back = axis === 'vertical' ? 'ArrowUp' : rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (index + 1) % count;
  if (key === back) return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

/** The buttons of a group that can take focus now, in order. */
export function groupItems(container: HTMLElement): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>('[data-item]')].filter(
    (item) => item.getClientRects().length > 0 && !item.hasAttribute('disabled'),
  );
}

/** Gives exactly one item of the group a place in the tab order, keeping the one that has it where it can. */
export function settleTabStop(container: HTMLElement): void {
  const items = groupItems(container);
  const stop = items.find((item) => item.tabIndex === 0) ?? items[0];
  for (const item of container.querySelectorAll<HTMLElement>('[data-item]')) item.tabIndex = item === stop ? 0 : -1;
}

/** Makes a container of `[data-item]` elements rove. */
export function attachRoving(container: HTMLElement, axis: Axis, cleanup: Cleanup): void {
  cleanup.listen(container, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const items = groupItems(container);
    const at = items.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const rightToLeft = getComputedStyle(container).direction === 'rtl';
    const next = rovingStep(event.key, at, items.length, axis, rightToLeft);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  });
  cleanup.listen(container, 'focusin', (event) => {
    const item = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
    if (item === null || !container.contains(item)) return;
    for (const other of container.querySelectorAll<HTMLElement>('[data-item]'))
      other.tabIndex = other === item ? 0 : -1;
  });
}
