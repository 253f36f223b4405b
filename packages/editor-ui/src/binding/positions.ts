import type { Node } from 'prosemirror-model';
import { AllSelection, NodeSelection, type Selection, TextSelection } from 'prosemirror-state';
import * as Y from 'yjs';
import { blockStart } from '../commands/ranges.ts';
import { CellSelection } from '../table/cell-selection.ts';
import { followCopies } from './follow-copies.ts';
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
  const lengthOf = (text: Y.XmlText): number => shown.seen(text).length;
  for (const [at, text] of texts.entries()) {
    const isLast = at === texts.length - 1;
    const length = lengthOf(text);
    if (offset < length || isLast || (offset === length && assoc < 0)) {
      const index = shown.toTextIndex(text, Math.min(offset, length), assoc);
      return Y.createRelativePositionFromTypeIndex(text, index, assoc);
    }
    offset -= length;
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
  const absolute = toAbsolute(ydoc, followCopies(ydoc, shown, relative) ?? relative);
  if (absolute === undefined) return undefined;
  let type: YType | null = absolute.type;
  let { index } = absolute;
  if (type === content) {
    const above = content.toArray().slice(0, index);
    const before = above.filter((each) => !shown.hidden().has(each)).length;
    return blockStart(doc, Math.min(before, doc.childCount));
  }
  if (type instanceof Y.XmlText) index = shown.toTextOffset(type, index);
  const place = type instanceof Y.XmlText ? textToPlace(type, shown.seen) : undefined;
  if (place) {
    const at = place.table.parent === content ? shown.list().indexOf(place.table) : -1;
    const node = at < 0 ? null : doc.maybeChild(at);
    const inside = node ? place.toPosition(node, index) : undefined;
    return inside === undefined ? undefined : blockStart(doc, at) + inside;
  }
  if (type instanceof Y.XmlText) {
    for (let before = type.prevSibling; before instanceof Y.XmlText; before = before.prevSibling as typeof before) {
      index += shown.seen(before).length;
    }
    type = type.parent;
  } else {
    index = 0;
  }
  if (!(type instanceof Y.XmlElement) || type.parent !== content) return undefined;
  const at = shown.list().indexOf(type);
  const node = at < 0 || at >= doc.childCount ? undefined : doc.child(at);
  if (node === undefined) return undefined;
  return blockStart(doc, at) + (node.isTextblock ? 1 + Math.min(index, node.content.size) : 0);
}

export function toAbsolute(ydoc: Y.Doc, relative: Y.RelativePosition): Y.AbsolutePosition | undefined {
  try {
    return Y.createAbsolutePositionFromRelativePosition(relative, ydoc) ?? undefined;
  } catch {
    // A peer named an item that is collected or of another sort (SYN-7: values from peers are not trusted).
    return undefined;
  }
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
