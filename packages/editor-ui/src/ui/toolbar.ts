/**
 * The fixed toolbar, by the WAI-ARIA "Toolbar" pattern: one tab stop, arrows inside, Escape back to the text. What does
 * not fit goes into a menu at its end.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Baseline, ChevronDown, Ellipsis, type IconNode, Table } from 'lucide';
import { shortcutAria, shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../editor.ts';
import type { AddedCommand } from '../extensions.ts';
import type { CommandId } from '../commands/ids.ts';
import type { EditorCommand } from '../commands/command.ts';
import { colorItems } from './color-menu.ts';
import { commandIcons } from './command-icons.ts';
import { iconView } from './icon.ts';
import { alignItems, commandToItem, kindItems, moveItems, stateToKind } from './kind-menu.ts';
import { createMenu } from './menu.ts';
import { modeBody, modeItems, modeWords } from './mode-menu.ts';
import { createCleanup, focusedBy, type Part } from './part.ts';
import { keepSelection } from './popover.ts';
import { attachRoving, groupItems, settleTabStop } from './roving.ts';
import { tableItems } from './table-menu.ts';
import { itemsToOverflow } from './toolbar-fit.ts';
import { barWords } from '../words/bars.ts';

/** The bar's buttons in order; the number says which go first when it is narrow. */
const always: readonly (readonly (readonly [CommandId, number])[])[] = [
  [
    ['bold', 1],
    ['italic', 2],
    ['underline', 8],
    ['strike', 12],
    ['code', 11],
    ['link', 3],
  ],
  [
    ['bullet', 5],
    ['ordered', 7],
    ['task', 6],
  ],
  [
    ['image', 9],
    ['file', 13],
  ],
  [
    ['undo', 4],
    ['redo', 10],
  ],
];

/** CSS pixels that the mode takes where it is written out. */
const MODE_WIDTH = 140;

/** Options of {@link createToolbar}. */
export interface ToolbarOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
}

/** The toolbar. */
export interface Toolbar extends Part {
  /** Moves focus into the bar (Alt+F10). */
  focus(): void;
}

const isInTable = (editor: Editor): boolean => editor.state.get().kind === 'table';

/** What of the editor's state decides what fits. */
const fittingOf = (editor: Editor): string => `${editor.state.get().mode} ${isInTable(editor)}`;

/** A button that runs a command; what cannot run now stays focusable and says so. */
function itemButton(
  id: string,
  command: Pick<EditorCommand | AddedCommand, 'label' | 'shortcut' | 'isEnabled' | 'run'>,
  icon: IconNode,
  isApple: boolean,
  { isPressed, tabIndex }: { readonly isPressed?: boolean | undefined; readonly tabIndex?: number } = {},
): TemplateResult {
  const { label, shortcut } = command;
  return html`<button
    type="button"
    class="weft-icon-button"
    tabindex=${tabIndex ?? nothing}
    data-item
    data-command=${id}
    aria-label=${label}
    aria-pressed=${isPressed === undefined ? nothing : String(isPressed)}
    aria-disabled=${command.isEnabled() ? nothing : 'true'}
    aria-keyshortcuts=${shortcut === undefined ? nothing : shortcutAria(shortcut, isApple)}
    data-tip=${label}
    data-keys=${shortcut === undefined ? nothing : shortcutLabel(shortcut, isApple)}
    @click=${() => {
      if (command.isEnabled()) command.run();
    }}
  >${iconView(icon)}</button>`;
}

/** A button of one of the editor's own commands. */
export function commandButton(editor: Editor, id: CommandId, isApple: boolean): TemplateResult {
  const command = editor.commands[id];
  const pressable = command.group === 'mark' || command.group === 'block' || command.group === 'list';
  const isPressed = pressable ? command.isActive() : undefined;
  return itemButton(id, command, commandIcons[id], isApple, { isPressed });
}

/** A button of a command that an extension brought. It comes after the others are there, and is not the bar's tab stop for that. */
function addedButton(id: string, command: AddedCommand, isApple: boolean): TemplateResult {
  return itemButton(id, command, command.icon ?? [], isApple, { tabIndex: -1 });
}

