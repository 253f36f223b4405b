import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { isSuggestionAttr, isSuggestionMark } from '../schema/suggestion.ts';
import type { Binding } from '../binding/binding.ts';
import { keyToMarkType } from '../binding/mark-keys.ts';

/**
 * Which sessions wrote what a block holds of each suggestion, by the client ids of the Yjs structs. A suggestion's id only claims who made
 * it; a struct's client id cannot be feigned, where every replica refuses structs under another session's id (KEY-5).
 */
function readWriters(element: Y.XmlElement): ReadonlyMap<string, ReadonlySet<number>> {
  const writers = new Map<string, Set<number>>();
  const add = (id: unknown, client: number): void => {
    if (typeof id !== 'string') return;
    const known = writers.get(id);
    if (known) known.add(client);
    else writers.set(id, new Set([client]));
  };
  for (const [name, item] of element._map) {
    const value: unknown = item.content.getContent()[0];
    if (!item.deleted && isSuggestionAttr(name) && typeof value === 'string') add(value.split(' ')[0], item.id.client);
  }
  for (const text of element.toArray()) {
    if (!(text instanceof Y.XmlText)) continue;
    for (let item = text._start; item !== null; item = item.right) {
      const { content } = item;
      if (item.deleted || !(content instanceof Y.ContentFormat)) continue;
      const type = keyToMarkType(content.key);
      if (type && isSuggestionMark(type.name)) add((content.value as { id?: unknown } | null)?.id, item.id.client);
    }
  }
  return writers;
}

/** Which clients wrote what a block holds of each suggestion, by the number of the block; read once for each state of it. */
export function createWriters({
  inside,
}: Pick<Binding, 'inside'>): (index: number) => ReadonlyMap<string, ReadonlySet<number>> {
  const known = new WeakMap<Node, ReadonlyMap<string, ReadonlySet<number>>>();
  return (index) => {
    const { shown, doc } = inside() ?? {};
    const element = shown?.at(index);
    const node = doc?.maybeChild(index);
    if (!(element instanceof Y.XmlElement) || !node) return new Map();
    const writers = known.get(node) ?? readWriters(element);
    known.set(node, writers);
    return writers;
  };
}
