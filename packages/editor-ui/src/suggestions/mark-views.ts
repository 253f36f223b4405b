import type { EditorView, MarkViewConstructor } from 'prosemirror-view';
import { type SuggestionMark, SUGGESTION_MARKS } from '../schema/suggestion.ts';

/** Who hears of each new element of a suggestion. */
export const drawnListeners: WeakMap<EditorView, (element: HTMLElement) => void> = new WeakMap();

/** The marks' own elements. What is painted on them is no edit. */
const suggestionView: MarkViewConstructor = (mark, view) => {
  const [tag, data] = SUGGESTION_MARKS[mark.type.name as SuggestionMark].toDOM(mark);
  const dom = view.dom.ownerDocument.createElement(tag);
  for (const [name, value] of Object.entries(data)) dom.setAttribute(name, value);
  drawnListeners.get(view)?.(dom);
  return { dom, ignoreMutation: (mutation) => mutation.type === 'attributes' };
};

export const suggestionViews: Readonly<Record<string, MarkViewConstructor>> = Object.fromEntries(
  (Object.keys(SUGGESTION_MARKS) as SuggestionMark[]).map((name) => [name, suggestionView]),
);
