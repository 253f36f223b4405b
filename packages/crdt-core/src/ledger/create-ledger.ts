import { decodeHeader, equal, type Hash, toHex } from '@weft/crypto';
import type * as Y from 'yjs';
import { createArrayEnd } from './array-end.ts';
import { type ChainIndex, createChainIndex } from './chain-index.ts';
import { createReplaced, type Replacement } from './replaced.ts';
import type { EntryName, Ledger, LedgerEntry, LedgerSnapshot, SessionHex, SpokenOver } from './types.ts';

/** The one shared type of a ledger document. */
export const LEDGER_ARRAY = 'ledger';

/** Beside it, what is set aside (KEY-8). */
const ASIDE_ARRAY = 'set-aside';
/**
 * Beside it, of whom a snapshot is not believed: `session/seq/session that it speaks for`, of that only from a clock on: behind it `/content/clock` or `/comment/clock`;
 * of none in particular: `session/seq/`. And of which chains one of this replica's own knows the end from another's only: `session/seq/session/hearsay`.
 */
const DISPUTED_ARRAY = 'disputed';
/** A removed member who still has the old keys can write at will. */
const MAX_ASIDE_ENTRIES = 1_000;
const MAX_ASIDE_BYTES: number = 8 * 1024 * 1024;

/** Origin of the transactions in which a replica writes its own ledger. */
export const LEDGER_WRITE: unique symbol = Symbol('weft ledger write');

/** The ledger as its replica sees it. */
export interface LedgerWriter extends Ledger {
  /** Everything in the array, in its order: readable or not, in a chain or not. */
  stored(): Uint8Array[];
  /**
   * The next envelope of its chain, or a snapshot that jumps there: into the array and the index.
   *
   * @param disputed - sessions of which the snapshot is not believed; its covers are without them
   */
  append(entry: LedgerEntry | LedgerSnapshot, hash: Hash, disputed?: Iterable<SessionHex>): void;
  /** Notes that a snapshot puts words in a session's name. */
  speakOver(snapshot: LedgerEntry, over: SpokenOver): void;
  /** Notes of which chains this replica's snapshot knows the end from others' only. */
  noteHearsay(snapshot: LedgerEntry, of: readonly SessionHex[]): void;
  /** Notes that a snapshot differs from what was known here (decision 5). */
  contradict(snapshot: LedgerEntry): void;
  /** An envelope that a snapshot covers and does not hold: into the array only, where the next opening finds it. */
  keep(entry: LedgerEntry): void;
  /** As `append`, for an envelope that is in the array already. `hash` may be any where the chain goes on at once. */
  place(entry: LedgerEntry | LedgerSnapshot, hash: Hash): void;
  /** The snapshot stands for this session's envelopes up to its covers, which the ledger may or may not hold. */
  jump(session: SessionHex, snapshot: Pick<LedgerSnapshot, 'covers'>): void;
  /**
   * LED-4: the snapshot takes the place of all it covers, in one transaction; what it replaced is kept beside.
   *
   * @param now - Unix ms
   * @param isDrawn - the document holds all that the ledger has; else what an earlier one replaced is kept too
   */
  replace(snapshot: LedgerSnapshot, hash: Hash, now: number, isDrawn: boolean): void;
  /** What the last compaction replaced, while it is kept. */
  replaced(): Replacement | undefined;
  /** The envelopes of it. */
  replacedEnvelopes(): readonly Uint8Array[];
  /** LED-4: it is not needed any more. */
  dropReplaced(): void;
  /** LED-5: the snapshot cannot be read: what it replaced goes back into the array. The index is to be built anew. */
  takeBackReplaced(): void;
  /** LED-5: puts whole bytes in the place of an entry's damaged ones. Not for snapshots. */
  heal(entry: LedgerEntry, hash: Hash): void;
  /** KEY-8: the parcel takes the place of the entries that it carries, in one transaction. They stay in their chains. */
  wrap(parcel: LedgerEntry, hash: Hash): void;
  /** KEY-8: keeps a notice; it is in the array already, or is put there. */
  pin(entry: LedgerEntry): void;
  /** Puts an envelope aside; a copy of one that is there does nothing. False if there is no room. */
  setAside(envelope: Uint8Array): boolean;
  /** Takes back or drops what is set aside: all for which `isGone` says so. */
  releaseAside(isGone: (entry: LedgerEntry) => boolean): void;
  /** Forgets the index: the array was rewritten by someone else. */
  reset(): void;
  /** Tells of entries that were put into the array by anyone else. `isRewritten`: some were removed too. */
  onArrival(listener: (added: readonly Uint8Array[], isRewritten: boolean) => void): () => void;
}

/** The name in an envelope's header, unverified; `undefined` where there is none. */
export function readEntry(envelope: Uint8Array): LedgerEntry | undefined {
  const header = decodeHeader(envelope);
  if (!header.ok) return undefined;
  const { session, seq, kind } = header.value;
  return { session: toHex(session), seq, kind, envelope };
}

