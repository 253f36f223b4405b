import { type Result, success } from '@weft/crypto';
import * as Y from 'yjs';
import { type Looked, readLooked } from './absence/looked-note.ts';
import type { StorageFailure } from './ports/storage.ts';
import { openIndexedDbStorage } from './ledger/indexeddb.ts';
import type { Heads } from './ledger/types.ts';
import { readSeen } from './losses/seen-note.ts';
import type { OpenOptions } from './open-options.ts';
import type { LedgerStorage } from './ports/index.ts';

/** What this device has of a document. */
export interface Stored {
  readonly ledgerDoc: Y.Doc;
  readonly storage: LedgerStorage;
  readonly seen: Heads | undefined;
  readonly looked: Looked | undefined;
}

/** Loads a document's ledger. Nothing stays open where that fails. */
export async function openStored(kind: OpenOptions['storage'], name: string): Promise<Result<Stored, StorageFailure>> {
  const ledgerDoc = new Y.Doc();
  const storage = (kind === 'indexeddb' ? openIndexedDbStorage : kind)(name, ledgerDoc);
  const loaded = await storage.load();
  if (loaded.ok)
    return success({ ledgerDoc, storage, seen: await readSeen(storage), looked: await readLooked(storage) });
  await storage.close();
  ledgerDoc.destroy();
  return loaded;
}
