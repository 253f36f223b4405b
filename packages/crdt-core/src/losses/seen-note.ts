/**
 * How far of the ledger this device has looked for lost words. A note beside the ledger: what was stored and not yet drawn when a tab ended is looked
 * at when the document is opened again.
 */
import { bytesToHeads, headsToBytes } from '../ledger/heads.ts';
import type { Heads } from '../ledger/types.ts';
import type { Cancel, LedgerStorage, Timers } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';

const NOTE = 'seen';
const SAVE_MS = 5_000;

/** Keeps the note true. */
export interface SeenKeeper {
  /** Now, and what was found until now is on disk first. */
  save(): Promise<void>;
  stop(): void;
}

/** What was noted; `undefined` where nothing was, or it cannot be read: then nothing of what is stored counts as news. */
export async function readSeen(storage: LedgerStorage): Promise<Heads | undefined> {
  const note = await storage.readNote(NOTE);
  return note.ok && note.value !== undefined ? bytesToHeads(note.value) : undefined;
}

export function keepSeen(replica: Replica, storage: LedgerStorage, timers: Timers): SeenKeeper {
  let cancel: Cancel | undefined;
  let saved: Heads | undefined;

  async function save(): Promise<void> {
    const heads = replica.ledger.heads();
    // What waits for the next frame was not looked at.
    if (replica.unapplied() > 0 || isSame(heads, saved)) return;
    const copy: Heads = new Map(heads);
    const confirmed = await storage.confirm();
    if (!confirmed.ok) return;
    // Not saved: the next opening looks at a little more than it need.
    if ((await storage.writeNote(NOTE, headsToBytes(copy))).ok) saved = copy;
  }

  const stopReplica = replica.on('applied', () => {
    cancel ??= timers.set(SAVE_MS, () => {
      cancel = undefined;
      void save();
    });
  });

  return {
    save,
    stop() {
      stopReplica();
      cancel?.();
    },
  };
}

function isSame(heads: Heads, saved: Heads | undefined): boolean {
  return (
    saved !== undefined &&
    heads.size === saved.size &&
    [...heads].every(([session, { seq }]) => saved.get(session)?.seq === seq)
  );
}
