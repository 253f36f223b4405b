/** A state without what was put at the end of clients' structs. */
import * as Y from 'yjs';
import type { ReadState } from '../ledger/snapshot-payload.ts';
import { readState } from '../ledger/snapshot-payload.ts';
import { encodeState, groupStructs, type Struct } from './structs.ts';

/** The part of a struct before a clock; changes the struct. */
function cut(struct: Struct, end: number): void {
  const length = end - struct.id.clock;
  if (struct instanceof Y.Item) struct.content.splice(length);
  struct.length = length;
}

/**
 * @param read - a V2 state that was read whole
 * @param ends - by client: the clock from which on nothing is taken
 */
export function trimState(read: ReadState, ends: ReadonlyMap<number, number>): ReadState {
  if (![...ends].some(([client, end]) => (read.clocks.get(client) ?? 0) > end)) return read;
  const endOf = (client: number): number => ends.get(client) ?? Number.POSITIVE_INFINITY;
  const { structs, ds } = Y.decodeUpdateV2(read.state);
  const taken = structs.filter(({ id: { client, clock } }) => clock < endOf(client));
  for (const struct of taken) {
    const end = endOf(struct.id.client);
    if (struct.id.clock + struct.length > end) cut(struct, end);
  }
  for (const [client, ranges] of ds.clients) {
    const kept = ranges.filter(({ clock }) => clock < endOf(client));
    for (const range of kept) range.len = Math.min(range.len, endOf(client) - range.clock);
    if (kept.length > 0) ds.clients.set(client, kept);
    else ds.clients.delete(client);
  }
  return readState(encodeState(groupStructs(taken), ds)) ?? read;
}
