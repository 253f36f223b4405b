import { Mark, type Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark, isSuggestionValue } from '../schema/suggestion.ts';
import { keyToMarkType, sortMarks } from './mark-keys.ts';
import type { SeenText } from './seen-text.ts';

/** Undefined for what is no mark: after the gate there is none, in a read-only copy there may be. */
function toMark(key: string, value: unknown): Mark | undefined {
  const type = keyToMarkType(key);
  if (type === undefined || value === null) return undefined;
  const attrs = typeof value === 'object' ? (value as Record<string, unknown>) : {};
  // In a copy that is only shown, a mark may lack what it needs.
  return isSuggestionMark(type.name) && !isSuggestionValue(type.name, attrs) ? undefined : type.create(attrs);
}

/**
 * The text nodes of a Y text; embeds are skipped. Item by item, and not by the runs that `toDelta` makes of them: a document that opens has
 * thousands.
 */
export function textToNodes(seen: SeenText): Node[] {
  const nodes: Node[] = [];
  const open = new Map<string, Mark>();
  let marks: readonly Mark[] = Mark.none;
  let words = '';
  let index = 0;
  const close = (): void => {
    if (words !== '') nodes.push(schema.text(words, marks));
    words = '';
  };
  for (let item = seen._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentString) words += seen.cut?.(content.str, index) ?? content.str;
    else close();
    if (item.countable) index += item.length;
    if (!(content instanceof Y.ContentFormat)) continue;
    const mark = toMark(content.key, content.value);
    if (mark) open.set(content.key, mark);
    else open.delete(content.key);
    marks = open.size === 0 ? Mark.none : sortMarks([...open.values()]);
  }
  close();
  return nodes;
}
