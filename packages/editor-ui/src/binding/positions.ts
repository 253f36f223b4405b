import type { Node } from 'prosemirror-model';
import { AllSelection, NodeSelection, type Selection, TextSelection } from 'prosemirror-state';
import * as Y from 'yjs';
import { CellSelection } from '../table/cell-selection.ts';
import { placeToTexts, textToPlace } from './table-places.ts';
import type { Shown } from './twins.ts';
import type { YType } from './y-prosemirror.ts';

/**
 * Places in the text that survive other people's edits. A caret sticks to the letter on its left, so that what somebody
 * else types at the same place does not push it; a range holds the letters it covers.
 */
export interface RelativeSelection {
  readonly type: 'text' | 'node' | 'all' | 'cells';
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** @param assoc -1 sticks to what is left of the place, 0 to what is right of it. */
export function positionToRelative(
  content: Y.XmlFragment,
  shown: Shown,
  doc: Node,
  position: number,
  assoc: -1 | 0,
): Y.RelativePosition {
  const $position = doc.resolve(position);
  const index = $position.index(0);
  const element = $position.depth === 0 ? undefined : shown.at(index);
  if (!(element instanceof Y.XmlElement))
    return Y.createRelativePositionFromTypeIndex(content, shown.toIndex(index), 0);
  let offset = $position.parentOffset;
  const isTable = element.nodeName === 'table';
  const texts = isTable ? placeToTexts(element, $position) : leadingTexts(element);
  for (const [at, text] of texts.entries()) {
    const isLast = at === texts.length - 1;
    if (offset < text.length || isLast || (offset === text.length && assoc < 0)) {
      return Y.createRelativePositionFromTypeIndex(text, Math.min(offset, text.length), assoc);
    }
    offset -= text.length;
  }
  return Y.createRelativePositionFromTypeIndex(element, 0, -1);
}

function leadingTexts(element: Y.XmlElement): Y.XmlText[] {
  const texts: Y.XmlText[] = [];
  for (let child = element.firstChild; child instanceof Y.XmlText; child = child.nextSibling as typeof child) {
    texts.push(child);
  }
  return texts;
}

/** Where a relative position is now; undefined when what it stood in is gone, or when it is not of this content. */
export function relativeToPosition(
  ydoc: Y.Doc,
  content: Y.XmlFragment,
  shown: Shown,
  doc: Node,
  relative: Y.RelativePosition,
): number | undefined {
  const absolute = toAbsolute(ydoc, relative);
  if (absolute === undefined) return undefined;
  let type: YType | null = absolute.type;
  let { index } = absolute;
  if (type === content) {
    const { size } = shown.hidden();
    const before =
      size === 0
        ? index
        : content
            .toArray()
            .slice(0, index)
            .filter((each) => !shown.hidden().has(each)).length;
    return startOf(doc, Math.min(before, doc.childCount));
  }
  const place = type instanceof Y.XmlText ? textToPlace(type) : undefined;
  if (place) {
    const at = place.table.parent === content ? shown.list().indexOf(place.table) : -1;
    const node = at < 0 ? null : doc.maybeChild(at);
    const inside = node ? place.toPosition(node, index) : undefined;
    return inside === undefined ? undefined : startOf(doc, at) + inside;
  }
  if (type instanceof Y.XmlText) {
    for (let before = type.prevSibling; before instanceof Y.XmlText; before = before.prevSibling as typeof before) {
      index += before.length;
    }
    type = type.parent;
  } else {
    index = 0;
  }
  if (!(type instanceof Y.XmlElement) || type.parent !== content) return undefined;
  const at = shown.list().indexOf(type);
  const node = at < 0 || at >= doc.childCount ? undefined : doc.child(at);
  if (node === undefined) return undefined;
  return startOf(doc, at) + (node.isTextblock ? 1 + Math.min(index, node.content.size) : 0);
}

/** Places of a range that hold the letters it covers: what is typed at either end stays out. As JSON, to be kept elsewhere. */
export function rangeToPlaces(
  content: Y.XmlFragment,
  shown: Shown,
  doc: Node,
  from: number,
  to: number,
): { readonly start: Readonly<Record<string, unknown>>; readonly end: Readonly<Record<string, unknown>> } {
  const toJson = (position: number, assoc: -1 | 0): Readonly<Record<string, unknown>> =>
    Y.relativePositionToJSON(positionToRelative(content, shown, doc, position, assoc)) as Record<string, unknown>;
  return { start: toJson(from, 0), end: toJson(to, -1) };
}

/**
 * Finds many relative positions in one state of the document: the blocks are counted once, and not for each.
 * What it answers is undefined for what is not well formed, not in text that is shown, or not there any more.
 */
export function createLocator(
  ydoc: Y.Doc,
  shown: Shown,
  doc: Node,
  root: string,
): (json: unknown) => number | undefined {
  const blocks = new Map<unknown, { readonly start: number; readonly size: number }>();
  const tables = new Map<unknown, { readonly node: Node; readonly position: number }>();
  let position = 0;
  shown.list().forEach((element, index) => {
    const node = doc.maybeChild(index);
    if (node === null) return;
    if (node.isTextblock) blocks.set(element, { start: position + 1, size: node.content.size });
    else tables.set(element, { node, position });
    position += node.nodeSize;
  });
  return (json) => {
    const relative = jsonToRelative(json, root);
    const absolute = relative && toAbsolute(ydoc, relative);
    if (absolute === undefined || !(absolute.type instanceof Y.XmlText)) return undefined;
    let { index } = absolute;
    const { type } = absolute;
    const place = textToPlace(type);
    const table = place && tables.get(place.table);
    if (place) {
      const inside = table && place.toPosition(table.node, index);
      return inside === undefined ? undefined : (table?.position ?? 0) + inside;
    }
    for (let before = type.prevSibling; before instanceof Y.XmlText; before = before.prevSibling as typeof before) {
      index += before.length;
    }
    const block = blocks.get(type.parent);
    return block && block.start + Math.min(index, block.size);
  };
}

function toAbsolute(ydoc: Y.Doc, relative: Y.RelativePosition): Y.AbsolutePosition | undefined {
  try {
    return Y.createAbsolutePositionFromRelativePosition(relative, ydoc) ?? undefined;
  } catch {
    // A peer named an item that is collected or of another sort (SYN-7: values from peers are not trusted).
    return undefined;
  }
}

function startOf(doc: Node, index: number): number {
  let position = 0;
  for (let i = 0; i < index; i++) position += doc.child(i).nodeSize;
  return position;
}

export function selectionToRelative(
  content: Y.XmlFragment,
  shown: Shown,
  doc: Node,
  selection: Selection,
): RelativeSelection {
  const { anchor, head, empty } = selection;
  const assocOf = (position: number): -1 | 0 => (empty || position === selection.to ? -1 : 0);
  return {
    type: typeOf(selection),
    anchor: positionToRelative(content, shown, doc, anchor, assocOf(anchor)),
    head: positionToRelative(content, shown, doc, head, assocOf(head)),
  };
}

function typeOf(selection: Selection): RelativeSelection['type'] {
  if (selection instanceof AllSelection) return 'all';
  if (selection instanceof NodeSelection) return 'node';
  return selection instanceof CellSelection ? 'cells' : 'text';
}

/** The selection it was, in `doc`; undefined when its place is gone. */
export function relativeToSelection(
  ydoc: Y.Doc,
  content: Y.XmlFragment,
  shown: Shown,
  doc: Node,
  relative: RelativeSelection,
): Selection | undefined {
  if (relative.type === 'all') return new AllSelection(doc);
  const anchor = relativeToPosition(ydoc, content, shown, doc, relative.anchor);
  const head = relativeToPosition(ydoc, content, shown, doc, relative.head);
  if (anchor === undefined || head === undefined) return undefined;
  if (relative.type === 'cells') return CellSelection.between(doc, anchor, head);
  if (relative.type === 'node') {
    const node = doc.nodeAt(anchor);
    return node && NodeSelection.isSelectable(node) ? NodeSelection.create(doc, anchor) : undefined;
  }
  return TextSelection.between(doc.resolve(anchor), doc.resolve(head));
}

/** A relative position as a peer sent it; undefined unless it is well formed and inside `root`. */
export function jsonToRelative(json: unknown, root: string): Y.RelativePosition | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { type, tname, item, assoc } = json as Record<string, unknown>;
  if (!isIdOrNothing(type) || !isIdOrNothing(item)) return undefined;
  // A root named by a peer would be created here: only the content's own is looked up.
  if (tname !== undefined && tname !== null && tname !== root) return undefined;
  if (assoc !== undefined && typeof assoc !== 'number') return undefined;
  if (!type && !item && !tname) return undefined;
  return Y.createRelativePositionFromJSON(json);
}

function isIdOrNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  const { client, clock } = value as Record<string, unknown>;
  return isNatural(client) && isNatural(clock);
}

function isNatural(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
