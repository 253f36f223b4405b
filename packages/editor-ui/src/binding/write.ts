import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { blockStart } from '../commands/ranges.ts';
import { sameBlocks } from '../same-ends.ts';
import type { Replaced } from './replaced.ts';
import { forgetTable, tableToElement, writeTable } from './table-write.ts';
import { type Shown, toTwinKey } from './twins.ts';
import { writeText } from './write-steps.ts';
import { nodeToDelta, writeTexts } from './write-text.ts';
import { type BindingMeta, updateElement } from './y-prosemirror.ts';

/** The document as the Y fragment says it, and as it is to be. */
export interface Written {
  readonly previous: Node;
  readonly next: Node;
  /** Where the two differ in what came and went; undefined where that is not known. */
  readonly replaced: readonly Replaced[] | undefined;
}

/**
 * Writes a ProseMirror document into the Y fragment, inside the caller's transaction.
 *
 * Blocks are paired by their id, where y-prosemirror pairs them by position: a moved or replaced block then never lends
 * its text to another, and somebody else's typing stays in the block it was typed into. Inside a pair y-prosemirror
 * updates attributes and text. Every block gets its Y text when it is made: two people who type into an empty block
 * would otherwise each make one, and the next edit of both would write the other's words again.
 */
export function writeContent(
  doc: Y.Doc,
  content: Y.XmlFragment,
  shown: Shown,
  written: Written,
  meta: BindingMeta,
): void {
  const { previous, next } = written;
  const elements = shown.list();
  // What was drawn is what the fragment says, block by block.
  const [left, right] = sameBlocks(previous, next);

  const before = elements.slice(left, elements.length - right) as Y.XmlElement[];
  const after = next.children.slice(left, next.childCount - right);

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
    if (element && node && meta.mapping.get(element) !== node) {
      writeBlock({ doc, shown, meta }, element, node, replacedWithin(written, left + pairedY, left + pairedP));
    }
    y = pairedY;
    p = pairedP;
  }
}

/** What was replaced between the words of an old block and those of the new one in its place; offsets in their contents. */
function replacedWithin({ previous, next, replaced }: Written, old: number, index: number): Replaced[] | undefined {
  if (!replaced) return undefined;
  const [start, newStart] = [blockStart(previous, old) + 1, blockStart(next, index) + 1];
  const [size, newSize] = [previous.child(old).content.size, next.child(index).content.size];
  const within = (position: number, most: number): number => Math.min(most, Math.max(0, position));
  return replaced
    .filter(({ from, to, newFrom, newTo }) => {
      const isOld = to >= start && from <= start + size;
      return isOld && newTo >= newStart && newFrom <= newStart + newSize;
    })
    .map(({ from, to, newFrom, newTo }) => {
      // Over an edge of either block, words of another came in, or words of this one went elsewhere: all up to the edge is replaced.
      const isOverStart = from < start || newFrom < newStart;
      const isOverEnd = to > start + size || newTo > newStart + newSize;
      return {
        from: isOverStart ? 0 : within(from - start, size),
        to: isOverEnd ? size : within(to - start, size),
        newFrom: isOverStart ? 0 : within(newFrom - newStart, newSize),
        newTo: isOverEnd ? newSize : within(newTo - newStart, newSize),
      };
    });
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

function writeBlock(
  { doc, shown, meta }: { readonly doc: Y.Doc; readonly shown: Shown; readonly meta: BindingMeta },
  element: Y.XmlElement,
  node: Node,
  replaced: readonly Replaced[] | undefined,
): void {
  if (element.nodeName === 'table') {
    writeTable(element, node, meta.mapping, doc.clientID, shown.seen);
    return;
  }
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
  const [text] = texts;
  const known = meta.mapping.get(element);
  if (!node.isTextblock || !text || !known || Array.isArray(known)) {
    if (!text && node.isTextblock) element.insert(0, [new Y.XmlText()]);
    updateElement(doc, element, node, meta);
    return;
  }
  for (const name of Object.keys(node.attrs)) {
    const value: unknown = node.attrs[name];
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value as string);
  }
  // Only another program leaves two texts in a block. y-prosemirror would fold one into the other, and two people
  // who both do that double the words; here each text keeps its own.
  if (texts.length > 1) writeTexts(texts.map(shown.seen), node);
  else {
    writeText(shown.seen(text), known, node, replaced);
    meta.mapping.set(text, [...node.children]);
  }
  meta.mapping.set(element, node);
}

/** New Y elements for blocks that nobody has seen yet, each with an id of its own. */
export function nodesToElements(nodes: readonly Node[], client: number, createId: () => string): Y.XmlElement[] {
  const meta: BindingMeta = { mapping: new Map(), isOMark: new Map() };
  return nodes.map((node) =>
    nodeToElement(node.type.create({ ...node.attrs, id: createId() }, node.content), meta, client),
  );
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
