import { CloseCode, type RelayFrame } from '../wire/index.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nothingKnown } from './relay-note.ts';
import { stepRelaySession } from './relay-session.ts';
import { createRelaySession, type Item, type RelayEffect, type RelayEvent, type RelaySession } from './relay-state.ts';

const OWN = 'aa'.repeat(32);
const OTHER = 'bb'.repeat(32);
const GENERATION = new Uint8Array(16).fill(7);

interface Bench {
  state: RelaySession;
  now: number;
  chance: number;
  canCompact: boolean;
  wantsCompaction: boolean;
  /** Everything asked for since the last `take`. */
  effects: RelayEffect[];
  do(event: RelayEvent): Bench;
  frame(frame: RelayFrame): Bench;
  pass(ms: number): Bench;
  take<T extends RelayEffect['type']>(type: T): Extract<RelayEffect, { type: T }>[];
}

/** A session on a bench, with a ledger that answers `list` from the items appended so far. */
function createBench(state: RelaySession = createRelaySession(nothingKnown())): Bench {
  const ledger: Item[] = [];
  const bench: Bench = {
    state,
    now: 1_000_000,
    chance: 0,
    canCompact: false,
    wantsCompaction: false,
    effects: [],
    do(event) {
      if (event.type === 'appended') ledger.push(event.item);
      const { now, chance, canCompact, wantsCompaction } = bench;
      const [next, effects] = stepRelaySession(bench.state, event, { now, chance, canCompact, wantsCompaction });
      bench.state = next;
      for (const effect of effects) {
        bench.effects.push(effect);
        if (effect.type !== 'list') continue;
        const items = ledger.filter(({ session, seq }) => seq > (effect.known.get(session) ?? -1));
        bench.do({ type: 'listed', items, isComplete: true });
      }
      return bench;
    },
    frame: (frame) => bench.do({ type: 'frame', frame }),
    pass(ms) {
      const end = bench.now + ms;
      while (bench.state.wakeAt !== undefined && bench.state.wakeAt <= end) {
        bench.now = Math.max(bench.now, bench.state.wakeAt);
        bench.do({ type: 'woke' });
      }
      bench.now = end;
      return bench;
    },
    take(type) {
      const taken = bench.effects.filter((effect) => effect.type === type);
      bench.effects = bench.effects.filter((effect) => effect.type !== type);
      return taken as Extract<RelayEffect, { type: typeof type }>[];
    },
  };
  return bench;
}

function welcome(change: Partial<Extract<RelayFrame, { type: 'welcome' }>> = {}): RelayFrame {
  return {
    type: 'welcome',
    connection: 1,
    generation: GENERATION,
    base: 0,
    head: 0,
    maxFrameBytes: 100_000,
    maxRoomBytes: 1_000_000,
    appendsPerSecond: 200,
    connections: [],
    ...change,
  };
}

