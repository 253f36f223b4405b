import type { Kind } from '@weft/crypto';

/** Whether an envelope of this kind moves more chains than its own: a snapshot by what it covers, a parcel by what lies in it. */
export function movesOthers(kind: Kind): boolean {
  return kind === 'snapshot' || kind === 'parcel';
}
