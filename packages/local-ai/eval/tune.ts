// What weft-lm's mix and thresholds are worth on the development split: node packages/local-ai/eval/tune.ts CORPUS [gammas as JSON …]
import { createWeftLm } from '../src/engines/weft-lm/engine.ts';
import { type Keystrokes, typeRecorded } from '../src/testing/keystrokes.ts';
import { recordPerson } from './people.ts';
import { readUnseen } from './split.ts';
import { toTable } from './table.ts';
import { completesByWeftLm, readModel } from './weft-lm.ts';

const [corpus, ...options] = process.argv.slice(2);
if (corpus === undefined) throw new Error('which corpus?');
const file = await readModel();
const people = readUnseen(corpus, 'development');
const AMOUNT = { letters: 3000, ofDocument: 2000 };
const THRESHOLDS = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];
/** undefined: those that are shipped. */
const chosen = options.length > 0 ? options.map((gammas) => JSON.parse(gammas) as readonly number[]) : [undefined];
const rows = chosen.flatMap((gammas) =>
  [0, 20].flatMap((history) => {
    const make = (): ReturnType<typeof completesByWeftLm> => completesByWeftLm(createWeftLm(file, undefined, gammas));
    const recorded = people.flatMap((person) => recordPerson(person, history, make, AMOUNT));
    return THRESHOLDS.map((threshold) => {
      const tenths = Array.from({ length: 10 }, () => ({ shown: 0, right: 0 }));
      const cost: Keystrokes = { letters: 0, keys: 0, shown: 0, accepted: 0 };
      for (const one of recorded) {
        typeRecorded(one, make().toConfidence, threshold, cost, (confidence, isRight) => {
          const tenth = tenths[Math.min(9, Math.floor(confidence * 10))];
          if (tenth === undefined) return;
          tenth.shown++;
          tenth.right += Number(isRight);
        });
      }
      return {
        gammas: JSON.stringify(gammas) ?? 'shipped',
        history,
        threshold,
        'saved %': (100 * (1 - cost.keys / cost.letters)).toFixed(1),
        'accepted %': ((100 * cost.accepted) / cost.shown).toFixed(1),
        'right, by tenth of confidence': tenths
          .map(({ shown, right }) => (shown < 20 ? '-' : (right / shown).toFixed(2)))
          .join(' '),
      };
    });
  }),
);
process.stdout.write(`${toTable(rows)}\n`);
