import { describe, expect, test } from 'vitest';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();
const TURN = { urls: ['turn:t.test'], secret: 'north wind', ttlS: 3600 };

describe('servers for direct connections', () => {
  test('RLY-3 come after WELCOME, to those who proved themselves only, each with a name of its own', () => {
    const network = bench.start({ ice: { stunUrls: ['stun:a.test'], turn: TURN } });
    const ada = network.enter(bench.people.roomId, bench.people.join('viewer'));
    const bob = network.enter(bench.people.roomId, bench.people.join('editor'));
    expect(ada.frames.map(({ type }) => type)).toEqual(['challenge', 'welcome', 'ice', 'caught-up', 'peer']);
    const names = [ada, bob].map((caller) => caller.of('ice')[0]?.servers[1]?.username);
    expect(new Set(names).size).toBe(2);

    const stranger = network.dial(bench.people.roomId);
    const refused = network.enter(bench.people.roomId, bench.people.join('editor'), { host: 'evil.test' });
    network.pass(1_800_000);
    expect([...stranger.of('ice'), ...refused.of('ice')]).toEqual([]);
  });

  test('come again before the password ends', () => {
    const network = bench.start({ ice: { stunUrls: [], turn: TURN } });
    const ada = network.enter(bench.people.roomId, bench.people.join('viewer'));
    network.pass(1_799_000);
    expect(ada.of('ice')).toHaveLength(1);
    network.pass(1_000);
    network.pass(1_000);
    expect(ada.of('ice')).toHaveLength(2);
  });

  test('without any, nothing is said', () => {
    const ada = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    bench.network.pass(1e9);
    expect(ada.of('ice')).toEqual([]);
    expect(ada.of('welcome')).toHaveLength(1);
  });

  test('STUN alone is told once', () => {
    const network = bench.start({ ice: { stunUrls: ['stun:a.test'] } });
    const ada = network.enter(bench.people.roomId, bench.people.join('viewer'));
    network.pass(1e9);
    expect(ada.of('ice')).toHaveLength(1);
  });
});
