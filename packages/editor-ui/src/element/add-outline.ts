/** The outline's tab in the panel beside the text: fetched when it is opened. */
import { ListTree } from 'lucide';
import { shortcutAria, shortcutLabel } from '../commands/shortcut.ts';
import { writingWords } from '../words/writing.ts';
import type { Editor } from '../editor.ts';
import { mirrored } from '../ui/icon.ts';
import { addLateTab } from '../ui/late-tab.ts';
import type { Cleanup } from '../ui/part.ts';
import type { SidePanel } from '../ui/side-panel.ts';

const TAB = 'outline';
const SHORTCUT = 'Mod-Alt-Shift-o';

export function addOutline(editor: Editor, panel: SidePanel, isApple: boolean, cleanup: Cleanup): void {
  const shortcut = { label: shortcutLabel(SHORTCUT, isApple), aria: shortcutAria(SHORTCUT, isApple) };
  /** On a phone the panel is a sheet over most of the text. */
  const uncover = (): void => {
    if (matchMedia('(max-width: 40rem)').matches) panel.close();
  };
  const outline = addLateTab({
    panel,
    tab: { id: TAB, label: writingWords().outline, icon: mirrored(ListTree), rank: 5, inBar: true, shortcut },
    fetch: () => import('../ui/outline.ts'),
    create: ({ createOutline }) => createOutline(editor, uncover),
  });
  cleanup.add(outline.destroy);
  cleanup.listen(document, 'keydown', (event) => {
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (!mod || !event.altKey || !event.shiftKey || event.code !== 'KeyO') return;
    event.preventDefault();
    panel.toggle(TAB);
  });
}
