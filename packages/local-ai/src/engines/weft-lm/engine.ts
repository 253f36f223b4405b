import type { Completion } from '../../ports/task.ts';
import { chooseBest, type Option } from '../chooser.ts';
import { createCompleter } from './completer.ts';
import { createKernel, type Kernel } from './kernel.ts';
import type { ModelFile } from './model-file.ts';
import { createNetwork, toNeeded } from './network.ts';
import { createPersonalTokens } from './person.ts';
import { createSession } from './session.ts';
import { createTokenizer, toFolded } from './tokenizer.ts';

/** The language model that comes with Weft, following the person: what it knows, with what they wrote laid over it. */
export interface WeftLm {
  /**
   * As `Suggester.suggest`. Yields before each step of the network: dropping the generator stops it within one token.
   */
  suggest(before: string, threshold: number): Generator<undefined, Completion | undefined>;
  /** When nobody asks: reads what the next suggestions will need. Yields as `suggest`; dropped, it has read that much. */
  readAhead(): Generator<undefined, void>;
  /** All ways `before` may go on that it would choose from. */
  options(before: string): Generator<undefined, readonly Option[]>;
  /** As `AdaptiveModel.learn`: what stands before `from` has been learned as this text's beginning. */
  learn(text: string, from?: number): void;
  /** Takes back exactly what learning this text added. */
  forget(text: string): void;
  forgetAll(): void;
  /** Bytes held: weights, keys and values, what was learned. */
  readonly bytes: number;
  readonly isSimd: boolean;
}

/** An engine over a model that was read. May throw a `RangeError` where there is no memory for it. */
export function createWeftLm(
  file: ModelFile,
  toKernel: (bytes: number) => Kernel = createKernel,
  gammas?: readonly number[],
): WeftLm {
  const kernel = toKernel(toNeeded(file));
  const network = createNetwork(file, kernel);
  const tokenizer = createTokenizer(file.merges);
  const person = createPersonalTokens(gammas);
  const completer = createCompleter(tokenizer, () => createSession(network), person, file.shape.context);
  // As the completer reads: behind a new line. A space at the end belongs to the word that will follow.
  const toTokens = (text: string): readonly number[] => tokenizer.encode(`\n${toFolded(text).trimEnd()}`);

  return {
    *suggest(before, threshold) {
      return chooseBest(yield* completer.options(before, threshold), threshold);
    },
    readAhead: completer.readAhead,
    options: (before) => completer.options(before),
    learn(text, from = 0) {
      const tokens = toTokens(text);
      if (from === 0) return person.learn(tokens, 1);
      // The end of what was learned may be tokens of its own no more: `.` and then `."`.
      const before = toTokens(text.slice(0, from));
      let same = 0;
      while (same < before.length && before[same] === tokens[same]) same++;
      person.forget(before, same);
      person.learn(tokens, same);
    },
    forget: (text) => person.forget(toTokens(text), 1),
    forgetAll: () => person.clear(),
    get bytes() {
      return network.bytes + person.bytes;
    },
    isSimd: kernel.isSimd,
  };
}
