import type { AssistOptions, AssistPart } from './create-proofreading.ts';
import type { createCleanup } from '../ui/part.ts';
import { hidePlace } from '../ui/show-place.ts';
import type { PanelTab } from '../ui/side-panel.ts';

/**
 * Makes an element a tab of the panel: what it marked in the text is marked no more once it is out of sight.
 *
 * @param shown called when it comes into sight
 * @param begin called when it is opened by name
 */
export function toTab(
  { editor, panel }: Pick<AssistOptions, 'editor' | 'panel'>,
  { element, ...tab }: Pick<PanelTab, 'id' | 'label' | 'icon' | 'element' | 'rank'>,
  cleanup: ReturnType<typeof createCleanup>,
  shown: () => void,
  begin: () => void = () => {},
): AssistPart {
  cleanup.add(
    panel.add({
      ...tab,
      element,
      onShown(isShown) {
        if (isShown) shown();
        else hidePlace(editor.view);
      },
      focus: () => element.querySelector('button')?.focus(),
    }),
  );
  return {
    element,
    open() {
      panel.open(tab.id, { focus: true });
      begin();
    },
    destroy: cleanup.run,
  };
}
