/**
 * Finds documents by their titles, words and meaning, on this device alone: the words are opened and indexed in a worker when first
 * asked for, and their vectors are made there too.
 */
import type { Library, LibraryRecord } from '@weft/crdt-core';
import { createLocalAi, type LocalAi, type SearchHit } from '@weft/local-ai';
import { startLocalAiWorker } from '../local-ai-worker.ts';
import { toKeptText } from './kept-text.ts';
import { loadVectors, type MeaningEvents } from './load-vectors.ts';

/** A document in which something was found. */
export interface FoundDocument {
  readonly record: LibraryRecord;
  /** Where in the title the words are; undefined where they are not there. */
  readonly title: SearchHit['snippet'] | undefined;
  /** Whether the title is found for its meaning alone. */
  readonly isSimilar: boolean;
  /** The best places first; `blockId` leads there. */
  readonly places: readonly SearchHit[];
}

/** What was found. */
export interface Findings {
  readonly documents: readonly FoundDocument[];
  /** How many documents are known by their titles alone. */
  readonly unread: number;
}

export interface DocumentSearch {
  /** The latest question wins: an earlier one answers `undefined`. Rejects where the worker failed. */
  find(query: string): Promise<Findings | undefined>;
  stop(): void;
}

/** Stands for the title among the blocks of a document. */
const TITLE_ID = '';
/** What a hit in a title counts more than one in the text. */
const TITLE_WEIGHT = 2;
const MOST_HITS = 100;

/** Puts the hits of one question together by document, the best document first. Pure. */
export function toFindings(
  hits: readonly SearchHit[],
  recordOf: (id: string) => LibraryRecord | undefined,
): readonly FoundDocument[] {
  const groups = Map.groupBy(hits, ({ documentId }) => documentId);
  return [...groups]
    .flatMap(([id, found]) => {
      const record = recordOf(id);
      if (record === undefined) return [];
      const title = found.find(({ blockId }) => blockId === TITLE_ID);
      const places = found.filter((hit) => hit !== title);
      const isSimilar = title?.isSimilar === true;
      const score = Math.max((title?.score ?? 0) * (isSimilar ? 1 : TITLE_WEIGHT), places[0]?.score ?? 0);
      return [{ score, document: { record, title: title?.snippet, isSimilar, places } }];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ document }) => document);
}

/** Nothing is read or fetched and no worker started before the first question. */
export function createDocumentSearch(library: Library, events: MeaningEvents): DocumentSearch {
  let ai: LocalAi | undefined;
  let reading: Promise<number> | undefined;
  let asked = 0;

  async function read({ searching }: LocalAi): Promise<number> {
    let unread = 0;
    for (const { roomId, localId, title } of library.list()) {
      const text = toKeptText(await library.place(roomId, 'text').load());
      if (text === undefined) unread += 1;
      const entries = [[TITLE_ID, title] as const, ...(text ?? [])];
      const put = await searching.put(
        entries.map(([blockId, words]) => ({ documentId: localId, blockId, text: words })),
      );
      if (!put.ok) throw new Error(put.failure.sentence);
    }
    return unread;
  }

  /** What went into the trash meanwhile is not found. */
  function listedRecord(id: string): LibraryRecord | undefined {
    const record = library.find(id);
    return record?.trashedAt === undefined ? record : undefined;
  }

  function stop(): void {
    ai?.destroy();
    ai = undefined;
    reading = undefined;
  }

  return {
    async find(query) {
      asked += 1;
      const mine = asked;
      try {
        ai ??= createLocalAi(startLocalAiWorker);
        const own = ai;
        if (reading === undefined) {
          reading = read(own);
          // The words come first; what finds by meaning may take a while.
          void reading.then(() => loadVectors(own, () => own === ai, events)).catch(() => {});
        }
        const unread = await reading;
        if (mine !== asked || ai === undefined) return undefined;
        const outcome = await ai.searching.search(query, { limit: MOST_HITS });
        if (mine !== asked) return undefined;
        if (!outcome.ok) throw new Error(outcome.failure.sentence);
        return { documents: toFindings(outcome.value, listedRecord), unread };
      } catch (error) {
        // What was ended on purpose answers nothing; after a crash the next question starts anew.
        if (ai === undefined) return undefined;
        stop();
        throw error;
      }
    },
    stop,
  };
}
