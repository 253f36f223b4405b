import type { Network } from './network.ts';
import { END } from './tokenizer.ts';

/**
 * The network with what it has read: asked for what follows some tokens, it only steps over those that are new. One
 * step is the unit of work: a generator yields before each, so that a cancel is heeded within one token.
 */
export interface Session {
  /**
   * The probability of each token after `tokens` (at most `context` of them), which stand behind a document's
   * beginning or in its midst. The array is kept for a while: do not write to it.
   */
  next(tokens: readonly number[]): Generator<undefined, Float32Array>;
  /** Steps made so far. */
  readonly steps: number;
}

/** Answers that are kept: what is typed within a word asks for the same ones again. */
const MOST_KEPT = 48;

export function createSession(network: Network): Session {
  let read: number[] = [];
  let steps = 0;
  const kept = new Map<string, Float32Array>();

  return {
    *next(tokens) {
      const key = tokens.join(' ');
      const known = kept.get(key);
      if (known !== undefined) return known;
      let same = 0;
      while (same < read.length && same < tokens.length && read[same] === tokens[same]) same++;
      // The last step has to be made anew to be asked what follows it.
      let at = Math.max(0, Math.min(same, tokens.length - 1));
      read = read.slice(0, at);
      for (; at < tokens.length; at++) {
        yield;
        const token = tokens[at] ?? END;
        network.step(token, tokens[at - 1] ?? END, at);
        read.push(token);
        steps++;
      }
      const next = network.toNext().slice();
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
      kept.set(key, next);
      return next;
    },
    get steps() {
      return steps;
    },
  };
}
