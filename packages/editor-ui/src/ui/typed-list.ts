/**
 * A list beside a sign that was just typed: blocks after `/`, people and days after `@`, emoji after `:`. Focus stays in the text, which points at
 * the chosen line with `aria-activedescendant` (WAI-ARIA "Combobox" pattern, list autocomplete).
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { EditorState } from 'prosemirror-state';
import { readPending } from '../plugins/read-pending.ts';
import type { Editor } from '../editor.ts';
import { createCleanup, type Part } from './part.ts';
import { type Anchor, closePopover, keepSelection, openPopover } from './popover.ts';

/** What was typed after the sign, and where the sign and what follows it stand. */
export interface TypedQuery {
  readonly query: string;
  readonly from: number;
  readonly to: number;
}

/** One line of the list. */
export interface TypedItem {
  readonly lead: TemplateResult | string;
  readonly label: string;
  readonly hint?: string;
  /** Does what the line says, in place of what was typed. */
  run(typed: TypedQuery): void;
}

/** Options of {@link createTypedList}. */
export interface TypedListOptions {
  readonly editor: Editor;
  readonly label: string;
  readonly sign: string;
  /** The sign was typed: what will be needed can be fetched. */
  readonly typed?: () => void;
  /** What is typed at the caret now. */
  readonly read: (state: EditorState) => TypedQuery | undefined;
  /** The lines for it, the best first; undefined while it is too early to say, empty where nothing fits: then the list closes. */
  readonly find: (query: string) => readonly TypedItem[] | undefined;
}

/** The list; it opens and closes by itself. */
export interface TypedList extends Part {
  /** Opens it for a sign that was put into the text by a command. */
  open(): void;
  /** Looks again, where what can be found has come. */
  refresh(): void;
}

/** The keys that belong to the list while it is open. */
const KEYS: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape']);

let lists = 0;

/** Creates a closed list. */
export function createTypedList({ editor, label, sign, typed: prepare, read, find }: TypedListOptions): TypedList {
  const { view } = editor;
  const text = view.dom;
  const element = document.createElement('div');
  const id = `weft-typed-${lists++}`;
  element.id = id;
  element.className = 'weft-menu weft-slash';
  element.popover = 'manual';
  element.setAttribute('role', 'listbox');
  element.setAttribute('aria-label', label);
  const cleanup = createCleanup();
  let phase: 'closed' | 'typed' | 'open' = 'closed';
  let found: readonly TypedItem[] = [];
  let current: TypedQuery | undefined;
  let active = 0;

  const anchor: Anchor = {
    getBoundingClientRect() {
      const at = Math.min(current?.from ?? 0, view.state.doc.content.size);
      const { left, top, bottom } = view.coordsAtPos(at);
      return new DOMRect(left, top, 0, bottom - top);
    },
  };
  const optionId = (at: number): string => `${id}-${at}`;

  const hide = (): void => {
    closePopover(element);
    if (text.getAttribute('aria-controls') !== id) return;
    for (const name of ['aria-activedescendant', 'aria-controls', 'aria-autocomplete']) text.removeAttribute(name);
  };
  const close = (): void => {
    phase = 'closed';
    current = undefined;
    hide();
  };
  const choose = (item: TypedItem): void => {
    const typed = current;
    close();
    if (typed !== undefined) item.run(typed);
  };
  const paint = (): void => {
    render(
      html`${found.map(
        (item, at) => html`<button
          type="button"
          id=${optionId(at)}
          role="option"
          tabindex="-1"
          aria-selected=${String(at === active)}
          @pointermove=${() => move(at)}
          @click=${() => choose(item)}
        >
          ${item.lead}
          <span>${item.label}</span>
          ${item.hint === undefined ? nothing : html`<kbd aria-hidden="true">${item.hint}</kbd>`}
        </button>`,
      )}`,
      element,
    );
    text.setAttribute('aria-activedescendant', optionId(active));
    element.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  };
  const move = (to: number): void => {
    if (to === active) return;
    active = to;
    paint();
  };
  const refresh = (): void => {
    if (phase === 'closed') return;
    const typed = editor.state.get().editable && view.hasFocus() ? read(view.state) : undefined;
    const items = typed === undefined ? [] : find(typed.query);
    if (typed === undefined || items?.length === 0 || (current !== undefined && typed.from !== current.from)) {
      close();
      return;
    }
    if (items === undefined) {
      phase = 'typed';
      hide();
      return;
    }
    if (phase === 'typed' || typed.query !== current?.query) active = 0;
    phase = 'open';
    current = typed;
    found = items;
    openPopover(element, anchor, 'bottom-start');
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', id);
    paint();
  };

  keepSelection(element, cleanup);
  // Only a sign that is typed opens the list: a caret that comes by one does not.
  cleanup.listen(text, 'beforeinput', (event) => {
    const { data, inputType } = event as unknown as InputEvent;
    if (data?.endsWith(sign) !== true || !inputType.startsWith('insert')) return;
    close();
    prepare?.();
    phase = 'typed';
  });
  cleanup.listen(
    text,
    'keydown',
    (event) => {
      if (phase === 'closed' || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!KEYS.has(event.key)) return;
      // The last letters may not have been read or drawn yet.
      readPending(view);
      refresh();
      const item = found[active];
      if (current === undefined || item === undefined || !element.matches(':popover-open')) return;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
      if (step !== undefined) move((active + step + found.length) % found.length);
      else if (event.key === 'Escape') close();
      else choose(item);
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  cleanup.listen(text, 'blur', close);
  cleanup.listen(text, 'pointerdown', close);
  const place = (): void => {
    if (phase === 'open') openPopover(element, anchor, 'bottom-start');
  };
  cleanup.listen(
    window,
    'scroll',
    (event) => {
      if (event.target !== element) place();
    },
    { passive: true, capture: true },
  );
  cleanup.listen(window, 'resize', place, { passive: true });
  cleanup.add(editor.state.subscribe(refresh));
  cleanup.add(() => {
    close();
    element.remove();
  });
  return {
    element,
    refresh,
    open() {
      phase = 'typed';
      refresh();
    },
    destroy: () => cleanup.run(),
  };
}
