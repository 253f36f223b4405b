/** KEY-8: what was written after an epoch was closed, by someone who was not kept. It is kept beside the ledger, shown, and does not count. */
import { type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { Heads, LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import type { Received } from './types.ts';

/** What is set aside, as the receiver uses it. */
export interface Aside {
  /** `aside-full` where a removed member floods. */
  put(entry: LedgerEntry): Result<Received, ReplicaFailure>;
  /** Whether the entry goes on from something of its session that was set aside. */
  isBehind(entry: LedgerEntry): boolean;
  /** Someone vouched for it: it is in their snapshot. */
  dropCovered(covers: Heads): void;
  /** Forgets what is in the ledger now. */
  dropThrough(session: SessionHex, seq: number): void;
  /** In the order of their chains. */
  all(): readonly LedgerEntry[];
}

export function createAside(context: ReplicaContext): Aside {
  const { ledger } = context;

  function all(): LedgerEntry[] {
    const entries = ledger.aside().map(readEntry);
    return entries.filter((entry) => entry !== undefined).sort((a, b) => a.seq - b.seq);
  }

  function release(isGone: (entry: LedgerEntry) => boolean): void {
    if (!all().some(isGone)) return;
    ledger.releaseAside(isGone);
    context.emit('aside');
  }

  return {
    put(entry) {
      if (!ledger.setAside(entry.envelope)) return { ok: false, failure: replicaFailure('aside-full') };
      context.alarm({ ...replicaFailure('set-aside'), session: entry.session });
      context.emit('aside');
      return success('aside');
    },
    isBehind: ({ session, seq }) => all().some((other) => other.session === session && other.seq < seq),
    dropCovered: (covers) => release(({ session, seq }) => seq <= (covers.get(session)?.seq ?? -1)),
    dropThrough: (session, seq) => release((entry) => entry.session === session && entry.seq <= seq),
    all,
  };
}
