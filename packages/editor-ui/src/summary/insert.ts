import type { Node } from 'prosemirror-model';
import type { Editor } from '../editor.ts';
import type { MadeSummary } from './steps.ts';

const ATTRS = {
  'key-points': { kind: 'bullet' },
  tldr: { kind: 'paragraph' },
  headline: { kind: 'heading', level: 2 },
} as const;

/** Puts a summary before the text, as a suggestion of this person, in one undo step. Returns whether it did. */
export async function insertSummary(editor: Editor, { summary, type }: MadeSummary): Promise<boolean> {
  if (!(await editor.suggestions.load())) return false;
  const { schema } = editor.view.state;
  const toBlock = (text: string): Node => schema.node('block', ATTRS[type], schema.text(text));
  const blocks = summary.text.split('\n').flatMap((line) => (line === '' ? [] : [toBlock(line)]));
  const { mode } = editor.state.get();
  editor.setMode('suggesting');
  const isDone = editor.apply((state, dispatch) => {
    dispatch?.(state.tr.insert(0, blocks).scrollIntoView());
    return blocks.length > 0;
  });
  editor.setMode(mode);
  return isDone;
}
