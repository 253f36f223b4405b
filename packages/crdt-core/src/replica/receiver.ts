/** What becomes of envelopes that come from elsewhere: from links, from sibling tabs, from storage. */
import {
  cryptoFailure,
  type EnvelopeHashes,
  type Hash,
  hashEnvelope,
  isStored,
  type Result,
  success,
} from '@weft/crypto';
import { type ReplicaCode, type ReplicaFailure, replicaFailure } from '../errors.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { Head, LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { QueuedUpdate } from './apply-queue.ts';
import { createAside } from './aside.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import { hearAuthor, hearPeople } from './hear-people.ts';
import type { Holes } from './holes.ts';
import { isLinked } from './is-linked.ts';
import { createKnownNames } from './known-names.ts';
import type { EpochEntry } from './keyring.ts';
import {
  type ClosedEntry,
  isClosed,
  isOpenedChange,
  isOpenedControl,
  isOpenedParcel,
  isOpenedSnapshot,
  openEntry,
  type OpenedChange,
  type OpenedControl,
  type OpenedEntry,
  type OpenedParcel,
  type OpenedSnapshot,
} from './open-entry.ts';
import { EMPTY_STATE, queueOpened, readToQueued } from './part-updates.ts';
import { isDrawn, partsToList } from './parts.ts';
import { checkSnapshot, couldReplace, snapshotAgrees } from './snapshot-check.ts';
import { createParcelTaker } from './take-parcels.ts';
import { createTakingIn } from './taking-in.ts';
import type { Gap, Received, Source } from './types.ts';

/** Takes envelopes in. */
export interface Receiver {
  /** From a link: nothing about it is true until it is verified. */
  receive(envelope: Uint8Array, source: Source, hashes?: EnvelopeHashes): Result<Received, ReplicaFailure>;
  /** From a sibling tab, which verified it (SYN-8). Opened, and in the array already. */
  arrive(opened: OpenedEntry): void;
  /** Drains whatever is no longer behind a hole, and tells of the gaps if they changed. */
  settle(sessions: Iterable<SessionHex>): void;
  gaps(): readonly Gap[];
  /** KEY-8: what was set aside of a session goes into the ledger. The caller vouches for it. */
  takeIn(session: SessionHex): void;
  /** KEY-8: looks again at what was set aside. */
  rejudge(): void;
}

type Answer = Result<Received, ReplicaFailure>;

