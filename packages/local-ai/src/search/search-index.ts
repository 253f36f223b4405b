import { toTokens } from '../text/tokens.ts';
import { toAsked, toVariants, type Variant } from './asked.ts';
import { createDictionary } from './dictionary.ts';
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

/** A term and how much it counts beside one that was asked for, 0 to 1. */
export interface KinTerm {
  readonly term: string;
  readonly weight: number;
}

export interface KinOptions extends FindOptions {
  /** The terms that may stand for one. */
  readonly kinOf: (term: string) => readonly KinTerm[];
}

/** How much each paragraph has of a question, in its own words or in ones that may stand for them. */
export interface FoundKin {
  /** About 0 to 1, rare words counting more, and up to 2.2 where they stand in it often. */
  shareOf(entry: SearchEntry): number;
  /** The paragraphs with the largest shares. */
  readonly most: readonly SearchEntry[];
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
  /** @param most so many paragraphs at most are named */
  findKin(query: string, options: KinOptions, most: number): FoundKin;
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

  const rarityOf = (frequency: number): number => Math.log(1 + (live - frequency + 0.5) / (frequency + 0.5));

  /** Of the terms that stand for one word, each row gets the best, in `best`. Returns the rows that have one. */
  function collect(
    variants: readonly Pick<Variant, 'number' | 'weight'>[],
    best: Float64Array,
    weigh: (number: number) => number,
  ): number[] {
    const average = words / Math.max(1, live);
    const having: number[] = [];
    for (const { number, weight } of variants) {
      const found = postings[number];
      if (found === undefined) continue;
      const worth = weight * weigh(number) * (K1 + 1);
      for (let index = 0; index < found.length; index++) {
        const row = found.rows[index] ?? 0;
        const length = rows[row]?.length;
        if (length === undefined) continue;
        const count = found.counts[index] ?? 0;
        const score = (worth * count) / (count + K1 * (1 - B + (B * length) / average));
        const before = best[row] ?? 0;
        if (score <= before) continue;
        if (before === 0) having.push(row);
        best[row] = score;
      }
    }
    return having;
  }

  function findKin(query: string, { documentId, isTyping = true, isWord, kinOf }: KinOptions, most: number): FoundKin {
    const shares = new Float64Array(rows.length);
    const best = new Float64Array(rows.length);
    const touched: number[] = [];
    let asked = 0;
    for (const { term, isLast } of toAsked(query, isTyping)) {
      const isRight = isWord?.(term) === true;
      const own = toVariants(dictionary, frequencies, term, isLast).filter(({ isSlip }) => !(isSlip && isRight));
      const kin = kinOf(term).flatMap((one) => {
        const number = dictionary.find(one.term);
        return number === undefined ? [] : [{ number, weight: one.weight }];
      });
      const having = collect([...own, ...kin], best, () => 1);
      const worth = rarityOf(Math.min(live, having.length));
      asked += worth;
      for (const row of having) {
        if (shares[row] === 0) touched.push(row);
        shares[row] = (shares[row] ?? 0) + worth * (best[row] ?? 0);
        best[row] = 0;
      }
    }
    return {
      shareOf({ documentId: document, blockId }) {
        const row = documents.get(document)?.get(blockId);
        return row === undefined || asked === 0 ? 0 : (shares[row] ?? 0) / asked;
      },
      most: touched
        .filter((row) => documentId === undefined || rows[row]?.entry.documentId === documentId)
        .toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b)
        .slice(0, most)
        .flatMap((row) => rows[row]?.entry ?? []),
    };
  }

  function find(query: string, { documentId, isTyping = true, isWord }: FindOptions): FoundByWords {
    // Numbers by row: of a common word there are as many as there are paragraphs.
    const scores = new Float64Array(rows.length);
    const held = new Float64Array(rows.length);
    const touched: number[] = [];
    const matched = new Set<number>();
    const best = new Float64Array(rows.length);
    let asked = 0;
    for (const { term, isLast } of toAsked(query, isTyping)) {
      const variants = toVariants(dictionary, frequencies, term, isLast);
      // A word that is right and stands nowhere was not found, even where a slip of it would be another.
      const isElsewhere = variants.every(({ isSlip }) => isSlip) && isWord?.(term) === true;
      const frequency = variants.reduce((sum, { number }) => sum + (frequencies[number] ?? 0), 0);
      const worth = isElsewhere ? rarityOf(0) : variants.length === 0 ? 0 : rarityOf(Math.min(live, frequency));
      asked += worth;
      for (const { number } of variants) matched.add(number);
      const having = collect(variants, best, (number) => rarityOf(frequencies[number] ?? 0));
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
    findKin,
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
