import { describe, expect, test } from 'vitest';
import {
  OWN,
  OTHER,
  challenge,
  envelope,
  type Bench,
  createBench,
  welcome,
  entry,
  ack,
  refused,
  appended,
  took,
  createLive,
  names,
} from './testing/session-bench.ts';

describe('compaction', () => {
  function createCompactor(): Bench {
    const bench = createLive();
    bench.canCompact = true;
    for (let seq = 0; seq < 3; seq++) bench.do(appended(OWN, seq)).frame(ack(OWN, seq, seq + 1));
    bench.take('append');
    bench.wantsCompaction = true;
    return bench.frame({ type: 'beat', head: 3 });
  }

  test('LED-4 is proposed after 1 to 5 s when caught up and the policy says so', () => {
    const bench = createCompactor();
    expect(bench.pass(999).take('compact')).toEqual([]);
    expect(bench.pass(1).take('compact')).toHaveLength(1);
    bench.do(appended(OWN, 3));
    expect(bench.take('append')).toEqual([]); // not as a plain envelope
    bench.do({ type: 'compacted', item: { session: OWN, seq: 3, bytes: 400 } });
    expect(bench.take('propose')).toMatchObject([{ name: { seq: 3 }, base: 0, upto: 3 }]);
    bench.wantsCompaction = false;
    bench.frame(ack(OWN, 3, 3));
    expect(bench.state).toMatchObject({ base: 3, positions: { cursor: 3 } });
    expect(bench.state.heads.unsentOwn).toBe(0);
    expect(bench.take('append')).toEqual([]);
  });

  test('LED-4 a proposal that came too late is appended plainly', () => {
    const bench = createCompactor().pass(1_000).do(appended(OWN, 3));
    bench.do({ type: 'compacted', item: { session: OWN, seq: 3, bytes: 400 } }).frame(refused(OWN, 3, 6));
    expect(names(bench.take('append'))).toEqual(['aa3']);
  });

  test('LED-4 is not proposed by those who may not, while something is missing, or where someone else was first', () => {
    const viewer = createCompactor();
    viewer.canCompact = false;
    expect(viewer.pass(8_000).take('compact')).toEqual([]);
    const gappy = createCompactor().do({ type: 'gaps', count: 1 });
    expect(gappy.pass(8_000).take('compact')).toEqual([]);
    const late = createCompactor();
    late.frame({ type: 'base', position: 3, envelope });
    late.wantsCompaction = false;
    expect(late.pass(8_000).take('compact')).toEqual([]);
  });

  test('LED-4 a base whose news was lost with the connection is fetched, and nothing is proposed without it', () => {
    const bench = createLive();
    took(bench.frame(entry(1)), OTHER, 0);
    bench.do({ type: 'closed', code: 1006 }).do({ type: 'opened' }).frame(challenge);
    bench.take('hello');
    bench.frame(welcome({ base: 1, head: 1 }));
    expect(bench.take('close')).toMatchObject([{ retryAfter: 0 }]);
    bench.do({ type: 'opened' }).frame(challenge);
    expect(bench.take('hello')).toMatchObject([{ cursor: 0 }]);
    bench.frame(welcome({ base: 1, head: 1 }));
    expect(bench.take('close')).toEqual([]);
    took(bench.frame({ type: 'base', position: 1, envelope }), OTHER, 1).frame({ type: 'caught-up', head: 1 });
    bench
      .do({ type: 'closed', code: 1006 })
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ base: 1, head: 1 }));
    expect(bench.take('close')).toEqual([]);
    expect(bench.state.heldBase).toBe(1);
  });

  test('LED-4 a relay that names a base it never sends is given up on, slower and slower, and then put up with', () => {
    const bench = createLive();
    took(bench.frame(entry(1)), OTHER, 0);
    const rests: number[] = [];
    for (let i = 0; i < 12; i++) {
      bench.do({ type: 'closed', code: 1006 }).do({ type: 'opened' }).frame(challenge);
      // It takes any cursor for one that has the base.
      bench.state = { ...bench.state, positions: { cursor: 1, beyond: [] } };
      bench.frame(welcome({ base: 1, head: 1 }));
      rests.push(...bench.take('close').map(({ retryAfter }) => retryAfter));
    }
    expect(rests).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500]);
    expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-withholds' } }]);
    expect(bench.state.phase).toBe('replaying');
  });

  test('LED-4 a snapshot at the relay stands for what it covers', () => {
    const bench = createBench();
    const chains = [
      { session: OTHER, head: 9, floor: 9 },
      { session: OWN, head: 4, floor: 3 },
    ];
    const covers = new Map([
      [OTHER, 9],
      [OWN, 3],
    ]);
    bench
      .do({ type: 'owned', session: OWN })
      .do({ type: 'ledger', chains, snapshots: [{ session: OWN, seq: 4, covers }] });
    expect(bench.state.heads).toMatchObject({ unsentOwn: 1, unsentOthers: 0 });
    bench
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ head: 1, base: 1 }));
    bench.frame({ type: 'base', position: 1, envelope });
    const [effect] = bench.take('receive');
    const place = { first: 1, position: 1, isBase: true };
    expect(effect).toMatchObject({ place });
    const outcome = { status: 'duplicate', name: { session: OWN, seq: 4 }, covers } as const;
    bench.do({ type: 'received', outcome, place }).frame({ type: 'caught-up', head: 1 });
    expect(bench.state.heads).toMatchObject({ unsentOwn: 0, unsentOthers: 0 });
    expect(bench.state.positions.cursor).toBe(1);
  });
});
