import type { AdaptiveModel } from '../engines/adaptive/model.ts';
import { isWordEnd, toPieces } from '../engines/adaptive/pieces.ts';
import { createSuggester } from '../engines/adaptive/suggester.ts';
import type { Completion } from '../ports/task.ts';

/** What completes a text and learns from it, at once. */
export interface Completes {
  learn(text: string, from?: number): void;
  suggest(before: string, threshold: number): Completion | undefined;
}

export function completesByAdaptive(model: AdaptiveModel): Completes {
  return { learn: model.learn, suggest: createSuggester(model).suggest };
}

/** What typing a text cost with suggestions. */
export interface Keystrokes {
  letters: number;
  keys: number;
  shown: number;
  accepted: number;
}

/** Hears of each key: milliseconds of learning and suggesting, the confidence (0: nothing shown), whether it was right. */
export type Hear = (elapsed: number, confidence: number, isRight: boolean) => void;

/**
 * Types a paragraph character by character and accepts a suggestion, with one key, when it equals what follows. The
 * engine learns each piece once it is finished, as it does while a person writes.
 */
export function typeParagraph(
  engine: Completes,
  text: string,
  threshold: number,
  into: Keystrokes,
  now: () => number = () => 0,
  hear: Hear = () => {},
): void {
  const ends = toEnds(text);
  let learned = 0;
  let at = 0;
  while (at < text.length) {
    const before = now();
    const done = ends.findLast((end) => end < at) ?? 0;
    if (done > learned) {
      engine.learn(text.slice(0, done), learned);
      learned = done;
    }
    const suggestion = engine.suggest(text.slice(0, at), threshold);
    const elapsed = now() - before;
    if (suggestion !== undefined) {
      const after = at + suggestion.text.length;
      const isRight = text.startsWith(suggestion.text, at) && isRightEnd(suggestion.text, text.slice(after, after + 1));
      into.shown++;
      hear(elapsed, suggestion.confidence, isRight);
      if (isRight) {
        into.accepted++;
        into.keys++;
        at = after;
        continue;
      }
    } else {
      hear(elapsed, 0, false);
    }
    into.keys++;
    at++;
  }
  engine.learn(text, learned);
  into.letters += text.length;
}

function isRightEnd(suggested: string, following: string): boolean {
  return !/[\p{L}\p{M}\p{N}]$/u.test(suggested) || isWordEnd(following);
}

/** Where the pieces of a text end. */
function toEnds(text: string): readonly number[] {
  let end = 0;
  return toPieces(text).map((piece) => {
    end += piece.length;
    return end;
  });
}
