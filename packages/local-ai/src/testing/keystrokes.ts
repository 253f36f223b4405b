import type { AdaptiveModel } from '../engines/adaptive/model.ts';
import { isWordEnd, toPieces } from '../engines/adaptive/pieces.ts';
import { createSuggester } from '../engines/adaptive/suggester.ts';
import { toConfidence } from '../engines/adaptive/calibration.ts';
import { chooseBest, type Option } from '../engines/chooser.ts';

/** What completes a text and learns from it, at once. */
export interface Completes {
  learn(text: string, from?: number): void;
  options(before: string): readonly Option[];
  /** What its probabilities are worth. */
  readonly toConfidence: (probability: number) => number;
}

export function completesByAdaptive(model: AdaptiveModel): Completes {
  return { learn: model.learn, options: createSuggester(model).options, toConfidence };
}

/** What typing a text cost with suggestions. */
export interface Keystrokes {
  letters: number;
  keys: number;
  shown: number;
  accepted: number;
}

/** A paragraph, and before each of its letters all ways it might have gone on. */
export interface Recorded {
  readonly text: string;
  readonly options: readonly (readonly Option[])[];
}

/** Earlier paragraphs stand before a paragraph as far back as this, in UTF-16 units each; as in the editor. */
const EARLIER = 300;
const EARLIER_PARAGRAPHS = 2;

/**
 * Has the engine look at each place of a paragraph, and learn each piece once it is finished, as it does while a person
 * writes. What it would have shown does not depend on what was accepted before: one recording serves every threshold.
 *
 * @param earlier paragraphs of the same document.
 * @param hear of the milliseconds that learning and looking took, for each letter.
 */
export function recordParagraph(
  engine: Completes,
  text: string,
  earlier: readonly string[] = [],
  now: () => number = () => 0,
  hear: (elapsed: number) => void = () => {},
): Recorded {
  const reach = earlier.slice(-EARLIER_PARAGRAPHS).map((paragraph) => `${paragraph.slice(-EARLIER)}\n`);
  const ends = toEnds(text);
  let learned = 0;
  const options = Array.from(text.split(''), (_letter, at) => {
    const before = now();
    const done = ends.findLast((end) => end < at) ?? 0;
    if (done > learned) {
      engine.learn(text.slice(0, done), learned);
      learned = done;
    }
    const found = engine.options(reach.join('') + text.slice(0, at));
    hear(now() - before);
    return found;
  });
  engine.learn(text, learned);
  return { text, options };
}

/** Types what was recorded, letter by letter, and accepts a suggestion, with one key, when it equals what follows. */
export function typeRecorded(
  { text, options }: Recorded,
  worth: (probability: number) => number,
  threshold: number,
  into: Keystrokes,
  hear: (confidence: number, isRight: boolean) => void = () => {},
): void {
  // What is shown and typed past, letter by letter, is not shown again: who wanted it would have taken it.
  let passed: readonly string[] = [];
  let at = 0;
  while (at < text.length) {
    const suggestion = chooseBest(options[at] ?? [], threshold, worth, passed);
    into.keys++;
    if (suggestion === undefined) {
      passed = toRests(passed, text[at]);
      at++;
      continue;
    }
    const after = at + suggestion.text.length;
    const isRight = text.startsWith(suggestion.text, at) && isRightEnd(suggestion.text, text.slice(after, after + 1));
    into.shown++;
    into.accepted += Number(isRight);
    hear(suggestion.confidence, isRight);
    const typed = text.slice(at, isRight ? after : at + 1);
    passed = toRests([...passed, suggestion.text], typed);
    at += typed.length;
  }
  into.letters += text.length;
}

/** What is left of suggestions after letters were typed; nothing of those that they do not begin with. */
function toRests(texts: readonly string[], typed: string | undefined): readonly string[] {
  if (typed === undefined) return [];
  return texts.filter((text) => text.startsWith(typed) && text !== typed).map((text) => text.slice(typed.length));
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
