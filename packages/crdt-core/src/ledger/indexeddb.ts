/**
 * A ledger document in IndexedDB, through y-indexeddb.
 *
 * y-indexeddb opens, loads and writes; it drops the promises of its writes, so this shell watches its database instead: errors and aborts
 * are seen on their way down, before they become unhandled rejections, and "saved" is said only after a transaction of
 * our own that is queued behind the writes (SYN-5).
 */
import { type Result, success } from '@weft/crypto';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { StorageFailure } from '../ports/storage.ts';
import type { LedgerStorage } from '../ports/storage.ts';
import { errorToStorageFailure, storageFailure } from './storage-failures.ts';

/** y-indexeddb's own names. */
const UPDATES = 'updates';
const CUSTOM = 'custom';
/** More updates than this on opening are made one with the first write: each costs a little at every opening. */
const FEW_UPDATES = 64;
/** Beside the notes: overwritten to make a confirming transaction one that writes. */
const CONFIRMED = 'weft/confirmed';

type Answer<T> = Result<T, StorageFailure>;

function refuse(failure: StorageFailure): { readonly ok: false; readonly failure: StorageFailure } {
  return { ok: false, failure };
}

/** Opens the database once by hand: if that fails, y-indexeddb would fail where nobody can catch it. */
function probe(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(UPDATES, { autoIncrement: true });
      request.result.createObjectStore(CUSTOM);
    };
    request.onerror = () => reject(request.error ?? new DOMException('the database did not open', 'UnknownError'));
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
}

/** Settles when the transaction is durable, or is not to be. */
function whenDone(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
  });
}

/**
 * The storage of one ledger in this browser.
 *
 * @param name - of the database: `weft/<roomId as base64url>`
 * @param ledgerDoc - still empty
 */
