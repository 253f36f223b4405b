/** Suggestions in the shell: their tab beside the text, and what is said when the mode changes. */
import type { Editor } from '../editor.ts';
import type { EditorMode } from '../suggestions/types.ts';
import type { Announcer } from '../ui/announcer.ts';
import type { Cleanup } from '../ui/part.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import { createSuggestionsPanel } from '../ui/suggestions-panel.ts';
import { barWords } from '../words/bars.ts';

export function addSuggestions(
  { editor, panel, announcer }: { readonly editor: Editor; readonly panel: SidePanel; readonly announcer: Announcer },
  onMode: (mode: EditorMode) => void,
  cleanup: Cleanup,
): void {
  let known = editor.state.get().mode;
  cleanup.add(
    editor.state.subscribe(({ mode }) => {
      if (mode === known) return;
      known = mode;
      announcer.say('mode', mode === 'suggesting' ? barWords().nowSuggesting : barWords().editing);
      onMode(mode);
    }),
  );
  cleanup.add(createSuggestionsPanel({ editor, panel, announce: (words) => announcer.say('suggestions', words) }));
}
