/** The word vectors by which a search finds by meaning: this app's own file, fetched with the first search that asks for it. */
import { type LocalAi, toFileParts } from '@weft/local-ai';
import vectorsUrl from '@weft/local-ai/weft-vectors.bin?url';
import { byMeaning } from './switches.ts';

/** What is told of the word vectors: they come after the first answer, which is by words alone. */
export interface MeaningEvents {
  /** How much of them is here, 0 to 1. */
  progress(share: number): void;
  /** From now on answers are by meaning too: what was asked may be asked again. */
  ready(): void;
  /** There are none: words alone are looked for. */
  failed(): void;
  /** The person turned this off. */
  off(): void;
}

/** Brings the vectors to the engines of `ai`. Tells nothing once `isWanted` says no. */
export async function loadVectors(ai: LocalAi, isWanted: () => boolean, events: MeaningEvents): Promise<void> {
  if (!byMeaning.isOn()) return events.off();
  const loaded = await ai.loadVectors(
    toFileParts(fetch(vectorsUrl), {
      monitor(share) {
        if (isWanted()) events.progress(share);
      },
    }),
  );
  if (!isWanted()) return;
  if (loaded.ok) events.ready();
  else events.failed();
}
