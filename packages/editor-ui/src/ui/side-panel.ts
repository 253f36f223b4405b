/**
 * One panel at the side of the text for everything that belongs to the document and not in it: comments, history, suggestions. Beside the
 * text where there is room, a drawer over it on a tablet, a sheet from below on a phone; never modal, so that the text stays in reach.
 */
import type { Readable } from '@weft/crdt-core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { X, type IconNode } from 'lucide';
import { iconView } from './icon.ts';
import { keepFocus } from './keep-focus.ts';
import { createCleanup, focusedBy, type Part } from './part.ts';
import { attachRoving } from './roving.ts';
import { barWords } from '../words/bars.ts';
import { commonWords } from '../words/common.ts';

/** What stands behind one tab of the panel. */
export interface PanelTab {
  readonly id: string;
  /** Sentence case: the tab's name, and the panel's while it is shown. */
  readonly label: string;
  readonly icon: IconNode;
  /** Shown while the tab is chosen, filling the panel; it scrolls by itself. The panel does not end it. */
  readonly element: HTMLElement;
  /** Where the tab stands among the others: lower is further to the front. */
  readonly rank: number;
  /** Given: the bar has a button for it. */
  readonly inBar?: boolean;
  /** ProseMirror notation, for the button's tooltip. The caller listens for the keys. */
  readonly shortcut?: { readonly label: string; readonly aria: string };
  /** Called when the tab came into sight, or went out of it. */
  readonly onShown?: (isShown: boolean) => void;
  /** Where focus goes when a person opens the tab; by default the tab itself. */
  readonly focus?: () => void;
}

/** A number beside a tab's name. Zero shows nothing. */
export interface PanelBadge {
  readonly count: number;
  /** What the number means, for those who hear it: `3 new comments`. */
  readonly words: string;
}

/** The panel. */
export interface SidePanel extends Part {
  /** Goes into the bar: the buttons of the tabs that have one. */
  readonly buttons: HTMLElement;
  /** The tab in sight; `undefined` while the panel is closed. */
  readonly current: Readable<string | undefined>;
  /** Adds a tab. Returns what takes it away again. */
  add(tab: PanelTab): () => void;
  setBadge(id: string, badge: PanelBadge): void;
  /** Shows a tab; an unknown id does nothing. `focus`: as when a person asked for it. */
  open(id: string, options?: { readonly focus?: boolean }): void;
  close(): void;
  toggle(id: string): void;
}

/** Options of {@link createSidePanel}. */
export interface SidePanelOptions {
  /** Where focus goes when the panel closes and nothing else had it. */
  readonly giveFocusBack: () => void;
}

let panels = 0;

