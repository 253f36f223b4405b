import type { Hash, Kind } from '@weft/crypto';
import type * as Y from 'yjs';

/** A session's public key in lower-case hex: the first half of an envelope's name. */
export type SessionHex = string;

/** The newest envelope of one session that a replica holds with all its predecessors. */
export interface Head {
  readonly seq: number;
  readonly hash: Hash;
}

/** Where every known session stands. Describes a ledger exactly: all up to here, nothing beyond. */
export type Heads = ReadonlyMap<SessionHex, Head>;

/** An envelope with the name read from its header. */
export interface LedgerEntry {
  readonly session: SessionHex;
  readonly seq: number;
  readonly kind: Kind;
  readonly envelope: Uint8Array;
  /** Of the envelope, for its chain (ENV-4), where it was hashed while it came. */
  readonly hash?: Hash;
  /** KEY-8: of a parcel, the names of the envelopes in it. */
  readonly carries?: readonly EntryName[];
  /** KEY-8: it lies in a parcel, and never leaves this device but in that. */
  readonly isCarried?: boolean;
}

/** What an envelope is called. */
export interface EntryName {
  readonly session: SessionHex;
  readonly seq: number;
}

/** A snapshot that the ledger holds, and what it covers (LED-4). It does not cover itself. */
export interface LedgerSnapshot extends LedgerEntry {
  readonly covers: Heads;
}

/** From which Yjs clock on a snapshot speaks falsely for a session, in the document or in its comments. */
export interface SpokenOver {
  readonly session: SessionHex;
  readonly kind: 'content' | 'comment';
  readonly clock: number;
}

/** What the compaction policy looks at. Sizes are in bytes. */
export interface LedgerStats {
  /** Entries that no snapshot of this ledger covers, snapshots not counted. */
  readonly tailEntries: number;
  readonly tailBytes: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
}

/** Reads the ledger. Only the replica writes to it. Every query is O(answer), whatever the length of the history. */
export interface Ledger {
  /** The document that is stored by y-indexeddb and shared between tabs. One `Y.Array<Uint8Array>`, named 'ledger'. */
  readonly doc: Y.Doc;
  /** A live view, replaced when the ledger is rewritten: ask anew each time, copy it if it must not change under you. */
  heads(): Heads;
  /** Everything up to this seq of the session is in a snapshot rather than an entry of its own. -1: nothing is. */
  coveredSeq(session: SessionHex): number;
  /** True if the entry is held, or is covered by a snapshot that is held. */
  has(session: SessionHex, seq: number): boolean;
  /** The envelope with this name; `undefined` if it is absent, covered, or beyond a gap. */
  get(session: SessionHex, seq: number): Uint8Array | undefined;
  /** As `get`, for whoever sends it: `undefined` too where it lies in a parcel, or has to wait for one (KEY-8). */
  outgoing(session: SessionHex, seq: number): Uint8Array | undefined;
  /** Every envelope in the array with this name: more than one where its session wrote two histories. */
  named(session: SessionHex, seq: number): readonly Uint8Array[];
  /** KEY-8: what the parcel with this name carries; nothing where it is not held by itself. */
  carries(session: SessionHex, seq: number): readonly EntryName[];
  /** KEY-8: the parcels held, also those that lie in others. */
  parcels(): readonly LedgerEntry[];
  /** The snapshots held, oldest first. */
  snapshots(): readonly LedgerSnapshot[];
  /** Of whom the snapshot with this name is not believed: it was found to claim of them what it must not. Of all others it counts. */
  disputed(session: SessionHex, seq: number): readonly SessionHex[];
  /** Words that it puts in a session's name, where that session's own say otherwise: from this clock on they are not taken from it. */
  spokenOver(session: SessionHex, seq: number): readonly SpokenOver[];
  /** Whether the author of the snapshot with this name, this replica, knew the end of a chain that it covers from another's only. */
  isHearsay(session: SessionHex, seq: number, of: SessionHex): boolean;
  /** Whether the snapshot with this name was found to differ from what it claims to stand for. */
  isContradicted(session: SessionHex, seq: number): boolean;
  /** KEY-8: notices of re-keying, which no snapshot takes the place of. */
  pins(): readonly LedgerEntry[];
  /** KEY-8: envelopes that verify and do not count; kept, shown, not forwarded. */
  aside(): readonly Uint8Array[];
  /**
   * What a reader lacks who holds each session up to `known`, in an order in which it can take it: a snapshot first
   * where it covers what is no longer here, then every chain in order. Without `known`: the whole ledger. What lies in parcels comes in
   * these, and what has to wait for one does not (KEY-8).
   */
  entries(known?: ReadonlyMap<SessionHex, number>): IterableIterator<LedgerEntry>;
  /** As `entries`, with what lies in parcels and what waits for them: all that makes up the document. */
  contents(known?: ReadonlyMap<SessionHex, number>): IterableIterator<LedgerEntry>;
  stats(): LedgerStats;
}
