/** Who deleted something: whoever wrote an update that names it. */
import * as Y from 'yjs';
import type { SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import { isOpenedChange, openEntry } from './open-entry.ts';
import { REMOTE } from './remote.ts';

type DeleteSet = Y.Transaction['deleteSet'];

export interface Deleters {
  /** Whose change deleted one of these, where a change of their own says so: a snapshot does not tell. */
  deleterOf(ids: readonly Y.ID[]): SessionHex | undefined;
  stop(): void;
}

/** How many changes are looked through. */
const MOST_SEARCHED = 2_000;
/** More sets of deletions than this are made one. */
const FEW_SETS = 256;

/** Whether one of these is named as deleted. */
export function isNamed(set: DeleteSet, ids: readonly Y.ID[]): boolean {
  return ids.some((id) => Y.isDeleted(set, id));
}

export function createDeleters({ ledger, own, parts, ring }: ReplicaContext): Deleters {
  const { doc } = parts.content;
  /** What was deleted in this session. */
  let mine: DeleteSet[] = [];
  const read = new WeakMap<Uint8Array, DeleteSet>();

  function onTransaction({ origin, deleteSet }: Y.Transaction): void {
    if (origin === REMOTE || deleteSet.clients.size === 0) return;
    mine.push(deleteSet);
    if (mine.length > FEW_SETS) mine = [Y.mergeDeleteSets(mine)];
  }
  doc.on('afterTransaction', onTransaction);

  return {
    deleterOf(ids) {
      mine = [Y.mergeDeleteSets(mine)];
      if (mine.some((set) => isNamed(set, ids))) return own;
      const entries = [...ledger.entries()].filter(({ kind }) => kind === 'content').slice(-MOST_SEARCHED);
      for (const entry of entries.reverse()) {
        let set = read.get(entry.envelope);
        if (set === undefined) {
          const opened = openEntry(ring, entry);
          set =
            opened.ok && isOpenedChange(opened.value) ? Y.decodeUpdate(opened.value.update).ds : Y.createDeleteSet();
          read.set(entry.envelope, set);
        }
        if (isNamed(set, ids)) return entry.session;
      }
      return undefined;
    },
    stop: () => doc.off('afterTransaction', onTransaction),
  };
}
