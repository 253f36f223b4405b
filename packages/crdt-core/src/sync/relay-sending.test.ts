import { describe, expect, test } from 'vitest';
import {
  OWN,
  OTHER,
  challenge,
  envelope,
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

describe('sending', () => {
  test('SYN-3 own envelopes go at once, and only after the log was replayed', () => {
    const bench = createBench().do(appended(OWN, 0)).do({ type: 'opened' }).frame(challenge).frame(welcome());
    expect(bench.take('append')).toEqual([]);
    bench.frame({ type: 'caught-up', head: 0 });
    expect(names(bench.take('append'))).toEqual(['aa0']);
    expect(names(bench.do(appended(OWN, 1)).take('append'))).toEqual(['aa1']);
  });

  test("SYN-3 others' envelopes go after 0.5 to 2.5 s", () => {
    for (const [chance, delay] of [
      [0, 500],
      [0.5, 1_500],
      [0.99999, 2_500],
    ] as const) {
      const bench = createBench();
      bench.chance = chance;
      bench.do(appended(OTHER, 0)).do({ type: 'opened' }).frame(challenge).frame(welcome());
      bench.frame({ type: 'caught-up', head: 0 });
      expect(bench.pass(delay - 1).take('append')).toEqual([]);
      expect(names(bench.pass(1).take('append'))).toEqual(['bb0']);
    }
  });

  test("SYN-3 others' envelopes that someone else sends meanwhile are not sent", () => {
    const bench = createBench().do(appended(OTHER, 0)).do(appended(OTHER, 1));
    bench.do({ type: 'opened' }).frame(challenge).frame(welcome()).frame({ type: 'caught-up', head: 0 });
    bench.pass(400);
    took(bench.frame(entry(1)), OTHER, 0, 'duplicate');
    // Someone is at it: wait again.
    expect(bench.pass(499).take('append')).toEqual([]);
    took(bench.frame(entry(2)), OTHER, 1, 'duplicate');
    expect(bench.pass(10_000).take('append')).toEqual([]);
    expect(bench.state.heads.unsentOthers).toBe(0);
  });

  test('SYN-3 what a sibling tab wrote is own', () => {
    const bench = createLive().do({ type: 'owned', session: OTHER }).do(appended(OTHER, 0));
    expect(names(bench.take('append'))).toEqual(['bb0']);
  });

  test('SYN-2 nothing is sent again while it is on its way, or after it was acknowledged', () => {
    const bench = createLive().do(appended(OWN, 0)).do(appended(OWN, 1));
    expect(names(bench.take('append'))).toEqual(['aa0', 'aa1']);
    bench
      .pass(1_000)
      .frame(ack(OWN, 0, 1))
      .do({ type: 'owned', session: OWN })
      .pass(1_000)
      .frame(ack(OWN, 1, 2));
    expect(bench.take('append')).toEqual([]);
    bench
      .do({ type: 'closed', code: 1006 })
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ head: 2 }));
    bench.frame({ type: 'caught-up', head: 2 });
    expect(bench.take('append')).toEqual([]);
  });

  test('SYN-5 the number of unsent envelopes is exact: a refusal does not lower it, an answer nobody asked for neither', () => {
    const bench = createLive().do(appended(OWN, 0)).do(appended(OWN, 1)).do(appended(OWN, 2));
    expect(bench.state.heads.unsentOwn).toBe(3);
    bench.frame(ack(OWN, 1, 1));
    expect(bench.state.heads.unsentOwn).toBe(2);
    bench
      .frame(refused(OWN, 0, 5))
      .frame(ack(OWN, 0, 9))
      .frame(ack(OWN, 17, 9));
    expect(bench.state.heads.unsentOwn).toBe(2);
    expect(bench.state.positions.beyond).toEqual([]);
  });

  test('at most 64 envelopes are on their way, and at most about a second of what the relay allows', () => {
    const bench = createLive({ appendsPerSecond: 1_000 });
    bench.pass(1_000);
    for (let seq = 0; seq < 300; seq++) bench.do(appended(OWN, seq));
    expect(bench.take('append')).toHaveLength(64);
    for (let seq = 0; seq < 300; seq++) bench.frame(ack(OWN, seq, seq + 1));
    expect(names(bench.take('append'))).toHaveLength(300 - 64);

    const slow = createLive({ appendsPerSecond: 10 });
    for (let seq = 0; seq < 50; seq++) slow.do(appended(OWN, seq));
    let sent = 0;
    const answer = (): void => {
      for (const { name } of slow.take('append')) slow.frame(ack(OWN, name.seq, ++sent));
    };
    answer();
    expect(sent).toBe(5);
    for (let tenth = 0; tenth < 40; tenth++) {
      slow.pass(100);
      answer();
    }
    expect(sent).toBe(5 + 4 * 8);
  });

  test('REFUSED 5 slows down and sends again in chain order', () => {
    const bench = createLive();
    bench.pass(1_000);
    for (let seq = 0; seq < 5; seq++) bench.do(appended(OWN, seq));
    expect(bench.take('append')).toHaveLength(5);
    for (let seq = 2; seq < 5; seq++) bench.frame(refused(OWN, seq, 5));
    bench.frame(ack(OWN, 0, 1)).frame(ack(OWN, 1, 2));
    expect(bench.pass(900).take('append')).toEqual([]);
    expect(names(bench.pass(200).take('append'))).toEqual(['aa2', 'aa3', 'aa4']);
    expect(bench.state.pace).toBe(0.5);
  });

  test('REFUSED 4 says that the room is full, keeps the count, and tries again slowly or when the base moves', () => {
    const bench = createLive()
      .do(appended(OWN, 0))
      .frame(refused(OWN, 0, 4));
    bench.take('append');
    expect(bench.state.failure?.code).toBe('relay-room-full');
    expect(bench.state.heads.unsentOwn).toBe(1);
    for (let i = 0; i < 6; i++) bench.pass(9_000).frame({ type: 'beat', head: 0 });
    expect(bench.take('append')).toEqual([]);
    bench.frame({ type: 'base', position: 1, envelope });
    expect(names(bench.take('append'))).toEqual(['aa0']);
  });

  test('REFUSED 4 is outlived by what was on its way, and over once a compaction made room', () => {
    const bench = createLive();
    bench.pass(1_000);
    Object.assign(bench, { canCompact: true });
    for (let seq = 0; seq < 3; seq++) bench.do(appended(OWN, seq));
    bench.take('append');
    bench
      .frame(ack(OWN, 0, 1))
      .frame(refused(OWN, 2, 4))
      .frame(ack(OWN, 1, 2));
    expect(bench.state.failure?.code).toBe('relay-room-full');
    expect(bench.take('compact')).toHaveLength(1);
    bench.do({ type: 'compacted', item: { session: OWN, seq: 3, bytes: 400 } }).frame(ack(OWN, 3, 2));
    expect(bench.state.failure).toBeUndefined();
    bench.do(appended(OWN, 4));
    expect(names(bench.take('append'))).toContain('aa4');
  });

  test('other refusals stop that chain only, and are told', () => {
    const bench = createLive().do({ type: 'owned', session: OTHER });
    bench
      .do(appended(OWN, 0))
      .do(appended(OTHER, 0))
      .frame(refused(OWN, 0, 3))
      .frame(ack(OTHER, 0, 1));
    bench.take('append');
    expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-envelope' } }]);
    bench.do(appended(OWN, 1)).do(appended(OTHER, 1));
    expect(names(bench.take('append'))).toEqual(['bb1']);
    expect(bench.state.heads.unsentOwn).toBe(3);
  });

  test('an envelope that no frame can hold is kept back and told', () => {
    const bench = createLive({ maxFrameBytes: 1_000 })
      .do(appended(OWN, 0, 2_000))
      .do(appended(OWN, 1));
    expect(bench.take('append')).toEqual([]);
    expect(bench.state.failure?.code).toBe('relay-too-large');
    expect(bench.state.heads.unsentOwn).toBe(2);
  });

  test('a replay that never ends is left after a minute without an entry', () => {
    const bench = createBench()
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ head: 9 }));
    for (let i = 1; i < 4; i++) took(bench.pass(20_000).frame(entry(i)), OTHER, i - 1);
    for (let i = 0; i < 6; i++) bench.pass(9_000).frame({ type: 'beat', head: 9 });
    expect(bench.take('close')).toEqual([]);
    expect(bench.pass(6_000).take('close')).toHaveLength(1);
  });

  test('a relay that takes envelopes and never answers is left after a minute', () => {
    const bench = createLive().do(appended(OWN, 0));
    for (let i = 0; i < 6; i++) bench.pass(9_000).frame({ type: 'beat', head: 0 });
    expect(bench.take('close')).toEqual([]);
    expect(bench.pass(6_000).take('close')).toHaveLength(1);
    expect(bench.state.heads.unsentOwn).toBe(1);
  });
});
