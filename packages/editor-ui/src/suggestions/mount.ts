import { suggestionToName } from '../schema/suggestion.ts';
import type { EditorPorts } from '../ports.ts';
import type { EditorSuggestions } from './types.ts';
import { suggestionToAuthor } from './authors.ts';
import { createSuggestions, type SuggestionsContext } from './create-suggestions.ts';
import { createPainter } from './painter.ts';

/** An editor's suggestions, with their authors painted in the text. */
export interface MountedSuggestions extends EditorSuggestions {
  destroy(): void;
}

export function mountSuggestions(
  context: SuggestionsContext & { readonly frame: EditorPorts['frame'] },
): MountedSuggestions {
  const { view, document } = context;
  const painter = createPainter(view, context.frame, (id, position) => {
    const writers = context.writersOf(view.state.doc.resolve(position).index(0)).get(id);
    const name = suggestionToName(id);
    return writers && name && suggestionToAuthor(document, { name }, writers);
  });
  const arrived = ({ added }: { readonly added: readonly number[] }): void => {
    if (added.length > 0) painter.repaint();
  };
  document.awareness.on('change', arrived);
  return {
    ...createSuggestions(context),
    destroy() {
      document.awareness.off('change', arrived);
      painter.destroy();
    },
  };
}
