/** KEY-8: what a device left unsent when it could still write snapshots, and can neither send nor wrap now. */
import { equal } from '@weft/crypto';
import type { Heads } from '../ledger/types.ts';
import { isOpenedSnapshot, type OpenedEntry } from './open-entry.ts';

/**
 * Whether a snapshot written too late tells nothing any more: one that counts stands for all that it stands for, and nothing goes on from it. Kept, it
 * would be shown as unsent for good.
 *
 * @param known - all that is stored
 */
export function isSpent(
  late: OpenedEntry,
  known: readonly OpenedEntry[],
  isInTime: (opened: OpenedEntry) => boolean,
): boolean {
  if (!isOpenedSnapshot(late)) return false;
  const { session, seq, covers } = late.entry;
  if (known.some(({ entry }) => entry.session === session && entry.seq > seq)) return false;
  return known.some((other) => isOpenedSnapshot(other) && isInTime(other) && reaches(other.entry.covers, covers));
}

function reaches(farther: Heads, covers: Heads): boolean {
  return [...covers].every(([session, head]) => {
    const end = farther.get(session);
    return end !== undefined && (end.seq > head.seq || (end.seq === head.seq && equal(end.hash, head.hash)));
  });
}
