import type { Mark, Node } from 'prosemirror-model';
import { type AttachmentBlock, readAttachment } from '../schema/attachment.ts';
import { type Block, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** A run of text with its marks, outermost first. */
export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A block on its way out: what a serializer needs, and nothing of ProseMirror's tree. */
export type Row =
  | (Block & { readonly type: 'block'; readonly runs: readonly Run[] })
  | { readonly type: 'divider' }
  | { readonly type: 'image' | 'file'; readonly attachment: AttachmentBlock };

/** The blocks of a document or a slice. */
export function nodeToRows(parent: { forEach(visit: (node: Node) => void): void }): Row[] {
  const rows: Row[] = [];
  parent.forEach((node) => {
    if (node.type === schema.nodes.divider) rows.push({ type: 'divider' });
    else if (node.type === schema.nodes.image) rows.push({ type: 'image', attachment: readAttachment(node) });
    else if (node.type === schema.nodes.file) rows.push({ type: 'file', attachment: readAttachment(node) });
    else if (node.type === schema.nodes.block) rows.push({ type: 'block', ...readBlock(node), runs: nodeToRuns(node) });
    else if (node.isText)
      rows.push({ type: 'block', ...readBlock(schema.nodes.block.create()), runs: [nodeToRun(node)] });
  });
  return rows;
}

function nodeToRun(node: Node): Run {
  return { text: node.text ?? '', marks: node.marks };
}

export function nodeToRuns(block: Node): Run[] {
  const runs: Run[] = [];
  block.forEach((child) => runs.push(nodeToRun(child)));
  return runs;
}

/**
 * Writes runs with marks that nest: a mark stays open across neighbouring runs that share it, and what was opened last
 * closes first.
 */
export function writeRuns(
  runs: readonly Run[],
  open: (mark: Mark) => string,
  close: (mark: Mark) => string,
  write: (run: Run) => string,
): string {
  let out = '';
  let stack: readonly Mark[] = [];
  for (const run of runs) {
    let shared = 0;
    while (shared < stack.length && stack[shared]?.isInSet(run.marks)) shared++;
    for (const mark of stack.slice(shared).toReversed()) out += close(mark);
    const kept = stack.slice(0, shared);
    const fresh = run.marks.filter((mark) => !mark.isInSet(kept));
    for (const mark of fresh) out += open(mark);
    stack = [...kept, ...fresh];
    out += write(run);
  }
  for (const mark of stack.toReversed()) out += close(mark);
  return out;
}
