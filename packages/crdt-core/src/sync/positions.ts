/**
 * Which positions of a relay's log this replica holds (SYN-4): everything up to `cursor`, and some ranges beyond it.
 */
export interface Positions {
  /** Everything up to here is held; 0 is nothing. */
  readonly cursor: number;
  /** Disjoint, ascending, all beyond the cursor and not touching it: [first, last], both held. */
  readonly beyond: readonly (readonly [number, number])[];
}

/** A relay that scatters positions cannot make the list grow past this; what does not fit is asked for again later. */
const MAX_RANGES = 1024;

/** Positions of which only those up to `cursor` are held. */
export function createPositions(cursor: number): Positions {
  return { cursor, beyond: [] };
}

/** Marks first…last as held. */
export function holdPositions(positions: Positions, first: number, last: number): Positions {
  if (last <= positions.cursor || last < first) return positions;
  // In order, with nothing held beyond: by far the most frequent case.
  if (first <= positions.cursor + 1 && positions.beyond.length === 0) return { cursor: last, beyond: [] };
  let from = first;
  let to = last;
  const beyond: (readonly [number, number])[] = [];
  let placed = false;
  for (const range of positions.beyond) {
    if (range[1] < from - 1) beyond.push(range);
    else if (range[0] > to + 1) {
      if (!placed) beyond.push([from, to]);
      placed = true;
      beyond.push(range);
    } else {
      from = Math.min(from, range[0]);
      to = Math.max(to, range[1]);
    }
  }
  if (!placed) beyond.push([from, to]);
  let cursor = positions.cursor;
  while (beyond[0] !== undefined && beyond[0][0] <= cursor + 1)
    cursor = Math.max(cursor, (beyond.shift() ?? [0, 0])[1]);
  return beyond.length > MAX_RANGES ? positions : { cursor, beyond };
}

/** The highest position held, contiguous or not. */
export function highestPosition(positions: Positions): number {
  return positions.beyond.at(-1)?.[1] ?? positions.cursor;
}
