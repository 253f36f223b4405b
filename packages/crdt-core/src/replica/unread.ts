/**
 * LED-4, KEY-8: comments that this ledger holds and no key here opens, though its link reads comments: they came while it was a link that did not, under keys
 * that lost. A snapshot that tells them can be held against nothing that is known here, and is taken at its author's word as by a newcomer.
 */
import type { SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import { flattenParcels, isClosed, isOpenedSnapshot, openEntry } from './open-entry.ts';

const NOBODY: ReadonlySet<SessionHex> = new Set();

/** Whose they may be. Looks through the ledger, where there are keys that open none. */
export function findUnread({ ledger, parts, ring }: ReplicaContext): ReadonlySet<SessionHex> {
  if (!parts.comment.canRead || ring.all().every(({ keys }) => keys.commentKey !== undefined)) return NOBODY;
  const found = new Set<SessionHex>();
  for (const entry of ledger.contents()) {
    const result = openEntry(ring, entry);
    if (!result.ok) continue;
    for (const opened of flattenParcels([result.value])) {
      if (isClosed(opened)) found.add(opened.entry.session);
      if (!isOpenedSnapshot(opened) || opened.snapshot.comments === undefined) continue;
      if (opened.epoch.keys.commentKey !== undefined) continue;
      for (const session of [opened.entry.session, ...opened.entry.covers.keys()]) found.add(session);
    }
  }
  return found;
}
