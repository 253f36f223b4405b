import { createLayeredMap, entriesOf, getIn, type LayeredMap, setIn } from './layered-map.ts';

/**
 * What the ledger holds and what the relay is known to hold, per session, so that the number of unsent envelopes is exact
 * (SYN-5) and nothing is sent that is there (SYN-2). All sequence numbers are −1 for "none".
 */
export interface RelayHeads {
  readonly chains: LayeredMap<Chain>;
  /** Snapshots in the ledger: whoever holds one of them holds what it covers. */
  readonly snapshots: readonly SnapshotName[];
  /** Parcels in the ledger: whoever holds one of them holds what lies in it (KEY-8). */
  readonly parcels: readonly ParcelName[];
  readonly unsentOwn: number;
  readonly unsentOthers: number;
}

export interface Chain {
  /** The newest seq in the ledger. */
  readonly head: number;
  /** Up to here the ledger holds the chain inside a snapshot only. */
  readonly floor: number;
  /** The relay holds everything up to here. */
  readonly known: number;
  /** What the relay holds beyond that, ascending. */
  readonly extra: readonly number[];
  /** Written by a session of this device. */
  readonly own: boolean;
  /** Where the newest of them lie in the relay's log: [seq, position] as the relay said, in the order in which it said so. */
  readonly places: readonly (readonly [number, number])[];
}

/** An envelope's name. `session` is the hex of its public key. */
export interface Name {
  readonly session: string;
  readonly seq: number;
}

export interface SnapshotName extends Name {
  readonly covers: Covers;
}

export interface ParcelName extends Name {
  readonly carries: readonly Name[];
}

export type Covers = ReadonlyMap<string, number>;

/** Where one chain of the ledger stands. */
export interface LedgerChain {
  readonly session: string;
  readonly head: number;
  readonly floor: number;
}

const NO_CHAIN: Chain = { head: -1, floor: -1, known: -1, extra: [], own: false, places: [] };

/** A session cannot make the list of strays grow past this: what is beyond stays counted as unsent. */
const MAX_EXTRA = 1024;
/** A base that lies further back than this many entries of one session makes them be sent once more: the relay has them, and says so. */
const MAX_PLACES = 128;

/** Nothing in the ledger; the relay known to hold what `known` says (from an earlier run). */
export function createRelayHeads(
  known: Iterable<readonly [string, { readonly seq: number; readonly extra: readonly number[] }]> = [],
  own: Iterable<string> = [],
): RelayHeads {
  const chains = new Map<string, Chain>();
  for (const [session, { seq, extra }] of known) chains.set(session, settle({ ...NO_CHAIN, known: seq, extra }));
  for (const session of own) chains.set(session, { ...(chains.get(session) ?? NO_CHAIN), own: true });
  return { chains: createLayeredMap(chains), snapshots: [], parcels: [], unsentOwn: 0, unsentOthers: 0 };
}

/** The ledger gained one envelope at the end of a chain. */
export function addToLedger(heads: RelayHeads, name: Name, own: boolean): RelayHeads {
  const chain = getIn(heads.chains, name.session) ?? NO_CHAIN;
  if (name.seq <= chain.head) return heads;
  return putChain(heads, name.session, chain, { ...chain, head: name.seq, own: chain.own || own });
}

/** Reads the whole ledger again: at the start, and after a snapshot came in or replaced what it covers. */
export function setLedger(
  heads: RelayHeads,
  chains: Iterable<LedgerChain>,
  snapshots: readonly SnapshotName[],
  parcels: readonly ParcelName[] = [],
): RelayHeads {
  let next: RelayHeads = { ...heads, snapshots, parcels };
  for (const { session, head, floor } of chains) {
    const chain = getIn(next.chains, session) ?? NO_CHAIN;
    if (chain.head !== head || chain.floor !== floor) next = putChain(next, session, chain, { ...chain, head, floor });
  }
  return applySnapshots(next);
}

