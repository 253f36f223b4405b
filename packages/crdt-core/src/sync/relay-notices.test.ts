import { describe, expect, test } from 'vitest';
import {
  ack,
  appended,
  type Bench,
  challenge,
  createBench,
  createLive,
  entry,
  names,
  OTHER,
  OWN,
  took,
  welcome,
} from './testing/session-bench.ts';

/** KEY-8: the notices by which the keys change have to be where whoever was away can find them. */
const pins = (...seqs: number[]) => seqs.map((seq) => ({ session: OTHER, seq, bytes: 900 }));

function createAfterCompaction(): Bench {
  const bench = createBench();
  bench.hasNotices = true;
  return bench
    .do({ type: 'opened' })
    .frame(challenge)
    .frame(welcome({ base: 5, head: 6 }))
    .frame({ type: 'caught-up', head: 6 });
}

describe('KEY-8 notices that a compaction cut off the relay’s log', () => {
  test('are brought back after a while by whoever comes next, where the one who compacted has vanished', () => {
    const bench = createAfterCompaction();
    expect(bench.pass(499).take('list-pins')).toEqual([]);
    expect(bench.pass(1).take('list-pins')).toHaveLength(1);
    bench.do({ type: 'pins', items: pins(2, 3) });
    expect(names(bench.take('append'))).toEqual(['bb2', 'bb3']);
  });

  test('are left alone where they are known to lie in the log behind the base', () => {
    const bench = createAfterCompaction();
    took(bench.frame(entry(7, 6)), OTHER, 0);
    took(bench.frame(entry(8, 7)), OTHER, 1);
    bench.pass(500).take('list-pins');
    bench.do({ type: 'pins', items: pins(1, 3) });
    expect(names(bench.take('append'))).toEqual(['bb3']);
  });

  /** Somebody lacks notices, and says so for longer than anything is under way. */
  function complain(bench: Bench): void {
    const claim = { heads: new Map(), isComplete: true, relay: new Map(), lacksNotices: true };
    bench.do({ type: 'receipt', from: OTHER, receipt: claim });
    for (let beats = 0; beats < 3; beats++)
      bench.frame({ type: 'beat', head: bench.state.positions.cursor }).pass(10_000);
    bench.do({ type: 'receipt', from: OTHER, receipt: claim });
  }

  test('are brought back where the relay only said that it had them, once somebody lacks them twice with time between', () => {
    const bench = createAfterCompaction();
    bench.pass(500).take('list-pins');
    bench.do({ type: 'pins', items: pins(2, 3) });
    bench
      .frame(ack(OTHER, 2, 7))
      .frame(ack(OTHER, 3, 8))
      .take('append');
    complain(bench);
    expect(bench.pass(499).take('list-pins')).toEqual([]);
    // One of them comes meanwhile: somebody else was quicker.
    took(bench.frame(entry(9, 8)), OTHER, 2);
    expect(bench.pass(1).take('list-pins')).toHaveLength(1);
    bench.do({ type: 'pins', items: pins(2, 3) });
    expect(names(bench.take('append'))).toEqual(['bb3']);
    bench.frame(ack(OTHER, 3, 8));
    expect(bench.take('alarm')).toEqual([]);
    // Whoever goes on saying so is not answered each time.
    complain(bench);
    expect(bench.pass(500).take('list-pins')).toEqual([]);
    complain(bench);
    expect(bench.pass(500).take('list-pins')).toHaveLength(1);
  });

  test('are brought back also where the relay once named a place for them that its log no longer reaches', () => {
    const bench = createAfterCompaction();
    bench.pass(500).take('list-pins');
    bench.frame(entry(40, 39));
    const [{ place }] = bench.take('receive') as [ReturnType<typeof bench.take<'receive'>>[number]];
    // It waits for what is before it, so that nothing says afterwards that the log was ever so long.
    bench.do({ type: 'received', outcome: { status: 'waiting', name: { session: OTHER, seq: 2 } }, place });
    bench.do({ type: 'closed', code: 1006 }).do({ type: 'connecting' }).do({ type: 'opened' });
    bench
      .frame(challenge)
      .frame(welcome({ base: 5, head: 6 }))
      .frame({ type: 'caught-up', head: 6 });
    complain(bench);
    bench.pass(500).take('list-pins');
    bench.do({ type: 'pins', items: pins(2) });
    expect(names(bench.take('append'))).toEqual(['bb2']);
  });

  test('go again with whatever else somebody lacks that the relay only said it had: that may be what they open', () => {
    const bench = createAfterCompaction();
    bench.pass(500).take('list-pins');
    bench.do({ type: 'pins', items: pins(2) });
    bench
      .frame(ack(OTHER, 2, 7))
      .do(appended(OWN, 0))
      .frame(ack(OWN, 0, 8))
      .take('append');
    const claim = { heads: new Map(), isComplete: true, relay: new Map(), lacksNotices: false };
    bench.do({ type: 'receipt', from: OTHER, receipt: claim });
    for (let beats = 0; beats < 3; beats++) bench.frame({ type: 'beat', head: 8 }).pass(10_000);
    bench.do({ type: 'receipt', from: OTHER, receipt: claim });
    expect(bench.take('alarm').map(({ failure }) => failure.code)).toEqual(['relay-lost']);
    expect(bench.pass(500).take('list-pins')).toHaveLength(1);
    bench.do({ type: 'pins', items: pins(2) });
    expect(names(bench.take('append'))).toContain('bb2');
  });

  test('are not looked for where there are none', () => {
    expect(createLive({ base: 5, head: 5 }).pass(10_000).take('list-pins')).toEqual([]);
  });
});

