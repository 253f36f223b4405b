import { DOMSerializer } from 'prosemirror-model';
import type { MarkViewConstructor } from 'prosemirror-view';
import { type SuggestionMark, SUGGESTION_MARKS } from '../schema/suggestion.ts';

/** The marks' own elements. What is painted on them is no edit. */
const suggestionView: MarkViewConstructor = (mark, view) => {
  const spec = mark.type.spec.toDOM?.(mark, true) ?? ['span', 0];
  const { dom } = DOMSerializer.renderSpec(view.dom.ownerDocument, spec);
  return { dom: dom as HTMLElement, ignoreMutation: (mutation) => mutation.type === 'attributes' };
};

export const suggestionViews: Readonly<Record<string, MarkViewConstructor>> = Object.fromEntries(
  (Object.keys(SUGGESTION_MARKS) as SuggestionMark[]).map((name) => [name, suggestionView]),
);
