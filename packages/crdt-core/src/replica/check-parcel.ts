/** KEY-8: what a reader makes of a parcel, before anything is done with it. What lies in it is judged as if it had come by itself. */
import { cryptoFailure, type Failure, hashEnvelope, type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import type { Head, SessionHex } from '../ledger/types.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import { hearPeople } from './hear-people.ts';
import { type CarriedEntry, isOpenedChange, type OpenedParcel } from './open-entry.ts';
import type { QueuedUpdate } from './apply-queue.ts';

/** What lies in a parcel that can be taken. */
export interface CheckedParcel {
  /** The next of their chains, in order, with what each brings. */
  readonly taken: readonly { readonly opened: CarriedEntry; readonly update?: QueuedUpdate }[];
  /** Written too late to count. */
  readonly late: readonly CarriedEntry[];
  /** Their names are held already. */
  readonly known: readonly CarriedEntry[];
}

/** Why a parcel is not taken: who is at fault where somebody is. */
export type ParcelRefusal = Failure<string> & { readonly session?: SessionHex };

/**
 * All or nothing: a parcel is taken once nothing in it, nor the parcel itself, leaves a gap in its chain, so that whoever holds it holds what it
 * carries.
 *
 * @param links - whether an entry follows from this end of its chain
 * @param isVouched - what lies in it counts, whenever it was written
 * @returns `waits` where something is lacking before it
 */
export function checkParcel(
  context: ReplicaContext,
  parcel: OpenedParcel,
  links: (opened: CarriedEntry, head: Head | undefined) => boolean,
  isVouched: boolean,
): 'waits' | Result<CheckedParcel, ParcelRefusal> {
  const { governance, ledger, own, ports, ring, roster } = context;
  const taken: CheckedParcel['taken'][number][] = [];
  const [late, known]: [CarriedEntry[], CarriedEntry[]] = [[], []];
  const reached = new Map<SessionHex, Head>();
  const headOf = (session: SessionHex): Head | undefined => reached.get(session) ?? ledger.heads().get(session);
  const isGap = (session: SessionHex, seq: number): boolean => seq > (headOf(session)?.seq ?? -1) + 1;
  const refuse = (failure: ReplicaFailure, session: SessionHex): Result<never, ParcelRefusal> => ({
    ok: false,
    failure: { ...failure, session },
  });

  /** A device sends on what it wrote, and nobody else's: a viewer cannot always tell. */
  function isOfAnother(session: SessionHex): boolean {
    const device = session === parcel.entry.session ? undefined : roster.deviceOf(session);
    return device !== undefined && device !== roster.deviceOf(parcel.entry.session);
  }

  for (const opened of parcel.inner) {
    const { session, seq, envelope } = opened.entry;
    const verified = ring.verify(envelope);
    if (!verified.ok) {
      const isLocked = verified.failure.code === 'envelope-epoch';
      return isLocked ? verified : refuse(replicaFailure('parcel-malformed'), parcel.entry.session);
    }
    if (seq <= (headOf(session)?.seq ?? -1)) {
      known.push(opened);
      continue;
    }
    // Only this replica writes here: someone else holds its key.
    if (session === own) return refuse(replicaFailure('chain-broken'), own);
    const update = isOpenedChange(opened) ? checkUpdate(opened.update, context.clientOf(session)) : undefined;
    if (typeof update === 'string') return refuse(replicaFailure(update), session);
    hearPeople(roster, opened);
    if (isOfAnother(session)) return refuse(replicaFailure('parcel-malformed'), parcel.entry.session);
    const verdict = isVouched ? 'in-time' : governance.judgeEntry(opened);
    if (verdict === 'unknown') return cryptoFailure('envelope-epoch');
    if (verdict === 'late') {
      late.push(opened);
      continue;
    }
    if (isGap(session, seq)) return 'waits';
    if (!links(opened, headOf(session))) return refuse(replicaFailure('chain-broken'), session);
    reached.set(session, { seq, hash: hashEnvelope(ports.sodium, envelope) });
    taken.push(
      isOpenedChange(opened) && update !== undefined
        ? { opened, update: { session, encoding: 1, update: opened.update, clocks: update } }
        : { opened },
    );
  }
  const { session, seq } = parcel.entry;
  if (isGap(session, seq)) return 'waits';
  if (!links(parcel, headOf(session))) return refuse(replicaFailure('chain-broken'), session);
  return success({ taken, late, known });
}
