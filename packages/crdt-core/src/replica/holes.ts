import { createWaiting } from '../ledger/waiting.ts';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { EntriesByName } from './build-chains.ts';
import type { OpenedEntry } from './open-entry.ts';
import type { Gap, Source } from './types.ts';

/** A verified envelope that waits for its predecessors. */
export interface WaitingEntry extends LedgerEntry {
  readonly source: Source;
}

/** What lies behind the holes of chains (LED-2, LED-5): outside the ledger, or in it since it was stored. */
export interface Holes {
  /** The bytes known under this name behind a hole. */
  get(session: SessionHex, seq: number): Uint8Array | undefined;
  /** Keeps an envelope from a link; false if there is no room. */
  hold(entry: WaitingEntry): boolean;
  /** Replaces what is known of stored entries behind holes. */
  setStranded(entries: EntriesByName): void;
  strand(opened: OpenedEntry): void;
  takeWaiting(session: SessionHex, seq: number): WaitingEntry | undefined;
  takeStranded(session: SessionHex, seq: number): OpenedEntry | undefined;
  /** Parcels from links that wait (KEY-8). */
  waitingParcels(): readonly WaitingEntry[];
  /** Forgets what is not behind a hole any more. */
  dropThrough(session: SessionHex, seq: number): void;
  sessions(): Set<SessionHex>;
  /** The gaps, given how far each chain reaches. */
  gaps(headSeq: (session: SessionHex) => number): Gap[];
}

/** No holes yet. */
export function createHoles(): Holes {
  const waiting = createWaiting<WaitingEntry>();
  const parcels = new Set<WaitingEntry>();
  let stranded: EntriesByName = new Map();

  function firstStranded(session: SessionHex): number {
    let first = Number.POSITIVE_INFINITY; // not by spreading: behind a hole there may be very many
    for (const seq of stranded.get(session)?.keys() ?? []) first = Math.min(first, seq);
    return first;
  }

  function takeStranded(session: SessionHex, seq: number): OpenedEntry | undefined {
    const chain = stranded.get(session);
    const opened = chain?.get(seq);
    chain?.delete(seq);
    if (chain?.size === 0) stranded.delete(session);
    return opened;
  }

  function sessions(): Set<SessionHex> {
    return new Set([...waiting.sessions(), ...stranded.keys()]);
  }

  return {
    get: (session, seq) => stranded.get(session)?.get(seq)?.entry.envelope ?? waiting.get(session, seq),
    hold(entry) {
      const isHeld = waiting.hold(entry);
      if (isHeld && entry.kind === 'parcel') parcels.add(entry);
      return isHeld;
    },
    setStranded(entries) {
      stranded = entries;
    },
    strand(opened) {
      const { session, seq } = opened.entry;
      const chain = stranded.get(session) ?? new Map<number, OpenedEntry>();
      stranded.set(session, chain);
      chain.set(seq, opened);
    },
    takeWaiting: (session, seq) => waiting.take(session, seq),
    takeStranded,
    waitingParcels() {
      for (const parcel of parcels)
        if (waiting.get(parcel.session, parcel.seq) !== parcel.envelope) parcels.delete(parcel);
      return [...parcels];
    },
    dropThrough(session, seq) {
      waiting.dropThrough(session, seq);
      for (const held of [...(stranded.get(session)?.keys() ?? [])]) if (held <= seq) takeStranded(session, held);
    },
    sessions,
    gaps(headSeq) {
      const gaps: Gap[] = [];
      for (const session of sessions()) {
        const from = headSeq(session) + 1;
        const until = Math.min(waiting.first(session) ?? Number.POSITIVE_INFINITY, firstStranded(session));
        if (until > from) gaps.push({ session, from, until });
      }
      return gaps;
    },
  };
}
