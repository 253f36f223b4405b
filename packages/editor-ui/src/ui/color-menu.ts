/** The colours of text and of what it stands on, as lines of a menu. */
import { Baseline, Highlighter } from 'lucide';
import { colorOf } from '../commands/marks.ts';
import { PALETTE } from '../schema/palette.ts';
import type { Editor } from '../editor.ts';
import type { MenuItem } from './menu.ts';
import { barWords } from '../words/bars.ts';

function itemsOf(editor: Editor, of: 'color' | 'highlight'): MenuItem[] {
  const command = editor.commands[of];
  const chosen = colorOf(editor.view.state, of);
  const words = barWords();
  const [plain, names] = of === 'color' ? [words.noTextColor, words.textColors] : [words.noHighlight, words.highlights];
  const icon = of === 'color' ? Baseline : Highlighter;
  return [undefined, ...PALETTE].map((name, index) => ({
    label: name === undefined ? plain : names[name],
    icon,
    chosen: chosen === name,
    disabled: !command.isEnabled(),
    ...(name === undefined ? {} : { tone: `${of === 'color' ? 'ink' : 'mark'}-${name}` }),
    ...(index === 0 && of === 'highlight' ? { divided: true } : {}),
    run: () => command.run({ color: name ?? null }),
  }));
}

/** Both choices, one under the other. */
export function colorItems(editor: Editor): readonly MenuItem[] {
  return [...itemsOf(editor, 'color'), ...itemsOf(editor, 'highlight')];
}
