/** What an open document tells of its past: words that merges took away, what others did while nobody looked, and named versions. */
import { type AbsenceOptions, createAbsence, type DocumentAbsence } from './absence/create-absence.ts';
import { createDocumentLosses, type DocumentLosses } from './document-losses.ts';
import type { Ports } from './ports/index.ts';
import { createDocumentVersions, type DocumentVersions } from './document-versions.ts';
import { keepSeen } from './losses/seen-note.ts';

export interface DocumentPast {
  readonly losses: DocumentLosses;
  readonly away: DocumentAbsence;
  readonly versions: DocumentVersions;
  /** Notes how far the ledger was looked through. */
  save(): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a replica. */
export function createDocumentPast(options: AbsenceOptions & Pick<Ports, 'random'>): DocumentPast {
  const { replica, people, storage, timers } = options;
  const losses = createDocumentLosses(replica, people);
  const away = createAbsence(options);
  const versions = createDocumentVersions(replica.doc, people, options);
  const seen = keepSeen(replica, storage, timers);
  // Only that they changed: who they are costs signatures, and is worked out for whoever looks.
  const hear = (): void => {
    losses.peopleChanged();
    versions.peopleChanged();
  };
  const stops = [replica.on('people', hear), replica.on('epoch', hear)];
  return {
    losses,
    away,
    versions,
    save: () => seen.save(),
    async stop() {
      for (const stop of stops) stop();
      losses.stop();
      versions.stop();
      seen.stop();
      await away.stop();
    },
  };
}