/** The relay holds this envelope: it was acknowledged, or came from there. `position`: where, if the relay said so. */
export function addToRelay(heads: RelayHeads, name: Name, position?: number): RelayHeads {
  const chain = getIn(heads.chains, name.session) ?? NO_CHAIN;
  const isKnown = isAtRelay(chain, name.seq);
  if (isKnown && (position === undefined || (placeOf(chain, name.seq) ?? 0) >= position)) return heads;
  if (!isKnown && chain.extra.length >= MAX_EXTRA) return heads;
  const places =
    position === undefined ? chain.places : [...chain.places.slice(-MAX_PLACES + 1), [name.seq, position] as const];
  if (isKnown) return putChain(heads, name.session, chain, { ...chain, places });
  const next = putChain(heads, name.session, chain, withExtra({ ...chain, places }, name.seq));
  const isOf = ({ session }: Name): boolean => session === name.session;
  return heads.snapshots.some(isOf) || heads.parcels.some(isOf) ? applySnapshots(next) : next;
}

/** The relay holds a snapshot that covers all this, and the replica agreed with it. */
export function coverAtRelay(heads: RelayHeads, covers: Covers): RelayHeads {
  let next = heads;
  for (const [session, seq] of covers) {
    const chain = getIn(next.chains, session) ?? NO_CHAIN;
    if (seq > chain.known) next = putChain(next, session, chain, settle({ ...chain, known: seq }));
  }
  return next;
}

/**
 * The relay's log now begins with a snapshot at this position: what it does not cover, and what does not lie after it, is no
 * longer there, whoever said it was (LED-4). It is unsent again.
 */
export function startFromBase(heads: RelayHeads, name: Name | undefined, position: number, covers: Covers): RelayHeads {
  let next = heads;
  for (const [session, chain] of [...entriesOf(heads.chains)]) {
    const places = chain.places.filter(([, at]) => at > position);
    const known = covers.get(session) ?? -1;
    const extra = [...new Set(places.map(([seq]) => seq))].filter((seq) => seq > known).sort((a, b) => a - b);
    next = putChain(next, session, chain, settle({ ...chain, known, extra, places }));
  }
  next = coverAtRelay(next, covers);
  return applySnapshots(name === undefined ? next : addToRelay(next, name, position));
}

/**
 * The relay said that it holds this session's chain and others do not get it from there: from `seq` on it is unsent again, and so
 * is every snapshot that stands for any of it (SYN-6).
 */
export function doubtAtRelay(heads: RelayHeads, session: string, seq: number): RelayHeads {
  let next = dropAtRelay(heads, session, seq);
  for (const snapshot of heads.snapshots) {
    if ((snapshot.covers.get(session) ?? -1) >= seq) next = dropAtRelay(next, snapshot.session, snapshot.seq);
  }
  for (const parcel of heads.parcels) {
    const isInIt = parcel.carries.some((name) => name.session === session && name.seq >= seq);
    if (isInIt) next = dropAtRelay(next, parcel.session, parcel.seq);
  }
  return next;
}

function dropAtRelay(heads: RelayHeads, session: string, seq: number): RelayHeads {
  const chain = getIn(heads.chains, session);
  if (chain === undefined) return heads;
  const isBefore = (other: number): boolean => other < seq;
  return putChain(heads, session, chain, {
    ...chain,
    known: Math.min(chain.known, seq - 1),
    extra: chain.extra.filter(isBefore),
    places: chain.places.filter(([other]) => isBefore(other)),
  });
}

/** A new generation: the relay is known to hold nothing (SYN-4). */
export function forgetRelay(heads: RelayHeads): RelayHeads {
  const chains = new Map<string, Chain>();
  let unsentOwn = 0;
  let unsentOthers = 0;
  for (const [session, chain] of entriesOf(heads.chains)) {
    const forgotten: Chain = { ...chain, known: -1, extra: [], places: [] };
    chains.set(session, forgotten);
    if (forgotten.own) unsentOwn += countUnsent(forgotten);
    else unsentOthers += countUnsent(forgotten);
  }
  return { ...heads, chains: createLayeredMap(chains), unsentOwn, unsentOthers };
}

/** This session is one of this device's: what it wrote is sent at once (SYN-3). */
export function markOwn(heads: RelayHeads, session: string): RelayHeads {
  const chain = getIn(heads.chains, session) ?? NO_CHAIN;
  return chain.own ? heads : putChain(heads, session, chain, { ...chain, own: true });
}

