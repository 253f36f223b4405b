import type { Hash } from '@weft/crypto';
import type { LedgerWriter } from '../ledger/create-ledger.ts';
import type { LedgerSnapshot, SessionHex } from '../ledger/types.ts';
import { isOpenedSnapshot, type OpenedEntry } from './open-entry.ts';

/** Entries by name. */
export type EntriesByName = Map<SessionHex, Map<number, OpenedEntry>>;

/** Adds an entry unless its name is taken. */
export function addByName(entries: EntriesByName, opened: OpenedEntry): void {
  const { session, seq } = opened.entry;
  const chain = entries.get(session) ?? new Map<number, OpenedEntry>();
  entries.set(session, chain);
  if (!chain.has(seq)) chain.set(seq, opened);
}

/** The snapshot that reaches farthest beyond `seq` in a session's chain. */
function farthest(snapshots: readonly LedgerSnapshot[], session: SessionHex, seq: number): LedgerSnapshot | undefined {
  let best: LedgerSnapshot | undefined;
  let reach = seq;
  for (const snapshot of snapshots) {
    const covered = snapshot.covers.get(session)?.seq ?? -1;
    if (covered > reach) {
      best = snapshot;
      reach = covered;
    }
  }
  return best;
}

/** Where holes are only closed by a snapshot, the ledger's index jumps there. */
function jumpHoles(ledger: LedgerWriter, entries: EntriesByName, snapshots: readonly LedgerSnapshot[]): void {
  const sessions = new Set(entries.keys());
  for (const snapshot of snapshots) for (const session of snapshot.covers.keys()) sessions.add(session);
  for (const session of sessions) {
    const chain = entries.get(session);
    for (let seq = ledger.heads().get(session)?.seq ?? -1; ; ) {
      if (chain?.has(seq + 1) === true) {
        seq++;
        continue;
      }
      const snapshot = farthest(snapshots, session, seq);
      if (snapshot === undefined) break;
      ledger.jump(session, snapshot);
      seq = snapshot.covers.get(session)?.seq ?? seq;
    }
  }
}

/**
 * LED-5: builds the index of a ledger from what could be opened, whatever its order: chain by chain, a snapshot standing for what
 * is not there. What lies behind a hole is left out.
 *
 * @param ledger - its index is empty
 * @param opened - in the order of the array
 * @param hash - of an envelope (ENV-4)
 * @returns the entries behind holes
 */
export function buildChains(
  ledger: LedgerWriter,
  opened: readonly OpenedEntry[],
  hash: (envelope: Uint8Array) => Hash,
): EntriesByName {
  const entries: EntriesByName = new Map();
  for (const entry of opened) addByName(entries, entry);
  jumpHoles(
    ledger,
    entries,
    opened.filter(isOpenedSnapshot).map(({ entry }) => entry),
  );
  const heads = ledger.heads();
  const stranded: EntriesByName = new Map();
  // In the order of the array, so that the index keeps the order in which readers can take the entries.
  const met = new Set<OpenedEntry>();
  for (const one of opened) {
    met.add(one);
    const chain = entries.get(one.entry.session);
    for (;;) {
      const seq = (heads.get(one.entry.session)?.seq ?? -1) + 1;
      const next = chain?.get(seq);
      if (next === undefined || !met.has(next)) break;
      const isLast = chain?.has(seq + 1) !== true;
      ledger.place(next.entry, isLast ? hash(next.entry.envelope) : NOT_YET);
    }
  }
  for (const one of opened) {
    if (one.entry.seq > (heads.get(one.entry.session)?.seq ?? -1)) addByName(stranded, one);
  }
  return stranded;
}

/** Stands for the hash of an envelope whose successor is placed next. */
const NOT_YET = new Uint8Array(32) as Uint8Array as Hash;
