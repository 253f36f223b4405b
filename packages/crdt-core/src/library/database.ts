/** What lies in IndexedDB for one record: a nonce and a sealed body. */
export interface SealedRecord {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The stores of the library's database. `keys` holds the key itself, which no script can read out. */
export type StoreName = 'keys' | 'documents' | 'device';

/** A thin promise over IndexedDB: it rejects with the browser's own exception. */
export interface LibraryDatabase {
  get(store: StoreName, key: string): Promise<unknown>;
  entries(store: StoreName): Promise<readonly (readonly [string, unknown])[]>;
  put(store: StoreName, key: string, value: unknown): Promise<void>;
  /** Writes only where there is nothing yet, and answers with what is there in the end. */
  putIfAbsent(store: StoreName, key: string, value: unknown): Promise<unknown>;
  delete(store: StoreName, key: string): Promise<void>;
  close(): void;
}

const NAME = 'weft/library';
const VERSION = 1;
const STORES: readonly StoreName[] = ['keys', 'documents', 'device'];

function toPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('the request failed', 'UnknownError'));
  });
}

/** Settles when the transaction is on disk: "saved" is said only then. */
function whenDone(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    const fail = (): void => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
}

function openNative(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onblocked = () => reject(new DOMException('an older version is open', 'VersionError'));
    request.onerror = () => reject(request.error ?? new DOMException('the database did not open', 'UnknownError'));
    request.onsuccess = () => resolve(request.result);
  });
}

/** Opens the database `weft/library`, creating it where there is none. */
export async function openDatabase(factory: IDBFactory): Promise<LibraryDatabase> {
  const database = await openNative(factory);
  // A newer Weft in another tab wants to upgrade: give way rather than block it.
  database.onversionchange = () => database.close();

  const read = (store: StoreName): IDBObjectStore => database.transaction(store, 'readonly').objectStore(store);
  const write = async (store: StoreName, change: (objects: IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(store, 'readwrite');
    const done = whenDone(transaction);
    change(transaction.objectStore(store));
    await done;
  };

  return {
    get: async (store, key) => await toPromise<unknown>(read(store).get(key)),
    entries: async (store) => {
      const objects = read(store);
      const [keys, values] = await Promise.all([
        toPromise(objects.getAllKeys()),
        toPromise<unknown[]>(objects.getAll()),
      ]);
      return keys.flatMap((key, index) => (typeof key === 'string' ? [[key, values[index]] as const] : []));
    },
    put: async (store, key, value) => await write(store, (objects) => objects.put(value, key)),
    putIfAbsent: async (store, key, value) => {
      let kept: unknown = value;
      await write(store, (objects) => {
        const request = objects.get(key);
        request.onsuccess = () => {
          if (request.result === undefined) objects.put(value, key);
          else kept = request.result;
        };
      });
      return kept;
    },
    delete: async (store, key) => await write(store, (objects) => objects.delete(key)),
    close: () => database.close(),
  };
}

/**
 * Deletes a whole database. `blocked`: another tab still had it open after `patience` ran out; the deletion stays
 * asked for and happens when that tab lets go. `patience` starts a wait and answers with the way to cancel it.
 */
export function deleteDatabase(
  factory: IDBFactory,
  name: string,
  patience: (onOver: () => void) => () => void,
): Promise<'deleted' | 'blocked'> {
  return new Promise((resolve, reject) => {
    let cancel = (): void => {};
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => {
      cancel();
      resolve('deleted');
    };
    request.onerror = () => {
      cancel();
      reject(request.error ?? new DOMException('the database was not deleted', 'UnknownError'));
    };
    request.onblocked = () => {
      cancel = patience(() => resolve('blocked'));
    };
  });
}
