/** What this device has seen of the threads. Pure; kept sealed by whoever hands in a place for it. */
import { type EntryId, isEntryId } from './entries.ts';
import type { Comment, Thread } from './threads.ts';

/** For each thread the newest comments that were seen, by the client ids that wrote them. */
export type Seen = ReadonlyMap<EntryId, ReadonlyMap<number, number>>;

const MAX_SEEN_THREADS = 10_000;

/** The comments of a thread that this device has not shown yet. One's own are never new. */
export function newComments(thread: Thread, seen: Seen): readonly Comment[] {
  const known = seen.get(thread.id);
  return thread.comments.filter(({ author, client, clock }) => !author.isSelf && clock > (known?.get(client) ?? -1));
}

/** What is seen once these threads were shown; the same value where nothing is new. */
export function seeThreads(seen: Seen, threads: readonly Thread[]): Seen {
  let next: Map<EntryId, ReadonlyMap<number, number>> | undefined;
  for (const thread of threads) {
    if (newComments(thread, seen).length === 0) continue;
    next ??= new Map(seen);
    const clocks = new Map(next.get(thread.id));
    for (const { client, clock } of thread.comments) clocks.set(client, Math.max(clock, clocks.get(client) ?? -1));
    next.set(thread.id, clocks);
  }
  return next ?? seen;
}

/** As JSON: what belongs to threads that are there no more is left out. */
export function seenToJson(seen: Seen, threads: readonly Thread[]): unknown {
  return threads.flatMap(({ id }) => {
    const clocks = seen.get(id);
    return clocks === undefined ? [] : [[id, [...clocks]]];
  });
}

/** Reads what `seenToJson` wrote; what does not look right is left out. */
export function jsonToSeen(json: unknown): Seen {
  const seen = new Map<EntryId, ReadonlyMap<number, number>>();
  if (!Array.isArray(json)) return seen;
  for (const each of json.slice(0, MAX_SEEN_THREADS) as unknown[]) {
    const [id, clocks] = Array.isArray(each) ? (each as unknown[]) : [];
    if (!isEntryId(id) || !Array.isArray(clocks)) continue;
    const pairs = (clocks as unknown[]).filter(
      (pair): pair is [number, number] =>
        Array.isArray(pair) && Number.isSafeInteger(pair[0]) && Number.isSafeInteger(pair[1]),
    );
    seen.set(id, new Map(pairs));
  }
  return seen;
}
