import { type Counts, createCounts } from '../adaptive/counts.ts';

/** Tokens of context that are remembered. */
const CONTEXT = 4;

/**
 * A person's own n-grams of tokens, laid over the language model: Witten and Bell's backoff, from the longest context
 * down to none, and from there to the model.
 */
export interface PersonalTokens {
  /** Counts each token from `from` on behind those before it. */
  learn(tokens: readonly number[], from?: number): void;
  /** Takes back exactly what learning this added; what was never learned is passed over. */
  forget(tokens: readonly number[], from?: number): void;
  clear(): void;
  /** Writes to `into` the model's probabilities with the person's mixed in, behind `context`. */
  mix(model: Float32Array, context: readonly number[], into: Float32Array): void;
  readonly bytes: number;
}

/** How many times its kinds of followers a context must have been seen to be believed as much as what is shorter. */
const GAMMAS: readonly number[] = [400, 11, 8, 8, 6];

export function createPersonalTokens(gammas: readonly number[] = GAMMAS): PersonalTokens {
  let counts: Counts = createCounts();

  function each(tokens: readonly number[], from: number, act: (context: number, token: number) => void): void {
    for (let at = from; at < tokens.length; at++) {
      for (let length = 0; length <= Math.min(CONTEXT, at); length++) {
        const node = find(tokens.slice(at - length, at));
        if (node >= 0) act(node, tokens[at] ?? 0);
      }
    }
  }

  /** The node of a context, 0 of none, -1 of one never seen. Tokens are counted from 1: node 0 is no follower. */
  function find(context: readonly number[]): number {
    let node = 0;
    for (const token of context) {
      node = counts.find(node, token + 1);
      if (node === 0) return -1;
    }
    return node;
  }

  return {
    learn: (tokens, from = 0) => each(tokens, from, (context, token) => counts.increment(context, token + 1)),
    forget(tokens, from = 0) {
      const taken: (readonly [number, number])[] = [];
      each(tokens, from, (context, token) => taken.push([context, token]));
      // Backwards, so that a context goes after what followed it.
      for (const [context, token] of taken.toReversed()) counts.decrement(context, token + 1);
    },
    clear() {
      counts = createCounts();
    },
    mix(model, context, into) {
      into.set(model);
      for (let length = 0; length <= Math.min(CONTEXT, context.length); length++) {
        const node = find(context.slice(context.length - length));
        if (node < 0) return;
        const total = counts.totalOf(node);
        if (total === 0) return;
        const weight = (gammas[length] ?? 1) * counts.kindsOf(node);
        const share = weight / (total + weight);
        for (let token = 0; token < into.length; token++) into[token] = (into[token] ?? 0) * share;
        for (let follower = counts.firstOf(node); follower !== 0; follower = counts.nextOf(follower)) {
          const token = counts.pieceOf(follower) - 1;
          into[token] = (into[token] ?? 0) + counts.countOf(follower) / (total + weight);
        }
      }
    },
    get bytes() {
      return counts.bytes;
    },
  };
}
