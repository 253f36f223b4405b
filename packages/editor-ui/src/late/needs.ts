import type { Node } from 'prosemirror-model';
import { readBlock } from '../schema/block.ts';
import { changedBlocks, type Parent } from '../same-ends.ts';
import { isAttachment, schema } from '../schema/schema.ts';
import { isSuggested } from '../suggestions/collect.ts';

/** The parts that a document can ask for by what it holds. */
export type Needed = 'tables' | 'files' | 'code' | 'suggestions' | 'math' | 'pieces' | 'cursors';

function hasMark(node: Node, name: 'math' | 'date' | 'person'): boolean {
  if (node.isText) return schema.marks[name].isInSet(node.marks) !== undefined;
  return node.children.some((child) => hasMark(child, name));
}

function blockNeeds(block: Node, needed: Set<Needed>): void {
  if (!block.isTextblock) needed.add('cursors');
  if (block.type === schema.nodes.table) needed.add('tables');
  if (isAttachment(block)) needed.add('files');
  if (block.type === schema.nodes.block) {
    const { kind, language } = readBlock(block);
    if (kind === 'code' && language !== undefined) needed.add('code');
    if (kind === 'math') needed.add('math');
  }
  if (hasMark(block, 'math')) needed.add('math');
  if (hasMark(block, 'date') || hasMark(block, 'person')) needed.add('pieces');
  if (isSuggested(block)) needed.add('suggestions');
}

/** What the blocks of a document need that those of the one before did not have in their place. */
export function docNeeds(doc: Node, before: Parent = { children: [] }): ReadonlySet<Needed> {
  const needed = new Set<Needed>();
  for (const block of changedBlocks(before, doc)[1]) blockNeeds(block, needed);
  return needed;
}
