/**
 * LED-4: a snapshot may put words in a session's name, and whoever knows no better believes it, until the session's own change comes for the same places. Then the
 * snapshot's author is named, and from there on the snapshot is not believed of that session. But Yjs keeps what it meets first under a name: the document shows the
 * false words until it is opened again. That is told, and nothing is summed up here meanwhile.
 */
import * as Y from 'yjs';
import { replicaFailure } from '../errors.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import { findFalse, type Struct } from './find-false.ts';
import type { Doubts } from './judges.ts';
import { asCounted, isOpenedSnapshot, openEntry } from './open-entry.ts';
import { readComments, readContent } from './part-updates.ts';
import type { PartKind } from './parts.ts';

export function createDoubts(
  context: Pick<ReplicaContext, 'alarm' | 'clientOf' | 'ledger' | 'own' | 'parts' | 'ports' | 'ring' | 'rivals'>,
): Doubts {
  const { alarm, ledger, own, parts, ring } = context;
  let later: (() => void)[] = [];
  let isDoubtful = false;

  /** Of each snapshot that says so: from where on it is not believed. */
  function doubt(session: SessionHex, kind: PartKind, written: readonly Struct[]): void {
    const client = context.clientOf(session);
    for (const snapshot of [...ledger.snapshots()]) {
      if (snapshot.session === session) continue;
      const opened = openEntry(ring, snapshot);
      if (!opened.ok || !isOpenedSnapshot(opened.value)) continue;
      const counted = asCounted(context, opened.value);
      const read = kind === 'content' ? readContent(counted) : readComments(context, counted);
      if (typeof read !== 'object' || !read.clocks.has(client)) continue;
      const held = Y.decodeUpdateV2(read.state).structs.filter(({ id }) => id.client === client);
      const clock = findFalse(held, written);
      if (clock === undefined) continue;
      isDoubtful = true;
      ledger.speakOver(snapshot, { session, kind, clock });
      if (snapshot.session !== own) alarm({ ...replicaFailure('snapshot-overreaches'), session: snapshot.session });
    }
    if (isDoubtful) alarm(replicaFailure('spoken-over'));
  }

  function look(session: SessionHex, kind: PartKind, written: readonly Struct[], isTrue: () => boolean): void {
    const { doc, queue } = parts[kind];
    if (queue.size() > 0) {
      later.push(() => look(session, kind, written, isTrue));
      return;
    }
    const held = doc.store.clients.get(context.clientOf(session)) ?? [];
    if (findFalse(held, written) !== undefined && isTrue()) doubt(session, kind, written);
  }

  return {
    compare(session, kind, update, isTrue = () => true) {
      const { canRead, queue } = parts[kind];
      // Two histories are the session's own doing.
      if (!canRead || session === own || context.rivals.isForked(session)) return;
      const { structs } = Y.decodeUpdate(update);
      const from = structs[0]?.id.clock;
      if (from !== undefined && from < queue.clock(context.clientOf(session))) look(session, kind, structs, isTrue);
    },
    applied() {
      const looks = later;
      later = [];
      for (const one of looks) one();
    },
    isDoubtful: () => isDoubtful,
  };
}
