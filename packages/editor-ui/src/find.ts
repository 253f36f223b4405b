import type { Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { lookFor, replaceAllFound, replaceFound, selectFound, stepFound } from './plugins/find.ts';
import { foundIn } from './find/found.ts';
import type { Find } from './find/query.ts';

export { foundIn } from './find/found.ts';
export { findPlugin } from './plugins/find.ts';

/** What a search works on. */
export interface FindContext {
  readonly view: EditorView;
  canWrite(): boolean;
  /** Each replacement is undone by itself. */
  stopCapturing(): void;
}

/** The search over a view: see `Find`. */
export function createFind({ view, canWrite, stopCapturing }: FindContext): Find {
  function reveal(): void {
    const current = view.dom.querySelector('.weft-found-current');
    const box = current?.getBoundingClientRect();
    const height = view.dom.ownerDocument.defaultView?.innerHeight ?? 0;
    // Bars stand over the first and last lines of the window.
    if (box && (box.top < height * 0.2 || box.bottom > height * 0.9)) current?.scrollIntoView({ block: 'center' });
  }

  function write(tr: Transaction | undefined): boolean {
    if (!tr || !canWrite()) return false;
    stopCapturing();
    view.dispatch(tr);
    stopCapturing();
    reveal();
    return true;
  }

  return {
    set(query) {
      const selected = query === undefined ? selectFound(view.state) : undefined;
      if (selected) view.dispatch(selected);
      if (query === undefined && !foundIn(view.state)) return;
      view.dispatch(lookFor(view.state, query));
      if (query) reveal();
    },
    step(by) {
      const tr = stepFound(view.state, by);
      if (!tr) return false;
      view.dispatch(tr);
      reveal();
      return true;
    },
    replace: (text) => (write(replaceFound(view.state, text)) ? 1 : 0),
    replaceAll(text) {
      const count = foundIn(view.state)?.count ?? 0;
      return write(replaceAllFound(view.state, text)) ? count : 0;
    },
  };
}
