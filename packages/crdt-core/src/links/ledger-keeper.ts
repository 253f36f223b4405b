import type { Result } from '@weft/crypto';
import type * as Y from 'yjs';
import type { StorageFailure } from '../ports/storage.ts';
import type { Cancel, LedgerStorage, Timers } from '../ports/index.ts';

/** Knows what this device's storage has confirmed, and tells siblings of each change once it is durable (SYN-5, SYN-8). */
export interface LedgerKeeper {
  /** Changes of the ledger document that are not confirmed. */
  unsaved(): number;
  failure(): StorageFailure | undefined;
  /** Resolves when everything up to now is confirmed, or cannot be. */
  flush(): Promise<Result<void, StorageFailure>>;
  destroy(): void;
}

export interface LedgerKeeperOptions {
  readonly ledgerDoc: Y.Doc;
  readonly storage: LedgerStorage;
  readonly timers: Timers;
  /** A change made here: is it stored, or should a sibling try? Called once for each. */
  share(update: Uint8Array, isStored: boolean): void;
  changed(): void;
}

/** The origin of changes that a sibling could not store: ours to store, not ours to pass on. */
export const TAB: unique symbol = Symbol('weft sibling tab');

const RETRY_MS = 2_000;
const RETRY_MOST_MS = 60_000;

interface Pending {
  readonly update: Uint8Array;
  isShared: boolean;
}

/** Watches a ledger document whose storage is loaded. */
export function createLedgerKeeper(options: LedgerKeeperOptions): LedgerKeeper {
  const { ledgerDoc, storage, timers } = options;
  let pending: Pending[] = [];
  let isConfirming = false;
  let failures = 0;
  let cancelRetry: Cancel | undefined;
  let isDestroyed = false;

  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === storage.origin) return;
    pending.push({ update, isShared: origin === TAB });
    options.changed();
    if (cancelRetry === undefined) void confirm();
  };
  ledgerDoc.on('update', onUpdate);
  const stopFailure = storage.onFailure(() => options.changed());

  async function confirm(): Promise<void> {
    if (isConfirming || isDestroyed) return;
    isConfirming = true;
    await Promise.resolve(); // what the same turn still writes is confirmed with it
    while (pending.length > 0 && !isDestroyed) {
      const batch = pending;
      const length = batch.length;
      const confirmed = await storage.confirm();
      for (const change of batch.slice(0, length)) {
        if (!change.isShared) options.share(change.update, confirmed.ok);
        change.isShared = true;
      }
      if (!confirmed.ok) {
        cancelRetry = timers.set(Math.min(RETRY_MOST_MS, RETRY_MS * 2 ** failures++), () => {
          cancelRetry = undefined;
          void confirm();
        });
        break;
      }
      failures = 0;
      pending = pending.slice(length);
      options.changed();
    }
    isConfirming = false;
    options.changed();
  }

  return {
    unsaved: () => pending.length,
    failure: () => storage.failure(),
    async flush() {
      const length = pending.length;
      const confirmed = await storage.confirm();
      if (confirmed.ok && length > 0) await confirm();
      return confirmed;
    },
    destroy() {
      isDestroyed = true;
      cancelRetry?.();
      stopFailure();
      ledgerDoc.off('update', onUpdate);
    },
  };
}