/** @param holes - holds what is stranded in the stored ledger already */
export function createReceiver(context: ReplicaContext, holes: Holes): Receiver {
  const { governance, ledger, parts, own, ring, roster } = context;
  const { sodium } = context.ports;
  const hash = (entry: LedgerEntry): Hash => entry.hash ?? hashEnvelope(sodium, entry.envelope);
  const headSeq = (session: SessionHex): number => ledger.heads().get(session)?.seq ?? -1;
  const aside = createAside(context);
  const known = createKnownNames(context, aside, holes, accuse);
  const { hearsay } = context;
  const parcels = createParcelTaker(context, { aside, holes, known, links, append, bring, settle });
  let gaps: readonly Gap[] = [];

  function refuse(code: ReplicaCode): Answer {
    return { ok: false, failure: replicaFailure(code) };
  }

  /** A failure that only a member can have caused. */
  function accuse(code: ReplicaCode, session: SessionHex): Answer {
    const failure = replicaFailure(code);
    context.alarm({ ...failure, session });
    return { ok: false, failure };
  }

  function links(opened: OpenedEntry, head: Head | undefined): boolean {
    return isLinked(context, opened, head, (author) => void accuse('snapshot-overreaches', author));
  }

  function isNextLink(opened: OpenedEntry): boolean {
    return links(opened, ledger.heads().get(opened.entry.session));
  }

  function append(entry: LedgerEntry, source: Source): void {
    if (entry.isCarried === true) ledger.place(entry, hash(entry));
    else ledger.append(entry, hash(entry));
    hearsay.saw(entry.session);
    context.emit('appended', entry.envelope, source);
  }

  /** A comment for which this link is too little: kept for those who may read it. */
  function appendClosed(opened: ClosedEntry, source: Source, isVouched = false): Answer {
    const { entry } = opened;
    if (!isVouched && governance.judgeEntry(opened) === 'late') return aside.put(entry);
    append(entry, source);
    context.unreadAuthors.came(entry.session);
    return success('applied');
  }

  /** A notice is taken wherever it stands in its chain: what comes before it may need the keys that it brings (KEY-8). */
  function takeNotice(opened: OpenedControl): void {
    if (governance.take(opened)) context.governed();
    ledger.pin(opened.entry);
  }

  function appendNotice(opened: OpenedControl, source: Source): Answer {
    const { entry } = opened;
    if (!isNextLink(opened)) return accuse('chain-broken', entry.session);
    append(entry, source);
    takeNotice(opened);
    return success('applied');
  }

  function appendChange(opened: OpenedChange, source: Source, isVouched = false): Answer {
    const { entry, update } = opened;
    if (!isNextLink(opened)) return accuse('chain-broken', entry.session);
    const clocks = checkUpdate(update, context.clientOf(entry.session));
    if (typeof clocks === 'string') return accuse(clocks, entry.session);
    hearPeople(roster, opened);
    if (!isVouched && governance.judgeEntry(opened) === 'late') return aside.put(entry);
    append(entry, source);
    bring(opened, { session: entry.session, encoding: 1, update, clocks });
    return success('applied');
  }

  function bring({ entry, epoch, kind, update }: OpenedChange, queued: QueuedUpdate): void {
    context.doubts.compare(entry.session, kind, update);
    parts[kind].queue.add(queued);
    if (kind === 'comment' && epoch !== ring.current()) context.straggled();
  }

  function appendOne(
    opened: OpenedChange | OpenedControl | OpenedParcel | ClosedEntry,
    source: Source,
    isVouched = false,
  ): Answer {
    if (isOpenedControl(opened)) return appendNotice(opened, source);
    if (isOpenedParcel(opened)) return parcels.take(opened, source, isVouched);
    return isClosed(opened) ? appendClosed(opened, source, isVouched) : appendChange(opened, source, isVouched);
  }

  /** Whoever begins with this one lacks something, or has what nobody wrote. */
  function disagree(snapshot: LedgerEntry): void {
    ledger.contradict(snapshot);
    context.disagreed();
  }

  function appendSnapshot(opened: OpenedSnapshot, source: Source, isVouched = false): Answer {
    const { entry } = opened;
    hearAuthor(roster, opened);
    if (!isVouched && governance.judgeEntry(opened) === 'late') return aside.put(entry);
    if (entry.seq === headSeq(entry.session) + 1 && !isNextLink(opened)) return accuse('chain-broken', entry.session);
    const checked = checkSnapshot(context, opened);
    if (!checked.ok) return accuse(checked.failure.code, entry.session);
    const { disputes, entry: counted } = checked.value;
    // Two histories are their session's doing; who claims too much is named.
    for (const [session, code] of disputes) accuse(code, code === 'equivocation' ? session : entry.session);
    hearPeople(roster, opened);
    const jumps = [...counted.covers]
      .filter(([session, { seq }]) => seq > headSeq(session))
      .map(([session]) => session);
    const isReplacing = !isVouched && couldReplace(context, checked.value);
    const agrees = isReplacing && snapshotAgrees(context, checked.value, jumps.length > 0);
    if (agrees) ledger.replace(counted, hash(entry), context.ports.clock.now(), isDrawn(context));
    else {
      for (const session of jumps) ledger.jump(session, counted);
      ledger.append(counted, hash(entry), disputes.keys());
    }
    for (const session of jumps) hearsay.heard(session);
    if (checked.value.isAltered) disagree(entry);
    context.emit('appended', entry.envelope, source);
    // Merged, never substituted (LED-4). Where it agrees and brings nothing new, there is nothing to merge.
    if (!agrees || jumps.length > 0 || checked.value.hasUnread) {
      for (const { kind, queue } of partsToList(parts)) {
        const read = checked.value.states[kind];
        if (read === undefined || read === EMPTY_STATE) continue;
        queue.add(readToQueued(entry.session, read));
      }
    }
    if (agrees) context.emit('compacted', entry.envelope);
    else if (isReplacing) {
      accuse('snapshot-disagrees', entry.session);
      disagree(entry);
    }
    aside.dropCovered(counted.covers);
    settle([...jumps, entry.session]);
    return success('applied');
  }

  /** Content that is in the array already goes to the end of its chain and on to the document. */
  function placeStored(opened: OpenedEntry, source: Source): void {
    const { entry } = opened;
    if (isOpenedControl(opened)) takeNotice(opened);
    hearPeople(roster, opened);
    if (isOpenedSnapshot(opened)) {
      for (const [session, { seq }] of opened.entry.covers) {
        if (seq > headSeq(session)) ledger.jump(session, opened.entry);
      }
    }
    ledger.place(entry, hash(entry));
    context.emit('appended', entry.envelope, source);
    queueOpened(context, opened);
    // A sibling wrote it before it heard of the new keys, and may be gone: it is for this tab to see that it leaves.
    if (opened.epoch !== ring.current()) context.straggled();
  }

  function settleOne(session: SessionHex): void {
    for (;;) {
      const head = headSeq(session);
      holes.dropThrough(session, head);
      const stranded = holes.takeStranded(session, head + 1);
      if (stranded !== undefined && isNextLink(stranded)) {
        placeStored(stranded, 'stored');
        continue;
      }
      if (stranded !== undefined) accuse('chain-broken', session);
      const waiting = holes.takeWaiting(session, head + 1);
      if (waiting === undefined) return;
      const opened = openEntry(ring, waiting);
      if (!opened.ok || isOpenedSnapshot(opened.value)) return; // snapshots never wait
      const answer = appendOne(opened.value, waiting.source);
      if (!answer.ok || answer.value === 'waiting') return;
    }
  }

  function settle(sessions: Iterable<SessionHex>): void {
    for (const session of sessions) settleOne(session);
    parcels.settle();
    const next = holes.gaps(headSeq);
    const isSame = next.length === gaps.length && next.every((gap, at) => isSameGap(gap, gaps[at]));
    if (isSame) return;
    gaps = next;
    context.emit('gap', gaps);
  }

  function takeVerified(entry: LedgerEntry, by: EpochEntry, source: Source): Answer {
    const isNext = entry.seq <= headSeq(entry.session) + 1;
    if (entry.kind === 'control') {
      const opened = openEntry(ring, entry);
      if (!opened.ok) return opened;
      if (!isNext && isOpenedControl(opened.value)) takeNotice(opened.value);
    } else {
      const verdict = governance.judge(by, entry.session, entry.seq);
      // Not now: what tells whether it counts has not come yet.
      if (verdict === 'unknown') return cryptoFailure('envelope-epoch');
      // What goes on from something that was set aside cannot come before it.
      if (verdict === 'late' && !isNext && aside.isBehind(entry)) return aside.put(entry);
    }
    if (entry.kind !== 'snapshot' && entry.kind !== 'parcel' && !isNext) {
      const isHeld = holes.hold({ ...entry, source });
      settle([]);
      return isHeld ? success('waiting') : refuse('waiting-full');
    }
    const opened = openEntry(ring, entry);
    if (!opened.ok) {
      const { code } = opened.failure;
      return code === 'update-malformed' || code === 'parcel-malformed' ? accuse(code, entry.session) : opened;
    }
    if (isOpenedSnapshot(opened.value)) return appendSnapshot(opened.value, source);
    const answer = appendOne(opened.value, source);
    if (answer.ok) settle([entry.session]);
    return answer;
  }

  /** A snapshot took its place in the chain, and not its place as a notice. */
  function takeCoveredNotice(entry: LedgerEntry): Answer {
    const opened = openEntry(ring, entry);
    // Under the keys of a rival epoch, which this device was never given: it is for others.
    if (!opened.ok) return opened.failure.code === 'envelope-epoch' ? success('duplicate') : opened;
    if (isOpenedControl(opened.value)) takeNotice(opened.value);
    return success('applied');
  }

  /** Into the ledger, whoever wrote it. A snapshot takes the place of nothing here: others leave it out, until one under the current keys stands for it. */
  function vouchFor(opened: OpenedEntry): Answer {
    return isOpenedSnapshot(opened) ? appendSnapshot(opened, 'stored', true) : appendOne(opened, 'stored', true);
  }

  const { takeIn, rejudge } = createTakingIn(context, aside, vouchFor, (session) => settle([session]));

  return {
    takeIn,
    rejudge,
    receive(envelope, source, hashes) {
      if (source !== 'relay' && source !== 'peer' && source !== 'file')
        throw new RangeError(`nothing is received from ${source}`);
      const entry = readEntry(envelope);
      if (entry !== undefined) {
        // What is known by name is dropped before anything costly is done with it (LED-2).
        if (!isStored(entry.kind)) return refuse('kind-not-stored');
        const compared = known.compare(entry);
        if (compared !== undefined) return compared;
      }
      const verified = ring.verify(envelope, hashes);
      if (!verified.ok) return verified;
      if (entry === undefined) throw new Error('a verified envelope has a name');
      // Only this replica writes here: someone else holds its key.
      if (entry.session === own) return accuse('chain-broken', own);
      // What was hashed while it came is this replica's; anything else may be part of a message that is gone after this turn.
      const taken = hashes === undefined ? { ...entry, envelope: envelope.slice() } : { ...entry, hash: hashes.chain };
      if (entry.seq <= ledger.coveredSeq(entry.session)) return takeCoveredNotice(taken);
      return takeVerified(taken, verified.value.by, source);
    },
    arrive(opened) {
      const { session, seq } = opened.entry;
      // Two tabs led for a moment: the same entry twice. Or a sibling found that a snapshot covers what it does not hold.
      if (session !== own && seq <= ledger.coveredSeq(session) && isOpenedChange(opened)) queueOpened(context, opened);
      if (session === own || seq <= headSeq(session)) return;
      if (isOpenedSnapshot(opened)) {
        placeStored(opened, 'tab');
        settle([session, ...opened.entry.covers.keys()]);
        return;
      }
      if (seq > headSeq(session) + 1) holes.strand(opened);
      else if (isNextLink(opened)) placeStored(opened, 'tab');
      else accuse('chain-broken', session);
      settle([session]);
    },
    settle,
    gaps: () => gaps,
  };
}

function isSameGap(a: Gap, b: Gap | undefined): boolean {
  return a.session === b?.session && a.from === b.from && a.until === b.until;
}
