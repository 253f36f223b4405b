/**
 * Opening a document again: the whole automerge-paper (Martin Kleppmann, CC BY 4.0) as a sealed snapshot and 480 sealed
 * changes, against y-indexeddb with a plain snapshot and 480 plain updates. Both over fake-indexeddb, in turn, CPU time.
 */
import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readTrace, type SequentialTrace } from '../traces/trace.ts';
import { cpuMicroseconds, median, report } from './compare.ts';
import { prepareReopening } from './reopen/work.ts';

const ROUNDS = 15;
/** Openings per measurement. */
const OPENINGS = 4;

// Each measurement starts without the rubbish of the one before, and pays for its own.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const trace = readTrace<SequentialTrace>('automerge-paper');
const { openWeft, openYjs } = await prepareReopening(
  trace.txns.flatMap(({ patches }) => patches),
  'paper',
);

async function measure(open: () => Promise<string>): Promise<number> {
  collect();
  const start = cpuMicroseconds();
  for (let opening = 0; opening < OPENINGS; opening++) {
    if ((await open()) !== trace.endContent) throw new Error('the document came back with other content');
  }
  return (cpuMicroseconds() - start) / OPENINGS / 1000;
}

const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const one = await measure(openWeft);
  const other = await measure(openYjs);
  if (round === 0) continue;
  ours.push(one);
  theirs.push(other);
}
report('reopen', [
  {
    name: 'reopening a sealed, compacted document with a tail of 480',
    peer: 'y-indexeddb with a plain snapshot and tail',
    unit: 'CPU ms',
    ours: median(ours),
    theirs: median(theirs),
    bar: 1.2,
  },
]);
