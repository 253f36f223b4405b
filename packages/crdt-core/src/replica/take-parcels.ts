/** KEY-8: parcels from elsewhere. */
import { type Hash, hashEnvelope, type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import type { Head, LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { QueuedUpdate } from './apply-queue.ts';
import type { Aside } from './aside.ts';
import { checkParcel } from './check-parcel.ts';
import type { ReplicaContext } from './context.ts';
import { hearPeople } from './hear-people.ts';
import type { Holes } from './holes.ts';
import type { KnownNames } from './known-names.ts';
import {
  isOpenedChange,
  isOpenedParcel,
  openEntry,
  type OpenedChange,
  type OpenedEntry,
  type OpenedParcel,
} from './open-entry.ts';
import type { Received, ReplicaAlarm, Source } from './types.ts';

type Answer = Result<Received, ReplicaFailure>;

/** What taking a parcel needs of the receiver. */
interface Hands {
  readonly aside: Aside;
  readonly holes: Holes;
  readonly known: KnownNames;
  links(opened: OpenedEntry, head: Head | undefined): boolean;
  append(entry: LedgerEntry, source: Source): void;
  bring(opened: OpenedChange, queued: QueuedUpdate): void;
  settle(sessions: Iterable<SessionHex>): void;
}

export interface ParcelTaker {
  /** @param isVouched - it counts, with what lies in it, whenever that was written */
  take(opened: OpenedParcel, source: Source, isVouched?: boolean): Answer;
  /** Takes what waited and has no reason to any more. */
  settle(): void;
}

export function createParcelTaker(context: ReplicaContext, hands: Hands): ParcelTaker {
  const { governance, hearsay, ledger, ring, roster } = context;
  const { aside, holes, known } = hands;
  const hash = ({ envelope }: LedgerEntry): Hash => hashEnvelope(context.ports.sodium, envelope);

  /** What lies in it is the next of its chains; the parcel alone goes into the array. */
  function take(opened: OpenedParcel, source: Source, isVouched = false): Answer {
    const { entry } = opened;
    hearPeople(roster, opened);
    if (!isVouched && governance.judgeEntry(opened) === 'late') return aside.put(entry);
    const checked = checkParcel(context, opened, hands.links, isVouched);
    if (checked === 'waits') {
      const isHeld = holes.hold({ ...entry, source });
      return isHeld ? success('waiting') : { ok: false, failure: replicaFailure('waiting-full') };
    }
    if (!checked.ok) {
      const { session, ...failure } = checked.failure;
      if (session !== undefined) context.alarm({ ...failure, session } as ReplicaAlarm);
      return { ok: false, failure: failure as ReplicaFailure };
    }
    const { taken, late, known: copies } = checked.value;
    for (const { opened: one } of taken) {
      ledger.place(one.entry, hash(one.entry));
      hearsay.saw(one.entry.session);
    }
    hands.append(entry, source);
    for (const { opened: one, update } of taken)
      if (isOpenedChange(one) && update !== undefined) hands.bring(one, update);
    for (const one of copies) known.compare(one.entry);
    for (const one of late) aside.put(one.entry);
    hands.settle([entry.session, ...opened.inner.map((one) => one.entry.session)]);
    return success('applied');
  }

  return {
    take,
    settle() {
      for (const { session, seq } of holes.waitingParcels()) {
        const waiting = holes.takeWaiting(session, seq);
        if (waiting === undefined) continue; // taken, with another
        const opened = openEntry(ring, waiting);
        const answer = opened.ok && isOpenedParcel(opened.value) ? take(opened.value, waiting.source) : opened;
        if (!answer.ok && answer.failure.code === 'envelope-epoch') holes.hold(waiting);
      }
    },
  };
}
