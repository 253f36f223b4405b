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
  /** Reads tokens before anybody asks what follows them: `next` of these and more then has less to do. */
  read(tokens: readonly number[]): Generator<undefined, void>;
  /** Steps made so far. */
  readonly steps: number;
}

/** Answers that are kept: what is typed within a word asks for the same ones again. */
const MOST_KEPT = 48;

export function createSession(network: Network): Session {
  const past = network.createPast();
  let known: number[] = [];
  let steps = 0;
  const kept = new Map<string, Float32Array>();

  /** Goes on at `from`, where what was read is the same. */
  function* stepOver(tokens: readonly number[], from: number): Generator<undefined, void> {
    known = known.slice(0, from);
    for (let at = from; at < tokens.length; at++) {
      yield;
      const token = tokens[at] ?? END;
      network.step(past, token, tokens[at - 1] ?? END, at);
      known.push(token);
      steps++;
    }
  }

  function toSame(tokens: readonly number[]): number {
    let same = 0;
    while (same < known.length && same < tokens.length && known[same] === tokens[same]) same++;
    return same;
  }

  return {
    *read(tokens) {
      const same = toSame(tokens);
      if (same < tokens.length) yield* stepOver(tokens, same);
    },
    *next(tokens) {
      const key = tokens.join(' ');
      const answer = kept.get(key);
      if (answer !== undefined) return answer;
      // The last step has to be made anew to be asked what follows it.
      yield* stepOver(tokens, Math.max(0, Math.min(toSame(tokens), tokens.length - 1)));
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