/** Creates the toolbar over an editor's commands and state. */
export function createToolbar({ editor, isApple }: ToolbarOptions): Toolbar {
  // The menus stand beside the bar, not in it, so that its arrow keys do not reach into them.
  const element = document.createElement('div');
  element.className = 'weft-toolbar-box';
  const bar = element.appendChild(document.createElement('div'));
  bar.className = 'weft-toolbar';
  bar.setAttribute('role', 'toolbar');
  const words = barWords();
  bar.setAttribute('aria-label', words.formatting);
  const cleanup = createCleanup();
  let hidden: ReadonlySet<string> = new Set();
  const added = [...editor.added].filter(([, { icon }]) => icon !== undefined);
  let hasAdded = false;
  const groups = always.filter((group) => editor.takesFiles || !group.some(([id]) => id === 'file'));

  const kindMenu = createMenu({
    label: words.blockKind,
    items: () => kindItems(editor, isApple),
    afterRun: () => editor.focus(),
  });
  const moreMenu = createMenu({
    label: words.moreFormatting,
    items: () => {
      const items = groups.flat().filter(([id]) => hidden.has(id));
      const extra: CommandId[] = ['superscript', 'subscript', 'outdent', 'indent', 'table', 'divider', 'clearMarks'];
      return [
        ...items.map(([id]) => {
          const pressed = editor.commands[id].isActive();
          return { ...commandToItem(editor, id, isApple), ...(pressed ? { chosen: true } : {}) };
        }),
        ...extra.map((id, at) => ({ ...commandToItem(editor, id, isApple), divided: at === 0 && items.length > 0 })),
        ...alignItems(editor, isApple),
        ...moveItems(editor, isApple),
      ];
    },
    afterRun: () => {
      // The link command asks in a field of its own, which must keep focus.
      if (!focusedBy(element)?.closest('.weft-link-field')) editor.focus();
    },
  });
  const tableMenu = createMenu({
    label: words.table,
    items: () => tableItems(editor, isApple, 'all'),
    afterRun: () => editor.focus(),
  });
  const colorMenu = createMenu({
    label: words.color,
    items: () => colorItems(editor),
    afterRun: () => editor.focus(),
  });
  const modeMenu = createMenu({
    label: words.editingOrSuggesting,
    items: () => modeItems(editor, isApple),
    afterRun: () => editor.focus(),
  });
  const menuButton = (menu: typeof kindMenu, className: string, label: string, body: TemplateResult) => html`<button
    type="button"
    class=${className}
    data-item
    aria-haspopup="menu"
    aria-expanded="false"
    aria-label=${label}
    data-tip=${label}
    @click=${(event: Event) => menu.open(event.currentTarget as HTMLElement)}
  >${body}</button>`;

  const paint = (): void => {
    const kind = stateToKind(editor.state.get(), editor.commands);
    render(
      html`<div class="weft-toolbar-group">
          ${menuButton(
            kindMenu,
            'weft-kind-button',
            words.blockKindIs(kind.label),
            html`${iconView(kind.icon)}<span>${kind.label}</span>${iconView(ChevronDown, 14)}`,
          )}
        </div>
        ${
          isInTable(editor)
            ? html`<div class="weft-toolbar-group">
                ${menuButton(tableMenu, 'weft-icon-button', words.tableParts, iconView(Table))}
              </div>`
            : nothing
        }
        ${groups.map((group) => {
          const shown = group.filter(([id]) => !hidden.has(id));
          if (shown.length === 0) return nothing;
          return html`<div class="weft-toolbar-group">${shown.map(([id]) => commandButton(editor, id, isApple))}</div>`;
        })}
        ${
          hasAdded
            ? html`<div class="weft-toolbar-group">${added.map(([id, command]) => addedButton(id, command, isApple))}</div>`
            : nothing
        }
        <div class="weft-toolbar-group">${menuButton(modeMenu, 'weft-kind-button weft-mode-button', modeWords(editor), modeBody(editor))}</div>
        <div class="weft-toolbar-group">
          ${menuButton(colorMenu, 'weft-icon-button', words.color, iconView(Baseline))}
          ${menuButton(moreMenu, 'weft-icon-button', words.moreFormatting, iconView(Ellipsis))}
        </div>`,
      bar,
    );
    settleTabStop(bar);
  };
  let fitted = '';
  let room = 0;
  const fit = (): void => {
    const { mode } = editor.state.get();
    fitted = fittingOf(editor);
    const coarse = matchMedia('(pointer: coarse)').matches;
    const button = coarse ? 40 : 32;
    const isNarrow = room < 480;
    // A group's margin and line, which a narrow bar goes without.
    const gap = isNarrow ? 0 : 13;
    const kindWidth = isNarrow ? button + 16 : 148;
    const items = groups.flatMap((group) =>
      group.map(([id, rank], at) => ({ id, rank, width: button + 2 + (at === 0 ? gap : 0) })),
    );
    // The table's menu comes and goes: where there is room for it, it is kept, so that nothing else moves.
    const hasTable = !isNarrow || isInTable(editor);
    const all = room - kindWidth - gap - (hasTable ? button + gap : 0) - 2 * button - gap - 6;
    // Those of extensions stand where there is room for all else, the mode being a picture.
    const ofAdded = added.length * (button + 2) + gap;
    hasAdded = added.length > 0 && !isNarrow && itemsToOverflow(items, all - button - 16 - ofAdded).length === 0;
    const rest = hasAdded ? all - ofAdded : all;
    const isTight = itemsToOverflow(items, rest - MODE_WIDTH).length > 0;
    // While editing its picture is enough; that one suggests is written out wherever there is room.
    const isShort = isNarrow || (isTight && mode === 'editing');
    bar.dataset['short'] = String(isShort);
    bar.dataset['narrow'] = String(isNarrow);
    hidden = new Set(itemsToOverflow(items, rest - (isShort ? button + (isNarrow ? 2 : 16) : MODE_WIDTH)));
    paint();
  };

  element.append(kindMenu.element, tableMenu.element, colorMenu.element, modeMenu.element, moreMenu.element);
  attachRoving(bar, 'horizontal', cleanup);
  keepSelection(element, cleanup);
  cleanup.listen(bar, 'keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      editor.focus('here');
    }
  });
  const observer = new ResizeObserver(([entry]) => {
    room = entry?.contentRect.width ?? room;
    fit();
  });
  observer.observe(element);
  cleanup.add(() => observer.disconnect());
  cleanup.add(editor.state.subscribe(() => (fittingOf(editor) === fitted ? paint() : fit())));
  cleanup.add(() => {
    kindMenu.destroy();
    tableMenu.destroy();
    modeMenu.destroy();
    colorMenu.destroy();
    moreMenu.destroy();
    element.remove();
  });
  paint();
  return {
    element,
    focus() {
      const items = groupItems(bar);
      (items.find((item) => item.tabIndex === 0) ?? items[0])?.focus();
    },
    destroy: () => cleanup.run(),
  };
}
