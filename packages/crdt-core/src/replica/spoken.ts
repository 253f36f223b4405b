/** KEY-5: what sessions themselves wrote, as far as their own envelopes are held, and not only a snapshot that says so. */
import * as Y from 'yjs';
import { LEDGER_ARRAY, readEntry } from '../ledger/create-ledger.ts';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import type { Struct } from './find-false.ts';
import { isOpenedChange, openEntry } from './open-entry.ts';
import type { PartKind } from './parts.ts';

/** Looks through the ledger once, when it is first asked. Answers with a session's structs in the order of their clocks. */
export function createSpoken({
  ledger,
  ring,
}: Pick<ReplicaContext, 'ledger' | 'ring'>): (session: SessionHex, kind: PartKind) => readonly Struct[] {
  let entries: Map<SessionHex, LedgerEntry[]> | undefined;

  function read(): Map<SessionHex, LedgerEntry[]> {
    const found = new Map<SessionHex, LedgerEntry[]>();
    for (const envelope of ledger.doc.getArray<Uint8Array>(LEDGER_ARRAY).toArray()) {
      const entry = readEntry(envelope);
      if (entry === undefined) continue;
      const of = found.get(entry.session);
      if (of === undefined) found.set(entry.session, [entry]);
      else of.push(entry);
    }
    return found;
  }

  return (session, kind) => {
    entries ??= read();
    const structs = (entries.get(session) ?? []).flatMap((entry): Struct[] => {
      const opened = openEntry(ring, entry);
      return opened.ok && isOpenedChange(opened.value) && opened.value.kind === kind
        ? Y.decodeUpdate(opened.value.update).structs
        : [];
    });
    return structs.sort((a, b) => a.id.clock - b.id.clock);
  };
}
