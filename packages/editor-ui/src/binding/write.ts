import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { forgetTable, tableToElement, writeTable } from './table-write.ts';
import { type Shown, toTwinKey } from './twins.ts';
import { nodeToDelta, writeTexts } from './write-text.ts';
import { type BindingMeta, updateElement } from './y-prosemirror.ts';

/**
 * Writes a ProseMirror document into the Y fragment, inside the caller's transaction.
 *
 * Blocks are paired by their id, where y-prosemirror pairs them by position: a moved or replaced block then never lends
 * its text to another, and somebody else's typing stays in the block it was typed into. Inside a pair y-prosemirror
 * updates attributes and text. Every block gets its Y text when it is made: two people who type into an empty block
 * would otherwise each make one, and the next edit of both would write the other's words again.
 */
export function writeContent(doc: Y.Doc, content: Y.XmlFragment, shown: Shown, next: Node, meta: BindingMeta): void {
  const elements = shown.list();
  const shorter = Math.min(elements.length, next.childCount);
  const isUnchanged = (y: number, p: number): boolean =>
    meta.mapping.get(elements[y] as Y.XmlElement) === next.child(p);
  let left = 0;
  while (left < shorter && isUnchanged(left, left)) left++;
  let right = 0;
  while (right < shorter - left && isUnchanged(elements.length - 1 - right, next.childCount - 1 - right)) right++;

  const before = elements.slice(left, elements.length - right) as Y.XmlElement[];
  const after: Node[] = [];
  for (let i = left; i < next.childCount - right; i++) after.push(next.child(i));

  // From the last to the first, so that the indexes of those before stay true.
  let y = before.length;
  let p = after.length;
  for (const [pairedY, pairedP] of [...pairBlocks(before, after), [-1, -1] as const].toSorted((a, b) => b[0] - a[0])) {
    const gone = before.slice(pairedY + 1, y);
    const above = elements[left + pairedY];
    for (const element of gone) forget(element, meta);
    if (gone.length > 0 && shown.hidden().size === 0) content.delete(left + pairedY + 1, gone.length);
    else if (gone.length > 0) deleteWithTwins(content, shown, gone);
    const fresh = after.slice(pairedP + 1, p).map((node) => nodeToElement(node, meta, doc.clientID));
    if (fresh.length > 0) {
      const at = shown.hidden().size === 0 || !above ? left + pairedY : content.toArray().indexOf(above);
      content.insert(at + 1, fresh);
    }
    const element = before[pairedY];
    const node = after[pairedP];
    if (element && node && meta.mapping.get(element) !== node) writeBlock(doc, element, node, meta);
    y = pairedY;
    p = pairedP;
  }
}

/** Whoever deletes a block deletes what they see of it: a twin hidden behind it must not come back in its place. */
function deleteWithTwins(content: Y.XmlFragment, shown: Shown, gone: readonly Y.XmlElement[]): void {
  const all = content.toArray() as Y.XmlElement[];
  const leaving = new Set(gone);
  const kept = new Set(all.filter((each) => !leaving.has(each) && !shown.hidden().has(each)).map(toTwinKey));
  const ids = new Set(gone.map(toTwinKey).filter((id) => !kept.has(id)));
  for (let index = all.length - 1; index >= 0; index--) {
    const each = all[index] as Y.XmlElement;
    if (leaving.has(each) || (shown.hidden().has(each) && ids.has(toTwinKey(each)))) content.delete(index);
  }
}

function forget(element: Y.XmlElement, meta: BindingMeta): void {
  if (element.nodeName === 'table') forgetTable(element, meta.mapping);
  meta.mapping.delete(element);
  for (const child of element.toArray()) meta.mapping.delete(child);
}

/** Index pairs of what stays, increasing in both: the longest run of blocks that kept their order. */
export function pairBlocks(before: readonly Y.XmlElement[], after: readonly Node[]): (readonly [number, number])[] {
  const [only] = before;
  const [onlyNode] = after;
  if (before.length === 1 && after.length === 1 && only?.nodeName === onlyNode?.type.name) return [[0, 0]];
  const byId = new Map<string, number[]>();
  before.forEach((element, index) => {
    const key = blockKey(element.nodeName, element.getAttribute('id'));
    byId.set(key, [...(byId.get(key) ?? []), index]);
  });
  const pairs: [number, number][] = [];
  after.forEach((node, index) => {
    const found = byId.get(blockKey(node.type.name, node.attrs['id']))?.shift();
    if (found !== undefined) pairs.push([found, index]);
  });
  return longestIncreasing(pairs);
}

function blockKey(name: string, id: unknown): string {
  return `${name} ${typeof id === 'string' ? id : ''}`;
}

/** Patience sorting: the longest subsequence whose first numbers increase. */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  pairs.forEach(([value], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number] as [number, number])[0] < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1];
    tails[low] = index;
  });
  const result: [number, number][] = [];
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) result.push(pairs[at] as [number, number]);
  return result.reverse();
}

function writeBlock(doc: Y.Doc, element: Y.XmlElement, node: Node, meta: BindingMeta): void {
  if (element.nodeName === 'table') {
    writeTable(element, node, meta.mapping, doc.clientID);
    return;
  }
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
  if (texts.length < 2) {
    if (texts.length === 0 && node.isTextblock) element.insert(0, [new Y.XmlText()]);
    updateElement(doc, element, node, meta);
    return;
  }
  // Only another program leaves two texts in a block. y-prosemirror would fold one into the other, and two people
  // who both do that double the words; here each text keeps its own.
  for (const name of Object.keys(node.attrs)) {
    const value: unknown = node.attrs[name];
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value as string);
  }
  writeTexts(texts, node);
  meta.mapping.set(element, node);
}

/** A new Y element for a node, always with its text. */
function nodeToElement(node: Node, meta: BindingMeta, client: number): Y.XmlElement {
  if (node.type.name === 'table') return tableToElement(node, meta.mapping, client);
  const element = new Y.XmlElement(node.type.name);
  for (const [name, value] of Object.entries(node.attrs as Record<string, unknown>)) {
    if (value !== null) element.setAttribute(name, value as string);
  }
  if (node.isTextblock) {
    const text = new Y.XmlText();
    text.applyDelta(nodeToDelta(node));
    element.insert(0, [text]);
    meta.mapping.set(text, [...node.children]);
  }
  meta.mapping.set(element, node);
  return element;
}
