import { describe, expect, test } from 'vitest';
import { HOST } from '../testing/network.ts';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('replay', () => {
  test('SYN-4 a newcomer gets all, a returner what it lacks, a stranger to this generation all', () => {
    const ada = bench.people.join('editor');
    const author = bench.network.enter(bench.people.roomId, ada);
    for (let i = 0; i < 5; i++) author.send({ type: 'append', envelope: ada.seal('content') });
    const generation = author.of('welcome')[0]?.generation ?? new Uint8Array(16);
    const positions = (cursor: number, of: Uint8Array): readonly number[] =>
      bench.network
        .enter(bench.people.roomId, bench.people.join('viewer'), { cursor, generation: of })
        .of('entry')
        .map(({ position }) => position);
    expect(positions(0, new Uint8Array(16))).toEqual([1, 2, 3, 4, 5]);
    expect(positions(3, generation)).toEqual([4, 5]);
    expect(positions(5, generation)).toEqual([]);
    expect(positions(3, new Uint8Array(16).fill(1))).toEqual([1, 2, 3, 4, 5]);
    expect(positions(9, generation)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a log goes out slice by slice, as fast as its reader takes it, and live entries join at the end, in order', () => {
    const slicing = bench.start({ limits: { sliceBytes: 1500 } });
    const ada = bench.people.join('editor');
    const author = slicing.enter(bench.people.roomId, ada);
    for (let i = 0; i < 10; i++) author.send({ type: 'append', envelope: ada.seal('content') });
    const reader = slicing.dial(bench.people.roomId);
    reader.isBusy = true;
    const nonce = reader.of('challenge')[0]?.nonce ?? new Uint8Array();
    reader.send(bench.people.join('viewer').hello({ nonce, host: HOST }));
    expect(reader.of('entry')).toHaveLength(3);
    author.send({ type: 'append', envelope: ada.seal('content') });
    expect(reader.of('entry')).toHaveLength(3);
    reader.link.drained();
    expect(reader.of('entry')).toHaveLength(6);
    reader.isBusy = false;
    reader.link.drained();
    expect(reader.of('entry').map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(reader.of('caught-up')).toEqual([{ type: 'caught-up', head: 11 }]);
  });

  test('PULL answers from the position asked for, ends with CAUGHT_UP, and may come in the middle of a replay', () => {
    const slicing = bench.start({ limits: { sliceBytes: 1500 } });
    const ada = bench.people.join('editor');
    const caller = slicing.enter(bench.people.roomId, ada);
    for (let i = 0; i < 8; i++) caller.send({ type: 'append', envelope: ada.seal('content') });
    caller.clear();
    caller.send({ type: 'pull', from: 7 });
    expect(caller.frames.map(({ type }) => type)).toEqual(['entry', 'entry', 'caught-up']);
    caller.clear();
    caller.isBusy = true;
    caller.send({ type: 'pull', from: 1 });
    caller.send({ type: 'pull', from: 8 });
    caller.isBusy = false;
    caller.link.drained();
    caller.link.drained();
    expect(caller.of('entry').map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 8]);
    expect(caller.of('caught-up')).toHaveLength(1);
  });

  test('a room nobody is in gives up its memory, and its log is as it was when someone comes', () => {
    const ada = bench.people.join('editor');
    const caller = bench.network.enter(bench.people.roomId, ada);
    const envelope = ada.seal('content');
    caller.send({ type: 'append', envelope });
    caller.link.closed();
    expect(bench.network.hub.counts.rooms).toBe(0);
    const again = bench.network.enter(bench.people.roomId, ada);
    again.send({ type: 'append', envelope });
    expect(again.of('welcome')[0]?.generation).toEqual(caller.of('welcome')[0]?.generation);
    expect(again.of('ack')).toMatchObject([{ position: 1 }]);
  });
});
