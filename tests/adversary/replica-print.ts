import type { Replica } from '@weft/crdt-core';
import { toHex } from '@weft/crypto';
import * as Y from 'yjs';

/** Everything a replica holds, as one string: equal strings, bit-identical replicas. */
export function printReplica(replica: Replica): string {
  const heads = [...replica.ledger.heads()].map(([session, { seq, hash }]) => [session, seq, toHex(hash)]);
  const bytes = (state: Uint8Array): string => Buffer.from(state).toString('base64');
  return JSON.stringify([
    heads,
    bytes(Y.encodeStateAsUpdate(replica.ledger.doc)),
    bytes(Y.encodeStateAsUpdateV2(replica.doc)),
    replica.ledger.stats(),
    replica.gaps(),
    replica.damaged(),
    replica.alarms(),
    [replica.isPending(), replica.unapplied(), replica.unsealed()],
  ]);
}

/** Counts everything a replica tells of and every change of its two documents. */
export function countEvents(replica: Replica): () => number {
  let events = 0;
  const count = (): void => void events++;
  for (const event of ['appended', 'applied', 'gap', 'alarm', 'damaged', 'pending', 'compacted'] as const) {
    replica.on(event, count);
  }
  replica.doc.on('update', count);
  replica.ledger.doc.on('update', count);
  return () => events;
}
