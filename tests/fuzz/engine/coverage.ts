import { instrument, type Point } from './instrument.ts';

/** More than any set of targets has; the counters of a run are one array. */
const MOST_POINTS = 1 << 17;

/** The work of one execution. Loops and functions of the code under test count it, and end at `most`. */
export interface Work {
  steps: number;
  most: number;
  /** The limit was passed. A decoder may catch the error; this stays. */
  isStopped: boolean;
  stop(): never;
}

/** A file under test. */
export interface CoveredFile {
  readonly name: string;
  readonly first: number;
  readonly points: readonly Point[];
}

declare global {
  var __weftHits: Uint32Array;
  var __weftWork: Work;
}

/** What the code under test did: counted per point, compared with everything it did before. */
export interface Coverage {
  readonly work: Work;
  readonly files: readonly CoveredFile[];
  /** Words found in the sources under test. */
  readonly words: ReadonlySet<string>;
  /** Puts counters into a source. */
  add(name: string, source: string): string;
  /** Forgets what the last execution did. */
  begin(): void;
  /** What the last execution did for the first time: new points, and points hit more often than ever by a factor. */
  judge(): { readonly newPoints: number; readonly newCounts: number };
  /** The points that the last execution hit. To be called before `judge`. */
  hits(): number[];
  isSeen(point: number): boolean;
  /** Starts over, for another target. */
  forget(): void;
}

export function createCoverage(): Coverage {
  const hits = new Uint32Array(MOST_POINTS);
  const seen = new Uint8Array(MOST_POINTS);
  const files: CoveredFile[] = [];
  const words = new Set<string>();
  let next = 0;
  const work: Work = {
    steps: 0,
    most: Number.POSITIVE_INFINITY,
    isStopped: false,
    stop() {
      work.isStopped = true;
      throw new RangeError('too much work');
    },
  };
  globalThis.__weftHits = hits;
  globalThis.__weftWork = work;
  return {
    work,
    files,
    words,
    add(name, source) {
      const done = instrument(source, next);
      files.push({ name, first: next, points: done.points });
      next += done.points.length;
      if (next > MOST_POINTS) throw new RangeError('more code than there are counters');
      for (const word of done.words) words.add(word);
      return done.code;
    },
    begin() {
      hits.fill(0, 0, next);
      work.steps = 0;
      work.isStopped = false;
    },
    judge() {
      let newPoints = 0;
      let newCounts = 0;
      for (let at = 0; at < next; at++) {
        const count = hits[at]!;
        if (count === 0) continue;
        const bit = countToBit(count);
        const before = seen[at]!;
        if (before === 0) newPoints++;
        else if ((before & bit) === 0) newCounts++;
        seen[at] = before | bit;
      }
      return { newPoints, newCounts };
    },
    hits() {
      const found: number[] = [];
      for (let at = 0; at < next; at++) if (hits[at] !== 0) found.push(at);
      return found;
    },
    isSeen: (point) => seen[point] !== 0,
    forget: () => void seen.fill(0),
  };
}

/** One bit for each order of magnitude, as AFL does: 1, 2, 3, 4–7, 8–15, 16–31, 32–127, more. */
function countToBit(count: number): number {
  if (count <= 3) return 1 << (count - 1);
  if (count <= 7) return 8;
  if (count <= 15) return 16;
  if (count <= 31) return 32;
  return count <= 127 ? 64 : 128;
}
