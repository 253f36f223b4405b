import type { EditorView } from 'prosemirror-view';
import type { EditorPorts } from '../ports.ts';
import type { SuggestionAuthor } from './authors.ts';
import { drawnListeners } from './mark-views.ts';
import { suggestionWords } from '../words/suggestions.ts';

export interface Painter {
  /** Someone is known by another name or colour now. */
  repaint(): void;
  destroy(): void;
}

/** Gives each suggestion in the text its author's colour and name before the next paint, through the CSSOM. */
export function createPainter(
  view: EditorView,
  frame: EditorPorts['frame'],
  authorAt: (id: string, position: number) => SuggestionAuthor | undefined,
): Painter {
  let cancel: (() => void) | undefined;
  const unpainted = new Set<HTMLElement>();

  function paint(): void {
    cancel = undefined;
    for (const element of unpainted) {
      if (!view.dom.contains(element)) continue;
      const author = authorAt(element.dataset['suggestion'] ?? '', view.posAtDOM(element, 0));
      if (!author) continue;
      element.style.setProperty('--weft-author', author.color);
      element.title =
        author.claims === undefined ? author.name : suggestionWords().inNameOf(author.name, author.claims);
    }
    unpainted.clear();
  }

  function add(element: HTMLElement): void {
    unpainted.add(element);
    cancel ??= frame(paint);
  }

  function repaint(): void {
    for (const element of view.dom.querySelectorAll<HTMLElement>('[data-suggestion]')) add(element);
  }

  drawnListeners.set(view, add);
  repaint();
  return {
    repaint,
    destroy() {
      drawnListeners.delete(view);
      cancel?.();
    },
  };
}
