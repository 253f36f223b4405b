/** The document's prose, letter for letter, and where something of it stands now. */
import type { SnapshotBlock } from '@weft/local-ai';
import type { Node } from 'prosemirror-model';
import { attrsToBlock, isSourceKind } from '../schema/block.ts';
import { isSuggestionMark } from '../schema/suggestion.ts';
import type { Stretch } from '../summary/read-blocks.ts';

/** Stands for letters that are no prose: no rule of a proofreader reaches over it. */
const OPAQUE = '\ufffc';

/** A letter for each position. Code, formulas, links, days, people and what is suggested already are not to be corrected. */
function toProse(node: Node): string {
  return node.children.map((child) => (isOpen(child) ? (child.text ?? '') : OPAQUE.repeat(child.nodeSize))).join('');
}

const CLOSED: ReadonlySet<string> = new Set(['math', 'date', 'person', 'link']);

function isOpen({ text, marks }: Node): boolean {
  return (
    text !== undefined &&
    marks.every(({ type }) => type.spec.code !== true && !CLOSED.has(type.name) && !isSuggestionMark(type.name))
  );
}

/** The blocks to be proofread; of those outside of `stretch` nothing is said. */
export function readProse(doc: Node, stretch?: Stretch): readonly SnapshotBlock[] {
  const blocks: SnapshotBlock[] = [];
  doc.forEach((node, position) => {
    if (node.type.name !== 'block') return;
    const { id, kind } = attrsToBlock(node.attrs);
    const text = toProse(node);
    if (id === '' || isSourceKind(kind) || text.trim() === '') return;
    const [from, to] =
      stretch === undefined ? [0, text.length] : [stretch.from - position - 1, stretch.to - position - 1];
    if (to <= 0 || from >= text.length) return;
    const shut = OPAQUE.repeat(Math.max(0, from)) + text.slice(Math.max(0, from), to);
    blocks.push({ id, kind: 'paragraph', level: 0, text: shut.padEnd(text.length, OPAQUE) });
  });
  return blocks;
}

/** A block as it is now. */
interface Standing {
  /** Where its text begins. */
  readonly at: number;
  readonly text: string;
}

/** The blocks of these ids as they are now, read as they were read before. */
export function readAgain(
  doc: Node,
  ids: ReadonlySet<string>,
  read: (node: Node) => string = toProse,
): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  doc.forEach((node, position) => {
    const id: unknown = node.attrs['id'];
    if (node.type.name !== 'block' || typeof id !== 'string' || !ids.has(id) || found.has(id)) return;
    found.set(id, { at: position + 1, text: read(node) });
  });
  return found;
}

/** Something that was found in a block: UTF-16 offsets in its text then. */
export interface Finding {
  readonly blockId: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where what was found stands now: its letters in its block, between the same `around` letters as then. Undefined where they are
 * not there any more; nothing is done with it then.
 *
 * @param text the block's text then.
 * @param around UTF-16 units on either side that must be the same.
 */
export function findAgain(
  now: ReadonlyMap<string, Standing>,
  { blockId, start, end }: Finding,
  text: string,
  around: number,
): Stretch | undefined {
  const block = now.get(blockId);
  if (block === undefined) return undefined;
  const from = Math.max(0, start - around);
  const words = text.slice(from, end + around);
  const lead = start - from;
  let best: number | undefined;
  for (let at = block.text.indexOf(words); at >= 0; at = block.text.indexOf(words, at + 1)) {
    // What stood at the block's beginning or end stands there still.
    const isEdge =
      (start >= around || at === 0) && (end + around <= text.length || at + words.length === block.text.length);
    if ((isEdge || around === 0) && (best === undefined || Math.abs(at - from) < Math.abs(best - from))) best = at;
  }
  return best === undefined ? undefined : { from: block.at + best + lead, to: block.at + best + lead + end - start };
}
