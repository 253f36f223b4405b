import { createAdaptiveModel } from '../src/engines/adaptive/model.ts';
import { modelToBytes } from '../src/engines/adaptive/bytes.ts';
import { THRESHOLDS } from '../src/engines/adaptive/calibration.ts';
import { completesByAdaptive, type Keystrokes, typeParagraph } from '../src/testing/keystrokes.ts';
import { readAbstracted, readCorpus, type Source, toSummariesPath } from './data.ts';
import { toQuantile, toTable } from './table.ts';

/** Sources that constants and thresholds were tuned on; figures are from all others. */
const DEVELOPMENT = ['18F_guides', 'standardebooks_jane-austen_pride-and-prejudice', 'python_peps'];
/** Letters typed for each person, at most so many of one document. */
const LETTERS = 10_000;
const LETTERS_A_DOCUMENT = 3000;
const HISTORIES = [0, 20, 180];

/** Keystrokes saved by the adaptive engine alone; each source is a person, its earlier documents the history. */
export function evaluateCompletion(corpus: string | undefined): string {
  const people = readPeople(corpus);
  const times: number[] = [];
  const rows = HISTORIES.flatMap((history) => {
    const able = people.filter(({ documents }) => documents.length > history + 2);
    if (able.length === 0) return [];
    return Object.entries(THRESHOLDS).map(([name, threshold]) => {
      const cost: Keystrokes = { letters: 0, keys: 0, shown: 0, accepted: 0 };
      for (const person of able) typePerson(person, history, threshold, cost, times);
      return {
        'documents before': history,
        people: able.length,
        threshold: `${name} (${threshold})`,
        'keys saved %': (100 * (1 - cost.keys / cost.letters)).toFixed(1),
        'accepted if shown %': ((100 * cost.accepted) / cost.shown).toFixed(1),
        'shown per 100 keys': ((100 * cost.shown) / cost.keys).toFixed(1),
      };
    });
  });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => toQuantile(times, part).toFixed(3));
  return [
    toTable(rows),
    `Learning and suggesting, per key: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms. ${describeSize(people)}`,
  ].join('\n\n');
}

function readPeople(corpus: string | undefined): readonly Source[] {
  if (corpus !== undefined) return readCorpus(corpus).filter(({ name }) => !DEVELOPMENT.includes(name));
  const documents = readAbstracted(toSummariesPath(undefined)).map(({ paragraphs }) => paragraphs);
  return [{ name: 'sample', documents }];
}

function typePerson(
  { documents }: Source,
  history: number,
  threshold: number,
  cost: Keystrokes,
  times: number[],
): void {
  const model = createAdaptiveModel();
  for (const paragraph of documents.slice(0, history).flat()) model.learn(paragraph);
  const most = cost.letters + LETTERS;
  // What is typed is the same whatever the history, as far as there are documents for it.
  const from = Math.min(documents.length - 1, Math.max(history, 20));
  for (const document of documents.slice(from)) {
    const end = cost.letters + LETTERS_A_DOCUMENT;
    for (const paragraph of document) {
      if (cost.letters > Math.min(most, end)) break;
      typeParagraph(
        completesByAdaptive(model),
        paragraph,
        threshold,
        cost,
        () => performance.now(),
        (elapsed) => times.push(elapsed),
      );
    }
    if (cost.letters > most) return;
  }
}

function describeSize(people: readonly Source[]): string {
  const model = createAdaptiveModel();
  const before = performance.now();
  for (const paragraph of people.flatMap(({ documents }) => documents.slice(0, 20).flat())) {
    if (model.learned > 200_000) break;
    model.learn(paragraph);
  }
  const elapsed = performance.now() - before;
  const words = model.learned;
  const stored = modelToBytes(model).length;
  return `${words} words and marks learned at ${((1000 * elapsed) / words).toFixed(1)} µs each: ${(model.bytes / words).toFixed(0)} bytes each in memory, ${(stored / words).toFixed(0)} stored.`;
}
