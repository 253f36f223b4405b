import { Fragment, type Node, Slice } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { sameEnds } from '../same-ends.ts';

/** Makes the node at `position` read as `next`, of the same type: attributes, and of the text only what differs. */
export function changeNode(tr: Transaction, position: number, node: Node, next: Node): void {
  changeAttrs(tr, position, node, next);
  const from = node.content.findDiffStart(next.content);
  if (from === null) return;
  const to = node.content.findDiffEnd(next.content);
  if (to === null) return;
  // The two ends can overlap where letters repeat.
  const overlap = Math.max(0, from - Math.min(to.a, to.b));
  tr.replace(position + 1 + from, position + 1 + to.a + overlap, next.slice(from, to.b + overlap));
}

function changeAttrs(tr: Transaction, position: number, node: Node, next: Node): void {
  for (const name of Object.keys(next.attrs)) {
    if (next.attrs[name] !== node.attrs[name]) tr.setNodeAttribute(position, name, next.attrs[name]);
  }
}

/**
 * A table row by row and cell by cell: a word that arrives in one cell leaves the caret in another where it is. Rows that
 * came, went or moved are put in whole.
 */
export function changeTable(tr: Transaction, position: number, node: Node, next: Node): void {
  changeChildren(tr, position, node, next, 'id', (at, row, nextRow) => {
    changeChildren(tr, at, row, nextRow, 'column', (cellAt, cell, nextCell) => changeNode(tr, cellAt, cell, nextCell));
    changeAttrs(tr, at, row, nextRow);
  });
  changeAttrs(tr, position, node, next);
}

/** Pairs children from both ends by what names them; the middle, if any, is replaced. From the last to the first. */
function changeChildren(
  tr: Transaction,
  position: number,
  node: Node,
  next: Node,
  name: string,
  change: (at: number, child: Node, nextChild: Node) => void,
): void {
  const [count, nextCount] = [node.childCount, next.childCount];
  const [left, right] = sameEnds(count, nextCount, (i, j) => node.child(i).attrs[name] === next.child(j).attrs[name]);
  let at = position + 1 + node.content.size;
  const pair = (index: number, nextIndex: number): void => {
    const [child, nextChild] = [node.child(index), next.child(nextIndex)];
    at -= child.nodeSize;
    if (child !== nextChild && !child.eq(nextChild)) change(at, child, nextChild);
  };
  for (let i = 1; i <= right; i++) pair(count - i, nextCount - i);
  const end = at;
  for (let index = left; index < count - right; index++) at -= node.child(index).nodeSize;
  const fresh = next.children.slice(left, nextCount - right);
  if (end > at || fresh.length > 0) tr.replace(at, end, new Slice(Fragment.fromArray(fresh), 0, 0));
  for (let i = left - 1; i >= 0; i--) pair(i, i);
}
