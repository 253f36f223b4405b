import * as Y from 'yjs';
import type { Heads } from '../ledger/types.ts';
import { applyQueued } from './apply-queue.ts';
import type { ReplicaContext } from './context.ts';
import { asCounted, isOpenedSnapshot, openEntry } from './open-entry.ts';
import { openedToContent } from './part-updates.ts';

/** See `Replica.stateAt`. Costs as much as opening the document. */
export function stateAt(context: ReplicaContext, heads: Heads): Uint8Array | undefined {
  const { ledger, ring } = context;
  const now = ledger.heads();
  for (const [session, { seq }] of heads) if (seq > (now.get(session)?.seq ?? -1)) return undefined;
  for (const [session] of now) if (ledger.coveredSeq(session) > (heads.get(session)?.seq ?? -1)) return undefined;
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const entry of ledger.contents()) {
        if (entry.seq > (heads.get(entry.session)?.seq ?? -1)) continue;
        const result = openEntry(ring, entry);
        if (!result.ok) continue;
        const opened = asCounted(context, result.value);
        const covers = isOpenedSnapshot(opened) ? opened.entry.covers : new Map();
        const isBeyond = [...covers].some(([session, { seq }]) => seq > (heads.get(session)?.seq ?? -1));
        const update = isBeyond ? undefined : openedToContent(opened);
        if (update !== undefined) applyQueued(doc, update);
      }
    });
  } catch {
    return undefined; // Yjs could not apply it
  }
  return Y.encodeStateAsUpdateV2(doc);
}
