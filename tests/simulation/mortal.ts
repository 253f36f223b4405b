/** What a tab holds of its machine: nothing of it works once the tab is dead. */
import type { LedgerStorage, Ports, Presence } from '@weft/crdt-core';

/** Ports of which nothing happens any more once their owner is dead. */
export function whileAlive(ports: Ports, isAlive: () => boolean): Ports {
  return {
    ...ports,
    timers: { set: (ms, task) => ports.timers.set(ms, () => void (isAlive() && task())) },
  };
}

/** A storage whose confirmations are seen, and which a dead tab cannot reach. */
export function witnessed(
  storage: LedgerStorage,
  notes: Map<string, Uint8Array>,
  isDead: () => boolean,
  saving: () => () => void,
): LedgerStorage {
  const gone = { ok: false, failure: { code: 'storage-closed', sentence: 'The tab is gone.' } } as const;
  return {
    ...storage,
    async confirm() {
      if (isDead()) return gone;
      const saved = saving();
      const confirmed = await storage.confirm();
      if (confirmed.ok) saved();
      return confirmed;
    },
    readNote: (key) => Promise.resolve({ ok: true, value: notes.get(key) }),
    writeNote(key, value) {
      if (isDead()) return Promise.resolve(gone);
      notes.set(key, value);
      return Promise.resolve({ ok: true, value: undefined });
    },
  };
}

/** The presence of a tab that shows nobody. */
export const NOBODY_SHOWN: Pick<Presence, 'receive' | 'heardAgain' | 'drop'> = {
  receive: () => undefined,
  heardAgain: () => undefined,
  drop: () => undefined,
};
