/** A caret whose letters went, and come again in a change of its own: a move deletes first, and what an undo brings back is named behind it (decision 35). */
import type { EditorState } from 'prosemirror-state';
import type * as Y from 'yjs';
import { followCopies } from './follow-copies.ts';
import type { RelativeSelection } from './positions.ts';
import type { Shown } from './twins.ts';

export interface LostCaret {
  /** Where the caret was, once its letters are there again; of whoever went elsewhere meanwhile nothing is lost. */
  find(state: EditorState): RelativeSelection | undefined;
  /** @param before - where the caret was before what is drawn now came */
  drawn(state: EditorState, before: RelativeSelection | undefined): void;
}

export function createLostCaret(ydoc: Y.Doc, shown: Shown): LostCaret {
  let lost: RelativeSelection | undefined;
  let at: EditorState | undefined;
  const isAtLetters = ({ anchor, head }: RelativeSelection): boolean =>
    [anchor, head].every((place) => followCopies(ydoc, shown, place));

  return {
    find({ doc, selection }) {
      if (at?.doc !== doc || !at.selection.eq(selection)) lost = undefined;
      return lost && isAtLetters(lost) ? lost : undefined;
    },
    drawn(state, before) {
      at = state;
      lost ??= before;
      if (lost && isAtLetters(lost)) lost = undefined;
    },
  };
}
