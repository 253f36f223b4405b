/** Which toggles of a document this reader has folded, remembered until the tab is closed. */
import type { FoldPlace } from '@weft/editor-ui';

/** Where the browser keeps nothing, everything is unfolded again next time. */
export function foldsOf(document: string): FoldPlace {
  const name = `weft-folds ${document}`;
  return {
    read() {
      try {
        const ids: unknown = JSON.parse(sessionStorage.getItem(name) ?? '[]');
        return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
      } catch {
        return [];
      }
    },
    keep(ids) {
      try {
        if (ids.length === 0) sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, JSON.stringify(ids));
      } catch {
        // A private window may refuse.
      }
    },
  };
}
