import { SAMPLES_PER_SECOND } from '../ports/engine.ts';
import { WINDOW_SECONDS } from './features.ts';

/** A stretch of sound that somebody speaks in. */
export interface SpokenPiece {
  readonly samples: Float32Array;
  /** Seconds from the first sample that was heard. */
  readonly from: number;
  readonly to: number;
}

/** Cuts sound into pieces, where nobody speaks. */
export interface Cutter {
  /** Gives the pieces that are whole now. What is not stays, and begins the next. */
  hear(samples: Float32Array): readonly SpokenPiece[];
  /** Gives what is left. */
  end(): readonly SpokenPiece[];
}

/** 20 ms. */
const FRAME = SAMPLES_PER_SECOND / 50;
const seconds = (value: number): number => Math.round((value * SAMPLES_PER_SECOND) / FRAME);
/** Frames of a piece at most: a window, with room for the edges. */
const MOST: number = seconds(WINDOW_SECONDS - 1);
/** A piece ends where nobody speaks for so long; a long one at a shorter pause. */
const PAUSE: number = seconds(0.8);
const SHORT_PAUSE: number = seconds(0.3);
const LONG: number = seconds(12);
/** Where nobody pauses it is cut at the quietest place of its end. */
const SEARCHED: number = seconds(6);
const QUIET: number = seconds(0.2);
/** Kept around what is spoken: consonants are quiet. */
const EDGE: number = seconds(0.3);
/** What is shorter is a click. */
const LEAST: number = seconds(0.1);

/** Decibels below full scale under which nothing is speech, and above what is always there that something is. */
const FLOOR = -60;
const ABOVE = 9;
/** Decibels by which what is always there is thought louder with each frame, until something quieter is heard. */
const RISE = 0.01;

/** Decibels of full scale. */
export function toLevel(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(power + 1e-10);
}

export function createCutter(): Cutter {
  const sound = new Float32Array((MOST + 1) * FRAME);
  /** How loud each whole frame of `sound` is. */
  let levels: number[] = [];
  let spoken: boolean[] = [];
  let filled = 0;
  /** Samples before `sound`. */
  let passed = 0;
  let floor = FLOOR;

  /** Lets go of frames, as a piece where somebody spoke in them. */
  function take(count: number): readonly SpokenPiece[] {
    const voiced = spoken.slice(0, count);
    const [first, last] = [voiced.indexOf(true), voiced.lastIndexOf(true)];
    const isPiece = voiced.filter(Boolean).length >= LEAST;
    const [from, to] = [Math.max(0, first - EDGE) * FRAME, Math.min(count, last + 1 + EDGE) * FRAME];
    const piece: SpokenPiece = {
      samples: sound.slice(from, to),
      from: (passed + from) / SAMPLES_PER_SECOND,
      to: (passed + to) / SAMPLES_PER_SECOND,
    };
    sound.copyWithin(0, count * FRAME, filled);
    filled -= count * FRAME;
    passed += count * FRAME;
    [levels, spoken] = [levels.slice(count), spoken.slice(count)];
    return isPiece ? [piece] : [];
  }

  /** The quietest place near the end of what there is. */
  function findQuiet(): number {
    let [best, least] = [MOST, Number.POSITIVE_INFINITY];
    for (let at = MOST - SEARCHED; at + QUIET <= MOST; at++) {
      const loudest = Math.max(...levels.slice(at, at + QUIET));
      if (loudest < least) [best, least] = [at + (QUIET >> 1), loudest];
    }
    return best;
  }

  function frameHeard(): readonly SpokenPiece[] {
    const level = toLevel(sound.subarray(filled - FRAME, filled));
    floor = Math.max(FLOOR, Math.min(level, floor + RISE));
    levels.push(level);
    spoken.push(level > floor + ABOVE);
    const first = spoken.indexOf(true);
    // Nobody has spoken yet: only what may belong to a beginning is kept.
    if (first < 0) return levels.length > 2 * EDGE ? take(levels.length - EDGE) : [];
    const silent = levels.length - 1 - spoken.lastIndexOf(true);
    if (silent >= (levels.length - first >= LONG ? SHORT_PAUSE : PAUSE))
      return take(levels.length - Math.min(EDGE, silent >> 1));
    return levels.length >= MOST ? take(findQuiet()) : [];
  }

  return {
    hear(samples) {
      const pieces: SpokenPiece[] = [];
      for (let at = 0; at < samples.length; ) {
        const size = Math.min(FRAME - (filled % FRAME), samples.length - at);
        sound.set(samples.subarray(at, at + size), filled);
        filled += size;
        at += size;
        if (filled % FRAME === 0) pieces.push(...frameHeard());
      }
      return pieces;
    },
    end() {
      const pieces = take(levels.length);
      filled = 0;
      return pieces;
    },
  };
}
