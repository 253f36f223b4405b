/** Which envelopes a ledger holds, by name, and how far each session's chain reaches without a hole. No Yjs, no bytes read. */
import type { Hash } from '@weft/crypto';
import type { EntryName, Head, Heads, LedgerEntry, LedgerSnapshot, LedgerStats, SessionHex } from './types.ts';

interface Chain {
  /** Everything up to here is in a snapshot only; -1: nothing is. */
  floor: number;
  /** Entries floor + 1 … head, in order. */
  readonly entries: Placed[];
}

interface Placed {
  readonly entry: LedgerEntry;
  /** When it was placed: the order in which a reader can best take it. */
  readonly order: number;
}

/** Chains without holes, and the snapshots that stand for what is no longer there. */
export interface ChainIndex {
  heads(): Heads;
  headSeq(session: SessionHex): number;
  floor(session: SessionHex): number;
  sessions(): IterableIterator<SessionHex>;
  get(session: SessionHex, seq: number): LedgerEntry | undefined;
  snapshots(): readonly LedgerSnapshot[];
  /** In the order in which they came. */
  pins(): readonly LedgerEntry[];
  /** KEY-8: parcels in chains. */
  parcels(): readonly LedgerEntry[];
  stats(): LedgerStats;
  after(known: ReadonlyMap<SessionHex, number>): LedgerEntry[];
  /** Adds the next envelope of a chain. Any other seq is a programmer error and throws. */
  extend(entry: LedgerEntry | LedgerSnapshot, hash: Hash): void;
  /** The same entry with other bytes: those held were damaged. */
  amend(entry: LedgerEntry, hash: Hash): void;
  /** KEY-8: these entries lie in a parcel from now on. */
  carry(names: readonly EntryName[]): void;
  /** KEY-8: keeps an entry that no snapshot stands for; again does nothing. */
  pin(entry: LedgerEntry): void;
  /** Everything of a session up to `head` is in a snapshot: its entries up to there are forgotten, its head moves forward only. */
  cover(session: SessionHex, head: Head): void;
}

/** True if the entry is a snapshot whose covers were read. */
export function isSnapshot(entry: LedgerEntry): entry is LedgerSnapshot {
  return 'covers' in entry;
}

/** An empty index. */
export function createChainIndex(): ChainIndex {
  const chains = new Map<SessionHex, Chain>();
  const heads = new Map<SessionHex, Head>();
  const snapshots: LedgerSnapshot[] = [];
  const pins = new Map<string, LedgerEntry>();
  const parcels = new Set<LedgerEntry>();
  let tailEntries = 0;
  let tailBytes = 0;
  let snapshotBytes = 0;
  let order = 0;

  function chainOf(session: SessionHex): Chain {
    let chain = chains.get(session);
    if (chain === undefined) {
      chain = { floor: -1, entries: [] };
      chains.set(session, chain);
    }
    return chain;
  }

  function headSeq(session: SessionHex): number {
    return heads.get(session)?.seq ?? -1;
  }

  function count(entry: LedgerEntry, sign: 1 | -1): void {
    if (isSnapshot(entry)) snapshotBytes += sign * entry.envelope.length;
    else {
      tailEntries += sign;
      tailBytes += sign * entry.envelope.length;
    }
  }

  function forget({ entry }: Placed): void {
    count(entry, -1);
    if (isSnapshot(entry)) snapshots.splice(snapshots.indexOf(entry), 1);
    parcels.delete(entry);
  }

  return {
    heads: () => heads,
    headSeq,
    floor: (session) => chains.get(session)?.floor ?? -1,
    sessions: () => chains.keys(),
    get(session, seq) {
      const chain = chains.get(session);
      if (chain === undefined || seq <= chain.floor) return pins.get(`${session}/${seq}`);
      return chain.entries[seq - chain.floor - 1]?.entry;
    },
    snapshots: () => snapshots,
    pins: () => [...pins.values()],
    parcels: () => [...parcels],
    stats: () => ({ tailEntries, tailBytes, snapshots: snapshots.length, snapshotBytes }),
    after(known) {
      const isBehind = (session: SessionHex, seq: number): boolean => (known.get(session) ?? -1) < seq;
      // A snapshot that stands for entries which are gone comes first: without it the reader could not take the rest.
      const leading = snapshots.filter((snapshot) =>
        [...snapshot.covers].some(([session, { seq }]) => {
          const floor = chains.get(session)?.floor ?? -1;
          return floor >= 0 && seq >= floor && isBehind(session, floor);
        }),
      );
      const rest: Placed[] = [];
      for (const [session, { floor, entries }] of chains) {
        const from = Math.max(0, (known.get(session) ?? -1) - floor);
        for (let at = from; at < entries.length; at++) {
          const placed = entries[at];
          if (placed !== undefined && !leading.some((snapshot) => snapshot === placed.entry)) rest.push(placed);
        }
      }
      rest.sort((a, b) => a.order - b.order);
      // Pinned entries that are in no chain any more: without them a reader may not be able to open what comes next.
      const pinned = [...pins.values()].filter(
        ({ session, seq }) => seq <= (chains.get(session)?.floor ?? -1) && isBehind(session, seq),
      );
      const wanted = leading.filter((snapshot) => isBehind(snapshot.session, snapshot.seq));
      return [...pinned, ...wanted, ...rest.map(({ entry }) => entry)];
    },
    extend(entry, hash) {
      if (entry.seq !== headSeq(entry.session) + 1) throw new RangeError('not the next envelope of its chain');
      const chain = chainOf(entry.session);
      chain.entries.push({ entry, order: order++ });
      count(entry, 1);
      if (isSnapshot(entry)) snapshots.push(entry);
      if (entry.carries !== undefined) parcels.add(entry);
      heads.set(entry.session, { seq: entry.seq, hash });
    },
    amend(entry, hash) {
      const chain = chains.get(entry.session);
      const at = chain === undefined ? -1 : entry.seq - chain.floor - 1;
      const placed = chain?.entries[at];
      if (chain === undefined || placed === undefined) return;
      count(placed.entry, -1);
      chain.entries[at] = { ...placed, entry: { ...placed.entry, envelope: entry.envelope } };
      count(entry, 1);
      if (headSeq(entry.session) === entry.seq) heads.set(entry.session, { seq: entry.seq, hash });
    },
    carry(names) {
      for (const { session, seq } of names) {
        const chain = chains.get(session);
        const at = chain === undefined ? -1 : seq - chain.floor - 1;
        const placed = chain?.entries[at];
        if (chain === undefined || placed === undefined) continue;
        chain.entries[at] = { ...placed, entry: { ...placed.entry, isCarried: true } };
        if (parcels.delete(placed.entry)) parcels.add(chain.entries[at].entry);
      }
    },
    pin(entry) {
      const name = `${entry.session}/${entry.seq}`;
      if (!pins.has(name)) pins.set(name, entry);
    },
    cover(session, head) {
      const chain = chainOf(session);
      if (head.seq <= chain.floor) return;
      for (const placed of chain.entries.splice(0, head.seq - chain.floor)) forget(placed);
      chain.floor = head.seq;
      if (headSeq(session) < head.seq) heads.set(session, head);
    },
  };
}
