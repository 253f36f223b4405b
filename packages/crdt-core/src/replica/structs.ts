/** The structs of a V2 state, taken apart and put together again. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { DeleteSet } from '../losses/runs.ts';
import { writeDeletes } from './own-changes.ts';

export type Struct = Y.Item | Y.GC | Y.Skip;

/** Structs by their client, each client's in the order in which they come. */
export function groupStructs(structs: Iterable<Struct>): Map<number, Struct[]> {
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const { client } = struct.id;
    const its = byClient.get(client) ?? [];
    byClient.set(client, its);
    its.push(struct);
  }
  return byClient;
}

/** A V2 state of these structs, each client's in the order of their clocks, and these deletions. */
export function encodeState(byClient: ReadonlyMap<number, readonly Struct[]>, deletes: DeleteSet): Uint8Array {
  const encoder = new Y.UpdateEncoderV2();
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  // As Yjs orders them.
  for (const [client, structs] of [...byClient].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder.restEncoder, structs.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, structs[0]?.id.clock ?? 0);
    for (const struct of structs) struct.write(encoder, 0);
  }
  writeDeletes(encoder, deletes);
  return encoder.toUint8Array();
}
