/**
 * Menus by the WAI-ARIA "Menu Button" pattern: arrows and the first letters of a label move, Escape closes and gives focus back.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Check, type IconNode } from 'lucide';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { closePopover, openPopover } from './popover.ts';
import { attachRoving, groupItems } from './roving.ts';

/** Letters typed within this time of each other are the beginning of one label. */
const TYPED_TOGETHER_MS = 700;

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconNode;
  /** Shown at the end of the line: a shortcut or what to type. */
  readonly hint?: string;
  /** Given: the item is one of a choice, and whether it is the chosen one. */
  readonly chosen?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** A colour that the picture shows, as `ink-red` or `mark-red`. */
  readonly tone?: string;
  /** A thin line above this item. */
  readonly divided?: boolean;
  run(): void;
}

/** A menu that can be opened beside a button. */
export interface Menu extends Part {
  open(button: HTMLElement): void;
  close(): void;
}

/** Options of {@link createMenu}. `items` is asked each time the menu opens. */
export interface MenuOptions {
  readonly label: string;
  readonly items: () => readonly MenuItem[];
  /** Called after an item ran; by default focus goes back to the button. */
  readonly afterRun?: () => void;
}

const itemView = (item: MenuItem, choose: (item: MenuItem) => void): TemplateResult => html`
  ${item.divided === true ? html`<hr />` : nothing}
  <button
    type="button"
    data-item
    tabindex="-1"
    role=${item.chosen === undefined ? 'menuitem' : 'menuitemradio'}
    aria-checked=${item.chosen === undefined ? nothing : String(item.chosen)}
    aria-disabled=${item.disabled === true ? 'true' : nothing}
    ?data-danger=${item.danger === true}
    data-tone=${item.tone ?? nothing}
    @click=${() => choose(item)}
  >
    ${item.icon === undefined ? nothing : iconView(item.icon)}
    <span>${item.label}</span>
    ${item.hint === undefined ? nothing : html`<kbd aria-hidden="true">${item.hint}</kbd>`}
    ${item.chosen === undefined ? nothing : html`<i class="weft-menu-check">${item.chosen ? iconView(Check, 16) : nothing}</i>`}
  </button>`;

/** Creates a closed menu. */
export function createMenu(options: MenuOptions): Menu {
  const element = document.createElement('div');
  element.className = 'weft-menu';
  element.popover = 'auto';
  element.setAttribute('role', 'menu');
  element.setAttribute('aria-label', options.label);
  const cleanup = createCleanup();
  let opener: HTMLElement | undefined;
  let typed = { letters: '', at: 0 };

  const choose = (item: MenuItem): void => {
    if (item.disabled === true) return;
    const back = opener;
    closePopover(element);
    if (options.afterRun === undefined) back?.focus();
    item.run();
    options.afterRun?.();
  };
  const open = (button: HTMLElement): void => {
    opener = button;
    typed = { letters: '', at: 0 };
    render(html`${options.items().map((item) => itemView(item, choose))}`, element);
    openPopover(element, button, 'bottom-start');
    button.setAttribute('aria-expanded', 'true');
    const items = groupItems(element);
    // A choice opens at what is chosen; a menu that only ends with one, at its beginning.
    const isChoice = items[0]?.ariaChecked !== null;
    (items.find((item) => isChoice && item.ariaChecked === 'true') ?? items[0])?.focus();
  };
  attachRoving(element, 'vertical', cleanup);
  cleanup.listen(element, 'keydown', (event) => {
    if (event.key === 'Tab') closePopover(element);
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      closePopover(element);
      opener?.focus();
    }
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = groupItems(element);
    const isMore = event.timeStamp - typed.at < TYPED_TOGETHER_MS;
    typed = { letters: (isMore ? typed.letters : '') + event.key.toLocaleLowerCase(), at: event.timeStamp };
    // One letter, however often, leads to the next item that begins with it; several stay where they lead already.
    const { letters } = typed;
    const isOne = letters === letters.charAt(0).repeat(letters.length);
    const from = items.indexOf(event.target as HTMLElement) + (isOne ? 1 : 0);
    const around = [...items.slice(from), ...items.slice(0, from)];
    const sought = isOne ? letters.charAt(0) : letters;
    around.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(sought))?.focus();
  });
  cleanup.listen(element, 'toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') opener?.setAttribute('aria-expanded', 'false');
  });
  cleanup.add(() => element.remove());
  return { element, open, close: () => closePopover(element), destroy: () => cleanup.run() };
}
