import { readFileSync } from 'node:fs';
import { createAdaptiveModel } from '../src/engines/adaptive/model.ts';
import { THRESHOLDS as ADAPTIVE_THRESHOLDS } from '../src/engines/adaptive/calibration.ts';
import { THRESHOLDS } from '../src/engines/weft-lm/calibration.ts';
import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { createWeftLm, type WeftLm } from '../src/engines/weft-lm/engine.ts';
import { type ModelFile, readModelFile } from '../src/engines/weft-lm/model-file.ts';
import { type Completes, completesByAdaptive, type Keystrokes, typeParagraph } from '../src/testing/keystrokes.ts';
import type { Source } from './data.ts';
import { readUnseen } from './split.ts';
import { toQuantile, toTable } from './table.ts';

/** The file that is shipped, or the one that `WEFT_LM` names. */
export function readModel(): ModelFile {
  const path = process.env['WEFT_LM'] ?? new URL('../model/weft-lm.bin', import.meta.url).pathname;
  const read = readModelFile(new Uint8Array(readFileSync(path)));
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

/** @param isLearning whether it follows the person. */
export function completesByWeftLm(lm: WeftLm, isLearning = true): Completes {
  return {
    learn: (text, from) => {
      if (isLearning) lm.learn(text, from);
    },
    suggest: (before, threshold) => runToEnd(lm.suggest(before, threshold)),
  };
}

/** Letters typed of each person, at most so many of one document. */
const LETTERS = Number(process.env['WEFT_LETTERS'] ?? 8000);
const LETTERS_A_DOCUMENT = 2000;
/** Which thresholds are measured; each costs minutes. */
const BOLDNESS = (process.env['WEFT_BOLDNESS'] ?? 'bold,balanced,careful').split(',');
/** Documents that are history, and behind which typing begins whatever the history, so that all type the same. */
const HISTORY = 20;

/** Has each person type, with so many documents of theirs learned before. */
export function typePeople(
  people: readonly Source[],
  history: number,
  toEngine: () => Completes,
  threshold: number,
  hear: (elapsed: number, confidence: number, isRight: boolean) => void,
): Keystrokes {
  const cost: Keystrokes = { letters: 0, keys: 0, shown: 0, accepted: 0 };
  for (const { documents } of people) {
    const engine = toEngine();
    for (const paragraph of documents.slice(0, history).flat()) engine.learn(paragraph);
    const most = cost.letters + LETTERS;
    for (const document of documents.slice(HISTORY)) {
      const end = Math.min(most, cost.letters + LETTERS_A_DOCUMENT);
      for (const paragraph of document) {
        if (cost.letters > end) break;
        typeParagraph(engine, paragraph, threshold, cost, () => performance.now(), hear);
      }
      if (cost.letters > most) break;
    }
  }
  return cost;
}

/** Keystrokes saved for authors that no engine has seen: each engine alone, and mixed. */
export function evaluateWeftLm(corpus: string | undefined): string {
  if (corpus === undefined) return 'Needs the corpus: what it was trained without is in it.';
  const file = readModel();
  const people = readUnseen(corpus, 'test');
  const times: number[] = [];
  const engines = [
    { name: 'adaptive', thresholds: ADAPTIVE_THRESHOLDS, make: () => completesByAdaptive(createAdaptiveModel()) },
    { name: 'weft-lm alone', thresholds: THRESHOLDS, make: () => completesByWeftLm(createWeftLm(file), false) },
    { name: 'weft-lm and the person', thresholds: THRESHOLDS, make: () => completesByWeftLm(createWeftLm(file)) },
  ];
  const rows = engines.flatMap(({ name, thresholds, make }) =>
    (name === 'weft-lm alone' ? [0] : [0, HISTORY]).flatMap((history) =>
      Object.entries(thresholds)
        .filter(([boldness]) => BOLDNESS.includes(boldness))
        .map(([boldness, threshold]) => {
          const hear = (elapsed: number): void => {
            if (name === 'weft-lm and the person') times.push(elapsed);
          };
          const cost = typePeople(people, history, make, threshold, hear);
          return {
            engine: name,
            'documents before': history,
            threshold: `${boldness} (${threshold})`,
            'keys saved %': (100 * (1 - cost.keys / cost.letters)).toFixed(1),
            'accepted if shown %': ((100 * cost.accepted) / cost.shown).toFixed(1),
            'shown per 100 keys': ((100 * cost.shown) / cost.keys).toFixed(1),
          };
        }),
    ),
  );
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => toQuantile(times, part).toFixed(2));
  return `${file.name}; authors never seen: ${people.map(({ name }) => name).join(', ')}.\n\n${toTable(rows)}\n\nPer key: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms.`;
}
