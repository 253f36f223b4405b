import { loadSodium, type Sodium } from '@weft/crypto';
import { CloseCode, encodeFrame } from '@weft/crdt-core/wire';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, type Network, type NetworkOptions } from '../testing/network.ts';
import { createPeople, createSeededRandomness, type People } from '../testing/people.ts';

let sodium: Sodium;
let people: People;
let network: Network;
const random = createSeededRandomness(7);

const start = (options: Partial<NetworkOptions> = {}): Network => createNetwork({ sodium, random, ...options });

beforeAll(async () => {
  sodium = await loadSodium();
});
beforeEach(() => {
  people = createPeople(sodium, random);
  network = start();
});

describe('beat', () => {
  test('RLY-2 nobody is left in silence for ten seconds, and PING is answered', () => {
    const caller = network.enter(people.roomId, people.join('editor'));
    caller.clear();
    for (let second = 0; second < 30; second++) network.pass(1000);
    expect(caller.of('beat').length).toBe(3);
    caller.clear();
    caller.send({ type: 'ping' });
    expect(caller.frames).toEqual([{ type: 'beat', head: 0 }]);
  });

  test('RLY-6 a reader too slow, and a relay that stops, close with codes that mean: try again', () => {
    const slow = network.enter(people.roomId, people.join('editor'));
    const other = network.enter(people.roomId, people.join('editor'));
    slow.link.overflowed();
    expect(slow.closed?.code).toBe(CloseCode.readerTooSlow);
    network.hub.stop();
    expect(other.closed?.code).toBe(CloseCode.stopping);
    expect(other.of('error')).toMatchObject([{ code: CloseCode.stopping }]);
  });
});

describe('determinism', () => {
  test('SYN-1 the same events give the same bytes', () => {
    const play = (): string => {
      const same = createSeededRandomness(99);
      const crowd = createPeople(sodium, same);
      const net = createNetwork({ sodium, random: same });
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
