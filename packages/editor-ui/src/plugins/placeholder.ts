import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { blockWords } from '../words/blocks.ts';

function hintOf(node: Node): string | undefined {
  const block = readBlock(node);
  const words = blockWords();
  const hints: Readonly<Partial<Record<BlockKind, string>>> = words.hints;
  return block.kind === 'heading' ? words.heading(block.level) : hints[block.kind];
}

/** Whether there is nothing written at all. */
export function isEmptyDocument(doc: Node): boolean {
  const [first, second] = doc.children;
  return !first || (!second && first.type === schema.nodes.block && first.childCount === 0);
}

/** Says what goes into the empty block the caret is in. Drawn by CSS; never part of the text. */
export function placeholder(text: string): Plugin {
  return new Plugin({
    props: {
      decorations(state: EditorState) {
        const { $from, empty } = state.selection;
        const { doc } = state;
        const [first] = doc.children;
        const hasCaret = empty && $from.depth === 1;
        const current = hasCaret ? $from.parent : isEmptyDocument(doc) ? first : undefined;
        if (!current || current.childCount > 0) return null;
        const position = hasCaret ? $from.before(1) : 0;
        const isPlain = readBlock(current).kind === 'paragraph';
        const hint = isPlain && isEmptyDocument(doc) ? text : hintOf(current);
        if (hint === undefined) return null;
        const attrs = { 'data-placeholder': hint };
        return DecorationSet.create(doc, [Decoration.node(position, position + current.nodeSize, attrs)]);
      },
      attributes: (state: EditorState): Record<string, string> =>
        isEmptyDocument(state.doc) ? { 'aria-placeholder': text } : {},
    },
  });
}
