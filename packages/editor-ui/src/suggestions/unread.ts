import type { EditorState, Transaction } from 'prosemirror-state';
import { isFromDocument } from '../binding/binding.ts';
import { replacedBy } from '../binding/replaced.ts';
import { isSuggested } from './collect.ts';

/**
 * Whether a local change reaches into a block that something is suggested of. What keeps a suggestion's letters together has to read such a
 * change first (see `keepWhole`), and is fetched as soon as a document holds any.
 */
export function touchesSuggestions({ doc }: EditorState, tr: Transaction): boolean {
  if (!tr.docChanged || isFromDocument(tr)) return false;
  return replacedBy([tr]).some(({ from, to }) => {
    const first = doc.resolve(from).index(0);
    const last = Math.min(doc.resolve(to).index(0), doc.childCount - 1);
    for (let at = first; at <= last; at++) if (isSuggested(doc.child(at))) return true;
    return false;
  });
}
