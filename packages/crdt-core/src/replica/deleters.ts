/** Who deleted something: whoever wrote an update that names it. */
import * as Y from 'yjs';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { DeleteSet } from '../losses/runs.ts';
import type { ReplicaContext } from './context.ts';
import { asCounted, isOpenedChange, isOpenedSnapshot, openEntry } from './open-entry.ts';
import { openedToContent } from './part-updates.ts';
import { REMOTE } from './remote.ts';

export interface Deleters {
  /** Whose change deleted one of these, where a change of their own says so: a snapshot does not tell. */
  deleterOf(ids: readonly Y.ID[]): SessionHex | undefined;
  /** All that the changes and snapshots of the ledger, and what was done in this session, say is deleted. Opens each of them, once. */
  named(): DeleteSet;
  /** Opens for `named` what was not opened yet, a bounded part with each step. */
  readInSteps(): Generator<undefined, void>;
  stop(): void;
}

/** How many changes are looked through. */
const MOST_SEARCHED = 2_000;
/** What is opened in one step: about a millisecond. */
const STEP_BYTES = 32 * 1024;
/** More sets of deletions than this are made one. */
const FEW_SETS = 256;

/** Whether one of these is named as deleted. */
export function isNamed(set: DeleteSet, ids: readonly Y.ID[]): boolean {
  return ids.some((id) => Y.isDeleted(set, id));
}

export function createDeleters(context: ReplicaContext): Deleters {
  const { ledger, own, parts, ring } = context;
  const { doc } = parts.content;
  /** What was deleted in this session. */
  let mine: DeleteSet[] = [];
  const read = new WeakMap<Uint8Array, DeleteSet>();

  function onTransaction({ origin, deleteSet }: Y.Transaction): void {
    if (origin === REMOTE || deleteSet.clients.size === 0) return;
    mine.push(deleteSet);
    if (mine.length > FEW_SETS) mine = [Y.mergeDeleteSets(mine)];
  }

  /** What a change says is deleted. */
  function ofChange(entry: LedgerEntry): DeleteSet {
    const known = read.get(entry.envelope);
    if (known !== undefined) return known;
    const opened = openEntry(ring, entry);
    const set =
      opened.ok && isOpenedChange(opened.value) ? Y.decodeUpdate(opened.value.update).ds : Y.createDeleteSet();
    read.set(entry.envelope, set);
    return set;
  }

  function ofSnapshot(entry: LedgerEntry): DeleteSet {
    const { session, seq, envelope } = entry;
    // What is believed of it may change, what it says cannot.
    const isWhole = ledger.disputed(session, seq).length + ledger.spokenOver(session, seq).length === 0;
    const known = isWhole ? read.get(envelope) : undefined;
    if (known !== undefined) return known;
    const opened = openEntry(ring, entry);
    if (!opened.ok || !isOpenedSnapshot(opened.value)) return Y.createDeleteSet();
    const content = openedToContent(asCounted(context, opened.value));
    const set = content === undefined ? Y.createDeleteSet() : Y.decodeUpdateV2(content.update).ds;
    if (isWhole) read.set(envelope, set);
    return set;
  }

  function ofEntry(entry: LedgerEntry): DeleteSet {
    if (entry.kind === 'content') return ofChange(entry);
    return entry.kind === 'snapshot' ? ofSnapshot(entry) : Y.createDeleteSet();
  }

  doc.on('afterTransaction', onTransaction);

  return {
    deleterOf(ids) {
      mine = [Y.mergeDeleteSets(mine)];
      if (mine.some((set) => isNamed(set, ids))) return own;
      const entries = [...ledger.contents()].filter(({ kind }) => kind === 'content').slice(-MOST_SEARCHED);
      return entries.reverse().find((entry) => isNamed(ofChange(entry), ids))?.session;
    },
    named() {
      return Y.mergeDeleteSets([...mine, ...[...ledger.contents()].map(ofEntry)]);
    },
    *readInSteps() {
      let bytes = 0;
      for (const entry of [...ledger.contents()]) {
        if (read.has(entry.envelope)) continue;
        ofEntry(entry);
        bytes += entry.envelope.length;
        if (bytes < STEP_BYTES) continue;
        bytes = 0;
        yield;
      }
    },
    stop: () => doc.off('afterTransaction', onTransaction),
  };
}
