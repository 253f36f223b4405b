/**
 * Deletions that nobody asked for. Whoever deletes a block names each letter that they saw in it; what somebody else wrote there meanwhile goes along
 * without a name, and its writer is told (see `find-losses.ts`). So a snapshot names only what the changes it stands for named: that
 * the rest is gone follows from what it went along with, and a writer who was away finds their words missing and unnamed.
 */
import * as Y from 'yjs';
import type { DeleteSet } from '../losses/runs.ts';
import type { Part } from './parts.ts';
import { encodeState, groupStructs, type Struct } from './structs.ts';

/** From a clock on, so many. */
interface Range {
  readonly clock: number;
  len: number;
}

/** What is in one list of ranges and not in the other; both sorted. */
function subtractRanges(from: readonly Range[], taken: readonly Range[]): Range[] {
  const left: Range[] = [];
  let next = 0;
  for (const { clock, len } of from) {
    const end = clock + len;
    let at = clock;
    while ((taken[next]?.clock ?? end) + (taken[next]?.len ?? 1) <= at) next++;
    for (let index = next; at < end; index++) {
      const range = taken[index];
      const stop = Math.min(range?.clock ?? end, end);
      if (stop > at) left.push({ clock: at, len: stop - at });
      if (range === undefined || range.clock >= end) break;
      at = Math.max(at, range.clock + range.len);
    }
  }
  return left;
}

/** Whether a struct says itself that it is deleted, whatever is said of it elsewhere. */
function isGone(struct: Struct): boolean {
  return struct instanceof Y.GC || (struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted);
}

/**
 * A part as a snapshot carries it: a V2 state, what waits included.
 *
 * @param named - what the changes that it stands for say is deleted
 */
export function toNamedState({ doc, queue }: Part, named: DeleteSet): Uint8Array {
  const state = queue.state();
  const clients = queue.size() === 0 ? doc.store.clients : groupStructs(Y.decodeUpdateV2(state).structs);
  const unnamed = new Map<number, readonly Range[]>();
  for (const [client, structs] of clients) {
    const gone = structs.filter(isGone).map(({ id: { clock }, length }) => ({ clock, len: length }));
    const ranges = gone.length === 0 ? gone : subtractRanges(gone, named.clients.get(client) ?? []);
    if (ranges.length > 0) unnamed.set(client, ranges);
  }
  if (unnamed.size === 0) return state;
  const { structs, ds } = Y.decodeUpdateV2(state);
  for (const [client, ranges] of unnamed) {
    const kept = subtractRanges(ds.clients.get(client) ?? [], ranges);
    if (kept.length > 0) ds.clients.set(client, kept);
    else ds.clients.delete(client);
  }
  return encodeState(groupStructs(structs), ds);
}
