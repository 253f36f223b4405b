/** What becomes of an envelope whose name is known here: it is a copy, or tells what its session, or whoever summed it up, did (LED-2, LED-4). */
import { equal, hashEnvelope, type Result, success } from '@weft/crypto';
import type { ReplicaCode, ReplicaFailure } from '../errors.ts';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { Aside } from './aside.ts';
import { bringsAnything } from './brings.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import type { Holes } from './holes.ts';
import { isOpenedChange, openEntry, type OpenedEntry } from './open-entry.ts';
import type { Received } from './types.ts';

type Answer = Result<Received, ReplicaFailure>;

/** Compares with what is known. */
export interface KnownNames {
  /** What is known by the name of this entry: in a snapshot, in the ledger, behind a hole. `undefined` where nothing is. */
  compare(entry: LedgerEntry): Answer | undefined;
}

/** @param accuse - raises an alarm that names a session */
export function createKnownNames(
  context: ReplicaContext,
  aside: Aside,
  holes: Holes,
  accuse: (code: ReplicaCode, session: SessionHex) => Answer,
): KnownNames {
  const { governance, ledger, parts, ring, rivals } = context;

  /** A session's own word, which a snapshot covers, is kept beside it; false where it does not count. */
  function keepOwn(opened: OpenedEntry): boolean {
    const { entry } = opened;
    if (!ring.verify(entry.envelope).ok || governance.judgeEntry(opened) === 'late') return false;
    if (ledger.named(entry.session, entry.seq).length === 0)
      ledger.keep({ ...entry, envelope: entry.envelope.slice() });
    return true;
  }

  /**
   * The same name is known: a copy, or two histories of one session (LED-2).
   *
   * @param answer - where it is a copy of `known`
   */
  function compareWith(entry: LedgerEntry, known: Uint8Array, answer: Received): Answer {
    if (equal(entry.envelope, known)) return success(answer);
    const verified = ring.verify(entry.envelope);
    if (!verified.ok) return verified;
    if (ring.verify(known).ok || entry.kind === 'snapshot') {
      const refused = accuse('equivocation', entry.session);
      return rivals.keep(entry) ? success(answer) : refused;
    }
    // LED-5: what is held here was damaged on this device, where its content does not show it.
    const envelope = entry.envelope.slice();
    ledger.heal({ ...entry, envelope }, hashEnvelope(context.ports.sodium, envelope));
    return success(answer);
  }

  /**
   * A snapshot covers this name. If the envelope nevertheless brings what this replica does not have, the snapshot claimed more than
   * it held: its author is named, and the envelope is kept beside the snapshot. Opening is cheap; the signature is checked only here.
   */
  function compareCovered(entry: LedgerEntry): Answer {
    const opened = openEntry(ring, entry);
    if (!opened.ok || !isOpenedChange(opened.value)) return success('duplicate');
    const client = context.clientOf(entry.session);
    const { update, kind } = opened.value;
    const { doc, queue } = parts[kind];
    const clocks = checkUpdate(update, client);
    if (typeof clocks === 'string') return success('duplicate');
    if (!bringsAnything(doc, queue, update, clocks)) {
      // It may bring nothing because other words are held in its place.
      context.doubts.compare(entry.session, kind, update, () => keepOwn(opened.value));
      return success('duplicate');
    }
    if (!ring.verify(entry.envelope).ok) return success('duplicate');
    context.doubts.compare(entry.session, kind, update);
    const author = ledger.snapshots().find(({ covers }) => (covers.get(entry.session)?.seq ?? -1) >= entry.seq);
    accuse('snapshot-overreaches', author?.session ?? entry.session);
    if (governance.judgeEntry(opened.value) === 'late') return aside.put(entry);
    ledger.keep(entry);
    queue.add({ session: entry.session, encoding: 1, update, clocks });
    return success('duplicate');
  }

  return {
    compare(entry) {
      const { session, seq, kind } = entry;
      const held = ledger.get(session, seq);
      const isNotice = kind === 'control' && held === undefined;
      if (seq <= ledger.coveredSeq(session) && !isNotice) return compareCovered(entry);
      if (held !== undefined) return compareWith(entry, held, 'duplicate');
      const behind = holes.get(session, seq);
      return behind && compareWith(entry, behind, 'waiting');
    },
  };
}
