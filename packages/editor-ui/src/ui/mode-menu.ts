/** The menu that says whether changes are made or suggested, with what can be done with all suggestions. */
import { html, type TemplateResult } from 'lit/html.js';
import { ChevronDown, Pencil, PencilLine } from 'lucide';
import { shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../editor.ts';
import { iconView } from './icon.ts';
import { commandToItem } from './kind-menu.ts';
import type { MenuItem } from './menu.ts';
import { barWords } from '../words/bars.ts';

function isSuggesting(editor: Editor): boolean {
  return editor.state.get().mode === 'suggesting';
}

/** The button's accessible name. */
export function modeWords(editor: Editor): string {
  return isSuggesting(editor) ? barWords().suggestingMeans : barWords().editingMeans;
}

/** What the button shows. */
export function modeBody(editor: Editor): TemplateResult {
  const on = isSuggesting(editor);
  return html`<i class="weft-mode" ?data-on=${on}>${iconView(on ? PencilLine : Pencil, 16)}<span>${on ? barWords().suggesting : barWords().editing}</span>${iconView(ChevronDown, 14)}</i>`;
}

/** The lines of the menu. */
export function modeItems(editor: Editor, isApple: boolean): readonly MenuItem[] {
  const { shortcut } = editor.commands.suggest;
  editor.commands.suggest.prepare();
  const hint = shortcut === undefined ? {} : { hint: shortcutLabel(shortcut, isApple) };
  const on = isSuggesting(editor);
  return [
    { label: barWords().editing, icon: Pencil, chosen: !on, ...(on ? hint : {}), run: () => editor.setMode('editing') },
    {
      label: barWords().suggesting,
      icon: PencilLine,
      chosen: on,
      ...(on ? {} : hint),
      run: () => editor.setMode('suggesting'),
    },
    { ...commandToItem(editor, 'nextSuggestion', isApple), divided: true },
    commandToItem(editor, 'previousSuggestion', isApple),
    { ...commandToItem(editor, 'acceptAllSuggestions', isApple), divided: true },
    commandToItem(editor, 'rejectAllSuggestions', isApple),
  ];
}
