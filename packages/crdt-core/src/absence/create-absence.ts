/** Notices that others changed the document while nobody looked, and keeps what stood there before. */
import * as Y from 'yjs';
import type { DocumentDevice, DocumentPeople } from '../document-people.ts';
import type { DocumentStatus } from '../document-status.ts';
import type { Readable } from '../sync/readable.ts';
import type { Cancel, Clock, LedgerStorage, Timers } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { createWritable } from '../sync/readable.ts';
import { type Looked, readLooked, writeLooked } from './looked-note.ts';

/** A time in which nobody looked here, or the relay could not be reached, and others wrote. */
export interface Absence {
  /** Unix ms */
  readonly since: number;
  /** The document before: a Yjs V2 state. */
  readonly before: Uint8Array;
}

/** What happened while nobody looked. */
export interface DocumentAbsence {
  /** Until it is dealt with. */
  readonly absence: Readable<Absence | undefined>;
  /** Whether a person can see the document now. It counts as seen at first. */
  setShown(isShown: boolean): void;
  /** A person knows of it. */
  settle(): void;
  /** Who deleted a letter; `undefined` where it is not known: a snapshot does not tell. */
  deleterOf(client: number, clock: number): DocumentDevice | undefined;
}

/** Shorter than this nobody was away. */
const MEANINGFUL_MS: number = 5 * 60 * 1000;
/** What comes in so soon after the last of the backlog belongs to it. */
const GRACE_MS = 2_000;
const NOTE_MS = 10_000;

export interface AbsenceOptions {
  readonly replica: Replica;
  readonly people: DocumentPeople;
  readonly status: Readable<DocumentStatus>;
  readonly storage: LedgerStorage;
  readonly clock: Clock;
  readonly timers: Timers;
  /** When it was looked at last, before this opening. */
  readonly looked: Looked | undefined;
}

/** Follows a replica. `stop` notes how it stands now. */
export function createAbsence(options: AbsenceOptions): DocumentAbsence & { stop(): Promise<void> } {
  const { replica, people, status, storage, clock, timers, looked } = options;
  const absence = createWritable<Absence | undefined>(undefined);
  let isShown = true;
  /** Since when nobody follows; `undefined` while someone does. */
  let since = looked?.at;
  let before = looked && isBehind(replica, looked) ? replica.stateAt(looked.heads) : undefined;
  let cancelGrace: Cancel | undefined;
  let cancelNote: Cancel | undefined;

  const isFollowing = (): boolean => {
    const { state } = status.get().relay;
    return isShown && (state === 'connected' || state === 'off');
  };

  async function note(): Promise<void> {
    cancelNote?.();
    cancelNote = undefined;
    const heads = new Map(replica.ledger.heads());
    if (heads.size > 0) await writeLooked(storage, { at: clock.now(), heads });
  }

  async function conclude(from: number): Promise<void> {
    const kept = before;
    since = undefined;
    before = undefined;
    // Another tab of this device may have shown it meanwhile.
    const elsewhere = await readLooked(storage);
    const start = Math.max(from, elsewhere?.at ?? 0);
    void note();
    if (kept === undefined || absence.get() !== undefined || clock.now() - start < MEANINGFUL_MS) return;
    absence.set({ since: start, before: kept });
  }

  function update(): void {
    if (!isFollowing()) {
      // Looked at, if only for a moment: the time before is over.
      if (cancelGrace !== undefined && since !== undefined) void conclude(since);
      cancelGrace?.();
      cancelGrace = undefined;
      if (since === undefined) {
        since = clock.now();
        void note();
      }
      return;
    }
    const from = since;
    if (from === undefined) return;
    cancelGrace ??= timers.set(GRACE_MS, () => {
      cancelGrace = undefined;
      void conclude(from);
    });
  }

  const stops = [
    status.subscribe(update),
    replica.on('applying', () => {
      // Whoever opens a document for the first time was not away from it.
      if (since === undefined || absence.get() !== undefined || replica.doc.store.clients.size === 0) return;
      before ??= Y.encodeStateAsUpdateV2(replica.doc);
    }),
    replica.on('applied', () => {
      if (since === undefined) cancelNote ??= timers.set(NOTE_MS, () => void note());
    }),
  ];
  update();

  return {
    absence,
    setShown(shown) {
      isShown = shown;
      update();
    },
    settle: () => absence.set(undefined),
    deleterOf(client, clock_) {
      const session = replica.deleterOf(Y.createID(client, clock_));
      if (session === replica.sessionHex) return people.devices.get().find(({ isSelf }) => isSelf);
      return session === undefined ? undefined : people.authorOf(session);
    },
    async stop() {
      for (const stop of stops) stop();
      cancelGrace?.();
      cancelNote?.();
      if (since === undefined) await note();
    },
  };
}

/** Whether what is stored goes beyond what was looked at. */
function isBehind({ ledger }: Replica, { heads }: Looked): boolean {
  return [...ledger.heads()].some(([session, { seq }]) => seq > (heads.get(session)?.seq ?? -1));
}
