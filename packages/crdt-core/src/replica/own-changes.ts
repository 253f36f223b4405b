/**
 * LED-1: what was changed here since the last envelope, as one Yjs update.
 *
 * It is written from the document when it is sealed, not merged from an update per transaction: Yjs then need not encode each keystroke, and a
 * word that was typed is one struct. The update is what `Y.encodeStateAsUpdate` would write for this client alone, with the
 * deletions of these transactions only.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { DeleteSet } from '../losses/runs.ts';

/** How a transaction concerns its own client: it changed nothing, changed something, or brought structs in the name of others. */
export type ChangeKind = 'none' | 'own' | 'foreign';

/** Collects the changes of one client id. */
export interface OwnChanges {
  /** Takes note of a transaction that was made here. */
  note(transaction: Y.Transaction): ChangeKind;
  /** The changes since the last call, as a V1 update; `undefined` if there are none. */
  take(): Uint8Array | undefined;
}

function writeStructs(encoder: Y.UpdateEncoderV1, doc: Y.Doc, client: number, from: number): void {
  const structs = doc.store.clients.get(client) ?? [];
  if (Y.getState(doc.store, client) <= from) {
    encoding.writeVarUint(encoder.restEncoder, 0);
    return;
  }
  const first = Y.findIndexSS(structs, from);
  encoding.writeVarUint(encoder.restEncoder, 1); // one client
  encoding.writeVarUint(encoder.restEncoder, structs.length - first);
  encoder.writeClient(client);
  encoding.writeVarUint(encoder.restEncoder, from);
  for (let at = first; at < structs.length; at++) {
    const struct = structs[at];
    struct?.write(encoder, at === first ? from - struct.id.clock : 0);
  }
}

/** Writes deletions at the end of an update. */
export function writeDeletes(encoder: Y.UpdateEncoderV1 | Y.UpdateEncoderV2, deletes: DeleteSet): void {
  encoding.writeVarUint(encoder.restEncoder, deletes.clients.size);
  for (const [client, ranges] of [...deletes.clients].sort(([a], [b]) => b - a)) {
    encoder.resetDsCurVal();
    encoding.writeVarUint(encoder.restEncoder, client);
    encoding.writeVarUint(encoder.restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
}

/** @param doc - holds nothing of its own client id yet */
export function createOwnChanges(doc: Y.Doc): OwnChanges {
  const client = doc.clientID;
  let sealed = 0;
  let deletes: DeleteSet[] = [];

  return {
    note({ beforeState, afterState, deleteSet }) {
      let kind: ChangeKind = 'none';
      if (deleteSet.clients.size > 0) {
        deletes.push(deleteSet);
        kind = 'own';
      }
      for (const [id, clock] of afterState) {
        if (beforeState.get(id) === clock) continue;
        if (id !== client) return 'foreign';
        kind = 'own';
      }
      return kind;
    },
    take() {
      const from = sealed;
      sealed = Y.getState(doc.store, client);
      const merged = Y.mergeDeleteSets(deletes);
      deletes = [];
      if (sealed === from && merged.clients.size === 0) return undefined;
      const encoder = new Y.UpdateEncoderV1();
      writeStructs(encoder, doc, client, from);
      writeDeletes(encoder, merged);
      return encoder.toUint8Array();
    },
  };
}
