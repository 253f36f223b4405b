/** LED-2, LED-4: how far a chain has come by another's word only. Where the session itself says otherwise, it is believed. */
import type { LedgerWriter } from '../ledger/create-ledger.ts';
import type { SessionHex } from '../ledger/types.ts';

export interface Hearsay {
  /** The end of a chain itself came in. */
  saw(session: SessionHex): void;
  /** A snapshot took a chain farther. */
  heard(session: SessionHex): void;
  /** Whether a chain has come as far as it did by another's word, in this run. */
  isClaimed(session: SessionHex): boolean;
  /** Whether the end of a chain is known from a snapshot only, and its author did not see it either, where that is this replica. */
  isHearsay(session: SessionHex): boolean;
  /** All of which that is so. */
  all(): SessionHex[];
  /** Another's snapshot that took the chain where it is. */
  authorOf(session: SessionHex): SessionHex | undefined;
}

/** @param own - this replica's session */
export function createHearsay(ledger: LedgerWriter, own: SessionHex): Hearsay {
  const seen = new Set<SessionHex>();
  const claimed = new Set<SessionHex>();

  function isHearsay(session: SessionHex): boolean {
    const head = ledger.heads().get(session);
    if (session === own || head === undefined || seen.has(session) || ledger.get(session, head.seq) !== undefined)
      return false;
    const by = ledger.snapshots().find(({ covers }) => covers.get(session)?.seq === head.seq);
    if (by === undefined) return false;
    return by.session !== own || ledger.isHearsay(own, by.seq, session);
  }

  return {
    saw(session) {
      seen.add(session);
      claimed.delete(session);
    },
    heard(session) {
      seen.delete(session);
      claimed.add(session);
    },
    isClaimed: (session) => claimed.has(session),
    isHearsay,
    all: () => [...ledger.heads().keys()].filter(isHearsay),
    authorOf(session) {
      const seq = ledger.heads().get(session)?.seq;
      const by = ledger.snapshots().find(({ covers }) => seq !== undefined && covers.get(session)?.seq === seq);
      return by?.session === own ? undefined : by?.session;
    },
  };
}
