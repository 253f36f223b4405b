import type { Embedder } from '../engines/embeddings/embedder.ts';
import type { SearchEntry } from './search-index.ts';

/** A paragraph near to what was asked. */
export interface NearEntry {
  readonly entry: SearchEntry;
  /** -1 to 1. */
  readonly cosine: number;
}

/** Paragraphs of many documents, found by what they are about. Everything is in memory and synchronous. */
export interface MeaningIndex {
  /** Adds a paragraph, or replaces the one of the same document and block. One without a vector is left out. */
  put(entry: SearchEntry): void;
  remove(documentId: string, blockId: string): void;
  removeDocument(documentId: string): void;
  /** The paragraphs nearest to a unit vector, the nearest first, none below `least`. */
  nearest(vector: Float32Array, most: number, least: number, documentId?: string): readonly NearEntry[];
  /** The cosine of a paragraph; 0 for one without a vector. */
  cosineOf(vector: Float32Array, entry: SearchEntry): number;
  /** Bytes of the vectors. */
  readonly bytes: number;
}

/** A unit vector is kept in whole numbers of this scale: a byte each. */
const SCALE = 127;

/** An empty index. A vector is `width` bytes; looking is one pass over all of them. */
export function createMeaningIndex(embedder: Embedder): MeaningIndex {
  const { width } = embedder;
  const entries: (SearchEntry | undefined)[] = [];
  const free: number[] = [];
  const documents = new Map<string, Map<string, number>>();
  let vectors = new Int8Array(256 * width);

  function toRow(): number {
    const row = free.pop() ?? entries.length;
    if ((row + 1) * width > vectors.length) {
      const larger = new Int8Array(vectors.length * 2);
      larger.set(vectors);
      vectors = larger;
    }
    return row;
  }

  function remove(documentId: string, blockId: string): void {
    const blocks = documents.get(documentId);
    const row = blocks?.get(blockId);
    if (blocks === undefined || row === undefined) return;
    entries[row] = undefined;
    free.push(row);
    blocks.delete(blockId);
    if (blocks.size === 0) documents.delete(documentId);
  }

  function toCosine(vector: Float32Array, row: number): number {
    // Two sums: the processor need not wait for one to add to the other.
    let [even, odd] = [0, 0];
    for (let at = 0, from = row * width; at < width; at += 2) {
      even += (vector[at] ?? 0) * (vectors[from + at] ?? 0);
      odd += (vector[at + 1] ?? 0) * (vectors[from + at + 1] ?? 0);
    }
    return (even + odd) / SCALE;
  }

  return {
    put(entry) {
      remove(entry.documentId, entry.blockId);
      const vector = embedder.embed(entry.text);
      if (vector === undefined) return;
      const row = toRow();
      for (let at = 0; at < width; at++) vectors[row * width + at] = Math.round((vector[at] ?? 0) * SCALE);
      entries[row] = entry;
      const blocks = documents.get(entry.documentId) ?? new Map<string, number>();
      documents.set(entry.documentId, blocks.set(entry.blockId, row));
    },
    remove,
    removeDocument(documentId) {
      for (const blockId of [...(documents.get(documentId)?.keys() ?? [])]) remove(documentId, blockId);
    },
    nearest(vector, most, least, documentId) {
      const found: NearEntry[] = [];
      for (let row = 0; row < entries.length; row++) {
        const entry = entries[row];
        if (entry === undefined || (documentId !== undefined && entry.documentId !== documentId)) continue;
        const cosine = toCosine(vector, row);
        if (cosine >= least) found.push({ entry, cosine });
      }
      return found.toSorted((a, b) => b.cosine - a.cosine).slice(0, most);
    },
    cosineOf(vector, { documentId, blockId }) {
      const row = documents.get(documentId)?.get(blockId);
      return row === undefined ? 0 : toCosine(vector, row);
    },
    get bytes() {
      return vectors.length;
    },
  };
}
