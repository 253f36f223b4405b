/** Tabs of the panel whose inside is fetched when it is first needed. */
import { html, nothing, render } from 'lit/html.js';
import { editorFailure } from '../errors.ts';
import { createLate } from '../late/late.ts';
import { createCleanup, type Part } from './part.ts';
import type { PanelTab, SidePanel } from './side-panel.ts';
import { barWords } from '../words/bars.ts';
import { commonWords } from '../words/common.ts';
import { toSentence } from '../words/failures.ts';

/** What fills a tab once it is here. */
export interface TabInside extends Part {
  shown?(isShown: boolean): void;
  focus?(): void;
}

export interface LateTab<T> {
  /** The inside, if it is here. */
  get(): T | undefined;
  /** Fetches it; undefined where it cannot be had now, which the tab says. */
  load(): Promise<T | undefined>;
  destroy(): void;
}

export interface LateTabOptions<M, T extends TabInside> {
  readonly panel: SidePanel;
  readonly tab: Omit<PanelTab, 'element' | 'onShown' | 'focus'>;
  fetch(): Promise<M>;
  create(module: M): T;
}

/** Adds the tab. Opened before its inside is here, it holds the focus meanwhile, so that what is typed goes nowhere else. */
export function addLateTab<M, T extends TabInside>(options: LateTabOptions<M, T>): LateTab<T> {
  const { panel, tab } = options;
  const cleanup = createCleanup();
  const element = document.createElement('div');
  element.className = 'weft-late-tab';
  let isShown = false;
  let isFailed = false;

  const late = createLate<M, T>({
    fetch: options.fetch,
    settled: () => Promise.resolve(),
    attach: options.create,
    failed: () => paint(true),
  });
  const place = element.appendChild(document.createElement('div'));
  place.tabIndex = -1;

  function paint(failed: boolean): void {
    isFailed = failed;
    place.hidden = late.get() !== undefined;
    const sentence = toSentence(editorFailure('part-missing'));
    render(
      failed
        ? html`<p role="alert">${sentence}</p>
            <button type="button" class="weft-button" @click=${() => void load()}>${commonWords().tryAgain}</button>`
        : late.get() === undefined && isShown
          ? html`<p role="status">${barWords().fetching}</p>`
          : nothing,
      place,
    );
  }

  async function load(): Promise<T | undefined> {
    if (isFailed) paint(false);
    const hadFocus = (): boolean => place.contains(document.activeElement);
    const inside = await late.load();
    if (!inside || inside.element.parentNode === element) return inside;
    const moves = hadFocus();
    paint(false);
    element.append(inside.element);
    if (isShown) inside.shown?.(true);
    if (moves) inside.focus?.();
    return inside;
  }

  cleanup.add(() => late.destroy());
  cleanup.add(
    panel.add({
      ...tab,
      element,
      onShown(now) {
        isShown = now;
        const inside = late.get();
        if (inside) inside.shown?.(now);
        else if (now) {
          paint(isFailed);
          void load();
        }
      },
      focus() {
        const inside = late.get();
        if (inside?.focus) inside.focus();
        else place.focus();
      },
    }),
  );
  // Asked for in vain, it is fetched when the network is back.
  cleanup.listen(window, 'online' as 'click', () => isFailed && void load());
  return { get: late.get, load, destroy: () => cleanup.run() };
}
