import { success } from '@weft/crypto';
import * as Y from 'yjs';
import type { StorageFailure } from '../ports/storage.ts';
import type { LedgerStorage, OpenLedgerStorage } from '../ports/storage.ts';

/** A disk that can crash: what was written and not confirmed is lost. */
export interface MemoryDisk {
  readonly open: OpenLedgerStorage;
  /** Loses what was not confirmed, and cuts off every storage that is open. */
  crash(): void;
  /** Makes every write fail from now on, or work again. */
  fail(failure: StorageFailure | undefined): void;
  /** Bytes that would survive a crash now. */
  bytes(name: string): number;
}

interface File {
  updates: Uint8Array[];
  readonly notes: Map<string, Uint8Array>;
}

/** An empty disk. */
export function createMemoryDisk(): MemoryDisk {
  const files = new Map<string, File>();
  let life = 0;
  let failure: StorageFailure | undefined;
  const listeners = new Set<(failure: StorageFailure | undefined) => void>();

  function fileOf(name: string): File {
    const file = files.get(name) ?? { updates: [], notes: new Map() };
    files.set(name, file);
    return file;
  }

  return {
    open(name, ledgerDoc): LedgerStorage {
      const own = life;
      const file = fileOf(name);
      const origin = Symbol('memory disk');
      let unconfirmed: Uint8Array[] = [];
      const onUpdate = (update: Uint8Array, from: unknown): void => {
        if (from !== origin) unconfirmed.push(update);
      };
      ledgerDoc.on('update', onUpdate);
      const isGone = (): boolean => own !== life;
      const refuse = (): { ok: false; failure: StorageFailure } | undefined =>
        failure === undefined ? undefined : { ok: false, failure };
      return {
        origin,
        load() {
          ledgerDoc.transact(() => {
            for (const update of file.updates) Y.applyUpdate(ledgerDoc, update, origin);
          }, origin);
          return Promise.resolve(success(undefined));
        },
        confirm() {
          const refused = refuse();
          if (refused !== undefined) return Promise.resolve(refused);
          if (!isGone()) file.updates.push(...unconfirmed);
          unconfirmed = [];
          return Promise.resolve(success(undefined));
        },
        trim() {
          const refused = refuse();
          if (refused !== undefined) return Promise.resolve(refused);
          // What other tabs wrote since must not be lost.
          ledgerDoc.transact(() => {
            for (const update of isGone() ? [] : file.updates) Y.applyUpdate(ledgerDoc, update, origin);
          }, origin);
          if (!isGone()) file.updates = [Y.encodeStateAsUpdate(ledgerDoc)];
          unconfirmed = [];
          return Promise.resolve(success(undefined));
        },
        readNote: (key) => Promise.resolve(success(file.notes.get(key))),
        writeNote(key, value) {
          const refused = refuse();
          if (refused !== undefined) return Promise.resolve(refused);
          if (!isGone()) file.notes.set(key, value.slice());
          return Promise.resolve(success(undefined));
        },
        failure: () => failure,
        onFailure(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        close() {
          ledgerDoc.off('update', onUpdate);
          return Promise.resolve();
        },
      };
    },
    crash() {
      life++;
    },
    fail(next) {
      failure = next;
      for (const listener of listeners) listener(next);
    },
    bytes: (name) => files.get(name)?.updates.reduce((sum, { length }) => sum + length, 0) ?? 0,
  };
}
