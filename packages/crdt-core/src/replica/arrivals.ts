/** What reaches the ledger document without this replica: from storage on opening, from sibling tabs later (LED-5, SYN-8). */
import { equal, hashEnvelope } from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import { buildChains } from './build-chains.ts';
import type { ReplicaContext } from './context.ts';
import { hearPeople } from './hear-people.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { EntryName, Head, Heads, SessionHex } from '../ledger/types.ts';
import type { Losses } from '../losses/create-losses.ts';
import type { QueuedUpdate } from './apply-queue.ts';
import type { Holes } from './holes.ts';
import {
  asCounted,
  flattenParcels,
  isClosed,
  isOpenedControl,
  isOpenedSnapshot,
  type OpenedEntry,
} from './open-entry.ts';
import { isSpent } from './is-spent.ts';
import { openedToContent, queueOpened } from './part-updates.ts';
import type { Receiver } from './receiver.ts';
import { applyStored, openStored, type RefusedEntry } from './stored.ts';
import type { Damaged } from './types.ts';

interface Named {
  readonly entry: EntryName;
}

interface ArrivalsOptions extends Pick<Losses, 'rehearse'> {
  isOwn(session: SessionHex): boolean;
  readonly mayVouch: boolean;
}

/** Watches the ledger document. */
export interface Arrivals {
  /**
   * Builds the replica's document from what is stored, and watches from then on.
   *
   * @param seen - what lies beyond is applied last, as if it came now
   */
  load(seen?: Heads): void;
  damaged(): readonly Damaged[];
  /** KEY-8: the keys changed, or what counts did: what is stored and brought nothing is looked at again. */
  governed(): void;
  stop(): void;
}

/**
 * @param context - its document and its ledger's index are empty
 * @param options - `isOwn`: whether a session is one of this device's; `mayVouch`: this role may write snapshots; `rehearse`: told what the document held,
 *   and what came, where a snapshot took the place of words and the tab ended before that was drawn
 */
