import type { SearchHit } from '../search/search-index.ts';
import { toTokens } from '../text/tokens.ts';

/** A paragraph, and words a person may remember of it. */
export interface KnownItem {
  readonly index: number;
  readonly query: string;
}

/**
 * Queries for known paragraphs: every `step`th paragraph of at least 20 words, and of it `size` distinct words spread
 * evenly, none shorter than four letters. Deterministic.
 */
export function toKnownItems(paragraphs: readonly string[], step: number, size: number): readonly KnownItem[] {
  const items: KnownItem[] = [];
  for (let index = 0; index < paragraphs.length; index += step) {
    const terms = toTokens(paragraphs[index] ?? '').map(({ term }) => term);
    const telling = [...new Set(terms.filter((term) => term.length >= 4))];
    if (terms.length < 20 || telling.length < size) continue;
    const words = Array.from({ length: size }, (_, at) => telling[Math.floor(((at + 0.5) * telling.length) / size)]);
    items.push({ index, query: `${words.join(' ')} ` });
  }
  return items;
}

/** The query with two neighbouring letters of its longest word swapped, as fingers do. */
export function toMistyped(query: string): string {
  const longest = query.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? '';
  const middle = longest.length >> 1;
  const swapped = `${longest.slice(0, middle - 1)}${longest.charAt(middle)}${longest.charAt(middle - 1)}${longest.slice(middle + 1)}`;
  return query.replace(longest, swapped);
}

/** Mean reciprocal rank, and how often the item is among the first five. */
export interface Found {
  readonly mrr: number;
  readonly recall5: number;
}

/** Looks for each item, whose block id is its index, and says how well it was found. */
export function measureKnownItems(
  items: readonly KnownItem[],
  search: (query: string) => readonly Pick<SearchHit, 'blockId'>[],
): Found {
  let reciprocal = 0;
  let five = 0;
  for (const { index, query } of items) {
    const rank = search(query).findIndex(({ blockId }) => blockId === String(index));
    if (rank >= 0) reciprocal += 1 / (rank + 1);
    if (rank >= 0 && rank < 5) five++;
  }
  return { mrr: reciprocal / items.length, recall5: five / items.length };
}
