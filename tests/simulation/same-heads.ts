import type { Replica } from '@weft/crdt-core';
import { toHex } from '@weft/crypto';

/** Whether two ledgers end alike, as far as the sessions that count go. */
export function isSameHeads(a: Replica, b: Replica, counts: (session: string) => boolean): boolean {
  const [left, right] = [a, b].map(({ ledger }) => new Map([...ledger.heads()].filter(([session]) => counts(session))));
  if (left === undefined || right === undefined || left.size !== right.size) return false;
  for (const [session, { seq, hash }] of left) {
    const other = right.get(session);
    if (other === undefined || other.seq !== seq || toHex(other.hash) !== toHex(hash)) return false;
  }
  return true;
}