/** True if the relay is known to hold the envelope, by itself or inside a snapshot. */
export function hasAtRelay(heads: RelayHeads, name: Name): boolean {
  const chain = getIn(heads.chains, name.session);
  return chain !== undefined && isAtRelay(chain, name.seq);
}

/** True if the relay is known to hold the envelope by itself, in the log that follows its base. */
export function liesInLog(heads: RelayHeads, name: Name, base: number): boolean {
  const chain = getIn(heads.chains, name.session);
  return chain !== undefined && (placeOf(chain, name.seq) ?? 0) > base;
}

/** The highest position that the relay ever named for an envelope: a log that went back may end before it. */
export function highestPlace(heads: RelayHeads): number {
  let highest = 0;
  for (const [, { places }] of entriesOf(heads.chains))
    for (const [, position] of places) highest = Math.max(highest, position);
  return highest;
}

/** True if the session is one of this device's. */
export function isOwn(heads: RelayHeads, session: string): boolean {
  return getIn(heads.chains, session)?.own === true;
}

/**
 * True if the relay holds something that this ledger does not: stored entries were damaged or lost (LED-5).
 *
 * @param aside - what is kept beside the ledger, per session (KEY-8)
 */
export function hasLoss(heads: RelayHeads, aside: ReadonlyMap<string, number>): boolean {
  for (const [session, { known, head }] of entriesOf(heads.chains))
    if (known > Math.max(head, aside.get(session) ?? -1)) return true;
  return false;
}

/** Sessions of this device of which the relay does not hold everything. */
export function unsentOwnSessions(heads: RelayHeads): string[] {
  const sessions: string[] = [];
  for (const [session, chain] of entriesOf(heads.chains))
    if (chain.own && countUnsent(chain) > 0) sessions.push(session);
  return sessions;
}

function placeOf(chain: Chain, seq: number): number | undefined {
  return chain.places.findLast(([other]) => other === seq)?.[1];
}

function isAtRelay(chain: Chain, seq: number): boolean {
  return seq <= chain.known || chain.extra.includes(seq);
}

/** The relay holds this one too. */
function withExtra(chain: Chain, seq: number): Chain {
  return settle({ ...chain, extra: [...chain.extra, seq].sort((a, b) => a - b) });
}

/** Lets `known` take in the strays it has reached. */
function settle(chain: Chain): Chain {
  if (chain.extra.length === 0) return chain;
  let known = chain.known;
  for (const seq of chain.extra) if (seq === known + 1) known = seq;
  return { ...chain, known, extra: chain.extra.filter((seq) => seq > known) };
}

function applySnapshots(heads: RelayHeads): RelayHeads {
  let next = heads;
  for (const snapshot of heads.snapshots) if (hasAtRelay(next, snapshot)) next = coverAtRelay(next, snapshot.covers);
  for (const parcel of heads.parcels) {
    if (!hasAtRelay(next, parcel)) continue;
    for (const { session, seq } of parcel.carries) {
      const chain = getIn(next.chains, session) ?? NO_CHAIN;
      const isNews = !isAtRelay(chain, seq) && chain.extra.length < MAX_EXTRA;
      if (isNews) next = putChain(next, session, chain, withExtra(chain, seq));
    }
  }
  return next;
}

/** Envelopes of the chain that lie in the ledger one by one and are not known to be at the relay. */
function countUnsent(chain: Chain): number {
  const from = Math.max(chain.known, chain.floor);
  if (chain.head <= from) return 0;
  let strays = 0;
  for (const seq of chain.extra) if (seq > from && seq <= chain.head) strays++;
  return chain.head - from - strays;
}

function putChain(heads: RelayHeads, session: string, before: Chain, after: Chain): RelayHeads {
  const less = countUnsent(before);
  const more = countUnsent(after);
  return {
    ...heads,
    chains: setIn(heads.chains, session, after),
    unsentOwn: heads.unsentOwn - (before.own ? less : 0) + (after.own ? more : 0),
    unsentOthers: heads.unsentOthers - (before.own ? 0 : less) + (after.own ? 0 : more),
  };
}
