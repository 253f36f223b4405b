import { type DOMOutputSpec, DOMSerializer } from 'prosemirror-model';
import type { EditorView, MarkViewConstructor } from 'prosemirror-view';
import { type SuggestionMark, SUGGESTION_MARKS } from '../schema/suggestion.ts';

/** Who hears of each new element of a suggestion. */
export const drawnListeners: WeakMap<EditorView, (element: HTMLElement) => void> = new WeakMap();

/** The marks' own elements. What is painted on them is no edit. */
const suggestionView: MarkViewConstructor = (mark, view) => {
  const spec = mark.type.spec.toDOM?.(mark, true) as DOMOutputSpec;
  const dom = DOMSerializer.renderSpec(view.dom.ownerDocument, spec).dom as HTMLElement;
  drawnListeners.get(view)?.(dom);
  return { dom, ignoreMutation: (mutation) => mutation.type === 'attributes' };
};

export const suggestionViews: Readonly<Record<string, MarkViewConstructor>> = Object.fromEntries(
  (Object.keys(SUGGESTION_MARKS) as SuggestionMark[]).map((name) => [name, suggestionView]),
);
