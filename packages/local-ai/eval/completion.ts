import { createAdaptiveModel } from '../src/engines/adaptive/model.ts';
import { modelToBytes } from '../src/engines/adaptive/bytes.ts';
import { THRESHOLDS, toConfidence } from '../src/engines/adaptive/calibration.ts';
import { completesByAdaptive } from '../src/testing/keystrokes.ts';
import { readAbstracted, readCorpus, type Source, toSummariesPath } from './data.ts';
import { recordPerson, toFigures } from './people.ts';
import { toQuantile, toTable } from './table.ts';

/** Sources that constants and thresholds were tuned on; figures are from all others. */
const DEVELOPMENT = ['18F_guides', 'standardebooks_jane-austen_pride-and-prejudice', 'python_peps'];
/** Letters typed for each person, at most so many of one document. */
const AMOUNT = { letters: 10_000, ofDocument: 3000 };
const HISTORIES = [0, 20, 180];

/** Keystrokes saved by the adaptive engine alone; each source is a person, its earlier documents the history. */
export function evaluateCompletion(corpus: string | undefined): string {
  const people = readPeople(corpus);
  const times: number[] = [];
  const rows = HISTORIES.flatMap((history) => {
    const able = people.filter(({ documents }) => documents.length > history + 2);
    if (able.length === 0) return [];
    const recorded = able.flatMap((person) =>
      recordPerson(
        person,
        history,
        () => completesByAdaptive(createAdaptiveModel()),
        AMOUNT,
        (elapsed) => times.push(elapsed),
      ),
    );
    return Object.entries(THRESHOLDS).map(([name, threshold]) => ({
      'documents before': history,
      people: able.length,
      threshold: `${name} (${threshold})`,
      ...toFigures(recorded, toConfidence, threshold),
    }));
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