describe('KEY-8 what is sealed under keys that are not known here', () => {
  test('is not held against the relay: the log is asked for again, from its beginning too, until the keys change', () => {
    const bench = createLive();
    bench.frame(entry(1));
    const [{ place }] = bench.take('receive') as [ReturnType<typeof bench.take<'receive'>>[number]];
    bench.do({ type: 'received', outcome: { status: 'locked' }, place });
    for (let beats = 0; beats < 6; beats++) bench.frame({ type: 'beat', head: 1 }).pass(500);
    expect(bench.state.phase).toBe('live');
    expect(bench.take('alarm')).toEqual([]);
    expect(bench.take('send').map(({ frame }) => frame.type)).toContain('pull');
    bench.pass(6_000);
    expect(bench.take('close')).toHaveLength(1);
    bench.do({ type: 'rekeyed' });
    expect(bench.state.lack?.locked).toBeUndefined();
  });

  test('is no longer asked for once it came with its keys', () => {
    const bench = createLive();
    bench.frame(entry(1));
    const [{ place }] = bench.take('receive') as [ReturnType<typeof bench.take<'receive'>>[number]];
    bench.do({ type: 'received', outcome: { status: 'locked' }, place });
    bench.pass(4_000);
    expect(bench.take('send').map(({ frame }) => frame.type)).toContain('pull');
    took(bench.frame(entry(1)), OTHER, 0);
    bench.frame({ type: 'caught-up', head: 1 }).pass(7_000);
    expect([bench.state.lack, bench.take('alarm'), bench.take('close')]).toEqual([undefined, [], []]);
  });

  test('a notice of which only a certificate tells is asked for too, and nobody is blamed for it', () => {
    const bench = createLive();
    bench.lacksNotices = true;
    bench.frame({ type: 'beat', head: 0 }).pass(3_000);
    expect(bench.take('send').map(({ frame }) => frame.type)).toContain('pull');
    bench.frame({ type: 'caught-up', head: 0 }).pass(6_000);
    expect(bench.take('close')).toHaveLength(1);
    expect(bench.take('alarm')).toEqual([]);
  });

  test('so is a word that someone said, and every greeting shows the certificates of the other epochs', () => {
    const bench = createLive();
    bench.do({ type: 'strange-keys' }).pass(3_000);
    expect(bench.take('send').map(({ frame }) => frame.type)).toContain('pull');
    expect(createAfterCompaction().take('show-epochs')).toHaveLength(1);
    expect(
      bench
        .do(appended(OWN, 0))
        .frame(ack(OWN, 0, 1))
        .take('show-epochs'),
    ).toEqual([]);
  });
});