/**
 * A ledger over a ledger document.
 *
 * @param doc - loaded; its array is read by the replica, which alone can open what is in it
 * @param waits - whether an entry must not leave this device but in a parcel (KEY-8)
 */
export function createLedger(doc: Y.Doc, waits: (entry: LedgerEntry) => boolean = () => false): LedgerWriter {
  const array = doc.getArray<Uint8Array>(LEDGER_ARRAY);
  const aside = doc.getArray<Uint8Array>(ASIDE_ARRAY);
  const disputes = doc.getArray<string>(DISPUTED_ARRAY);
  const kept = createReplaced(doc);
  const end = createArrayEnd(array);
  let index: ChainIndex = createChainIndex();

  /** Deletes what a snapshot covers, what cannot be read, and second copies; keeps everything else, holes or not. Answers with what it covers. */
  function deleteCovered(snapshot: LedgerSnapshot, parcels: readonly LedgerEntry[]): Uint8Array[] {
    const seen = new Set<string>();
    const covered: Uint8Array[] = [];
    const pinned = new Set(index.pins().map(({ session, seq }) => `${session}/${seq}`));
    const carried = new Map(parcels.map(({ session, seq, carries = [] }) => [`${session}/${seq}`, carries]));
    const isCovered = ({ session, seq }: EntryName): boolean => seq <= (snapshot.covers.get(session)?.seq ?? -1);
    const isKept = array.toArray().map((envelope) => {
      const entry = readEntry(envelope);
      if (entry === undefined) return false;
      // KEY-8: what a snapshot says cannot be read by whoever lacks the keys that these bring.
      const name = `${entry.session}/${entry.seq}`;
      if (!pinned.has(name) && [entry, ...(carried.get(name) ?? [])].every(isCovered)) {
        covered.push(envelope);
        return false;
      }
      if (seen.has(name)) return false;
      seen.add(name);
      return true;
    });
    deleteUnless(isKept);
    return covered;
  }

  /** Deletes all of the array but what is kept, a run at a time. */
  function deleteUnless(isKept: readonly boolean[]): void {
    for (let last = isKept.length; last > 0; ) {
      if (isKept[last - 1] === true) {
        last--;
        continue;
      }
      let first = last - 1;
      while (first > 0 && isKept[first - 1] === false) first--;
      array.delete(first, last - first);
      last = first;
    }
  }

  function isOutgoing(entry: LedgerEntry): boolean {
    return entry.isCarried !== true && !waits(entry);
  }

  /** What is noted of a snapshot: of whom, and what. */
  function disputesOf(session: SessionHex, seq: number): string[][] {
    if (disputes.length === 0) return [];
    const name = `${session}/${seq}/`;
    const noted = disputes.toArray().filter((one) => one.startsWith(name) && one !== name);
    return noted.map((one) => one.slice(name.length).split('/'));
  }

  return {
    doc,
    heads: () => index.heads(),
    coveredSeq: (session) => index.floor(session),
    has: (session, seq) => seq <= index.headSeq(session),
    get: (session, seq) => index.get(session, seq)?.envelope,
    outgoing(session, seq) {
      const entry = index.get(session, seq);
      return entry === undefined || !isOutgoing(entry) ? undefined : entry.envelope;
    },
    carries: (session, seq) => index.get(session, seq)?.carries ?? [],
    parcels: () => index.parcels(),
    snapshots: () => index.snapshots(),
    disputed: (session, seq) => disputesOf(session, seq).flatMap(([of = '', kind]) => (kind === undefined ? [of] : [])),
    spokenOver: (session, seq) =>
      disputesOf(session, seq).flatMap(([of = '', kind, clock]) =>
        kind === 'content' || kind === 'comment' ? [{ session: of, kind, clock: Number(clock) }] : [],
      ),
    isHearsay: (session, seq, of) => disputesOf(session, seq).some(([one, kind]) => one === of && kind === 'hearsay'),
    isContradicted: (session, seq) => disputes.length > 0 && disputes.toArray().includes(`${session}/${seq}/`),
    pins: () => index.pins(),
    aside: () => aside.toArray(),
    entries: (known = new Map()) => index.after(known).filter(isOutgoing).values(),
    contents: (known = new Map()) => index.after(known).values(),
    stats: () => index.stats(),
    stored: () => array.toArray(),
    append(entry, hash, disputed = []) {
      index.extend(entry, hash);
      doc.transact(() => {
        for (const one of disputed) disputes.push([`${entry.session}/${entry.seq}/${one}`]);
        end.push([entry.envelope]);
      }, LEDGER_WRITE);
    },
    speakOver: ({ session, seq }, { session: of, kind, clock }) =>
      doc.transact(() => disputes.push([`${session}/${seq}/${of}/${kind}/${clock}`]), LEDGER_WRITE),
    noteHearsay({ session, seq }, of) {
      const notes = of.map((one) => `${session}/${seq}/${one}/hearsay`);
      if (notes.length > 0) doc.transact(() => disputes.push(notes), LEDGER_WRITE);
    },
    contradict: ({ session, seq }) => doc.transact(() => disputes.push([`${session}/${seq}/`]), LEDGER_WRITE),
    keep: (entry) => doc.transact(() => end.push([entry.envelope]), LEDGER_WRITE),
    named(session, seq) {
      const isNamed = (entry: LedgerEntry | undefined): boolean => entry?.session === session && entry.seq === seq;
      return array.toArray().filter((envelope) => isNamed(readEntry(envelope)));
    },
    place: (entry, hash) => index.extend(entry, hash),
    wrap(parcel, hash) {
      const { carries = [] } = parcel;
      const names = new Set(carries.map(({ session, seq }) => `${session}/${seq}`));
      index.carry(carries);
      index.extend(parcel, hash);
      doc.transact(() => {
        deleteUnless(
          array.toArray().map((envelope) => {
            const entry = readEntry(envelope);
            return entry === undefined || !names.has(`${entry.session}/${entry.seq}`);
          }),
        );
        end.push([parcel.envelope]);
      }, LEDGER_WRITE);
    },
    heal(entry, hash) {
      const held = index.get(entry.session, entry.seq);
      const at = held === undefined ? -1 : array.toArray().indexOf(held.envelope);
      if (at < 0) return;
      index.amend(entry, hash);
      doc.transact(() => {
        array.delete(at, 1);
        array.insert(at, [entry.envelope]);
      }, LEDGER_WRITE);
    },
    pin(entry) {
      index.pin(entry);
      const isThere = array.toArray().some((envelope) => equal(envelope, entry.envelope));
      if (!isThere) doc.transact(() => end.push([entry.envelope]), LEDGER_WRITE);
    },
    setAside(envelope) {
      const held = aside.toArray();
      if (held.some((other) => equal(other, envelope))) return true;
      const bytes = held.reduce((sum, { length }) => sum + length, envelope.length);
      if (held.length >= MAX_ASIDE_ENTRIES || bytes > MAX_ASIDE_BYTES) return false;
      doc.transact(() => aside.push([envelope]), LEDGER_WRITE);
      return true;
    },
    releaseAside(isGone) {
      doc.transact(() => {
        for (let at = aside.length - 1; at >= 0; at--) {
          const entry = readEntry(aside.get(at));
          if (entry === undefined || isGone(entry)) aside.delete(at);
        }
      }, LEDGER_WRITE);
    },
    jump(session, snapshot) {
      const head = snapshot.covers.get(session);
      if (head === undefined) throw new RangeError('the snapshot does not cover this session');
      index.cover(session, head);
    },
    replace(snapshot, hash, now, isDrawn) {
      const parcels = index.parcels();
      for (const [session, head] of snapshot.covers) index.cover(session, head);
      index.extend(snapshot, hash);
      doc.transact(() => {
        const { session, seq } = snapshot;
        const before = isDrawn ? [] : kept.envelopes();
        kept.set({ session, seq, at: now }, [...before, ...deleteCovered(snapshot, parcels)]);
        // Names that are gone say nothing any more.
        for (let at = disputes.length - 1; at >= 0; at--) {
          const [name = '', number] = disputes.get(at).split('/');
          if (Number(number) <= (snapshot.covers.get(name)?.seq ?? -1)) disputes.delete(at);
        }
        end.push([snapshot.envelope]);
      }, LEDGER_WRITE);
    },
    replaced: () => kept.get(),
    replacedEnvelopes: () => kept.envelopes(),
    dropReplaced() {
      if (kept.get() !== undefined) doc.transact(() => kept.clear(), LEDGER_WRITE);
    },
    takeBackReplaced() {
      const before = kept.envelopes();
      if (before.length === 0) return;
      doc.transact(() => {
        end.push(before);
        kept.clear();
      }, LEDGER_WRITE);
    },
    reset() {
      index = createChainIndex();
    },
    onArrival(listener) {
      const observe = (event: Y.YArrayEvent<Uint8Array>, transaction: Y.Transaction): void => {
        if (transaction.origin === LEDGER_WRITE) return;
        const added: Uint8Array[] = [];
        let isRewritten = false;
        for (const { insert, delete: deleted } of event.changes.delta) {
          if (Array.isArray(insert)) for (const value of insert) if (value instanceof Uint8Array) added.push(value);
          if (deleted !== undefined) isRewritten = true;
        }
        listener(added, isRewritten);
      };
      array.observe(observe);
      return () => array.unobserve(observe);
    },
  };
}
