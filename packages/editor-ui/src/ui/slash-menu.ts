/**
 * The slash menu: a list of blocks beside a `/` that was just typed. Focus stays in the text, which points at the chosen
 * line with `aria-activedescendant` (WAI-ARIA "Combobox" pattern, list autocomplete).
 */
import { html, render } from 'lit/html.js';
import { shortcutLabel } from '../commands/shortcut.ts';
import { matchCommands, type SlashQuery, slashQuery } from '../commands/slash.ts';
import { readPending } from '../plugins/read-pending.ts';
import { readSize } from '../table/size.ts';
import type { CommandId, Editor, EditorCommand } from '../types.ts';
import { commandWords } from '../words/commands.ts';
import { commandIcons } from './command-icons.ts';
import { iconView } from './icon.ts';
import { kindCommands } from './kind-menu.ts';
import { createCleanup, type Part } from './part.ts';
import { type Anchor, closePopover, keepSelection, openPopover } from './popover.ts';

/** Options of {@link createSlashMenu}. */
export interface SlashMenuOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
}

/** The keys that belong to the list while it is open. */
const KEYS: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape']);

let menus = 0;

/** Creates the menu; it opens and closes by itself. */
export function createSlashMenu({ editor, isApple }: SlashMenuOptions): Part {
  const { view } = editor;
  const text = view.dom;
  const element = document.createElement('div');
  const id = `weft-slash-${menus++}`;
  element.id = id;
  element.className = 'weft-menu weft-slash';
  element.popover = 'manual';
  element.setAttribute('role', 'listbox');
  element.setAttribute('aria-label', commandWords().slashMenu);
  const cleanup = createCleanup();
  // Whether a document takes files does not change while it is open.
  const files: readonly CommandId[] = editor.takesFiles ? ['image', 'file'] : [];
  const ids: readonly CommandId[] = [...kindCommands, 'table', ...files, 'divider'];
  const commands = ids.map((each) => editor.commands[each]);
  let phase: 'closed' | 'typed' | 'open' = 'closed';
  let found: readonly EditorCommand[] = [];
  let current: SlashQuery | undefined;
  let active = 0;

  const anchor: Anchor = {
    getBoundingClientRect() {
      const at = Math.min(current?.from ?? 0, view.state.doc.content.size);
      const { left, top, bottom } = view.coordsAtPos(at);
      return new DOMRect(left, top, 0, bottom - top);
    },
  };
  const optionId = (at: number): string => `${id}-${at}`;

  const close = (): void => {
    phase = 'closed';
    current = undefined;
    closePopover(element);
    for (const name of ['aria-activedescendant', 'aria-controls', 'aria-autocomplete']) text.removeAttribute(name);
  };
  const choose = (command: EditorCommand): void => {
    const replace = current;
    close();
    if (replace === undefined) return;
    const size = command.id === 'table' ? readSize(replace.query) : undefined;
    command.run(size === undefined ? { replace } : { replace, size });
  };
  const paint = (): void => {
    render(
      html`${found.map((command, at) => {
        const size = command.id === 'table' ? readSize(current?.query ?? '') : undefined;
        const hint =
          (size === undefined ? undefined : `${size.columns} × ${size.rows}`) ??
          (command.id === 'table' ? '/table 4x3' : undefined) ??
          command.markdown?.trim() ??
          (command.shortcut === undefined ? '' : shortcutLabel(command.shortcut, isApple));
        return html`<button
          type="button"
          id=${optionId(at)}
          role="option"
          tabindex="-1"
          aria-selected=${String(at === active)}
          @pointermove=${() => move(at)}
          @click=${() => choose(command)}
        >
          ${iconView(commandIcons[command.id])}
          <span>${command.label}</span>
          <kbd aria-hidden="true">${hint}</kbd>
        </button>`;
      })}`,
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
    const query = editor.state.get().editable && view.hasFocus() ? slashQuery(view.state) : undefined;
    const matches = query === undefined ? [] : matchCommands(commands, query.query);
    if (query === undefined || matches.length === 0 || (current !== undefined && query.from !== current.from)) {
      close();
      return;
    }
    if (phase === 'typed' || query.query !== current?.query) active = 0;
    phase = 'open';
    current = query;
    found = matches;
    openPopover(element, anchor, 'bottom-start');
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', id);
    paint();
  };

  keepSelection(element, cleanup);
  // Only a slash that is typed opens the menu: a caret that comes by one does not.
  cleanup.listen(text, 'beforeinput', (event) => {
    const { data, inputType } = event as unknown as InputEvent;
    if (data?.endsWith('/') !== true || !inputType.startsWith('insert')) return;
    close();
    for (const command of commands) command.prepare();
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
      const command = found[active];
      if (current === undefined || command === undefined) return;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
      if (step !== undefined) move((active + step + found.length) % found.length);
      else if (event.key === 'Escape') close();
      else choose(command);
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
  return { element, destroy: () => cleanup.run() };
}
