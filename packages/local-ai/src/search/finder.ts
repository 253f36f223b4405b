import type { Embedder } from '../engines/embeddings/embedder.ts';
import { toSentences } from '../text/sentences.ts';
import { toTokens } from '../text/tokens.ts';
import { fuseHits } from './hybrid.ts';
import { createMeaningIndex, type MeaningIndex } from './meaning-index.ts';
import {
  createSearchIndex,
  type KinTerm,
  MOST_HITS,
  type SearchEntry,
  type SearchHit,
  type SearchOptions,
} from './search-index.ts';
import { type Snippet, toSnippet } from './snippet.ts';

/** Paragraphs found by their words and, once there are word vectors, by their meaning. */
export interface Finder {
  put(entry: SearchEntry): void;
  remove(documentId: string, blockId?: string): void;
  search(query: string, options?: SearchOptions): readonly SearchHit[];
  /** From now on meaning counts too; what is indexed is gone through, with a yield after every few paragraphs. */
  setEmbedder(embedder: Embedder): Generator<undefined, void>;
  readonly size: number;
}

/** The nearest so many are looked at. */
const MOST_NEAR = 100;
/** Less near than this is about something else: by cosine alone, and together with the share it has of the question. */
const LEAST_COSINE = 0.5;
const LEAST_NEARNESS = 0.6;
/** What a paragraph's share of the question counts beside its cosine. */
const KIN_WEIGHT = 0.3;
/** Of the words near to one of the question's, so many stand for it, none less near than this. */
const MOST_KIN = 32;
const LEAST_KIN = 0.45;
/** Words of a question for which others stand, those that say most: each costs one pass over all vectors the first time. */
const MOST_TELLING = 6;
/** Of what has little of the question's words, only the best is shown. */
const MOST_SIMILAR = 10;
/** A word this near to one of the question is marked in a sentence that is shown for its meaning. */
const NEAR_WORD = 0.55;
const AT_ONCE = 64;

export function createFinder(): Finder {
  const index = createSearchIndex();
  let meaning: { readonly embedder: Embedder; readonly index: MeaningIndex } | undefined;

  function searchBoth(
    query: string,
    options: SearchOptions,
    { embedder, index: vectors }: { readonly embedder: Embedder; readonly index: MeaningIndex },
  ): readonly SearchHit[] {
    const vector = embedder.embed(query);
    if (vector === undefined) return index.search(query, options);
    const { hits, isHit } = index.find(query, { ...options, isWord: embedder.knows });
    const kin = index.findKin(query, { ...options, isWord: embedder.knows, kinOf: toKin(query, embedder) }, MOST_NEAR);
    const nearnessOf = (entry: SearchEntry): number =>
      vectors.cosineOf(vector, entry) + KIN_WEIGHT * kin.shareOf(entry);
    const nearest = vectors.nearest(vector, MOST_NEAR, LEAST_COSINE, options.documentId).map(({ entry }) => entry);
    const near = new Set([...nearest, ...kin.most.filter((entry) => nearnessOf(entry) >= LEAST_NEARNESS)]);
    const isNear = toIsNear(query, embedder);
    let similar = 0;
    return fuseHits(hits, [...near], nearnessOf)
      .filter(({ isSimilar, isFound }) => isFound || !isSimilar || similar++ < MOST_SIMILAR)
      .slice(0, options.limit ?? MOST_HITS)
      .map(({ entry: { documentId, blockId, text }, score, isSimilar }) => {
        const snippet = isSimilar ? toNearest(text, vector, embedder, isNear) : toSnippet(text, isHit);
        return { documentId, blockId, score, snippet, isSimilar };
      });
  }

  return {
    put(entry) {
      index.put(entry);
      meaning?.index.put(entry);
    },
    remove(documentId, blockId) {
      if (blockId === undefined) {
        index.removeDocument(documentId);
        meaning?.index.removeDocument(documentId);
      } else {
        index.remove(documentId, blockId);
        meaning?.index.remove(documentId, blockId);
      }
    },
    search(query, options = {}) {
      return meaning === undefined ? index.search(query, options) : searchBoth(query, options, meaning);
    },
    *setEmbedder(embedder) {
      const vectors = createMeaningIndex(embedder);
      for (const [at, entry] of index.entries().entries()) {
        vectors.put(entry);
        if (at % AT_ONCE === AT_ONCE - 1) yield;
      }
      meaning = { embedder, index: vectors };
    },
    get size() {
      return index.size;
    },
  };
}

/** The sentence of a paragraph that is nearest to the question, its words that are near to one of the question's marked. */
function toNearest(text: string, vector: Float32Array, embedder: Embedder, isNear: (term: string) => boolean): Snippet {
  let best = { start: 0, end: text.length };
  let most = Number.NEGATIVE_INFINITY;
  for (const span of toSentences(text)) {
    const other = embedder.embed(text.slice(span.start, span.end));
    if (other === undefined) continue;
    let cosine = 0;
    for (let at = 0; at < vector.length; at++) cosine += (vector[at] ?? 0) * (other[at] ?? 0);
    if (cosine > most) {
      most = cosine;
      best = span;
    }
  }
  const { start, ...snippet } = toSnippet(text.slice(best.start, best.end), isNear);
  return { ...snippet, start: start + best.start };
}

/** What may stand for a word of a question: something only for those that say most. */
function toKin(query: string, { tells, weigh, nearWords }: Embedder): (term: string) => readonly KinTerm[] {
  const terms = [...new Set(toTokens(query).map(({ term }) => term))].filter(tells);
  const telling = new Set(terms.toSorted((a, b) => (weigh(b) ?? 0) - (weigh(a) ?? 0)).slice(0, MOST_TELLING));
  return (term) =>
    telling.has(term)
      ? nearWords(term, MOST_KIN, LEAST_KIN).map(({ word, cosine }) => ({ term: word, weight: cosine }))
      : [];
}

/** Whether a word is near to one of the question's. Paragraphs share most of their words: each is looked at once. */
function toIsNear(query: string, embedder: Embedder): (term: string) => boolean {
  const terms = toTokens(query).flatMap(({ term }) => (embedder.tells(term) ? [term] : []));
  const known = new Map<string, boolean>();
  return (term) => {
    const met = known.get(term);
    if (met !== undefined) return met;
    const isNear =
      embedder.tells(term) && terms.some((asked) => asked === term || embedder.similarity(asked, term) >= NEAR_WORD);
    known.set(term, isNear);
    return isNear;
  };
}
