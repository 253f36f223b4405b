/** Places that come from elsewhere or are kept elsewhere: of threads, of others' carets. Fetched with what needs them. */
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import type { Inside } from './binding.ts';
import { positionToRelative, relativeToPosition, toAbsolute } from './positions.ts';
import { textToPlace } from './table-places.ts';

/** The position a peer published; undefined where it is none of this text. */
export function peerPosition({ ydoc, content, shown, doc }: Inside, json: unknown): number | undefined {
  const relative = jsonToRelative(json, Y.findRootTypeKey(content));
  return relative && relativeToPosition(ydoc, content, shown, doc, relative);
}

/** Places of a range that hold the letters it covers: what is typed at either end stays out. As JSON, to be kept elsewhere. */
export function rangeToPlaces(
  { content, shown, doc }: Inside,
  from: number,
  to: number,
): { readonly start: Readonly<Record<string, unknown>>; readonly end: Readonly<Record<string, unknown>> } {
  const toJson = (position: number, assoc: -1 | 0): Readonly<Record<string, unknown>> =>
    Y.relativePositionToJSON(positionToRelative(content, shown, doc, position, assoc)) as Record<string, unknown>;
  return { start: toJson(from, 0), end: toJson(to, -1) };
}

/**
 * Finds many relative positions in one state of the document: the blocks are counted once, and not for each.
 * What it answers is undefined for what is not well formed, not in text that is shown, or not there any more.
 */
export function createLocator({ ydoc, content, shown, doc }: Inside): (json: unknown) => number | undefined {
  const root = Y.findRootTypeKey(content);
  const blocks = new Map<unknown, { readonly start: number; readonly size: number }>();
  const tables = new Map<unknown, { readonly node: Node; readonly position: number }>();
  let position = 0;
  shown.list().forEach((element, index) => {
    const node = doc.maybeChild(index);
    if (node === null) return;
    if (node.isTextblock) blocks.set(element, { start: position + 1, size: node.content.size });
    else tables.set(element, { node, position });
    position += node.nodeSize;
  });
  return (json) => {
    const relative = jsonToRelative(json, root);
    const absolute = relative && toAbsolute(ydoc, relative);
    if (absolute === undefined || !(absolute.type instanceof Y.XmlText)) return undefined;
    const { type } = absolute;
    let index = shown.toTextOffset(type, absolute.index);
    const place = textToPlace(type, shown.seen);
    const table = place && tables.get(place.table);
    if (place) {
      const inside = table && place.toPosition(table.node, index);
      return inside === undefined ? undefined : (table?.position ?? 0) + inside;
    }
    for (let before = type.prevSibling; before instanceof Y.XmlText; before = before.prevSibling as typeof before) {
      index += shown.seen(before).length;
    }
    const block = blocks.get(type.parent);
    return block && block.start + Math.min(index, block.size);
  };
}

/** A relative position as a peer sent it; undefined unless it is well formed and inside `root`. */
export function jsonToRelative(json: unknown, root: string): Y.RelativePosition | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { type, tname, item, assoc } = json as Record<string, unknown>;
  if (!isIdOrNothing(type) || !isIdOrNothing(item)) return undefined;
  // A root named by a peer would be created here: only the content's own is looked up.
  if (tname !== undefined && tname !== null && tname !== root) return undefined;
  if (assoc !== undefined && typeof assoc !== 'number') return undefined;
  if (!type && !item && !tname) return undefined;
  return Y.createRelativePositionFromJSON(json);
}

function isIdOrNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  const { client, clock } = value as Record<string, unknown>;
  return isNatural(client) && isNatural(clock);
}

function isNatural(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
