import type { Node } from 'prosemirror-model';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { changedBlocks, type Parent } from '../same-ends.ts';
import { isAttachment, schema } from '../schema/schema.ts';
import { isSuggested } from '../suggestions/collect.ts';

/** The parts that a document can ask for by what it holds. */
export type Needed = 'tables' | 'files' | 'code' | 'suggestions' | 'math' | 'pieces' | 'cursors';

const BY_MARK: Readonly<Partial<Record<string, Needed>>> = {
  math: 'math',
  date: 'pieces',
  person: 'pieces',
  insertion: 'suggestions',
  deletion: 'suggestions',
  reformat: 'suggestions',
};

function blockNeeds(block: Node, needed: Set<Needed>): void {
  if (!block.isTextblock) needed.add('cursors');
  if (block.type === schema.nodes.table) needed.add('tables');
  if (isAttachment(block)) needed.add('files');
  if (isSourceKind(block.attrs['kind'])) {
    const { kind, language } = readBlock(block);
    if (kind === 'code' && language !== undefined) needed.add('code');
    if (kind === 'math') needed.add('math');
  }
  addByMarks(block, needed);
  if (!needed.has('suggestions') && isSuggested(block)) needed.add('suggestions');
}

function addByMarks(node: Node, needed: Set<Needed>): void {
  for (const child of node.children) {
    for (const { type } of child.marks) {
      const need = BY_MARK[type.name];
      if (need) needed.add(need);
    }
    if (!child.isText) addByMarks(child, needed);
  }
}

/** What the blocks of a document need that those of the one before did not have in their place. */
export function docNeeds(doc: Node, before: Parent = { children: [] }): ReadonlySet<Needed> {
  const needed = new Set<Needed>();
  // So many blocks are felt in each letter's layout.
  if (doc.childCount > 99) needed.add('cursors');
  for (const block of changedBlocks(before, doc)[1]) blockNeeds(block, needed);
  return needed;
}
