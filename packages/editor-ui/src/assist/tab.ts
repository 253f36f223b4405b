import type { Editor } from '../editor.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { createCleanup, Part } from '../ui/part.ts';
import { hidePlace } from '../ui/show-place.ts';
import type { PanelTab, SidePanel } from '../ui/side-panel.ts';

/** What the parts of this folder have in common. */
export interface AssistOptions {
  readonly editor: Editor;
  readonly document: EditorDocument;
  readonly panel: SidePanel;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
}

/** A tab of the panel. */
export interface AssistPart extends Part {
  /** Brings it into sight; it begins at once where it has nothing to show yet. */
  open(): void;
}

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
