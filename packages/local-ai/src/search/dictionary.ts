/** The terms of an index: numbers for terms, and which terms begin with, or nearly are, what was typed. */
export interface Dictionary {
  /** The number of a term; a new one if it is new. */
  add(term: string): number;
  find(term: string): number | undefined;
  /** Terms that begin with `prefix` and are longer, at most `most`, in alphabetical order. */
  withPrefix(prefix: string, most: number): readonly number[];
  /** Terms one slip away (two from eight letters on), the nearest first, at most `most`. */
  nearby(term: string, most: number): readonly { readonly number: number; readonly distance: number }[];
  readonly size: number;
}

/** New terms wait unsorted until there are this many, so that adding stays cheap. */
const MOST_UNSORTED = 1024;
const FEWEST_LETTERS = 4;
const LONG = 8;

export function createDictionary(): Dictionary {
  const terms: string[] = [];
  const numbers = new Map<string, number>();
  let sorted: string[] = [];
  let unsorted: string[] = [];

  function settle(): void {
    sorted = sorted.concat(unsorted).sort();
    unsorted = [];
  }

  function withPrefix(prefix: string, most: number): readonly number[] {
    if (unsorted.length > MOST_UNSORTED) settle();
    const found: string[] = [];
    for (let at = toLowerBound(sorted, prefix); at < sorted.length && found.length <= most; at++) {
      const term = sorted[at] ?? '';
      if (!term.startsWith(prefix)) break;
      found.push(term);
    }
    for (const term of unsorted) if (term.startsWith(prefix)) found.push(term);
    return found
      .filter((term) => term !== prefix)
      .slice(0, most)
      .flatMap((term) => numbers.get(term) ?? []);
  }

  function nearby(term: string, most: number): readonly { number: number; distance: number }[] {
    if (term.length < FEWEST_LETTERS) return [];
    const limit = term.length >= LONG ? 2 : 1;
    const found: { number: number; distance: number }[] = [];
    for (const [number, other] of terms.entries()) {
      if (Math.abs(other.length - term.length) > limit) continue;
      const distance = toDistance(term, other, limit);
      if (distance > 0 && distance <= limit) found.push({ number, distance });
    }
    return found.toSorted((a, b) => a.distance - b.distance || a.number - b.number).slice(0, most);
  }

  return {
    add(term) {
      const known = numbers.get(term);
      if (known !== undefined) return known;
      numbers.set(term, terms.length);
      unsorted.push(term);
      return terms.push(term) - 1;
    },
    find: (term) => numbers.get(term),
    withPrefix,
    nearby,
    get size() {
      return terms.length;
    },
  };
}

function toLowerBound(sorted: readonly string[], term: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < term) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Letters inserted, left out, changed, or swapped with their neighbour (optimal string alignment). Anything above
 * `limit` is `limit + 1`.
 */
export function toDistance(left: string, right: string, limit: number): number {
  let start = 0;
  const shorter = Math.min(left.length, right.length);
  while (start < shorter && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && left.charCodeAt(left.length - 1 - end) === right.charCodeAt(right.length - 1 - end))
    end++;
  const rows = left.length - start - end;
  const columns = right.length - start - end;
  let before: number[] = [];
  let above = Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= rows; row++) {
    const line = [row];
    for (let column = 1; column <= columns; column++) {
      const isSame = left[start + row - 1] === right[start + column - 1];
      let best = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap =
        row > 1 &&
        column > 1 &&
        left[start + row - 1] === right[start + column - 2] &&
        left[start + row - 2] === right[start + column - 1];
      if (isSwap) best = Math.min(best, (before[column - 2] ?? 0) + 1);
      line.push(best);
    }
    if (line.every((value) => value > limit)) return limit + 1;
    before = above;
    above = line;
  }
  return Math.min(above[columns] ?? 0, limit + 1);
}
