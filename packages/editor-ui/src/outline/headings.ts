import type { Node } from 'prosemirror-model';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { liveText } from '../suggestions/live-text.ts';

/** A heading of a document; `position` is before its block. */
export interface Heading {
  readonly position: number;
  readonly level: number;
  readonly text: string;
  /** How deep it stands among the headings that are there: 0 for one under no other. */
  readonly depth: number;
}

/** More are not listed. */
export const MAX_HEADINGS = 2000;

/** The headings that say something, in order. */
export function headingsOf(doc: Node): readonly Heading[] {
  const found: Heading[] = [];
  const open: number[] = [];
  doc.forEach((node, position) => {
    if (node.type !== schema.nodes.block || found.length >= MAX_HEADINGS) return;
    const { kind, level } = readBlock(node);
    if (kind !== 'heading') return;
    const text = liveText(node).text.replaceAll('\n', ' ').trim();
    if (text === '') return;
    while (open.length > 0 && (open.at(-1) ?? 0) >= level) open.pop();
    found.push({ position, level, text, depth: open.length });
    open.push(level);
  });
  return found;
}

/** The heading under which a position stands; -1 above the first. */
export function headingAt(headings: readonly Heading[], position: number): number {
  return headings.findLastIndex((heading) => heading.position <= position);
}
