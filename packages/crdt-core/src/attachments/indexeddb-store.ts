/**
 * Attachments in a database of their own: the ledger's is read whole on opening, this one never is.
 */
import { type Result, success } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import { errorToStorageFailure, storageFailure } from '../ledger/storage-failures.ts';
import { toAttachmentDatabase } from './layout.ts';
import type { AttachmentStore, ChainMark, StoredChain } from './store.ts';

/** Chunks, by [session, seq]. */
const CHUNKS = 'chunks';
/** Marks, by session. */
const CHAINS = 'chains';

/** What is stored under a chain's session. */
interface Row extends ChainMark {
  readonly held: number;
}

/** Opens a document's attachments in this browser; the database is opened with the first use. `name`: of the ledger's database. */
export function openIndexedDbAttachments(name: string): AttachmentStore {
  let opening: Promise<IDBDatabase> | undefined;
  let isClosed = false;

  function open(): Promise<IDBDatabase> {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(toAttachmentDatabase(name));
      request.onupgradeneeded = () => {
        request.result.createObjectStore(CHUNKS);
        request.result.createObjectStore(CHAINS);
      };
      request.onerror = () => reject(request.error ?? new DOMException('the database did not open', 'UnknownError'));
      request.onsuccess = () => {
        const database = request.result;
        // Another tab deletes the document, or the browser takes it away.
        const forget = (): void => {
          database.close();
          opening = undefined;
        };
        database.onversionchange = forget;
        database.onclose = forget;
        resolve(database);
      };
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  async function run<T>(
    mode: 'readonly' | 'readwrite',
    body: (chunks: IDBObjectStore, chains: IDBObjectStore) => () => T,
  ): Promise<Result<T, StorageFailure>> {
    if (isClosed) return { ok: false, failure: storageFailure('storage-closed') };
    try {
      const database = await open();
      const transaction = database.transaction([CHUNKS, CHAINS], mode, { durability: 'strict' });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
      });
      const result = body(transaction.objectStore(CHUNKS), transaction.objectStore(CHAINS));
      await done;
      return success(result());
    } catch (error) {
      return { ok: false, failure: errorToStorageFailure(error) };
    }
  }

  return {
    chains: () =>
      run('readonly', (_chunks, chains) => {
        const keys = chains.getAllKeys();
        const rows: IDBRequest<unknown[]> = chains.getAll();
        return () =>
          rows.result.flatMap((row, at) => {
            const chain = toChain(keys.result[at], row);
            return chain === undefined ? [] : [chain];
          });
      }),
    chain: (session) =>
      run('readonly', (_chunks, chains) => {
        const row: IDBRequest<unknown> = chains.get(session);
        return () => toChain(session, row.result);
      }),
    read: (session, seq) =>
      run('readonly', (chunks) => {
        const chunk: IDBRequest<unknown> = chunks.get([session, seq]);
        return () => (chunk.result instanceof Uint8Array ? chunk.result : undefined);
      }),
    put: (session, seq, envelope, mark) =>
      run('readwrite', (chunks, chains) => {
        const row: IDBRequest<unknown> = chains.get(session);
        let held = 0;
        row.onsuccess = () => {
          held = toChain(session, row.result)?.held ?? 0;
          // Another tab may have put it meanwhile.
          if (held !== seq) return;
          held = seq + 1;
          chunks.put(envelope.slice(), [session, seq]);
          const next: Row = { ...mark, held };
          chains.put(next, session);
        };
        return () => held;
      }),
    mark: (session, change) =>
      run('readwrite', (_chunks, chains) => {
        const row: IDBRequest<unknown> = chains.get(session);
        row.onsuccess = () => {
          const chain = toChain(session, row.result);
          if (chain === undefined) return;
          const { chunks, isOwn, isSent, touchedAt, leftAt, held } = { ...chain, ...change };
          const next: Row = { chunks, isOwn, isSent, touchedAt, leftAt, held };
          chains.put(next, session);
        };
        return () => undefined;
      }),
    drop: (session) =>
      run('readwrite', (chunks, chains) => {
        chunks.delete(IDBKeyRange.bound([session], [session, []]));
        chains.delete(session);
        return () => undefined;
      }),
    async close() {
      isClosed = true;
      const database = await opening?.catch(() => undefined);
      database?.close();
    },
  };
}

/** A row as it was written; `undefined` if a later version, or damage, made something else of it. */
function toChain(session: unknown, row: unknown): StoredChain | undefined {
  if (typeof session !== 'string' || typeof row !== 'object' || row === null) return undefined;
  const { chunks, held, isOwn, isSent, touchedAt, leftAt } = row as Readonly<Record<string, unknown>>;
  if (typeof chunks !== 'number' || typeof held !== 'number' || typeof isOwn !== 'boolean') return undefined;
  if (typeof isSent !== 'boolean' || typeof touchedAt !== 'number' || typeof leftAt !== 'number') return undefined;
  return { session, chunks, held, isOwn, isSent, touchedAt, leftAt };
}
