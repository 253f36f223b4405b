import type { Node } from 'prosemirror-model';
import { Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { isFromDocument } from '../binding/binding.ts';
import { sameBlocks } from '../same-ends.ts';
import { isBlockId, schema } from '../schema/schema.ts';

/**
 * Gives every new block its id, repairs the copies that a split or paste makes, and keeps one paragraph in a document
 * that this person emptied. Only ever in the transaction that caused it: a repair in answer to somebody else's change
 * would be answered by theirs, for ever.
 */
export function blockIds(
  createId: () => string,
  copyId: (index: number, offset: number) => string | undefined = () => undefined,
): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some(isFromDocument)) return null;
      const tr = after.tr;
      if (after.doc.childCount === 0) {
        tr.insert(0, schema.nodes.block.create({ id: createId() }));
        return tr.setSelection(TextSelection.create(tr.doc, 1));
      }
      repairIds(tr, before.doc, createId, copyId);
      return tr.docChanged ? keepMarks(tr, after.storedMarks) : null;
    },
  });
}

function keepMarks(tr: Transaction, marks: Transaction['storedMarks']): Transaction {
  return marks ? tr.setStoredMarks(marks) : tr;
}

function repairIds(
  tr: Transaction,
  before: Node,
  createId: () => string,
  copyId: (index: number, offset: number) => string | undefined,
): void {
  const { doc } = tr;
  const [left, right] = sameBlocks(before, doc);
  const last = doc.childCount - right;
  // Typing: one block became one block of the same id.
  if (last - left === 1 && before.childCount === doc.childCount && isKept(before.child(left), doc.child(left))) return;
  const seen = new Set<unknown>();
  const tail = splitAt(before, doc, left);
  doc.forEach((node, _, index) => {
    if (index < left || index >= last) seen.add(node.attrs['id']);
  });
  doc.forEach((node, position, index) => {
    if (index < left || index >= last) return;
    const id: unknown = node.attrs['id'];
    if (isBlockId(id) && !seen.has(id)) seen.add(id);
    else {
      const copied = index === left + 1 && tail !== undefined ? copyId(left, tail) : undefined;
      tr.setNodeAttribute(position, 'id', copied === undefined || seen.has(copied) ? createId() : copied);
    }
  });
}

/** Where block `index` was cut in two, if that is all that happened to it. */
function splitAt(before: Node, after: Node, index: number): number | undefined {
  if (after.childCount !== before.childCount + 1) return undefined;
  const whole = before.maybeChild(index);
  const head = after.maybeChild(index);
  const tail = after.maybeChild(index + 1);
  if (!whole?.isTextblock || !head?.isTextblock || !tail?.isTextblock || tail.attrs['id'] !== null) return undefined;
  if (whole.attrs['id'] !== head.attrs['id'] || tail.content.size === 0) return undefined;
  return head.content.append(tail.content).eq(whole.content) ? head.content.size : undefined;
}

function isKept(before: Node, after: Node): boolean {
  return isBlockId(after.attrs['id']) && before.attrs['id'] === after.attrs['id'];
}
