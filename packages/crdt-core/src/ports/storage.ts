import type { Failure, Result } from '@weft/crypto';
import type * as Y from 'yjs';

/** Why local storage did not take a write. */
export type StorageFailure = Failure<'storage-full' | 'storage-closed' | 'storage-failed'>;

/**
 * Keeps one ledger document on this device. The IndexedDB shell and the crashable memory of the tests both are one.
 * Nothing rejects: every failure is a value, and is also told to `onFailure` listeners, because most writes happen
 * when nobody is waiting for them.
 */
export interface LedgerStorage {
  /** Updates applied to the ledger document with this origin are not written: someone else has stored them (SYN-8). */
  readonly origin: unknown;
  /** Resolves once what was stored is in the ledger document. */
  load(): Promise<Result<void, StorageFailure>>;
  /**
   * Resolves ok only when every change made to the ledger document before the call is durable (SYN-5). If an earlier
   * write failed, the whole ledger is written again first.
   */
  confirm(): Promise<Result<void, StorageFailure>>;
  /** Replaces the stored update log by the ledger's present state. Called after a compaction. */
  trim(): Promise<Result<void, StorageFailure>>;
  /** A small value beside the ledger (the relay cursor). `undefined`: never written. */
  readNote(key: string): Promise<Result<Uint8Array | undefined, StorageFailure>>;
  writeNote(key: string, value: Uint8Array): Promise<Result<void, StorageFailure>>;
  /** The newest failure, until a `confirm` succeeds. */
  failure(): StorageFailure | undefined;
  /** Tells of each new failure, and with `undefined` of the recovery. Answers with the way to stop. */
  onFailure(listener: (failure: StorageFailure | undefined) => void): () => void;
  /** Stops writing and releases the store. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the storage of one ledger.
 *
 * @param name - `weft/<roomId as base64url>`
 * @param ledgerDoc - the ledger document, still empty
 */
export type OpenLedgerStorage = (name: string, ledgerDoc: Y.Doc) => LedgerStorage;
