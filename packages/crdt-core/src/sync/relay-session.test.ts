import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CloseCode, type RelayFrame } from '../wire/index.ts';
import { type RelayEvent } from './relay-state.ts';
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
  createLive,
} from './testing/session-bench.ts';

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
    fc.constant<RelayFrame>({ type: 'ice', ttl: 0, servers: [{ urls: ['stun:a.test'] }] }),
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
      arbitrary: fc
        .constantFrom('applied', 'waiting', 'refused', 'later', 'locked', 'duplicate', 'aside')
        .map((status) => ({ status })),
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
