/** What reaches the ledger document without this replica: from storage on opening, from sibling tabs later (LED-5, SYN-8). */
import { hashEnvelope } from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import { buildChains } from './build-chains.ts';
import type { ReplicaContext } from './context.ts';
import type { Holes } from './holes.ts';
import type { OpenedEntry } from './open-entry.ts';
import { queueOpened } from './part-updates.ts';
import type { Receiver } from './receiver.ts';
import { applyStored, openStored } from './stored.ts';
import type { Damaged } from './types.ts';

/** Watches the ledger document. */
export interface Arrivals {
  /** Builds the replica's document from what is stored, and watches from then on. */
  load(): void;
  damaged(): readonly Damaged[];
  stop(): void;
}

/** @param context - its document and its ledger's index are empty */
export function createArrivals(context: ReplicaContext, receiver: Receiver, holes: Holes): Arrivals {
  const { ledger, ports, ring } = context;
  const { sodium } = ports;
  const { roomId } = ring.current().certificate;
  let damaged: readonly Damaged[] = [];
  let stop = (): void => undefined;

  /** Reads the whole array and builds the index from it. What is not behind a hole comes back, in the order of the array. */
  function index(): OpenedEntry[] {
    const stored = openStored(ring, roomId, ledger.stored());
    const before = new Set(damaged.map(nameOf));
    damaged = stored.damaged;
    ledger.reset();
    holes.setStranded(buildChains(ledger, stored.opened, (envelope) => hashEnvelope(sodium, envelope)));
    for (const one of damaged) if (!before.has(nameOf(one))) context.emit('damaged', one);
    const heads = ledger.heads();
    return stored.opened.filter(({ entry }) => entry.seq <= (heads.get(entry.session)?.seq ?? -1));
  }

  /** A sibling tab rewrote the array, most likely by compacting: what is new in it goes to the document. */
  function readAgain(): void {
    const before = new Map([...ledger.heads()].map(([session, { seq }]) => [session, seq]));
    for (const opened of index()) {
      const { entry } = opened;
      if (entry.seq <= (before.get(entry.session) ?? -1)) continue;
      context.emit('appended', entry.envelope, 'tab');
      queueOpened(context, opened);
    }
    receiver.settle(holes.sessions());
  }

  function arrive(added: readonly Uint8Array[], isRewritten: boolean): void {
    if (isRewritten) {
      readAgain();
      return;
    }
    const arrived = openStored(ring, roomId, added);
    for (const one of arrived.damaged) context.emit('damaged', one);
    if (arrived.damaged.length > 0) damaged = [...damaged, ...arrived.damaged];
    for (const opened of arrived.opened) receiver.arrive(opened);
  }

  return {
    load() {
      for (const { entry, code } of applyStored(context, index())) {
        context.alarm({ ...replicaFailure(code), session: entry.session });
      }
      receiver.settle(holes.sessions());
      stop = ledger.onArrival(arrive);
    },
    damaged: () => damaged,
    stop: () => stop(),
  };
}

function nameOf({ session, seq, failure }: Damaged): string {
  return `${session ?? ''}/${seq ?? ''}/${failure.code}`;
}
