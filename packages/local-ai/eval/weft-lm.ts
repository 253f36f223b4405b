import { readFileSync } from 'node:fs';
import { createAdaptiveModel } from '../src/engines/adaptive/model.ts';
import { THRESHOLDS as ADAPTIVE_THRESHOLDS } from '../src/engines/adaptive/calibration.ts';
import { THRESHOLDS } from '../src/engines/weft-lm/calibration.ts';
import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { unpackFile } from '../src/engines/unpack.ts';
import { createWeftLm, type WeftLm } from '../src/engines/weft-lm/engine.ts';
import { type ModelFile, readModelFile } from '../src/engines/weft-lm/model-file.ts';
import { type Completes, completesByAdaptive } from '../src/testing/keystrokes.ts';
import { recordPerson, toFigures } from './people.ts';
import { readUnseen } from './split.ts';
import { toQuantile, toTable } from './table.ts';

/** The file that is shipped, or the one that `WEFT_LM` names. */
export async function readModel(): Promise<ModelFile> {
  const path = process.env['WEFT_LM'] ?? new URL('../model/weft-lm.bin', import.meta.url).pathname;
  const read = readModelFile((await unpackFile(new Uint8Array(readFileSync(path)))) ?? new Uint8Array());
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

/** @param isLearning whether it follows the person. */
export function completesByWeftLm(lm: WeftLm, isLearning = true): Completes {
  return {
    learn: (text, from) => {
      if (isLearning) lm.learn(text, from);
    },
    options: (before) => runToEnd(lm.options(before)),
    toConfidence: (probability) => probability,
  };
}

/** Letters typed of each person, at most so many of one document. */
const AMOUNT = { letters: Number(process.env['WEFT_LETTERS'] ?? 8000), ofDocument: 2000 };
const HISTORIES = [0, 20, 180];

/** Keystrokes saved for authors that no engine has seen: each engine alone, and mixed. */
export async function evaluateWeftLm(corpus: string | undefined): Promise<string> {
  if (corpus === undefined) return 'Needs the corpus: what it was trained without is in it.';
  const file = await readModel();
  const people = readUnseen(corpus, 'test');
  const times: number[] = [];
  const engines = [
    { name: 'adaptive', thresholds: ADAPTIVE_THRESHOLDS, make: () => completesByAdaptive(createAdaptiveModel()) },
    { name: 'weft-lm alone', thresholds: THRESHOLDS, make: () => completesByWeftLm(createWeftLm(file), false) },
    { name: 'weft-lm and the person', thresholds: THRESHOLDS, make: () => completesByWeftLm(createWeftLm(file)) },
  ];
  const rows = HISTORIES.flatMap((history) => {
    const able = people.filter(({ documents }) => documents.length > history + 2);
    return engines.flatMap(({ name, thresholds, make }) => {
      const hear = (elapsed: number): void => {
        if (name === 'weft-lm and the person') times.push(elapsed);
      };
      const each = able.map((person) => ({ person, recorded: recordPerson(person, history, make, AMOUNT, hear) }));
      const all = { who: `all ${able.length}`, recorded: each.flatMap(({ recorded }) => recorded) };
      const groups = [...each.map(({ person, recorded }) => ({ who: person.name, recorded })), all];
      return groups.flatMap(({ who, recorded }) =>
        Object.entries(thresholds).map(([boldness, threshold]) => ({
          'documents before': history,
          engine: name,
          who,
          threshold: `${boldness} (${threshold})`,
          ...toFigures(recorded, make().toConfidence, threshold),
        })),
      );
    });
  });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => toQuantile(times, part).toFixed(2));
  return `${file.name}.\n\n${toTable(rows)}\n\nPer key: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms.`;
}
