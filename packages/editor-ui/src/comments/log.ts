/** Reads the list of entries with who wrote each. */
import * as Y from 'yjs';
import { type Entry, type EntryId, toEntryId, valueToEntry } from './entries.ts';
import { ENTRIES } from './root.ts';

/** The most entries that are read, and the most of one session: a member could write without end. */
export const MAX_ENTRIES = 50_000;
export const MAX_ENTRIES_OF_ONE = 10_000;

/** An entry, and whose it is. */
export interface Logged {
  readonly id: EntryId;
  /** The Yjs client id of the struct that holds it: no insider can write under another's (KEY-5). */
  readonly client: number;
  readonly clock: number;
  readonly entry: Entry;
}

/** What was checked of a value holds as long as it lives: Yjs hands out the same object each time. */
const checked = new WeakMap<object, Entry | null>();

function readEntry(value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  let entry = checked.get(value);
  if (entry === undefined) {
    entry = valueToEntry(value) ?? null;
    checked.set(value, entry);
  }
  return entry ?? undefined;
}

/** Everything well formed in the list, in its order. What is not is passed over. */
export function readLog(comments: Y.Doc): readonly Logged[] {
  const log: Logged[] = [];
  const counts = new Map<number, number>();
  const list = comments.getArray(ENTRIES);
  for (let item = list._start; item !== null && log.length < MAX_ENTRIES; item = item.right) {
    const { content, deleted, id } = item;
    if (deleted || !(content instanceof Y.ContentAny)) continue;
    const { client } = id;
    content.arr.forEach((value: unknown, at: number) => {
      const entry = readEntry(value);
      const count = counts.get(client) ?? 0;
      if (entry === undefined || count >= MAX_ENTRIES_OF_ONE) return;
      counts.set(client, count + 1);
      const clock = id.clock + at;
      log.push({ id: toEntryId(client, clock), client, clock, entry });
    });
  }
  return log;
}
