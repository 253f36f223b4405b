/** What the models in docs/proofs/model are asked: each run with its bounds, and what has to come of it. */
export interface ProofRun {
  readonly model: 'parcel' | 'pins' | 'rekey' | 'relay';
  readonly title: string;
  readonly flags: readonly string[];
  /** The property that has to be found broken; without it, none may be. */
  readonly breaks?: string;
}

const TWO_ADMINS = ['ADMINS=2', 'MEMBERS=2', 'GONE=2'];

export const PROOF_RUNS: readonly ProofRun[] = [
  { model: 'rekey', title: 'two members, re-keyed twice', flags: ['MEMBERS=2', 'REKEYS=2', 'LATE=2'] },
  { model: 'rekey', title: 'three members, of whom one writes', flags: ['MEMBERS=3', 'FIRST_WRITER=2'] },
  {
    model: 'rekey',
    title: 'two admins at once, and compaction',
    flags: [...TWO_ADMINS, 'LATE=0', 'FIRST_WRITER=1', 'COMPACTIONS=1'],
  },
  { model: 'rekey', title: 'two admins at once, late writes', flags: [...TWO_ADMINS, 'WRITES=0'] },
  { model: 'rekey', title: 'a device that one admin does not know', flags: ['ADMINS=2', 'MEMBERS=2', 'STRANGER'] },
  { model: 'relay', title: 'an honest relay', flags: ['WRITES=2', 'COMPACTIONS=2'] },
  { model: 'relay', title: 'a relay that lies twice', flags: ['LIES=2'] },
  { model: 'relay', title: 'an editor whose snapshot lies', flags: ['INSIDER'] },
  {
    model: 'relay',
    title: 'back after a change of keys, by a peer',
    flags: ['DEVICES=3', 'REKEY', 'PEERS', 'ASKS=0', 'FIRST_WRITER=1'],
  },
  { model: 'relay', title: 'back after a change of keys, by receipts', flags: ['DEVICES=3', 'REKEY'] },
  { model: 'parcel', title: 'two tabs, and keys that change twice', flags: [] },
  { model: 'pins', title: 'an honest relay', flags: [] },
  { model: 'pins', title: 'a relay that goes back twice', flags: ['LIES=2'] },

  { model: 'rekey', title: 'late writes count', flags: ['MEMBERS=2', 'BROKEN_LATE_COUNTS'], breaks: 'LATE_COUNTS' },
  { model: 'rekey', title: 'nobody vouches', flags: ['MEMBERS=2', 'BROKEN_NO_VOUCHING'], breaks: 'DISAGREEMENT' },
  { model: 'rekey', title: 'the removed are given keys', flags: ['MEMBERS=2', 'BROKEN_GRANTS'], breaks: 'STILL_IN' },
  { model: 'rekey', title: 'old keys go on', flags: ['MEMBERS=2', 'BROKEN_OLD_KEYS'], breaks: 'CONFIDENTIALITY' },
  { model: 'rekey', title: 'snapshots substitute', flags: ['MEMBERS=2', 'BROKEN_SUBSTITUTE'], breaks: 'DISAGREEMENT' },
  {
    model: 'rekey',
    title: 'the first notice holds',
    flags: [...TWO_ADMINS, 'WRITES=0', 'LATE=0', 'BROKEN_TIE'],
    breaks: 'DISAGREEMENT',
  },
  {
    model: 'rekey',
    title: 'no succession',
    flags: [...TWO_ADMINS, 'WRITES=0', 'LATE=0', 'BROKEN_NO_SUCCESSION'],
    breaks: 'STILL_IN',
  },
  {
    model: 'rekey',
    title: 'a rival’s keys are an invitation',
    flags: [...TWO_ADMINS, 'WRITES=0', 'BROKEN_SPOKE'],
    breaks: 'STILL_IN',
  },
  {
    model: 'rekey',
    title: 'compaction before the succession',
    flags: [...TWO_ADMINS, 'LATE=0', 'FIRST_WRITER=1', 'COMPACTIONS=1', 'BROKEN_COMPACT_OUTVOTED'],
    breaks: 'CONFIDENTIALITY',
  },
  {
    model: 'rekey',
    title: 'nobody vouches for a rival’s epoch',
    flags: ['ADMINS=2', 'MEMBERS=2', 'STRANGER', 'WRITES=0', 'BROKEN_RIVAL_LATE'],
    breaks: 'DISAGREEMENT',
  },
  {
    model: 'relay',
    title: 'a rollback is taken for granted',
    flags: ['LIES=1', 'ASKS=0', 'BROKEN_ROLLBACK'],
    breaks: 'UNNOTICED',
  },
  { model: 'relay', title: 'no receipts', flags: ['LIES=1', 'BROKEN_NO_RECEIPTS'], breaks: 'UNNOTICED' },
  { model: 'relay', title: 'a base substitutes', flags: ['INSIDER', 'BROKEN_SUBSTITUTE'], breaks: 'LOSS' },
  { model: 'relay', title: 'COMPACT without compare', flags: ['WRITES=2', 'BROKEN_NO_COMPARE'], breaks: 'RELAY_LOST' },
  {
    model: 'relay',
    title: 'compaction over a base not held',
    flags: ['WRITES=2', 'COMPACTIONS=2', 'BROKEN_BASE_NOT_HELD'],
    breaks: 'RELAY_LOST',
  },
  {
    model: 'relay',
    title: 'compaction drops notices',
    flags: ['DEVICES=3', 'REKEY', 'PEERS', 'ASKS=0', 'BROKEN_NO_PINS'],
    breaks: 'LOCKED_OUT',
  },
  { model: 'parcel', title: 'what waits leaves as it is', flags: ['BROKEN_AS_IT_IS'], breaks: 'OPENED' },
  { model: 'parcel', title: 'a parcel under the old keys', flags: ['BROKEN_OLD_KEYS'], breaks: 'OPENED' },
  { model: 'parcel', title: 'only what waits is in it', flags: ['BROKEN_BETWEEN'], breaks: 'LACKING' },
  { model: 'parcel', title: 'a parcel in it is not looked into', flags: ['BROKEN_BETWEEN_INNER'], breaks: 'LACKING' },
  { model: 'parcel', title: 'a parcel counts without what is in it', flags: ['BROKEN_ALONE'], breaks: 'LACKING' },
  { model: 'pins', title: 'links pin nothing', flags: ['LIES=1', 'BROKEN_NO_PINS'], breaks: 'UNTOLD' },
  {
    model: 'pins',
    title: 'a link forgets what its maker lacks',
    flags: ['LIES=1', 'BROKEN_FORGETS'],
    breaks: 'UNTOLD',
  },
  { model: 'pins', title: 'what is not sent is pinned', flags: ['BROKEN_UNSENT'], breaks: 'FALSE_ALARM' },
  { model: 'pins', title: 'a snapshot holds nothing', flags: ['BROKEN_COVERS'], breaks: 'FALSE_ALARM' },
];
