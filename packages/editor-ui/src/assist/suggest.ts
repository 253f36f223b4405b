import type { Editor } from '../editor.ts';
import type { Stretch } from '../summary/read-blocks.ts';

/** A stretch of the text, and what would stand there. */
export interface Proposal extends Stretch {
  readonly instead: string;
}

/**
 * Puts proposals into the text as suggestions of this person, each by itself, in one undo step. They must not overlap. Returns
 * whether it did.
 */
export async function suggestAll(editor: Editor, toProposals: () => readonly Proposal[]): Promise<boolean> {
  if (!(await editor.suggestions.load())) return false;
  // Read only now: the text may have changed while the part came.
  const proposals = toProposals().toSorted((a, b) => b.from - a.from);
  const { mode } = editor.state.get();
  editor.setMode('suggesting');
  const isDone = editor.apply(() => {
    // From the last to the first, so that the places before stay what they are.
    for (const { from, to, instead } of proposals)
      editor.view.dispatch(editor.view.state.tr.insertText(instead, from, to));
    return proposals.length > 0;
  });
  editor.setMode(mode);
  return isDone;
}