export function openIndexedDbStorage(name: string, ledgerDoc: Y.Doc): LedgerStorage {
  const origin = Symbol('weft storage');
  const listeners = new Set<(failure: StorageFailure | undefined) => void>();
  let persistence: IndexeddbPersistence | undefined;
  let database: IDBDatabase | undefined;
  let failure: StorageFailure | undefined;
  /** A write was lost: the stored updates no longer add up to the ledger. */
  let isIncomplete = false;
  let wantsTrim = false;
  let isTidied = false;
  let confirmations = 0;

  function setFailure(next: StorageFailure | undefined): void {
    if (next?.code === failure?.code) return;
    failure = next;
    for (const listener of listeners) listener(failure);
  }

  function lose(error: unknown): StorageFailure {
    isIncomplete = true;
    const lost = database === undefined ? storageFailure('storage-closed') : errorToStorageFailure(error);
    setFailure(lost);
    return lost;
  }

  /** The connection is gone for good: another tab deleted the database, or the browser took it away. */
  function disconnect(): void {
    database = undefined;
    setFailure(storageFailure('storage-closed'));
  }

  function watch(db: IDBDatabase): void {
    database = db;
    // On the way down, before the request's own handler: y-indexeddb would turn it into a rejection that nobody handles.
    db.addEventListener(
      'error',
      (event) => {
        event.stopImmediatePropagation();
        const { target } = event;
        // Requests of an aborted transaction all fail; its abort says why.
        const error = target instanceof IDBRequest ? target.error : undefined;
        if (error?.name !== 'AbortError') lose(error);
      },
      { capture: true },
    );
    db.addEventListener('abort', (event) => {
      const { target } = event;
      lose(target instanceof IDBTransaction ? target.error : undefined);
    });
    db.addEventListener('versionchange', disconnect); // lib0 closes the connection
    db.addEventListener('close', disconnect);
  }

  /** In place of y-indexeddb's own listener: a closed database must not throw into a keystroke. */
  function write(update: Uint8Array, from: unknown): void {
    if (persistence === undefined || from === origin || from === persistence) return;
    try {
      persistence._storeUpdate(update, from);
    } catch (error) {
      lose(error);
    }
    // Its trimming runs unwatched, and never while a person types. `confirm` and `trim` do it instead.
    if (persistence._storeTimeoutId !== null) {
      clearTimeout(persistence._storeTimeoutId as ReturnType<typeof setTimeout>);
      persistence._storeTimeoutId = null;
      wantsTrim = true;
    }
  }

  /** Runs a transaction; what goes wrong is a value. */
  async function run<T>(
    stores: string[],
    mode: 'readonly' | 'readwrite',
    body: (transaction: IDBTransaction) => () => T,
  ): Promise<Answer<T>> {
    if (database === undefined) return refuse(failure ?? storageFailure('storage-closed'));
    try {
      const transaction = database.transaction(stores, mode, { durability: 'strict' });
      const done = whenDone(transaction);
      const result = body(transaction);
      await done;
      return success(result());
    } catch (error) {
      return refuse(lose(error));
    }
  }

  /** Everything in one entry, in place of the stored updates, in one transaction. */
  async function rewrite(): Promise<Answer<void>> {
    const held = persistence;
    if (held === undefined) return refuse(storageFailure('storage-closed'));
    let key = 0;
    const written = await run([UPDATES], 'readwrite', (transaction) => {
      const store = transaction.objectStore(UPDATES);
      // What other tabs wrote since must not be lost.
      const unread: IDBRequest<unknown[]> = store.getAll(IDBKeyRange.lowerBound(held._dbref));
      unread.onsuccess = () => {
        ledgerDoc.transact(() => {
          for (const update of unread.result)
            if (update instanceof Uint8Array) Y.applyUpdate(ledgerDoc, update, origin);
        }, origin);
        const added = store.add(Y.encodeStateAsUpdate(ledgerDoc));
        added.onsuccess = () => {
          key = Number(added.result);
          store.delete(IDBKeyRange.upperBound(key, true));
        };
      };
      isIncomplete = false; // what is lost from here on comes after
      return () => undefined;
    });
    if (!written.ok) {
      isIncomplete = true;
      return written;
    }
    held._dbref = key + 1;
    held._dbsize = 1;
    wantsTrim = false;
    if (!isIncomplete) setFailure(undefined);
    return written;
  }

  return {
    origin,
    async load() {
      try {
        await probe(name);
        persistence = new IndexeddbPersistence(name, ledgerDoc);
        ledgerDoc.off('update', persistence._storeUpdate);
        watch(await persistence._db);
        ledgerDoc.on('update', write);
        // A database that cannot be read never becomes synced.
        const failed = new Promise<void>((resolve) => listeners.add(() => resolve()));
        await Promise.race([persistence.whenSynced, failed]);
        return persistence.synced ? success(undefined) : refuse(failure ?? storageFailure('storage-failed'));
      } catch (error) {
        const failed = errorToStorageFailure(error);
        setFailure(failed);
        return refuse(failed);
      }
    },
    async confirm() {
      if (isIncomplete) return rewrite();
      const confirmed = await run([UPDATES, CUSTOM], 'readwrite', (transaction) => {
        transaction.objectStore(CUSTOM).put(++confirmations, CONFIRMED);
        return () => undefined;
      });
      if (isIncomplete) return rewrite(); // an earlier write failed meanwhile
      const isCrowded = !isTidied && (persistence?._dbsize ?? 0) > FEW_UPDATES;
      isTidied = true;
      if (confirmed.ok && (wantsTrim || isCrowded)) return rewrite();
      if (confirmed.ok) setFailure(undefined);
      return confirmed;
    },
    trim: rewrite,
    readNote: (key) =>
      run([CUSTOM], 'readonly', (transaction) => {
        const request: IDBRequest<unknown> = transaction.objectStore(CUSTOM).get(key);
        return () => (request.result instanceof Uint8Array ? request.result : undefined);
      }),
    writeNote: (key, value) =>
      run([CUSTOM], 'readwrite', (transaction) => {
        transaction.objectStore(CUSTOM).put(value, key);
        return () => undefined;
      }),
    failure: () => failure,
    onFailure(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      ledgerDoc.off('update', write);
      listeners.clear();
      database = undefined;
      const held = persistence;
      persistence = undefined;
      await held?.destroy();
    },
  };
}
