/** Takes one change of another back, as this person's own edit: what others did beside it stays. */
import type { Command } from 'prosemirror-state';
import { blockStart } from '../commands/ranges.ts';
import { blockToAttributes } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import type { Change } from './changes.ts';

/** A command for a change as it was listed a moment ago: its places must still be true. */
export function undoChange({ block, runs, index, isNested, node, attributes }: Change): Command {
  return ({ doc, tr }, dispatch) => {
    if (isNested || index > doc.childCount || (block !== 'removed' && index === doc.childCount)) return false;
    if (!dispatch) return true;
    const start = blockStart(doc, index);
    if (block === 'removed') {
      const type = schema.nodes[node as 'block'];
      if (type === undefined || !type.isInGroup('top')) return false;
      const text = runs.map((run) => run.text).join('');
      const content = text === '' ? null : schema.text(text);
      const isText = type === schema.nodes.block;
      // What an image or a file says of itself is checked where it is drawn.
      dispatch(
        tr.insert(
          start,
          isText ? type.create(blockToAttributes(attributes), content) : type.create({ ...attributes, id: null }),
        ),
      );
      return true;
    }
    // From the last to the first, so that the places of those before stay true.
    for (const { kind, at, text } of runs.toReversed()) {
      if (kind === 'added') tr.delete(start + 1 + at, start + 1 + at + text.length);
      else tr.insertText(text, start + 1 + at);
    }
    const rest = tr.doc.child(index);
    if (block === 'added' && rest.content.size === 0) tr.delete(start, start + rest.nodeSize);
    dispatch(tr);
    return true;
  };
}
