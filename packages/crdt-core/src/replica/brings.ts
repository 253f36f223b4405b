import * as Y from 'yjs';
import type { ApplyQueue } from './apply-queue.ts';

/**
 * Whether an update, read whole before, would change a document that should hold it already: by structs, or by deletions of
 * what is still there. While content waits for the apply gate, deletions cannot be told, and are taken to be held.
 *
 * @param update - of one client's structs, without holes
 * @param clocks - where the update's structs end, by client
 */
export function bringsAnything(
  doc: Y.Doc,
  queue: ApplyQueue,
  update: Uint8Array,
  clocks: ReadonlyMap<number, number>,
): boolean {
  const { from } = Y.parseUpdateMeta(update);
  for (const [client, clock] of clocks) if (!queue.holds(client, from.get(client) ?? 0, clock)) return true;
  if (queue.size() > 0) return false;
  for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
    for (const { clock, len } of ranges) if (isThere(doc, client, clock, len)) return true;
  }
  return false;
}

/** Whether anything of a range is held and not deleted. */
function isThere(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client);
  const end = Math.min(clock + length, Y.getState(doc.store, client));
  if (structs === undefined || clock >= end) return false;
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
    const struct = structs[at];
    if (struct === undefined || struct.id.clock >= end) return false;
    if (!struct.deleted) return true;
  }
  return false;
}