export function createArrivals(
  context: ReplicaContext,
  receiver: Receiver,
  holes: Holes,
  { isOwn, mayVouch, rehearse }: ArrivalsOptions,
): Arrivals {
  const { governance, ledger, own, ports, ring, rivals, roster, unreadAuthors } = context;
  const { sodium } = ports;
  const { roomId } = ring.current().certificate;
  let damaged: readonly Damaged[] = [];
  let isUnsound = false;
  /** How many epochs were known when something stored could not be opened. */
  let closedWith: number | undefined;
  /** KEY-8: what is stored and does not count, or is not known to count yet, where nobody here can vouch for it. */
  let leftOut: readonly OpenedEntry[] = [];
  let stop = (): void => undefined;

  const isInTime = (opened: OpenedEntry): boolean => governance.judgeEntry(opened) === 'in-time';

  /**
   * An entry as it counts here. How far its own chain goes only this replica knows: what a snapshot, believed by a sibling tab, claims beyond
   * would leave no place for what it writes next.
   *
   * @param last - its own, so far
   */
  function count(opened: OpenedEntry, last: Head | undefined): OpenedEntry {
    const counted = asCounted(context, opened);
    if (!isOpenedSnapshot(counted)) return counted;
    const { entry } = counted;
    if ((entry.covers.get(own)?.seq ?? -1) <= (last?.seq ?? -1)) return counted;
    context.alarm({ ...replicaFailure('snapshot-overreaches'), session: entry.session });
    const covers = new Map(entry.covers);
    if (last === undefined) covers.delete(own);
    else covers.set(own, last);
    return { ...counted, entry: { ...entry, covers } };
  }

  /** Reads the whole array and builds the index from it. What is not behind a hole comes back, in the order of the array. */
  function index(): OpenedEntry[] {
    const stored = openStored(ring, roomId, ledger.stored(), (notice) => governance.take(notice));
    closedWith = stored.hasClosed ? ring.all().length : undefined;
    const flat = flattenParcels(stored.opened);
    for (const one of flat) hearPeople(roster, one);
    unreadAuthors.load();
    // KEY-8: what was written too late is left out by whoever cannot vouch for it; the others do, and all agree again. But not what this
    // device wrote: nobody else may have it.
    const last = ledger.heads().get(own);
    const known = rivals.order(flat).map((one) => count(one, last));
    leftOut = known.filter(
      (one) => !mayVouch && !isInTime(one) && (!isOwn(one.entry.session) || isSpent(one, known, isInTime)),
    );
    // What was set aside of a parcel lies in the array all the same.
    const aside = new Set(ledger.aside().map(readEntry).map(toName));
    const out = new Set([
      ...leftOut,
      ...known.filter(({ entry }) => entry.isCarried === true && aside.has(toName(entry))),
    ]);
    const counted = known.filter((one) => !out.has(one));
    const before = new Set(damaged.map(nameOf));
    const unsound = findUnsound(counted);
    isUnsound = unsound.length > 0;
    damaged = [...stored.damaged, ...unsound];
    ledger.reset();
    holes.setStranded(buildChains(ledger, counted, (envelope) => hashEnvelope(sodium, envelope)));
    for (const one of damaged) if (!before.has(nameOf(one))) context.emit('damaged', one);
    const heads = ledger.heads();
    for (const one of counted) if (isOpenedControl(one)) ledger.pin(one.entry);
    return counted.filter(({ entry }) => entry.seq <= (heads.get(entry.session)?.seq ?? -1));
  }

  /**
   * Entries whose certificate or signature was damaged on this device: their content opens, and nobody else would take them. The next of the
   * chain tells, by the hash it names.
   */
  function findUnsound(entries: readonly OpenedEntry[]): Damaged[] {
    const unsound: Damaged[] = [];
    const byName = new Map(entries.map((one) => [`${one.entry.session}/${one.entry.seq}`, one]));
    for (const { entry } of entries) {
      const next = byName.get(`${entry.session}/${entry.seq + 1}`);
      if (next === undefined || isClosed(next) || equal(next.prev, hashEnvelope(sodium, entry.envelope))) continue;
      const verified = ring.verify(entry.envelope);
      if (!verified.ok) unsound.push({ session: entry.session, seq: entry.seq, failure: verified.failure });
    }
    return unsound;
  }

  /** Decision 42: what a snapshot replaced has the words that it has not; the document is built without it. */
  function rehearseReplaced(opened: readonly OpenedEntry[], isNews: (one: Named) => boolean): void {
    const replacement = ledger.replaced();
    if (replacement === undefined || !isNews({ entry: replacement })) return;
    const replaced = openStored(ring, roomId, ledger.replacedEnvelopes(), () => false).opened;
    const all = [...flattenParcels(replaced), ...opened];
    const toUpdates = (some: readonly OpenedEntry[]): QueuedUpdate[] =>
      some.map(openedToContent).filter((update) => update !== undefined);
    rehearse(toUpdates(all.filter((one) => !isNews(one))), toUpdates(all.filter(isNews)));
  }

  function isSealedElsewhere(envelope: Uint8Array): boolean {
    const opened = ring.open(envelope);
    return !opened.ok && opened.failure.code === 'envelope-epoch';
  }

  /** Whether the snapshot of the last compaction, or one that covers it, cannot be read. */
  function isReplacementLost(opened: readonly OpenedEntry[], refused: readonly RefusedEntry[]): boolean {
    const replacement = ledger.replaced();
    if (replacement === undefined) return false;
    const { session, seq } = replacement;
    // KEY-8: by a newer link nothing of it may be open yet: the keys come with the notices.
    if (ledger.named(session, seq).some(isSealedElsewhere)) return false;
    return !opened.some((one) => {
      if (!isOpenedSnapshot(one) || refused.some(({ entry }) => entry === one.entry)) return false;
      const isItself = one.entry.session === session && one.entry.seq === seq;
      return isItself || (one.entry.covers.get(session)?.seq ?? -1) >= seq;
    });
  }

  /**
   * What a sibling's compaction deleted may be gone before its snapshot is here. This session goes on behind what it wrote last all the
   * same: until the snapshot comes, its chain is taken to be covered up to the hole.
   */
  function keepOwnChain(last: Head | undefined): void {
    const headSeq = (): number => ledger.heads().get(own)?.seq ?? -1;
    while (last !== undefined && headSeq() < last.seq) {
      const hole = holes.gaps(headSeq).find(({ session }) => session === own);
      const next = hole && holes.takeStranded(own, hole.until);
      const prev = next && !isClosed(next) ? next.prev : undefined;
      if (next) holes.strand(next);
      const head = prev === undefined || hole === undefined ? last : { seq: hole.until - 1, hash: prev };
      ledger.jump(own, { covers: new Map([[own, head]]) });
      receiver.settle([own]);
    }
  }

  /** A sibling tab rewrote the array, most likely by compacting: what is new in it goes to the document. */
  function readAgain(): void {
    const before = new Map([...ledger.heads()].map(([session, { seq }]) => [session, seq]));
    const last = ledger.heads().get(own);
    for (const opened of index()) {
      const { entry } = opened;
      if (entry.seq <= (before.get(entry.session) ?? -1)) continue;
      context.emit('appended', entry.envelope, 'tab');
      queueOpened(context, opened);
    }
    receiver.settle(holes.sessions());
    keepOwnChain(last);
    if (ledger.pins().length > 0) context.governed();
  }

  function arrive(added: readonly Uint8Array[], isRewritten: boolean): void {
    if (isRewritten) {
      readAgain();
      return;
    }
    const arrived = openStored(ring, roomId, added, (notice) => governance.take(notice));
    // KEY-8: a notice comes with what it unlocks in any order, and may stand before what is here of its chain.
    if (arrived.isGoverned) return readAgain();
    if (arrived.hasClosed) closedWith = ring.all().length;
    for (const one of arrived.damaged) context.emit('damaged', one);
    if (arrived.damaged.length > 0) damaged = [...damaged, ...arrived.damaged];
    for (const opened of flattenParcels(arrived.opened)) {
      // Also one that lies behind a hole or that a snapshot covers already: the next compaction here must leave it.
      if (isOpenedControl(opened)) ledger.pin(opened.entry);
      receiver.arrive(count(opened, ledger.heads().get(own)));
    }
  }

  return {
    load(seen) {
      let opened = index();
      const isNews = ({ entry }: Named): boolean =>
        seen !== undefined && entry.seq > (seen.get(entry.session)?.seq ?? -1);
      const news = opened.filter(isNews);
      let refused = applyStored(context, news.length === 0 ? opened : opened.filter((one) => !isNews(one)));
      if (isReplacementLost(opened, refused)) {
        // LED-4: what it replaced is still here, and tells the same.
        ledger.takeBackReplaced();
        context.alarm(replicaFailure('snapshot-taken-back'));
        opened = index();
        refused = applyStored(context, opened);
      } else {
        rehearseReplaced(opened, isNews);
        for (const one of news) queueOpened(context, one);
      }
      for (const { entry, code } of refused) context.alarm({ ...replicaFailure(code), session: entry.session });
      receiver.settle(holes.sessions());
      if (ledger.pins().length > 0) context.governed();
      if (isUnsound) context.mend();
      // It was closed before it said so.
      if (ledger.snapshots().some(({ session, seq }) => ledger.isContradicted(session, seq))) context.disagreed();
      unreadAuthors.tidy();
      stop = ledger.onArrival(arrive);
    },
    damaged: () => damaged,
    governed() {
      const isMoreOpen = closedWith !== undefined && ring.all().length > closedWith;
      if (isMoreOpen || leftOut.some(isInTime)) readAgain();
    },
    stop: () => stop(),
  };
}

function toName(entry: EntryName | undefined): string {
  return `${entry?.session ?? ''}/${entry?.seq ?? ''}`;
}

function nameOf({ session, seq, failure }: Damaged): string {
  return `${session ?? ''}/${seq ?? ''}/${failure.code}`;
}
