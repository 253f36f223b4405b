/** The work that `reopen.ts` measures. Runs in Node over fake-indexeddb and in a browser over the real one. */
import { createReplica, openIndexedDbStorage } from '@weft/crdt-core';
import { type Capability, createEpoch, createRandomness, createRoom, loadSodium } from '@weft/crypto';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import type { Patch } from '../../traces/trace.ts';

/** Entries after the snapshot: as many as a store holds one by one before it is trimmed to one. */
export const TAIL = 480;

/** A document, stored both ways, and opened again. */
export interface Reopening {
  /** Opens the sealed, compacted ledger; gives the text. */
  openWeft(): Promise<string>;
  /** Opens the same document from y-indexeddb, a snapshot and a tail in the clear; gives the text. */
  openYjs(): Promise<string>;
}

function edit(text: Y.Text, [position, deleted, inserted]: Patch): void {
  if (deleted > 0) text.delete(position, deleted);
  if (inserted !== '') text.insert(position, inserted);
}

/**
 * Writes the document twice: all but the tail as a snapshot, and the tail one edit at a time.
 *
 * @param patches - the whole history
 * @param name - of the databases
 */
export async function prepareReopening(patches: readonly Patch[], name: string): Promise<Reopening> {
  const sodium = await loadSodium();
  const random = createRandomness();
  const room = createRoom(sodium, random);
  const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: Number.MAX_SAFE_INTEGER });
  const capability: Capability = { role: 'editor', certificate, secret: editSecret, relays: [] };
  const ports = { sodium, random, clock: { now: () => Date.now() }, timers: { set: () => () => undefined } };
  const head = patches.slice(0, -TAIL);
  const tail = patches.slice(-TAIL);

  const ledgerDoc = new Y.Doc();
  const storage = openIndexedDbStorage(`${name}-weft`, ledgerDoc);
  await storage.load();
  const replica = createReplica(ports, { capability, ledgerDoc });
  const text = replica.doc.getText('t');
  replica.doc.transact(() => head.forEach((patch) => edit(text, patch)));
  replica.compact();
  await storage.trim();
  for (const patch of tail) {
    edit(text, patch);
    replica.flush();
  }
  const confirmed = await storage.confirm();
  if (!confirmed.ok) throw new Error(confirmed.failure.sentence);
  replica.destroy();
  await storage.close();

  const plain = new Y.Doc();
  const persistence = new IndexeddbPersistence(`${name}-yjs`, plain);
  await persistence.whenSynced;
  const plainText = plain.getText('t');
  plain.transact(() => head.forEach((patch) => edit(plainText, patch)));
  await storeState(persistence, true);
  for (const patch of tail) edit(plainText, patch);
  await persistence.set('written', 1); // queued behind the updates
  await persistence.destroy();

  return {
    async openWeft() {
      const reopened = new Y.Doc();
      const opened = openIndexedDbStorage(`${name}-weft`, reopened);
      const loaded = await opened.load();
      if (!loaded.ok) throw new Error(loaded.failure.sentence);
      const again = createReplica(ports, { capability, ledgerDoc: reopened });
      const content = again.doc.getText('t').toString();
      again.destroy();
      await opened.close();
      return content;
    },
    async openYjs() {
      const reopened = new Y.Doc();
      const opened = new IndexeddbPersistence(`${name}-yjs`, reopened);
      await opened.whenSynced;
      const content = reopened.getText('t').toString();
      await opened.destroy();
      return content;
    },
  };
}
