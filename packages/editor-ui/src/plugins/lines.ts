import type { EditorView } from 'prosemirror-view';

/** Beyond the window by this many pixels nothing is measured. */
const MARGIN = 400;

/**
 * The lines of text a range covers, as boxes on screen: one box per line, only near the window, so that somebody who
 * selects everything costs what is visible.
 */
export function rangeToLines(view: EditorView, anchor: number, head: number): DOMRect[] {
  const { doc } = view.state;
  const from = Math.max(0, Math.min(anchor, head));
  const to = Math.min(doc.content.size, Math.max(anchor, head));
  const height = view.dom.ownerDocument.defaultView?.innerHeight ?? 0;
  const lines: DOMRect[] = [];
  doc.nodesBetween(from, to, (node, position, _parent) => {
    if (!node.isTextblock) return true;
    const dom = view.nodeDOM(position);
    if (!(dom instanceof HTMLElement)) return false;
    const box = dom.getBoundingClientRect();
    if (box.bottom < -MARGIN || box.top > height + MARGIN) return false;
    const start = view.domAtPos(Math.max(from, position + 1));
    const end = view.domAtPos(Math.min(to, position + 1 + node.content.size));
    const range = view.dom.ownerDocument.createRange();
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    lines.push(...mergeLines(range.getClientRects()));
    return false;
  });
  return lines;
}

/** Marks give boxes inside boxes: those that share a line become one. */
export function mergeLines(boxes: Iterable<DOMRect>): DOMRect[] {
  const lines: { left: number; right: number; top: number; bottom: number }[] = [];
  for (const { left, right, top, bottom } of boxes) {
    if (right - left === 0 || bottom - top === 0) continue;
    const line = lines.find((each) => Math.min(each.bottom, bottom) - Math.max(each.top, top) > (bottom - top) / 2);
    if (!line) lines.push({ left, right, top, bottom });
    else {
      line.left = Math.min(line.left, left);
      line.right = Math.max(line.right, right);
      line.top = Math.min(line.top, top);
      line.bottom = Math.max(line.bottom, bottom);
    }
  }
  return lines.map(({ left, right, top, bottom }) => new DOMRect(left, top, right - left, bottom - top));
}
