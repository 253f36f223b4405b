/** Tabs of the panel whose inside is fetched when it is first needed. */
import { html, nothing, render } from 'lit/html.js';
import { editorFailure } from '../errors.ts';
import { createLate } from '../late/late.ts';
import { createCleanup, focusedBy, type Part } from './part.ts';
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
  /** Opens the tab at a field for what is typed before the inside is here; `arrived` has it then, and whether it was sent. */
  take(label: string, arrived: (inside: T, words: string, isSent: boolean) => void): void;
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
    settled: () => (composed === undefined ? Promise.resolve() : new Promise((resolve) => (composed = resolve))),
    attach: options.create,
    failed: () => paint(true),
  });
  const place = element.appendChild(document.createElement('div'));
  place.tabIndex = -1;
  let taken: { readonly field: HTMLTextAreaElement; arrived: Parameters<LateTab<T>['take']>[1] } | undefined;
  /** An input method composes in the field: it ends its word first. */
  let composed: (() => void) | undefined;

  function paint(failed: boolean): void {
    isFailed = failed;
    place.hidden = late.get() !== undefined;
    const sentence = toSentence(editorFailure('part-missing'));
    render(
      html`${late.get() === undefined && taken !== undefined ? taken.field : nothing}${
        failed
          ? html`<p role="alert">${sentence}</p>
            <button type="button" class="weft-button" @click=${() => void load()}>${commonWords().tryAgain}</button>`
          : late.get() === undefined && isShown
            ? html`<p role="status">${barWords().fetching}</p>`
            : nothing
      }`,
      place,
    );
  }

  async function load(): Promise<T | undefined> {
    if (isFailed) paint(false);
    const hadFocus = (): boolean => place.contains(focusedBy(place));
    const inside = await late.load();
    if (!inside || inside.element.parentNode === element) return inside;
    const moves = hadFocus();
    paint(false);
    element.append(inside.element);
    if (isShown) inside.shown?.(true);
    if (moves) inside.focus?.();
    taken?.arrived(inside, taken.field.value, taken.field.readOnly);
    taken = undefined;
    return inside;
  }

  function take(label: string, arrived: Parameters<LateTab<T>['take']>[1]): void {
    const field = taken?.field ?? document.createElement('textarea');
    taken = { field, arrived };
    field.className = 'weft-field';
    field.rows = 2;
    field.setAttribute('aria-label', label);
    field.placeholder = label;
    panel.open(tab.id);
    paint(isFailed);
    field.focus();
  }

  cleanup.listen(place, 'keydown', (event) => {
    if (event.isComposing || taken === undefined) return;
    // Given up. The panel does the rest.
    if (event.key === 'Escape') taken = undefined;
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      // Sent, as far as can be: nothing is added to it any more.
      taken.field.readOnly = taken.field.value.trim() !== '';
    }
  });
  cleanup.listen(place, 'compositionstart', () => {
    composed = () => undefined;
  });
  cleanup.listen(place, 'compositionend', () => {
    const resolve = composed;
    composed = undefined;
    resolve?.();
  });
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
  return { get: late.get, load, take, destroy: () => cleanup.run() };
}
