/**
 * What a device keeps of a document for itself, beside the ledger: in a map of the ledger document, so that it is stored with it and shared with
 * sibling tabs. Values are sealed by the caller. Keys carry the device's name: where a provider carries the ledger document to others, each finds its own.
 */
import type * as Y from 'yjs';
import { LEDGER_WRITE } from './create-ledger.ts';

const NOTES_MAP = 'device-notes';

/** The notes of one device on one subject. */
export interface DeviceNotes {
  entries(): ReadonlyMap<string, Uint8Array>;
  set(key: string, value: Uint8Array): void;
  delete(key: string): void;
  /** A sibling tab changed something. Answers with the way to stop. */
  onArrival(listener: () => void): () => void;
}

/**
 * @param doc - the ledger document
 * @param prefix - device and subject
 */
export function createDeviceNotes(doc: Y.Doc, prefix: string): DeviceNotes {
  const map = doc.getMap<unknown>(NOTES_MAP);
  return {
    entries() {
      const entries = new Map<string, Uint8Array>();
      for (const [key, value] of map.entries()) {
        if (key.startsWith(prefix) && value instanceof Uint8Array) entries.set(key.slice(prefix.length), value);
      }
      return entries;
    },
    set: (key, value) => doc.transact(() => void map.set(prefix + key, value), LEDGER_WRITE),
    delete: (key) => doc.transact(() => map.delete(prefix + key), LEDGER_WRITE),
    onArrival(listener) {
      const observe = (event: Y.YMapEvent<unknown>, transaction: Y.Transaction): void => {
        if (transaction.origin !== LEDGER_WRITE && [...event.keysChanged].some((key) => key.startsWith(prefix)))
          listener();
      };
      map.observe(observe);
      return () => map.unobserve(observe);
    },
  };
}
