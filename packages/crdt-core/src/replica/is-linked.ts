import { equal, zeroHash } from '@weft/crypto';
import type { Head, SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import { isClosed, type OpenedEntry } from './open-entry.ts';

/**
 * ENV-4: whether an envelope names the one before it, where that can be read.
 *
 * @param head - the end of its chain, to which it is to be the next
 * @param overreached - told of the author of a snapshot that took the chain where its session never went
 */
export function isLinked(
  { hearsay, rivals }: Pick<ReplicaContext, 'hearsay' | 'rivals'>,
  opened: OpenedEntry,
  head: Head | undefined,
  overreached: (author: SessionHex) => void,
): boolean {
  // What stays sealed hides what it follows; what follows it names it, and so holds its place.
  if (isClosed(opened)) return true;
  const { session } = opened.entry;
  if (equal(opened.prev, head?.hash ?? zeroHash())) return true;
  if (head === undefined) return false;
  // Of two histories that are both held here, either may go on.
  if (rivals.has(session, head.seq, opened.prev)) return true;
  // So far the chain has come by a snapshot's word only. The session itself says otherwise, and is believed.
  if (!hearsay.isHearsay(session)) return false;
  const author = hearsay.authorOf(session);
  if (author !== undefined) overreached(author);
  return true;
}
