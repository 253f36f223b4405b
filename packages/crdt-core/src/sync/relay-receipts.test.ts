import { describe, expect, test } from 'vitest';
import type { RelayFrame } from '../wire/index.ts';
import { hasAtRelay } from './relay-heads.ts';
import { nothingKnown } from './relay-note.ts';
import type { ReceiptClaim } from './receipt-claim.ts';
import { stepRelaySession } from './relay-session.ts';
import { createRelaySession, type Item, type RelayEffect, type RelayEvent, type RelaySession } from './relay-state.ts';
import { welcome } from './testing/session-bench.ts';

const OWN = 'aa'.repeat(32);
const BEN = 'bb'.repeat(32);

/** A session that is live, with a clock. */
function createBench(): {
  state(): RelaySession;
  do(event: RelayEvent): readonly RelayEffect[];
  pass(ms: number): readonly RelayEffect[];
} {
  let state = createRelaySession(nothingKnown([OWN]));
  let now = 1_000_000;
  const ledger: Item[] = [];
  function step(event: RelayEvent): readonly RelayEffect[] {
    const [next, effects] = stepRelaySession(state, event, {
      now,
      chance: 0,
      canCompact: false,
      wantsCompaction: false,
      hasNotices: false,
      lacksNotices: false,
    });
    state = next;
    if (event.type === 'appended') ledger.push(event.item);
    for (const effect of effects) {
      if (effect.type !== 'list') continue;
      const items = ledger.filter(({ session, seq }) => seq > (effect.known.get(session) ?? -1));
      return [...effects, ...step({ type: 'listed', items, isComplete: true })];
    }
    return effects;
  }
  function live(): void {
    for (const event of [{ type: 'connecting' }, { type: 'opened' }] as const) step(event);
    step({ type: 'frame', frame: { type: 'challenge', nonce: new Uint8Array(32) } });
    step({ type: 'frame', frame: welcome() });
    step({ type: 'frame', frame: { type: 'caught-up', head: 0 } });
  }
  live();
  return {
    state: () => state,
    do: step,
    pass(ms) {
      const effects: RelayEffect[] = [];
      for (const end = now + ms; now < end; ) {
        now = Math.min(end, now + 1_000);
        effects.push(...step({ type: 'frame', frame: { type: 'beat', head: state.head } }));
        if (state.phase === 'closed') live();
      }
      return effects;
    },
  };
}

function receipt(
  heads: Readonly<Record<string, number>>,
  change: Partial<ReceiptClaim> = {},
  forked?: string,
): RelayEvent {
  const claim = {
    heads: new Map(Object.entries(heads)),
    isComplete: true,
    relay: new Map<string, number>(),
    lacksNotices: false,
    ...change,
  };
  return { type: 'receipt', from: BEN, receipt: claim, forked };
}

function alarms(effects: readonly RelayEffect[]): string[] {
  return effects.flatMap((effect) => (effect.type === 'alarm' ? [effect.failure.code] : []));
}

function pulls(effects: readonly RelayEffect[]): number {
  return effects.filter((effect) => effect.type === 'send' && effect.frame.type === 'pull').length;
}

describe('SYN-6 what others have from the relay and we do not', () => {
  test('is asked for from the start, then by a replay from nothing; an alarm says that it was in vain', () => {
    const bench = createBench();
    bench.do(receipt({ [BEN]: 4 }));
    const soon = bench.pass(5_000);
    expect(pulls(soon)).toBe(1);
    expect(alarms(soon)).toEqual([]);
    const later = bench.pass(60_000);
    expect(later.some(({ type }) => type === 'close')).toBe(true);
    expect(alarms(later)).toContain('relay-hides');
    expect(bench.state().positions.cursor).toBe(0);
    expect(pulls(bench.pass(3_600_000))).toBeLessThan(10);
  });

  test('that arrives meanwhile is asked for no more, and nobody is alarmed', () => {
    const bench = createBench();
    bench.do(receipt({ [BEN]: 0 }));
    bench.do({ type: 'appended', item: { session: BEN, seq: 0, bytes: 300 }, isOwn: false });
    const effects = bench.pass(120_000);
    expect([pulls(effects), alarms(effects)]).toEqual([0, []]);
    expect(bench.state().lack).toBeUndefined();
  });

  test('is not the relay’s fault where its device has not sent it, is not caught up, or where the replica refused it', () => {
    const bench = createBench();
    bench.do(receipt({ [BEN]: 4 }, { relay: new Map([[BEN, 0]]) }));
    bench.do(receipt({ [BEN]: 4 }, { relay: undefined }));
    expect(bench.state().lack).toBeUndefined();
    const place = { first: 1, position: 1, isBase: false };
    const failure = { code: 'chain-broken', sentence: '' };
    bench.do({ type: 'received', place, outcome: { status: 'refused', failure, name: { session: BEN, seq: 3 } } });
    bench.do(receipt({ [BEN]: 4 }));
    expect(bench.state().lack?.heads.has(BEN) ?? false).toBe(false);
  });
});

