/** Places follow their letters: where those were copied elsewhere and went here, as a split, a join and a move do, a place is beside the copy (decision 35). */
import * as Y from 'yjs';
import type { Shown } from './twins.ts';

/** Itself where its letter is there, or where it has none; else the place beside the copy that is seen; undefined where there is none. */
export function followCopies(ydoc: Y.Doc, shown: Shown, place: Y.RelativePosition): Y.RelativePosition | undefined {
  const { item, assoc } = place;
  if (!item || isThere(ydoc, item)) return place;
  const copy = seenCopy(ydoc, shown, item);
  return copy && new Y.RelativePosition(null, null, copy, assoc);
}

/** A peer may name what nobody wrote. */
function isThere({ store }: Y.Doc, id: Y.ID): boolean {
  return id.clock < Y.getState(store, id.client) && !Y.getItem(store, id).deleted;
}

function seenCopy(ydoc: Y.Doc, { copies, veil }: Shown, { client: writer, clock: letter }: Y.ID): Y.ID | undefined {
  for (const root of copies.rootsOf({ client: writer, clock: letter, length: 1 })) {
    for (const { client, clock, roots } of copies.all()) {
      let at = clock;
      for (const run of roots) {
        const skip = run.client === root.client ? root.clock - run.clock : -1;
        const copy = { client, clock: at + skip };
        if (skip >= 0 && skip < run.length && isThere(ydoc, copy) && !veil().isHidden(client, copy.clock)) return copy;
        at += run.length;
      }
    }
  }
  return undefined;
}
