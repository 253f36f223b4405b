import type { Snapshot, SnapshotBlock, SnapshotBlockKind, SummarySentence } from '@weft/local-ai';
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { attrsToBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** A stretch of the document: positions as ProseMirror counts them. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Names of kinds that a summary treats alike. */
const KINDS: Readonly<Record<string, SnapshotBlockKind>> = { callout: 'paragraph', toggle: 'paragraph' };

/**
 * A block's text, a letter for each position, so that places in it are places in the document. What is only suggested is
 * no part of it: blanks stand there.
 */
export function blockText(node: Node): string {
  return node.children
    .map((child) => (isSuggested(child) ? undefined : child.text) ?? ' '.repeat(child.nodeSize))
    .join('');
}

function isSuggested({ marks }: Node): boolean {
  return marks.some(({ type }) => type === schema.marks.insertion);
}

/**
 * The blocks of a document, as far as they lie in one of `stretches` (all, if left out). A block that lies in one
 * only in part gives that part; what stands before it is kept as blanks, so that places stay what they are.
 */
export function readBlocks(doc: Node, stretches?: readonly Stretch[]): readonly SnapshotBlock[] {
  const blocks: SnapshotBlock[] = [];
  doc.forEach((node, position) => {
    if (node.type.name !== 'block') return;
    const { id, kind, level } = attrsToBlock(node.attrs);
    const start = position + 1;
    const whole = blockText(node);
    const text = stretches === undefined ? whole : within(whole, start, stretches);
    if (id === '' || text.trim() === '') return;
    const known = KINDS[kind] ?? (kind as SnapshotBlockKind);
    blocks.push({ id, kind: known, level: kind === 'heading' ? level : 0, text });
  });
  return blocks;
}

function within(text: string, start: number, stretches: readonly Stretch[]): string {
  let kept = '';
  for (const { from, to } of stretches) {
    const first = Math.max(kept.length, from - start);
    const last = Math.min(text.length, to - start);
    if (last > first) kept = kept.padEnd(first, ' ') + text.slice(first, last);
  }
  return kept;
}

/** Whether what was read is still there; of a whole document, also that nothing came to it. */
export function isStillThere(doc: Node, read: readonly SnapshotBlock[], isWhole: boolean): boolean {
  const now = readBlocks(doc);
  const texts = new Map(now.map(({ id, text }) => [id, text]));
  if (isWhole && now.length !== read.length) return false;
  return read.every(({ id, text }) =>
    isWhole ? texts.get(id) === text : texts.get(id)?.includes(text.trim()) === true,
  );
}

/** Where a sentence stands now: where it stood, or wherever its words are. Undefined where they are nowhere. */
export function findSentence(doc: Node, sentence: SummarySentence): Stretch | undefined {
  const words = sentence.text.replace(/…$/u, '');
  const places: { readonly rank: number; readonly at: number }[] = [];
  doc.forEach((node, position) => {
    if (node.type.name !== 'block') return;
    const isSame = node.attrs['id'] === sentence.blockId;
    const text = blockText(node);
    if (isSame && text.startsWith(words, sentence.start)) places.push({ rank: 0, at: position + 1 + sentence.start });
    const at = text.indexOf(words);
    if (at >= 0) places.push({ rank: isSame ? 1 : 2, at: position + 1 + at });
  });
  const [best] = places.toSorted((a, b) => a.rank - b.rank);
  return best && { from: best.at, to: best.at + words.length };
}

/** How far each writer's changes were here: two texts with the same heads are the same text. */
export function toHeads(doc: Y.Doc): Snapshot['heads'] {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
  return Object.fromEntries([...vector].map(([client, clock]) => [String(client), clock]));
}
