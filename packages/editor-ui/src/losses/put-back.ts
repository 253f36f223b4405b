/** Puts words that a merge took away back into the text, as this person's own. */
import type { MergeLoss } from '@weft/crdt-core';
import type { Node } from 'prosemirror-model';
import { type Command, TextSelection, type Transaction } from 'prosemirror-state';
import { blockToAttributes } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** The lost words, or the whole of what they stood in. */
export type PutBackWhat = 'words' | 'all';

/** Fewer letters than this stand anywhere. */
const FEW = 3;

/**
 * The position at which everything stands that stood around the words, letter by letter: their text was moved, or joined to another, and not
 * deleted. `undefined` where it stands nowhere.
 */
export function findMoved(doc: Node, { runs }: Pick<MergeLoss, 'runs'>): number | undefined {
  const around = runs.map(({ text, isLost }) => (isLost ? '' : text)).join('');
  if (around.trim().length < FEW) return undefined;
  let found: number | undefined;
  doc.descendants((node, position) => {
    const at = found === undefined && node.isTextblock ? node.textContent.indexOf(around) : -1;
    if (at >= 0) found = position + 1 + at;
    return found === undefined;
  });
  return found;
}

/** The lost words as one text: stretches that stood apart stay apart. */
export function lossToText({ runs }: Pick<MergeLoss, 'runs'>, what: PutBackWhat = 'words'): string {
  if (what === 'all') return runs.map(({ text }) => text).join('');
  let text = '';
  let isApart = false;
  for (const run of runs) {
    if (!run.isLost) isApart = true;
    else {
      text += `${isApart && text !== '' && !/\s$/.test(text) && !/^\s/.test(run.text) ? ' ' : ''}${run.text}`;
      isApart = false;
    }
  }
  return text;
}

/**
 * A command that puts the words back: into their text where that was moved, else as a block of their own where it stood, else below the caret.
 * What the loss says of its block comes from others and is checked.
 */
export function putBack(loss: MergeLoss, what: PutBackWhat): Command {
  return (state, dispatch) => {
    const moved = what === 'words' ? findMoved(state.doc, loss) : undefined;
    if (!dispatch) return true;
    dispatch(moved === undefined ? asBlock(state.tr, loss, what) : intoText(state.tr, loss, moved).scrollIntoView());
    return true;
  };
}

function intoText(tr: Transaction, { runs }: MergeLoss, from: number): Transaction {
  let position = from;
  let end = position;
  for (const { text, isLost } of runs) {
    if (isLost) {
      tr.insertText(text, position);
      end = position + text.length;
    }
    position += text.length;
  }
  return tr.setSelection(TextSelection.create(tr.doc, from, end));
}

function asBlock(tr: Transaction, loss: MergeLoss, what: PutBackWhat): Transaction {
  const text = lossToText(loss, what);
  const at = toPosition(tr, loss);
  tr.insert(at, schema.nodes.block.create(blockToAttributes(loss.attributes), text === '' ? null : schema.text(text)));
  return tr.setSelection(TextSelection.create(tr.doc, at + 1, at + 1 + text.length)).scrollIntoView();
}

function toPosition({ doc, selection }: Transaction, { after, attributes }: MergeLoss): number {
  let position = 0;
  for (let index = 0; index < doc.childCount; index++) {
    const node = doc.child(index);
    position += node.nodeSize;
    if (after !== undefined && node.attrs['id'] === after) return position;
  }
  // It was the first, or where it stood is not known.
  if (after === undefined && 'id' in attributes) return 0;
  return selection.$head.depth > 0 ? selection.$head.after(1) : doc.content.size;
}
