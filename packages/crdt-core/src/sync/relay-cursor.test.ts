import { describe, expect, test } from 'vitest';
import { bytesToRelayNote, relayNoteToBytes } from './relay-note.ts';
import {
  OWN,
  OTHER,
  challenge,
  type Bench,
  welcome,
  entry,
  ack,
  appended,
  took,
  createLive,
  names,
} from './testing/session-bench.ts';

describe('cursor', () => {
  test('SYN-4 moves only after the replica has taken the entry', () => {
    const bench = createLive().frame(entry(1));
    expect(bench.state.positions.cursor).toBe(0);
    took(bench, OTHER, 0);
    expect(bench.state.positions.cursor).toBe(1);
  });

  test('SYN-4 does not pass a position that never came, asks for it, and catches up when it comes', () => {
    const bench = createLive().frame(entry(3));
    expect(bench.take('send')).toEqual([{ type: 'send', frame: { type: 'pull', from: 1 } }]);
    took(bench, OTHER, 2);
    expect(bench.state.positions).toEqual({ cursor: 0, beyond: [[3, 3]] });
    took(bench.frame(entry(1)), OTHER, 0);
    took(bench.frame(entry(2)), OTHER, 1);
    expect(bench.state.positions).toEqual({ cursor: 3, beyond: [] });
  });

  test('SYN-4 waits for an entry that waits for a gap in its chain, and moves on once the ledger holds it', () => {
    const bench = createLive();
    took(bench.frame(entry(1)), OTHER, 1, 'waiting');
    took(bench.frame(entry(2)), OWN, 0);
    expect(bench.state.positions.cursor).toBe(0);
    // The gap closes: the replica appends what came and what had waited.
    bench.frame(entry(3)).do(appended(OTHER, 0)).do(appended(OTHER, 1));
    took(bench, OTHER, 0, 'duplicate');
    expect(bench.state.positions.cursor).toBe(3);
    expect(bench.state.heads.unsentOthers).toBe(0);
  });

  test('SYN-4 an entry that does not verify is told and passed by, and not taken for sent', () => {
    const bench = createLive().frame(entry(1));
    const failure = { code: 'envelope-signature', sentence: 'no' };
    const place = { first: 1, position: 1, isBase: false };
    bench.do({ type: 'received', outcome: { status: 'refused', failure }, place });
    expect(bench.state.positions.cursor).toBe(1);
    expect(bench.take('alarm')).toMatchObject([{ failure }]);
    expect(bench.state.heads.chains.top.size).toBe(0);
  });

  test('SYN-4 a new generation: replay from the start and refill', () => {
    const bench = createLive().do(appended(OWN, 0));
    bench.frame(ack(OWN, 0, 1));
    expect(bench.state.heads.unsentOwn).toBe(0);
    bench.take('append');
    bench.do({ type: 'closed', code: 1006 }).do({ type: 'opened' }).frame(challenge);
    bench.frame(welcome({ generation: new Uint8Array(16).fill(9) }));
    expect(bench.state.positions.cursor).toBe(0);
    expect(bench.state.heads.unsentOwn).toBe(1);
    expect(bench.take('append')).toEqual([]);
    bench.frame({ type: 'caught-up', head: 0 });
    expect(names(bench.take('append'))).toEqual(['aa0']);
  });

  test('SYN-4 a relay that lost what it had confirmed is refilled', () => {
    const bench = createLive().do(appended(OWN, 0)).do(appended(OWN, 1));
    bench.frame(ack(OWN, 0, 1)).frame(ack(OWN, 1, 2));
    bench.frame({ type: 'beat', head: 1 });
    expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-rolled-back' } }]);
    expect(bench.state.heads.unsentOwn).toBe(2);
    bench.take('append');
    bench
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ head: 1 }));
    took(bench.frame(entry(1)), OWN, 0, 'duplicate').frame({ type: 'caught-up', head: 1 });
    expect(names(bench.take('append'))).toEqual(['aa1']);
  });

  test('LED-5 where the stored ledger lost what the relay holds, everything is replayed', () => {
    const bench = createLive().do(appended(OWN, 0)).do(appended(OWN, 1));
    bench.frame(ack(OWN, 0, 1)).frame(ack(OWN, 1, 2));
    expect(bench.state.positions.cursor).toBe(2);
    // The same knowledge over a ledger that holds less.
    bench.do({ type: 'ledger', chains: [{ session: OWN, head: 0, floor: -1 }], snapshots: [] }).do({ type: 'opened' });
    expect(bench.frame(challenge).take('hello').at(-1)).toMatchObject({ cursor: 0 });
  });

  test('SYN-4 a log that went back while it was asked for again is refilled', () => {
    const bench = createLive().do(appended(OWN, 0)).do(appended(OWN, 1));
    bench.frame(ack(OWN, 0, 1)).frame(ack(OWN, 1, 2));
    // Something of the ledger is lost: the whole log is asked for. The connection ends before it comes, and the note says so too.
    bench.do({ type: 'ledger', chains: [{ session: OWN, head: 0, floor: -1 }], snapshots: [] }).do({ type: 'opened' });
    expect(bytesToRelayNote(relayNoteToBytes(bench.state))).toMatchObject({ cursor: 0, reached: 2 });
    bench.do({ type: 'closed', code: 1006 }).do({ type: 'opened' }).frame(challenge);
    bench.take('append');
    bench.frame(welcome({ head: 1 }));
    expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-rolled-back' } }]);
    expect(bench.state).toMatchObject({ reached: 0, heads: { unsentOwn: 1 } });
  });

  test('KEY-8 what was set aside is no loss: the log is not asked for again because of it', () => {
    const bench = createLive();
    took(bench.frame(entry(1)), OTHER, 0, 'aside');
    bench.do({ type: 'closed', code: 1006 }).do({ type: 'opened' });
    expect(bench.frame(challenge).take('hello').at(-1)).toMatchObject({ cursor: 1 });
  });

  test('a relay that names a head it does not send is asked three times, then told of and left', () => {
    const bench = createLive();
    const beat = (): Bench => bench.pass(9_000).frame({ type: 'beat', head: 5 }).frame({ type: 'caught-up', head: 5 });
    for (let i = 0; i < 7; i++) beat();
    expect(bench.take('send').filter(({ frame }) => frame.type === 'pull')).toHaveLength(3);
    expect(bench.take('alarm')).toEqual([]);
    beat();
    expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-withholds' } }]);
    expect(bench.take('close')).toMatchObject([{ retryAfter: 5_000 }]);
  });

  test('a relay that does not answer a pull is left after a minute: it may no longer hear us', () => {
    const bench = createLive().frame(entry(3));
    for (let i = 0; i < 6; i++) bench.pass(9_000).frame({ type: 'beat', head: 0 });
    expect(bench.take('close')).toEqual([]);
    expect(bench.pass(6_000).take('close')).toHaveLength(1);
  });

  test('LED-2 a gap that stays is asked for, less and less often', () => {
    const bench = createLive().do({ type: 'gaps', count: 1 });
    expect(bench.pass(1_999).take('send')).toEqual([]);
    expect(bench.pass(1).take('send')).toEqual([{ type: 'send', frame: { type: 'pull', from: 1 } }]);
    for (let i = 0; i < 400; i++) {
      bench.pass(9_000).frame({ type: 'beat', head: 0 }).frame({ type: 'caught-up', head: 0 });
    }
    const pulls = bench.take('send').filter(({ frame }) => frame.type === 'pull').length;
    expect(pulls).toBeGreaterThan(5);
    expect(pulls).toBeLessThan(20);
    bench.do({ type: 'gaps', count: 0 }).pass(1_000);
    expect(bench.take('send')).toEqual([]);
  });

  test('SYN-4 what is known is stored within a second of learning it', () => {
    const bench = createLive();
    bench.pass(1_000).take('persist');
    took(bench.frame(entry(1)), OTHER, 0);
    expect(bench.pass(999).take('persist')).toHaveLength(0);
    expect(bench.pass(1).take('persist')).toHaveLength(1);
    expect(bench.pass(5_000).take('persist')).toHaveLength(0);
  });
});
