import { Fragment, type Node, Slice } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import * as Y from 'yjs';
import { blockStart } from '../commands/ranges.ts';
import { sameEnds } from '../same-ends.ts';
import { schema } from '../schema/schema.ts';
import { readTable } from './table-read.ts';
import { textToNodes } from './read-text.ts';
import { changeNode, changeTable } from './change.ts';
import type { See } from './seen-text.ts';
import type { Mapping } from './y-prosemirror.ts';

/** One Y element as a node, remembered in `mapping`. Only reads the Y.Doc; the element must have passed the gate. */
export function elementToNode(element: Y.XmlElement, mapping: Mapping, seen: See = (text) => text): Node {
  if (element.nodeName === 'table') return readTable(element, mapping, seen);
  const type = schema.nodes[element.nodeName as 'block'];
  const inline: Node[] = [];
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    const nodes = textToNodes(seen(child));
    mapping.set(child, nodes);
    inline.push(...nodes);
  }
  const node = type.create(element.getAttributes(), type.isLeaf ? null : Fragment.fromArray(inline));
  mapping.set(element, node);
  return node;
}

/**
 * A transaction that makes `state` read as `children`, touching as little as it can: an unchanged block keeps its node
 * and its DOM, a changed word is a step inside its block, so that carets and decorations map through it.
 * Undefined when nothing differs.
 */
export function renderTransaction(state: EditorState, children: readonly Node[]): Transaction | undefined {
  const old = state.doc;
  const [left, right] = sameEnds(old.childCount, children.length, (i, j) => isSame(old.child(i), children[j]));
  const [start, end] = [blockStart(old, left), blockStart(old, old.childCount - right)];
  const before = old.children.slice(left, old.childCount - right);
  const after = children.slice(left, children.length - right);
  if (before.length === 0 && after.length === 0) return undefined;
  const tr = state.tr;
  if (before.length !== after.length || before.some((node, i) => !isSuccessor(node, after[i]))) {
    return tr.replace(start, end, new Slice(Fragment.fromArray([...after]), 0, 0));
  }
  // From the last to the first, so that the positions of those before stay true.
  let position = end;
  for (let i = before.length - 1; i >= 0; i--) {
    const [node, next] = [before[i], after[i]] as [Node, Node];
    position -= node.nodeSize;
    if (!isSame(node, next)) (next.type === schema.nodes.table ? changeTable : changeNode)(tr, position, node, next);
  }
  return tr;
}

/** All of these blocks, remembered in `mapping`. Only after the gate found nothing unknown in them. */
export function readBlocks(elements: readonly unknown[], mapping: Mapping, seen: See): Node {
  const blocks = elements.map((element) => elementToNode(element as Y.XmlElement, mapping, seen));
  return schema.nodes.doc.create(null, blocks);
}

function isSame(a: Node, b: Node | undefined): boolean {
  return b !== undefined && (a === b || a.eq(b));
}

function isSuccessor(node: Node, next: Node | undefined): boolean {
  return next !== undefined && next.type === node.type && next.attrs['id'] === node.attrs['id'];
}
