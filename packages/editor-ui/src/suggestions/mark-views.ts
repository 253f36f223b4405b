import { DOMSerializer } from 'prosemirror-model';
import type { EditorView, MarkViewConstructor } from 'prosemirror-view';
import { type SuggestionMark, SUGGESTION_MARKS } from '../schema/suggestion.ts';
import type { EditorPorts } from '../types.ts';
import type { SuggestionAuthor } from './authors.ts';

/** The marks' own elements. What is painted on them is no edit. */
const suggestionView: MarkViewConstructor = (mark, view) => {
  const spec = mark.type.spec.toDOM?.(mark, true) ?? ['span', 0];
  const { dom } = DOMSerializer.renderSpec(view.dom.ownerDocument, spec);
  return { dom: dom as HTMLElement, ignoreMutation: (mutation) => mutation.type === 'attributes' };
};

export const suggestionViews: Readonly<Record<string, MarkViewConstructor>> = Object.fromEntries(
  (Object.keys(SUGGESTION_MARKS) as SuggestionMark[]).map((name) => [name, suggestionView]),
);

export interface Painter {
  /** New elements get their author's colour before the next paint. */
  invalidate(): void;
  /** Someone is known by another name or colour now. */
  repaint(): void;
  destroy(): void;
}

/** Gives each suggestion in the text its author's colour and name, through the CSSOM. */
export function createPainter(
  view: EditorView,
  frame: EditorPorts['frame'],
  authorAt: (id: string, position: number) => SuggestionAuthor | undefined,
): Painter {
  let cancel: (() => void) | undefined;

  function paint(): void {
    cancel = undefined;
    for (const element of view.dom.querySelectorAll<HTMLElement>('[data-suggestion]:not([data-author])')) {
      const author = authorAt(element.dataset['suggestion'] ?? '', view.posAtDOM(element, 0));
      element.dataset['author'] = author?.name ?? '';
      if (!author) continue;
      element.style.setProperty('--weft-author', author.color);
      element.title = author.claims === undefined ? author.name : `${author.name}, in the name of ${author.claims}`;
    }
  }

  function invalidate(): void {
    cancel ??= frame(paint);
  }

  return {
    invalidate,
    repaint() {
      for (const element of view.dom.querySelectorAll<HTMLElement>('[data-author]')) delete element.dataset['author'];
      invalidate();
    },
    destroy: () => cancel?.(),
  };
}
