import type { Mark, Node } from 'prosemirror-model';
import type * as Y from 'yjs';
import { schema } from '../schema/schema.ts';

/** Marks of one run of text. Unknown names are dropped: after the gate there are none, in a read-only copy there may be. */
function attributesToMarks(attributes: Readonly<Record<string, unknown>> | undefined): Mark[] {
  const marks: Mark[] = [];
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const type = schema.marks[name as 'bold'];
    if (type !== undefined && value !== null) marks.push(type.create(typeof value === 'object' ? value : null));
  }
  return marks;
}

/** The text nodes of a Y text; embeds are skipped. */
export function textToNodes(text: Y.XmlText): Node[] {
  const nodes: Node[] = [];
  for (const run of text.toDelta() as readonly { insert: unknown; attributes?: Record<string, unknown> }[]) {
    if (typeof run.insert !== 'string' || run.insert.length === 0) continue;
    nodes.push(schema.text(run.insert, attributesToMarks(run.attributes)));
  }
  return nodes;
}
