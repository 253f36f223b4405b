import type { EditorView } from 'prosemirror-view';
import type { EditorPorts } from '../types.ts';
import type { SuggestionAuthor } from './authors.ts';
import { suggestionWords } from '../words/suggestions.ts';

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
      element.title =
        author.claims === undefined ? author.name : suggestionWords().inNameOf(author.name, author.claims);
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
