import type { Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';

/** A block's words without those that are struck: what is counted and found. */
export interface LiveText {
  readonly text: string;
  /** Where a letter of `text` stands in the block. */
  toOffset(index: number): number;
}

function isStruck(node: Node): boolean {
  return node.marks.some(({ type }) => type === schema.marks.deletion);
}

export function liveText(block: Node): LiveText {
  if (!block.children.some(isStruck)) return { text: block.textContent, toOffset: (index) => index };
  let text = '';
  const runs: { readonly index: number; readonly offset: number }[] = [];
  block.forEach((child, offset) => {
    if (isStruck(child)) return;
    runs.push({ index: text.length, offset });
    text += child.text ?? '';
  });
  return {
    text,
    toOffset(index) {
      const run = runs.findLast((each) => each.index <= index);
      return run ? run.offset + index - run.index : 0;
    },
  };
}