function toBytes(session: string): Uint8Array {
  return Uint8Array.from(session.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const challenge: RelayFrame = { type: 'challenge', nonce: new Uint8Array(32) };
const envelope = new Uint8Array(400);

function entry(position: number, prev: number = position - 1): RelayFrame {
  return { type: 'entry', position, prev, envelope };
}

function ack(session: string, seq: number, position: number): RelayFrame {
  return { type: 'ack', session: toBytes(session), seq, position };
}

function refused(session: string, seq: number, code: number): RelayFrame {
  return { type: 'refused', session: toBytes(session), seq, code, sentence: 'no' };
}

function appended(session: string, seq: number, bytes: number = 400): RelayEvent {
  return { type: 'appended', item: { session, seq, bytes }, isOwn: session === OWN };
}

/** The replica took the entry that `receive` asked it to take. */
function took(
  bench: Bench,
  session: string,
  seq: number,
  status: 'applied' | 'duplicate' | 'waiting' = 'applied',
): Bench {
  const [effect] = bench.take('receive');
  if (effect === undefined) throw new Error('nothing was to be received');
  if (status === 'applied') bench.do(appended(session, seq));
  const { place } = effect;
  return bench.do({ type: 'received', outcome: { status, name: { session, seq } }, place });
}

/** Connected, welcomed, caught up with an empty log. */
function createLive(change: Parameters<typeof welcome>[0] = {}): Bench {
  return createBench()
    .do({ type: 'opened' })
    .frame(challenge)
    .frame(welcome(change))
    .frame({ type: 'caught-up', head: change.head ?? 0 });
}

function names(effects: readonly { readonly name: { readonly session: string; readonly seq: number } }[]): string[] {
  return effects.map(({ name }) => `${name.session.slice(0, 2)}${name.seq}`);
}

describe('greeting', () => {
  test('SYN-1 a challenge is answered with a hello that names cursor and generation', () => {
    const bench = createBench().do({ type: 'opened' }).frame(challenge);
    expect(bench.take('hello')).toMatchObject([{ cursor: 0, generation: '' }]);
    expect(bench.state.phase).toBe('proving');
  });

  test('SYN-1 entries may be replayed from WELCOME to CAUGHT_UP, then the session is live', () => {
    const bench = createBench()
      .do({ type: 'opened' })
      .frame(challenge)
      .frame(welcome({ head: 1, connections: [4] }));
    expect(bench.state.phase).toBe('replaying');
    expect(bench.take('joined')).toMatchObject([{ connection: 1, others: [4] }]);
    took(bench.frame(entry(1)), OTHER, 0).frame({ type: 'caught-up', head: 1 });
    expect(bench.state.phase).toBe('live');
    expect(bench.take('caught-up')).toHaveLength(1);
    expect(bench.state.positions).toEqual({ cursor: 1, beyond: [] });
  });

  test('a frame that may not come now ends the connection, with longer and longer rests', () => {
    const bench = createBench().do({ type: 'opened' });
    for (const rest of [5_000, 10_000, 20_000]) {
      bench.do({ type: 'opened' }).frame(entry(1));
      expect(bench.take('close')).toMatchObject([{ retryAfter: rest }]);
      expect(bench.take('alarm')).toMatchObject([{ failure: { code: 'relay-confused' } }]);
      expect(bench.state.phase).toBe('closed');
    }
  });

  test('a second challenge, a second welcome and a message that is no frame are violations', () => {
    const asked = () => createBench().do({ type: 'opened' }).frame(challenge);
    expect(asked().frame(challenge).take('close')).toHaveLength(1);
    expect(createLive().frame(welcome()).take('close')).toHaveLength(1);
    const failure = { code: 'frame-type', sentence: '' } as const;
    expect(createLive().do({ type: 'garbage', failure }).take('close')).toHaveLength(1);
  });

  test('a relay that says nothing is left after 20 s before the welcome and 30 s after it, with a ping in between', () => {
    const silent = createBench().do({ type: 'opened' });
    expect(silent.pass(19_999).take('close')).toHaveLength(0);
    expect(silent.pass(1).take('close')).toHaveLength(1);
    const live = createLive().pass(29_999);
    expect(live.take('send')).toEqual([{ type: 'send', frame: { type: 'ping' } }]);
    expect(live.take('close')).toHaveLength(0);
    expect(live.pass(1).take('close')).toHaveLength(1);
    expect(live.state.failure?.code).toBe('relay-silent');
  });

  test('a beat is a sign of life', () => {
    const bench = createLive();
    for (let i = 0; i < 10; i++) bench.pass(9_000).frame({ type: 'beat', head: 0 });
    expect(bench.take('close')).toHaveLength(0);
  });
});

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

describe('ending', () => {
  test('44xx is final, 45xx and lost connections are not', () => {
    for (const code of Object.values(CloseCode)) {
      const bench = createLive().do({ type: 'closed', code });
      expect(bench.state.isRefused).toBe(code < 4500);
      expect(bench.state.failure?.sentence.length).toBeGreaterThan(20);
    }
    expect(createLive().do({ type: 'closed', code: 1006 }).state).toMatchObject({
      isRefused: false,
      failure: { code: 'relay-unreachable' },
    });
  });

  test('4529 halves the pace of the next connection', () => {
    expect(createLive().do({ type: 'closed', code: 4529 }).state.pace).toBe(0.5);
  });

  test("the relay's own words are never shown", () => {
    const bench = createLive().frame({ type: 'error', code: 4403, sentence: 'Visit evil.example' });
    expect(bench.state.failure?.sentence).not.toContain('evil');
  });
});

test('SYN-1 whatever a relay sends, in whatever order, the session neither throws nor grows without bound', () => {
  const number = fc.oneof(fc.nat(6), fc.constantFrom(2 ** 40, Number.MAX_SAFE_INTEGER));
  const session = fc.constantFrom(OWN, OTHER, 'cc'.repeat(32));
  const frame: fc.Arbitrary<RelayFrame> = fc.oneof(
    fc.constant(challenge),
    fc.record({ base: number, head: number, appendsPerSecond: number, maxFrameBytes: number }).map(welcome),
    fc.tuple(number, number).map(([position, prev]) => entry(position, prev)),
    number.map((position): RelayFrame => ({ type: 'base', position, envelope })),
    number.map((head): RelayFrame => ({ type: 'caught-up', head })),
    number.map((head): RelayFrame => ({ type: 'beat', head })),
    fc.tuple(session, number, number).map(([key, seq, position]) => ack(key, seq, position)),
    fc.tuple(session, number, fc.nat(9)).map(([key, seq, code]) => refused(key, seq, code)),
    fc.nat(7000).map((code): RelayFrame => ({ type: 'error', code, sentence: 'x' })),
    fc.constant<RelayFrame>({ type: 'peer', connection: 3, change: 'left' }),
  );
  const move = fc.oneof(
    { weight: 6, arbitrary: frame.map((value): RelayEvent => ({ type: 'frame', frame: value })) },
    { weight: 1, arbitrary: fc.constant<RelayEvent>({ type: 'opened' }) },
    { weight: 1, arbitrary: fc.constant<RelayEvent>({ type: 'closed', code: 1006 }) },
    { weight: 1, arbitrary: fc.nat(40_000).map((ms) => ms) },
    { weight: 1, arbitrary: fc.constant('write' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('applied', 'waiting', 'refused', 'later', 'duplicate').map((status) => ({ status })),
    },
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const bench = createBench().do({ type: 'opened' }).frame(challenge).frame(welcome());
      let seq = 0;
      let others = 0;
      for (const step of moves) {
        if (step === 'write') bench.do(appended(OWN, seq++));
        else if (typeof step === 'number') bench.pass(step);
        else if ('type' in step) bench.do(step as RelayEvent);
        else {
          const [effect] = bench.take('receive');
          if (effect === undefined) continue;
          const { place } = effect;
          const status = step.status as 'applied';
          const name = { session: OTHER, seq: others++ };
          if (status === 'applied') bench.do({ ...appended(OTHER, name.seq) });
          bench.do({ type: 'received', outcome: { status, name }, place });
        }
        const { state } = bench;
        expect(state.heads.unsentOwn).toBeGreaterThanOrEqual(0);
        expect(state.heads.unsentOwn).toBeLessThanOrEqual(seq);
        expect(state.heads.unsentOthers).toBeGreaterThanOrEqual(0);
        expect(state.inFlight.size).toBeLessThanOrEqual(65);
        expect(state.positions.beyond.length).toBeLessThanOrEqual(1024);
        expect(state.wakeAt === undefined || Number.isFinite(state.wakeAt)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
