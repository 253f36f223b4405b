/** What an open document tells of its past: words that merges took away, and what others did while nobody looked. */
import { type AbsenceOptions, createAbsence, type DocumentAbsence } from './absence/create-absence.ts';
import { createDocumentLosses, type DocumentLosses } from './document-losses.ts';
import { keepSeen } from './losses/seen-note.ts';

export interface DocumentPast {
  readonly losses: DocumentLosses;
  readonly away: DocumentAbsence;
  /** Notes how far the ledger was looked through. */
  save(): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a replica. */
export function createDocumentPast(options: AbsenceOptions): DocumentPast {
  const { replica, people, storage, timers } = options;
  const losses = createDocumentLosses(replica, people);
  const away = createAbsence(options);
  const seen = keepSeen(replica, storage, timers);
  return {
    losses,
    away,
    save: () => seen.save(),
    async stop() {
      losses.stop();
      seen.stop();
      await away.stop();
    },
  };
}
