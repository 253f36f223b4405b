import type { Node } from 'prosemirror-model';
import { marksToAttributes } from './mark-keys.ts';
import type { SeenText } from './seen-text.ts';

/** Makes several texts read as one node's: each keeps its own letters, and what is new goes where it stands. */
export function writeTexts(texts: readonly SeenText[], node: Node): void {
  const lengths = texts.map((text) => text.length);
  const previous = texts
    .map((text) =>
      text
        .toDelta()
        .map((run: { insert: string }) => run.insert)
        .join(''),
    )
    .join('');
  const next = node.textContent;
  const shorter = Math.min(previous.length, next.length);
  let start = 0;
  while (start < shorter && previous[start] === next[start]) start++;
  let end = 0;
  while (end < shorter - start && previous[previous.length - 1 - end] === next[next.length - 1 - end]) end++;
  const removedTo = previous.length - end;
  let offset = 0;
  let isInserted = start === removedTo && start === next.length - end;
  let written = 0;
  texts.forEach((text, index) => {
    const length = lengths[index] ?? 0;
    const from = Math.max(0, start - offset);
    const to = Math.min(length, removedTo - offset);
    let now = length;
    if (to > from) {
      text.delete(from, to - from);
      now -= to - from;
    }
    if (!isInserted && start <= offset + length) {
      const added = next.slice(start, next.length - end);
      text.insert(from, added);
      now += added.length;
      isInserted = true;
    }
    formatText(text, node, written, now);
    written += now;
    offset += length;
  });
}

function formatText(text: SeenText, node: Node, from: number, length: number): void {
  const cleared: Record<string, null> = {};
  for (const run of text.toDelta() as readonly { attributes?: object }[]) {
    for (const name of Object.keys(run.attributes ?? {})) cleared[name] = null;
  }
  const delta: { retain: number; attributes: Record<string, unknown> }[] = [];
  node.forEach((child, offset) => {
    const retain = Math.min(offset + child.nodeSize, from + length) - Math.max(offset, from);
    if (retain > 0) delta.push({ retain, attributes: { ...cleared, ...marksToAttributes(child.marks) } });
  });
  text.applyDelta(delta);
}

/** What a node's text is as a Y delta. */
export function nodeToDelta(node: Node): { insert: string; attributes: Record<string, unknown> }[] {
  return node.children.map((child) => ({ insert: child.text ?? '', attributes: marksToAttributes(child.marks) }));
}
