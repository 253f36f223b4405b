import {
  type Completes,
  type Keystrokes,
  type Recorded,
  recordParagraph,
  typeRecorded,
} from '../src/testing/keystrokes.ts';
import type { Source } from './data.ts';

/** How much of a person is typed: letters in all, and at most so many of one document. */
export interface Amount {
  readonly letters: number;
  readonly ofDocument: number;
}

/** What is typed begins behind so many documents whatever the history, as far as there are so many. */
const FIRST = 20;

/** Has a person type behind their first `history` documents; a source is a person. */
export function recordPerson(
  { documents }: Source,
  history: number,
  toEngine: () => Completes,
  { letters, ofDocument }: Amount,
  hear: (elapsed: number) => void = () => {},
): readonly Recorded[] {
  const engine = toEngine();
  for (const paragraph of documents.slice(0, history).flat()) engine.learn(paragraph);
  const recorded: Recorded[] = [];
  let typed = 0;
  for (const document of documents.slice(Math.min(documents.length - 1, Math.max(history, FIRST)))) {
    const end = Math.min(letters, typed + ofDocument);
    for (const [at, paragraph] of document.entries()) {
      if (typed > end) break;
      recorded.push(recordParagraph(engine, paragraph, document.slice(0, at), () => performance.now(), hear));
      typed += paragraph.length;
    }
    if (typed > letters) break;
  }
  return recorded;
}

/** Keystrokes saved and what else a table says of them. */
export function toFigures(
  recorded: readonly Recorded[],
  worth: (probability: number) => number,
  threshold: number,
): { readonly 'keys saved %': string; readonly 'accepted if shown %': string; readonly 'shown per 100 keys': string } {
  const cost: Keystrokes = { letters: 0, keys: 0, shown: 0, accepted: 0 };
  for (const one of recorded) typeRecorded(one, worth, threshold, cost);
  return {
    'keys saved %': (100 * (1 - cost.keys / cost.letters)).toFixed(1),
    'accepted if shown %': ((100 * cost.accepted) / cost.shown).toFixed(1),
    'shown per 100 keys': ((100 * cost.shown) / cost.keys).toFixed(1),
  };
}
