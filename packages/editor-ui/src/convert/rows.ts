import type { Node } from 'prosemirror-model';
import { type AttachmentBlock, readAttachment } from '../schema/attachment.ts';
import { type Block, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { nodeToRun, nodeToRuns, type Run } from './runs.ts';
import { type TableRow, tableToRow } from './table-out.ts';

/** A block on its way out: what a serializer needs, and nothing of ProseMirror's tree. */
export type Row =
  | (Block & { readonly type: 'block'; readonly runs: readonly Run[] })
  | TableRow
  | { readonly type: 'divider' }
  | { readonly type: 'image' | 'file'; readonly attachment: AttachmentBlock };

/** The blocks of a document or a slice. */
export function nodeToRows(parent: { forEach(visit: (node: Node) => void): void }): Row[] {
  const rows: Row[] = [];
  parent.forEach((node) => {
    if (node.type === schema.nodes.divider) rows.push({ type: 'divider' });
    else if (node.type === schema.nodes.image) rows.push({ type: 'image', attachment: readAttachment(node) });
    else if (node.type === schema.nodes.file) rows.push({ type: 'file', attachment: readAttachment(node) });
    else if (node.type === schema.nodes.table) rows.push(tableToRow(node));
    else if (node.type === schema.nodes.block) rows.push({ type: 'block', ...readBlock(node), runs: nodeToRuns(node) });
    else if (node.isText)
      rows.push({ type: 'block', ...readBlock(schema.nodes.block.create()), runs: [nodeToRun(node)] });
  });
  return rows;
}
