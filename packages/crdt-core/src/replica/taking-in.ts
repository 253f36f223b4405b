/** KEY-8: what was set aside goes into the ledger, because somebody vouches for it or because it turns out that it counts. */
import type { Result } from '@weft/crypto';
import type { ReplicaFailure } from '../errors.ts';
import type { EntryName, LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { Aside } from './aside.ts';
import type { ReplicaContext } from './context.ts';
import { openEntry, type OpenedEntry } from './open-entry.ts';
import type { Received } from './types.ts';

export interface TakingIn {
  /** What was set aside of a session goes into the ledger. The caller vouches for it. */
  takeIn(session: SessionHex): void;
  /** Looks again at what was set aside. */
  rejudge(): void;
}

/**
 * @param vouchFor - puts an opened entry into the ledger, whoever wrote it
 * @param settle - drains what waits behind a session
 */
export function createTakingIn(
  context: ReplicaContext,
  aside: Aside,
  vouchFor: (opened: OpenedEntry) => Result<Received, ReplicaFailure>,
  settle: (session: SessionHex) => void,
): TakingIn {
  const { governance, ledger, ring } = context;
  const headSeq = (session: SessionHex): number => ledger.heads().get(session)?.seq ?? -1;

  /** What was set aside of a parcel that is held is in the array with that. */
  function isInParcel({ session, seq }: LedgerEntry): boolean {
    const isNamed = (name: EntryName): boolean => name.session === session && name.seq === seq;
    return ledger.parcels().some(({ carries = [] }) => carries.some(isNamed));
  }

  function takeIn(session: SessionHex): void {
    for (const entry of aside.all()) {
      if (entry.session !== session) continue;
      if (entry.seq <= headSeq(session)) continue;
      const opened = openEntry(ring, { ...entry, isCarried: isInParcel(entry) });
      // A parcel may bring what is before it, and so does a snapshot: its author may have put one in the place of another that nobody had yet.
      const isBridge = entry.kind === 'parcel' || entry.kind === 'snapshot';
      const isGap = !isBridge && entry.seq > headSeq(session) + 1;
      if (!opened.ok || isGap || !vouchFor(opened.value).ok) break;
    }
    aside.dropThrough(session, headSeq(session));
    settle(session);
  }

  return {
    takeIn,
    rejudge() {
      const sessions = new Set<SessionHex>();
      for (const entry of aside.all()) {
        const verified = ring.verify(entry.envelope);
        if (!verified.ok) continue;
        if (governance.judge(verified.value.by, entry.session, entry.seq) === 'in-time') sessions.add(entry.session);
      }
      for (const session of sessions) takeIn(session);
    },
  };
}
