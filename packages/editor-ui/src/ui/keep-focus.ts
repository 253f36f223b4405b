/** Keeps the focus of whoever works by keys where they work. */
import { type Cleanup, focusedBy } from './part.ts';

/**
 * What has focus goes with its row, or its banner, once that is dealt with: what comes into its place has focus then.
 * @param otherwise - gives it to something outside; called where nothing inside is left that could have it
 */
export function keepFocus(element: HTMLElement, otherwise: () => void, cleanup: Cleanup): void {
  let last: HTMLElement | undefined;
  let at = 0;
  const reachable = (): readonly HTMLElement[] =>
    [...element.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex="0"]')].filter(
      (it) => it.checkVisibility() && !it.matches(':disabled'),
    );

  cleanup.listen(element, 'focusin', ({ target }) => {
    // Whoever points needs none, and on a phone the text would bring up the keyboard.
    last = target instanceof HTMLElement && target.matches(':focus-visible') ? target : undefined;
    if (last !== undefined) at = reachable().indexOf(last);
  });
  // It left by itself, and is still there once what is being drawn has been drawn.
  cleanup.listen(element, 'focusout', () => {
    queueMicrotask(() => {
      if (last?.isConnected === true && last !== focusedBy(element)) last = undefined;
    });
  });
  const observer = new MutationObserver(() => {
    if (last === undefined || last.isConnected) return;
    last = undefined;
    const now = focusedBy(element);
    if (now !== null && now !== element.ownerDocument.body) return;
    const left = reachable();
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    if (next === undefined) otherwise();
    else next.focus();
  });
  observer.observe(element, { childList: true, subtree: true });
  cleanup.add(() => observer.disconnect());
}
