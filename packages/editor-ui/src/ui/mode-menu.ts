/** The menu that says whether changes are made or suggested, with what can be done with all suggestions. */
import { html, type TemplateResult } from 'lit/html.js';
import { ChevronDown, Pencil, PencilLine } from 'lucide';
import { shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../types.ts';
import { iconView } from './icon.ts';
import { commandToItem } from './kind-menu.ts';
import type { MenuItem } from './menu.ts';

function isSuggesting(editor: Editor): boolean {
  return editor.state.get().mode === 'suggesting';
}

/** The button's accessible name. */
export function modeWords(editor: Editor): string {
  return isSuggesting(editor) ? 'Suggesting: what you change is proposed' : 'Editing: what you change is done';
}

/** What the button shows. */
export function modeBody(editor: Editor): TemplateResult {
  const on = isSuggesting(editor);
  return html`<i class="weft-mode" ?data-on=${on}>${iconView(on ? PencilLine : Pencil, 16)}<span>${on ? 'Suggesting' : 'Editing'}</span>${iconView(ChevronDown, 14)}</i>`;
}

/** The lines of the menu. */
export function modeItems(editor: Editor, isApple: boolean): readonly MenuItem[] {
  const { shortcut } = editor.commands.suggest;
  editor.commands.suggest.prepare();
  const hint = shortcut === undefined ? {} : { hint: shortcutLabel(shortcut, isApple) };
  const on = isSuggesting(editor);
  return [
    { label: 'Editing', icon: Pencil, chosen: !on, ...(on ? hint : {}), run: () => editor.setMode('editing') },
    { label: 'Suggesting', icon: PencilLine, chosen: on, ...(on ? {} : hint), run: () => editor.setMode('suggesting') },
    { ...commandToItem(editor, 'nextSuggestion', isApple), divided: true },
    commandToItem(editor, 'previousSuggestion', isApple),
    { ...commandToItem(editor, 'acceptAllSuggestions', isApple), divided: true },
    commandToItem(editor, 'rejectAllSuggestions', isApple),
  ];
}
