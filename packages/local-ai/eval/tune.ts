// Tunes what weft-lm's mix and thresholds are, on the development split: node packages/local-ai/eval/tune.ts CORPUS
import { createWeftLm } from '../src/engines/weft-lm/engine.ts';
import { readUnseen } from './split.ts';
import { toTable } from './table.ts';
import { completesByWeftLm, readModel, typePeople } from './weft-lm.ts';

const [corpus, ...options] = process.argv.slice(2);
if (corpus === undefined) throw new Error('which corpus?');
const file = readModel();
const people = readUnseen(corpus, 'development');
const GAMMAS: Readonly<Record<string, readonly number[]>> = {
  flat2: [8, 2, 2, 2, 2],
  falling: [8, 4, 2, 1, 1],
  steep: [16, 4, 1, 0.5, 0.5],
  wary: [32, 8, 4, 2, 2],
  flat8: [8, 8, 8, 8, 8],
};
const THRESHOLDS = (process.env['WEFT_THRESHOLDS'] ?? '0.3,0.45,0.6').split(',').map(Number);
const chosen = options.length > 0 ? options : Object.keys(GAMMAS);
const rows = chosen.flatMap((name) =>
  [0, 20].flatMap((history) =>
    THRESHOLDS.map((threshold) => {
      const make = (): ReturnType<typeof completesByWeftLm> =>
        completesByWeftLm(createWeftLm(file, undefined, GAMMAS[name]));
      const tenths = Array.from({ length: 10 }, () => ({ shown: 0, right: 0 }));
      const cost = typePeople(people, history, make, threshold, (_elapsed, confidence, isRight) => {
        const tenth = tenths[Math.min(9, Math.floor(confidence * 10))];
        if (confidence === 0 || tenth === undefined) return;
        tenth.shown++;
        tenth.right += Number(isRight);
      });
      return {
        name,
        history,
        threshold,
        'saved %': (100 * (1 - cost.keys / cost.letters)).toFixed(1),
        'accepted %': ((100 * cost.accepted) / cost.shown).toFixed(1),
        'by tenth': tenths.map(({ shown, right }) => (shown < 20 ? '-' : (right / shown).toFixed(2))).join(' '),
      };
    }),
  ),
);
process.stdout.write(`${toTable(rows)}\n`);
