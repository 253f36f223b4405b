import { toTokens } from '../text/tokens.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import { appendPosting, type Postings } from './postings.ts';
import { toSnippet, type Snippet } from './snippet.ts';

/** A paragraph that can be found. */
export interface SearchEntry {
  readonly documentId: string;
  readonly blockId: string;
  readonly text: string;
}

/** A paragraph that was found. `score` orders hits of one query and means nothing beyond. */
export interface SearchHit {
  readonly documentId: string;
  readonly blockId: string;
  readonly score: number;
  readonly snippet: Snippet;
  /** Whether it is about what was asked and holds less than half of its words; the snippet is then its nearest sentence. */
  readonly isSimilar: boolean;
}

export interface SearchOptions {
  /** Most hits; 20 unless told. */
  readonly limit?: number;
  /** Search this document only. */
  readonly documentId?: string;
  /** Whether the last word may still be being typed: it then stands for all words that begin so. On unless told. */
  readonly isTyping?: boolean;
}

export interface FindOptions extends Omit<SearchOptions, 'limit'> {
  /** Whether a term is a word, and no slip: one that stands in no paragraph then counts as asked for and not found. */
  readonly isWord?: (term: string) => boolean;
}

/** A paragraph that has words of a question: its score, and how much of the question it holds, 0 to 1, rare words counting more. */
export interface WordHit {
  readonly entry: SearchEntry;
  readonly score: number;
  readonly coverage: number;
}

export interface FoundByWords {
  readonly hits: readonly WordHit[];
  /** Whether a term of a paragraph is one that was looked for. */
  readonly isHit: (term: string) => boolean;
}

/** Paragraphs of many documents, found by their words. Everything is in memory and synchronous. */
export interface SearchIndex {
  /** Adds a paragraph, or replaces the one of the same document and block. */
  put(entry: SearchEntry): void;
  /** Takes a paragraph out. Returns whether it was there. */
  remove(documentId: string, blockId: string): boolean;
  /** Takes a whole document out. Returns how many paragraphs it had. */
  removeDocument(documentId: string): number;
  search(query: string, options?: SearchOptions): readonly SearchHit[];
  /** All hits, the best first, without their snippets. */
  find(query: string, options: FindOptions): FoundByWords;
  entries(): readonly SearchEntry[];
  /** How many paragraphs there are. */
  readonly size: number;
}

interface Row {
  readonly entry: SearchEntry;
  readonly length: number;
  readonly terms: readonly number[];
}

// Robertson's usual constants.
const K1 = 1.2;
const B = 0.75;
/** What a word counts that only begins with, or nearly is, the one asked for. */
const PREFIX_WEIGHT = 0.6;
const TYPO_WEIGHT = [1, 0.5, 0.25];
const MOST_EXPANSIONS = 64;
/** Hits of a search that does not say how many. */
export const MOST_HITS = 20;
/** Rows taken out are passed over until they are this part of all: then the postings are made anew. */
const MOST_DEAD = 0.5;
const FEWEST_DEAD = 256;

