import type { Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { type Decoration, DecorationSet } from 'prosemirror-view';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is drawn of one block of text, or of one cell, that begins at a position. */
export type DrawBlock = (node: Node, position: number) => readonly Decoration[];

/** Draws anew what lies in whole blocks between two positions, and leaves the rest of a document as it is drawn. */
export function redraw(set: DecorationSet, doc: Node, { from, to }: Range, draw: DrawBlock): DecorationSet {
  if (doc.childCount === 0) return DecorationSet.empty;
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)];
  const [start, end] = [$from.depth === 0 ? from : $from.before(1), $to.depth === 0 ? to : $to.after(1)];
  const fresh: Decoration[] = [];
  doc.nodesBetween(start, end, (node, position) => {
    if (!node.isTextblock) return true;
    fresh.push(...draw(node, position));
    return false;
  });
  // What only touches the range belongs to a neighbour.
  const stale = set.find(start, end).filter((each) => each.to > start && each.from < end);
  return stale.length === 0 && fresh.length === 0 ? set : set.remove(stale).add(doc, fresh);
}

/** Where a transaction changed the text, in the document that it was before. */
export function rangesBefore(tr: Transaction): Range[] {
  const ranges: Range[] = [];
  tr.mapping.maps.forEach((map, index) => {
    const back = tr.mapping.slice(0, index).invert();
    map.forEach((from, to) => ranges.push({ from: back.map(from, -1), to: back.map(to, 1) }));
  });
  return ranges;
}

/** Where a transaction changed the text or its marks; undefined where it changed nothing. */
export function changedRange(tr: Transaction): Range | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, -1];
  const widen = (at: number): void => {
    from = Math.min(from, at);
    to = Math.max(to, at);
  };
  tr.mapping.maps.forEach((map, index) => {
    const rest = tr.mapping.slice(index + 1);
    map.forEach((_a, _b, start, end) => {
      widen(rest.map(start, -1));
      widen(rest.map(end, 1));
    });
  });
  // Marks and attributes change without a map saying so.
  tr.steps.forEach((step, index) => {
    const rest = tr.mapping.slice(index + 1);
    const { from: start, to: end, pos } = step as { from?: number; to?: number; pos?: number };
    for (const at of [start, end, pos]) if (at !== undefined) widen(rest.map(at));
  });
  const { size } = tr.doc.content;
  return to < 0 ? undefined : { from: Math.min(from, size), to: Math.min(to, size) };
}
