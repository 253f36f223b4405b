import { describe, expect, test } from 'vitest';
import { OTHER, challenge, createBench, welcome, entry, took, createLive } from './testing/session-bench.ts';

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