/** An empty index. BM25 (Robertson and Zaragoza, 2009) over folded words. */
export function createSearchIndex(): SearchIndex {
  let rows: (Row | undefined)[] = [];
  let dictionary = createDictionary();
  let postings: (Postings | undefined)[] = [];
  let frequencies: number[] = [];
  let documents = new Map<string, Map<string, number>>();
  let live = 0;
  let words = 0;

  function insert(entry: SearchEntry): void {
    const counts = new Map<number, number>();
    const tokens = toTokens(entry.text);
    for (const { term } of tokens) {
      const number = dictionary.add(term);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    const row = rows.length;
    for (const [number, count] of counts) {
      postings[number] = appendPosting(postings[number], row, count);
      frequencies[number] = (frequencies[number] ?? 0) + 1;
    }
    rows.push({ entry, length: tokens.length, terms: [...counts.keys()] });
    const blocks = documents.get(entry.documentId) ?? new Map<string, number>();
    blocks.set(entry.blockId, row);
    documents.set(entry.documentId, blocks);
    live++;
    words += tokens.length;
  }

  function remove(documentId: string, blockId: string): boolean {
    const blocks = documents.get(documentId);
    const at = blocks?.get(blockId);
    const row = at === undefined ? undefined : rows[at];
    if (at === undefined || row === undefined || blocks === undefined) return false;
    rows[at] = undefined;
    blocks.delete(blockId);
    if (blocks.size === 0) documents.delete(documentId);
    for (const number of row.terms) frequencies[number] = (frequencies[number] ?? 1) - 1;
    live--;
    words -= row.length;
    if (rows.length - live > Math.max(FEWEST_DEAD, rows.length * MOST_DEAD)) rebuild();
    return true;
  }

  function toEntries(): readonly SearchEntry[] {
    return rows.flatMap((row) => (row === undefined ? [] : [row.entry]));
  }

  function rebuild(): void {
    const left = toEntries();
    rows = [];
    dictionary = createDictionary();
    postings = [];
    frequencies = [];
    documents = new Map();
    live = 0;
    words = 0;
    for (const entry of left) insert(entry);
  }

  function find(query: string, { documentId, isTyping = true, isWord }: FindOptions): FoundByWords {
    const terms = [...new Set(toTokens(query).map(({ term }) => term))];
    // Numbers by row: of a common word there are as many as there are paragraphs.
    const scores = new Float64Array(rows.length);
    const held = new Float64Array(rows.length);
    const touched: number[] = [];
    const matched = new Set<number>();
    const average = words / Math.max(1, live);
    const rarityOf = (frequency: number): number => Math.log(1 + (live - frequency + 0.5) / (frequency + 0.5));
    const best = new Float64Array(rows.length);
    let asked = 0;
    for (const [at, term] of terms.entries()) {
      const having: number[] = [];
      const isLast = isTyping && at === terms.length - 1 && !/\s$/u.test(query);
      const variants = toVariants(dictionary, frequencies, term, isLast);
      // A word that is right and stands nowhere was not found, even where a slip of it would be another.
      const isElsewhere = variants.every(({ isSlip }) => isSlip) && isWord?.(term) === true;
      const frequency = variants.reduce((sum, { number }) => sum + (frequencies[number] ?? 0), 0);
      const worth = isElsewhere ? rarityOf(0) : variants.length === 0 ? 0 : rarityOf(Math.min(live, frequency));
      asked += worth;
      for (const { number, weight } of variants) {
        matched.add(number);
        const found = postings[number];
        if (found === undefined) continue;
        const rarity = rarityOf(frequencies[number] ?? 0);
        for (let index = 0; index < found.length; index++) {
          const row = found.rows[index] ?? 0;
          const length = rows[row]?.length;
          if (length === undefined) continue;
          const count = found.counts[index] ?? 0;
          const score = (weight * rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
          // Of the spellings of one word, a paragraph gets the best.
          const before = best[row] ?? 0;
          if (score <= before) continue;
          if (before === 0) having.push(row);
          best[row] = score;
        }
      }
      for (const row of having) {
        if (scores[row] === 0) touched.push(row);
        scores[row] = (scores[row] ?? 0) + (best[row] ?? 0);
        if (!isElsewhere) held[row] = (held[row] ?? 0) + worth;
        best[row] = 0;
      }
    }
    const hits = touched
      .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
      .flatMap((at) => {
        const entry = rows[at]?.entry;
        if (entry === undefined || (documentId !== undefined && entry.documentId !== documentId)) return [];
        return [{ entry, score: scores[at] ?? 0, coverage: asked > 0 ? (held[at] ?? 0) / asked : 0 }];
      });
    const isHit = (term: string): boolean => {
      const number = dictionary.find(term);
      return number !== undefined && matched.has(number);
    };
    return { hits, isHit };
  }

  return {
    put(entry) {
      remove(entry.documentId, entry.blockId);
      insert(entry);
    },
    remove,
    removeDocument(documentId) {
      const blockIds = [...(documents.get(documentId)?.keys() ?? [])];
      for (const blockId of blockIds) remove(documentId, blockId);
      return blockIds.length;
    },
    find,
    entries: toEntries,
    search(query, options = {}) {
      const { hits, isHit } = find(query, options);
      return hits.slice(0, options.limit ?? MOST_HITS).map(({ entry: { documentId, blockId, text }, score }) => {
        return { documentId, blockId, score, snippet: toSnippet(text, isHit), isSimilar: false };
      });
    },
    get size() {
      return live;
    },
  };
}

interface Variant {
  readonly number: number;
  readonly weight: number;
  readonly isSlip: boolean;
}

/** The terms of the index that a word of a query stands for. Slips are forgiven only where nothing else is found. */
function toVariants(
  dictionary: Dictionary,
  frequencies: readonly number[],
  term: string,
  isPrefix: boolean,
): readonly Variant[] {
  const isThere = (number: number): boolean => (frequencies[number] ?? 0) > 0;
  const exact = dictionary.find(term);
  const variants = exact !== undefined && isThere(exact) ? [{ number: exact, weight: 1, isSlip: false }] : [];
  if (isPrefix && term.length > 1) {
    const longer = dictionary.withPrefix(term, MOST_EXPANSIONS).filter(isThere);
    variants.push(...longer.map((number) => ({ number, weight: PREFIX_WEIGHT, isSlip: false })));
  }
  if (variants.length > 0) return variants;
  return dictionary
    .nearby(term, MOST_EXPANSIONS)
    .filter(({ number }) => isThere(number))
    .map(({ number, distance }) => ({ number, weight: TYPO_WEIGHT[distance] ?? 0, isSlip: true }));
}
