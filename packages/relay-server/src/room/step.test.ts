import { CloseCode, encodeFrame } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../testing/network.ts';
import { createPeople, createSeededRandomness } from '../testing/people.ts';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('beat', () => {
  test('RLY-2 nobody is left in silence for ten seconds, and PING is answered', () => {
    const caller = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    caller.clear();
    for (let second = 0; second < 30; second++) bench.network.pass(1000);
    expect(caller.of('beat').length).toBe(3);
    caller.clear();
    caller.send({ type: 'ping' });
    expect(caller.frames).toEqual([{ type: 'beat', head: 0 }]);
  });

  test('RLY-6 a reader too slow, and a relay that stops, close with codes that mean: try again', () => {
    const slow = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    const other = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    slow.link.overflowed();
    expect(slow.closed?.code).toBe(CloseCode.readerTooSlow);
    bench.network.hub.stop();
    expect(other.closed?.code).toBe(CloseCode.stopping);
    expect(other.of('error')).toMatchObject([{ code: CloseCode.stopping }]);
  });
});

describe('determinism', () => {
  test('SYN-1 the same events give the same bytes', () => {
    const play = (): string => {
      const same = createSeededRandomness(99);
      const crowd = createPeople(bench.sodium, same);
      const net = createNetwork({ sodium: bench.sodium, random: same });
      const ada = crowd.join('editor');
      const caller = net.enter(crowd.roomId, ada);
      const reader = net.enter(crowd.roomId, crowd.join('viewer'));
      for (let i = 0; i < 5; i++) caller.send({ type: 'append', envelope: ada.seal('content') });
      caller.send({ type: 'compact', base: 0, upto: 5, envelope: ada.seal('snapshot') });
      net.pass(10_000);
      const bytes = [...caller.frames, ...reader.frames].map((frame) => encodeFrame(frame));
      return Buffer.concat(bytes).toString('hex');
    };
    expect(play()).toBe(play());
  });
});
