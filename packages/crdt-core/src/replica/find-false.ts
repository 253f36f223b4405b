/** KEY-5: whether what is held in a session's name is what the session itself wrote. */
import * as Y from 'yjs';

/** What a Yjs client wrote, piece by piece. */
export type Struct = Y.Item | Y.GC | Y.Skip;

/** Where the letters of a surrogate pair were parted, Yjs has this instead, on either side. */
const PARTED = '�';

/** The name of the root type that an item stands in, where it says so itself. */
function rootOf({ parent }: Y.Item): string | undefined {
  if (typeof parent === 'string') return parent;
  if (!(parent instanceof Y.AbstractType) || parent._item !== null || parent.doc === null) return undefined;
  return Y.findRootTypeKey(parent);
}

/** Whether two items of one clock cannot be one and the same. */
function isElsewhere(held: Y.Item, own: Y.Item): boolean {
  if (!Y.compareIDs(held.origin, own.origin) || !Y.compareIDs(held.rightOrigin, own.rightOrigin)) return true;
  const [root, written] = [rootOf(held), rootOf(own)];
  return root !== undefined && written !== undefined && root !== written;
}

/** The first clock, of those that both have, at which the contents differ. What was deleted since tells nothing. */
function firstDifference(held: Struct, own: Struct): number | undefined {
  if (!(held instanceof Y.Item && own instanceof Y.Item)) return undefined;
  if (held.content instanceof Y.ContentDeleted || own.content instanceof Y.ContentDeleted) return undefined;
  const from = Math.max(held.id.clock, own.id.clock);
  const end = Math.min(held.id.clock + held.length, own.id.clock + own.length);
  if (from >= end) return undefined;
  if (held.content.getRef() !== own.content.getRef()) return from;
  if (held.id.clock === own.id.clock && isElsewhere(held, own)) return from;
  if (!(held.content instanceof Y.ContentString && own.content instanceof Y.ContentString)) return undefined;
  for (let clock = from; clock < end; clock++) {
    const [a, b] = [held.content.str[clock - held.id.clock], own.content.str[clock - own.id.clock]];
    if (a !== b && a !== PARTED && b !== PARTED) return clock;
  }
  return undefined;
}

/**
 * The first clock at which what is held of a client is not what its own update says.
 *
 * @param held - the client's structs, in the order of their clocks
 * @param own - structs of this client's, as it wrote them, in the same order
 */
export function findFalse(held: readonly Struct[], own: readonly Struct[]): number | undefined {
  let at = 0;
  for (const written of own) {
    while ((held[at]?.id.clock ?? Number.POSITIVE_INFINITY) + (held[at]?.length ?? 0) <= written.id.clock) at++;
    for (let next = at; next < held.length; next++) {
      const one = held[next];
      if (one === undefined || one.id.clock >= written.id.clock + written.length) break;
      const found = firstDifference(one, written);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