describe('LED-2 another envelope under a name that is known here', () => {
  const forked = (session: string | undefined): RelayEvent => receipt({}, {}, session);

  test('is asked for at once, and told, with whose it is, where it is still so half a minute later', () => {
    const bench = createBench();
    const first = bench.do(forked(BEN));
    expect([pulls(first), alarms(first)]).toEqual([1, []]);
    expect(alarms([...bench.pass(20_000), ...bench.do(forked(BEN))])).toEqual([]);
    bench.pass(15_000);
    const second = bench.do(forked(BEN));
    expect(second).toContainEqual({
      type: 'alarm',
      failure: expect.objectContaining({ code: 'relay-forks', session: BEN }),
    });
  });

  test('that came meanwhile is told by nobody, and is asked for less and less often where it does not', () => {
    const bench = createBench();
    bench.do(forked(BEN));
    bench.pass(40_000);
    expect(alarms(bench.do(forked(undefined)))).toEqual([]);
    expect(bench.state().forks.size).toBe(0);
    let asked = 0;
    for (let minute = 0; minute < 60; minute++) {
      asked += pulls(bench.do(forked(BEN)));
      bench.do({ type: 'frame', frame: { type: 'caught-up', head: bench.state().head } });
      bench.pass(60_000);
    }
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(12);
  });
});

describe('SYN-6 what the relay confirmed and others do not get', () => {
  function sent(): ReturnType<typeof createBench> {
    const bench = createBench();
    bench.do({ type: 'appended', item: { session: OWN, seq: 0, bytes: 300 }, isOwn: true });
    bench.do({ type: 'frame', frame: { type: 'ack', session: new Uint8Array(32).fill(0xaa), seq: 0, position: 1 } });
    expect(bench.state().heads.unsentOwn).toBe(0);
    return bench;
  }

  test('is unsent again, and sent again, once a device lacked it twice with time between', () => {
    const bench = sent();
    expect(alarms(bench.do(receipt({})))).toEqual([]);
    bench.pass(20_000);
    expect(alarms(bench.do(receipt({})))).toEqual([]); // too soon: it may be on its way
    bench.pass(20_000);
    const effects = bench.do(receipt({}));
    expect(alarms(effects)).toEqual(['relay-lost']);
    expect(bench.state().heads.unsentOwn).toBe(1);
    expect(effects).toContainEqual({ type: 'append', name: { session: OWN, seq: 0 } });
  });

  test('is left alone where the device has it by then, or could not name it', () => {
    for (const second of [
      receipt({ [OWN]: 0 }),
      receipt({}, { isComplete: false }),
      receipt({}, { relay: undefined }),
    ]) {
      const bench = sent();
      bench.do(receipt({}));
      bench.pass(60_000);
      expect(alarms(bench.do(second))).toEqual([]);
      expect(bench.state().heads.unsentOwn).toBe(0);
    }
  });

  test('a device that says it lacks everything, for ever, is served less and less often', () => {
    const bench = sent();
    let again = 0;
    for (let minute = 0; minute < 240; minute++) {
      again += alarms(bench.do(receipt({}))).length;
      bench.do({ type: 'frame', frame: { type: 'ack', session: new Uint8Array(32).fill(0xaa), seq: 0, position: 1 } });
      bench.pass(60_000);
    }
    expect(again).toBeGreaterThan(2);
    expect(again).toBeLessThan(12);
  });
});

test('LED-4 SYN-5 what a new base of the relay does not cover is unsent again, but for what lies after it', () => {
  const bench = createBench();
  const ack = (seq: number, position: number): RelayFrame => ({
    type: 'ack',
    session: new Uint8Array(32).fill(0xaa),
    seq,
    position,
  });
  for (let seq = 0; seq < 3; seq++) {
    bench.do({ type: 'appended', item: { session: OWN, seq, bytes: 300 }, isOwn: true });
    bench.do({ type: 'frame', frame: ack(seq, seq + 1) });
  }
  expect(bench.state().heads.unsentOwn).toBe(0);
  bench.do({
    type: 'received',
    place: { first: 1, position: 2, isBase: true },
    outcome: { status: 'applied', name: { session: BEN, seq: 0 }, covers: new Map([[OWN, 0]]) },
  });
  const { heads } = bench.state();
  expect([0, 1, 2].map((seq) => hasAtRelay(heads, { session: OWN, seq }))).toEqual([true, false, true]);
  expect(heads.unsentOwn).toBe(1);
});