/** Creates a closed panel without tabs. */
export function createSidePanel({ giveFocusBack }: SidePanelOptions): SidePanel {
  const element = document.createElement('aside');
  element.className = 'weft-panel';
  element.hidden = true;
  const prefix = `weft-panel-${panels++}`;
  const head = element.appendChild(document.createElement('header'));
  const body = element.appendChild(document.createElement('div'));
  body.className = 'weft-panel-body';
  const buttons = document.createElement('div');
  buttons.className = 'weft-panel-buttons';
  const cleanup = createCleanup();
  const listeners = new Set<(id: string | undefined) => void>();
  const badges = new Map<string, PanelBadge>();
  let tabs: readonly PanelTab[] = [];
  let current: string | undefined;
  let opener: Element | null = null;

  const tabOf = (id: string | undefined): PanelTab | undefined => tabs.find((tab) => tab.id === id);
  const countView = (id: string): TemplateResult | typeof nothing => {
    const badge = badges.get(id);
    if (badge === undefined || badge.count === 0) return nothing;
    return html`<span class="weft-panel-count" aria-hidden="true">${badge.count > 99 ? '99+' : badge.count}</span>`;
  };
  const nameOf = (tab: PanelTab): string => {
    const badge = badges.get(tab.id);
    return badge === undefined || badge.count === 0 ? tab.label : `${tab.label}, ${badge.words}`;
  };

  const tabView = (tab: PanelTab): TemplateResult => html`<button
    type="button"
    role="tab"
    data-item
    id=${`${prefix}-tab-${tab.id}`}
    class="weft-panel-tab"
    aria-selected=${String(tab.id === current)}
    aria-controls=${`${prefix}-body`}
    @click=${() => open(tab.id)}
  >${iconView(tab.icon, 16)}<span aria-hidden="true">${tab.label}</span>${countView(tab.id)}<span class="weft-hidden">${nameOf(tab)}</span></button>`;

  const paint = (): void => {
    const shown = tabOf(current);
    element.hidden = shown === undefined;
    element.setAttribute('aria-label', shown?.label ?? '');
    const isAlone = tabs.length === 1;
    render(
      html`${
        isAlone
          ? html`<h2>${shown?.label}</h2>`
          : html`<div role="tablist" aria-label=${barWords().besideText} class="weft-panel-tabs">${repeat(tabs, ({ id }) => id, tabView)}</div>`
      }
      <button type="button" class="weft-icon-button" aria-label=${barWords().closePanel} data-tip=${commonWords().close} @click=${() => close()}>
        ${iconView(X)}
      </button>`,
      head,
    );
    body.id = `${prefix}-body`;
    if (isAlone) {
      body.removeAttribute('role');
      body.removeAttribute('aria-labelledby');
    } else {
      body.setAttribute('role', 'tabpanel');
      if (shown !== undefined) body.setAttribute('aria-labelledby', `${prefix}-tab-${shown.id}`);
    }
    for (const tab of head.querySelectorAll<HTMLElement>('[role="tab"]'))
      tab.tabIndex = tab.ariaSelected === 'true' ? 0 : -1;
    render(
      html`${repeat(
        tabs.filter(({ inBar }) => inBar === true),
        ({ id }) => id,
        (tab) => html`<button
          type="button"
          class="weft-icon-button"
          data-panel=${tab.id}
          aria-label=${nameOf(tab)}
          aria-expanded=${String(tab.id === current)}
          aria-keyshortcuts=${tab.shortcut?.aria ?? nothing}
          data-tip=${tab.label}
          data-keys=${tab.shortcut?.label ?? nothing}
          @click=${() => toggle(tab.id)}
        >${iconView(tab.icon)}${countView(tab.id)}</button>`,
      )}`,
      buttons,
    );
  };

  const show = (id: string | undefined): void => {
    if (id === current) return;
    const before = tabOf(current);
    const next = tabOf(id);
    current = next?.id;
    if (next === undefined) body.replaceChildren();
    else body.replaceChildren(next.element);
    paint();
    before?.onShown?.(false);
    next?.onShown?.(true);
    for (const listener of listeners) listener(current);
  };

  const focusTab = (): void =>
    (head.querySelector<HTMLElement>('[aria-selected="true"]') ?? head.querySelector('button'))?.focus();
  const open: SidePanel['open'] = (id, { focus = false } = {}) => {
    const tab = tabOf(id);
    if (tab === undefined) return;
    if (current === undefined) opener = focusedBy(element);
    show(id);
    if (!focus) return;
    if (tab.focus !== undefined) tab.focus();
    else focusTab();
  };
  const close = (): void => {
    if (current === undefined) return;
    const hadFocus = element.contains(focusedBy(element));
    show(undefined);
    if (!hadFocus) return;
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
    else giveFocusBack();
  };
  const toggle = (id: string): void => {
    if (current === id) close();
    else open(id, { focus: true });
  };

  attachRoving(head, 'horizontal', cleanup);
  keepFocus(body, focusTab, cleanup);
  cleanup.listen(element, 'keydown', (event) => {
    // What is inside comes first: a list of names or a field that is being written in.
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    close();
  });
  cleanup.add(() => {
    show(undefined);
    listeners.clear();
    element.remove();
    buttons.remove();
  });

  return {
    element,
    buttons,
    current: {
      get: () => current,
      subscribe(listener) {
        const own = (id: string | undefined): void => listener(id);
        listeners.add(own);
        return () => listeners.delete(own);
      },
    },
    add(tab) {
      tabs = [...tabs, tab].toSorted((a, b) => a.rank - b.rank);
      paint();
      return () => {
        if (current === tab.id) close();
        tabs = tabs.filter((other) => other !== tab);
        badges.delete(tab.id);
        paint();
      };
    },
    setBadge(id, badge) {
      const known = badges.get(id);
      if (known?.count === badge.count && known.words === badge.words) return;
      badges.set(id, badge);
      paint();
    },
    open,
    close,
    toggle,
    destroy: () => cleanup.run(),
  };
}
