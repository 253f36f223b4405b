/**
 * Opening a document again: the whole automerge-paper (Martin Kleppmann, CC BY 4.0) as a sealed snapshot and 480 sealed
 * changes, against y-indexeddb with a plain snapshot and 480 plain updates. Both over fake-indexeddb, in turn, CPU time.
 */
import 'fake-indexeddb/auto';
import { readTrace, type SequentialTrace } from '../traces/trace.ts';
import { interleave, report } from './compare.ts';
import { prepareReopening } from './reopen/work.ts';

const ROUNDS = 15;

const trace = readTrace<SequentialTrace>('automerge-paper');
const { openWeft, openYjs } = await prepareReopening(
  trace.txns.flatMap(({ patches }) => patches),
  'paper',
);
const check = (content: string): void => {
  if (content !== trace.endContent) throw new Error('the document came back with other content');
};

const { ours, theirs } = await interleave(
  ROUNDS,
  async () => check(await openWeft()),
  async () => check(await openYjs()),
);
report('reopen', [
  {
    name: 'reopening a sealed, compacted document with a tail of 480',
    peer: 'y-indexeddb with a plain snapshot and tail',
    unit: 'CPU ms',
    ours: ours / 1000,
    theirs: theirs / 1000,
    bar: 1.2,
  },
]);
