import type { Mark, Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark, isSuggestionValue } from '../schema/suggestion.ts';
import { keyToMarkType, sortMarks } from './mark-keys.ts';
import type { SeenText } from './seen-text.ts';

/** Marks of one run of text. Unknown names are dropped: after the gate there are none, in a read-only copy there may be. */
function attributesToMarks(attributes: Readonly<Record<string, unknown>> | undefined): readonly Mark[] {
  const marks: Mark[] = [];
  for (const [key, value] of Object.entries(attributes ?? {})) {
    const type = keyToMarkType(key);
    if (type === undefined || value === null) continue;
    const attrs = typeof value === 'object' ? (value as Record<string, unknown>) : {};
    // In a copy that is only shown, a mark may lack what it needs.
    if (isSuggestionMark(type.name) && !isSuggestionValue(type.name, attrs)) continue;
    marks.push(type.create(attrs));
  }
  return sortMarks(marks);
}

/** The text nodes of a Y text; embeds are skipped. */
export function textToNodes(text: SeenText): Node[] {
  const nodes: Node[] = [];
  for (const run of text.toDelta() as readonly { insert: unknown; attributes?: Record<string, unknown> }[]) {
    if (typeof run.insert !== 'string' || run.insert.length === 0) continue;
    nodes.push(schema.text(run.insert, attributesToMarks(run.attributes)));
  }
  return nodes;
}
