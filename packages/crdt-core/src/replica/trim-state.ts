/** A state without what was put at the end of clients' structs. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { ReadState } from '../ledger/snapshot-payload.ts';
import { readState } from '../ledger/snapshot-payload.ts';
import { writeDeletes } from './own-changes.ts';

type Struct = Y.Item | Y.GC | Y.Skip;

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
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const end = endOf(client);
    if (clock >= end) continue;
    if (clock + struct.length > end) cut(struct, end);
    const kept = byClient.get(client) ?? [];
    byClient.set(client, kept);
    kept.push(struct);
  }
  const encoder = new Y.UpdateEncoderV2();
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  // As Yjs orders them.
  for (const [client, kept] of [...byClient].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder.restEncoder, kept.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, kept[0]?.id.clock ?? 0);
    for (const struct of kept) struct.write(encoder, 0);
  }
  for (const [client, ranges] of ds.clients) {
    const kept = ranges.filter(({ clock }) => clock < endOf(client));
    for (const range of kept) range.len = Math.min(range.len, endOf(client) - range.clock);
    if (kept.length > 0) ds.clients.set(client, kept);
    else ds.clients.delete(client);
  }
  writeDeletes(encoder, ds);
  return readState(encoder.toUint8Array()) ?? read;
}
