import { RefusalCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/limits.ts';
import { type Caller, HOST, type Network } from '../testing/network.ts';
import { type Person } from '../testing/people.ts';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('compaction', () => {
  /** Ada has written five envelopes, and a reader has seen them. */
  const five = (net: Network = bench.network): { ada: Person; author: Caller; reader: Caller } => {
    const ada = bench.people.join('editor');
    const author = net.enter(bench.people.roomId, ada);
    const reader = net.enter(bench.people.roomId, bench.people.join('viewer'));
    for (let i = 0; i < 5; i++) author.send({ type: 'append', envelope: ada.seal('content') });
    author.clear();
    reader.clear();
    return { ada, author, reader };
  };
  const newcomer = (net: Network = bench.network): Caller =>
    net.enter(bench.people.roomId, bench.people.join('viewer'));

  test('RLY-4 a snapshot takes the place of what it covers; everyone gets BASE, its author ACK', () => {
    const { ada, author, reader } = five();
    const envelope = ada.seal('snapshot');
    author.send({ type: 'compact', base: 0, upto: 4, envelope });
    expect(author.of('ack')).toMatchObject([{ seq: 5, position: 4 }]);
    for (const one of [author, reader]) expect(one.of('base')).toEqual([{ type: 'base', position: 4, envelope }]);
    const late = newcomer();
    expect(late.of('welcome')).toMatchObject([{ base: 4, head: 5 }]);
    expect(late.frames.slice(2).map(({ type }) => type)).toEqual(['base', 'entry', 'caught-up']);
    expect(late.of('entry')).toMatchObject([{ position: 5, prev: 4 }]);
  });

  test('RLY-4 it is compare-and-set: another base, a base that is not before upto, or a head not reached is refused', () => {
    const { ada, author } = five();
    const envelope = ada.seal('snapshot');
    for (const [base, upto] of [
      [1, 4],
      [0, 0],
      [0, 6],
    ] as const) {
      author.send({ type: 'compact', base, upto, envelope });
    }
    expect(author.of('refused').map(({ code }) => code)).toEqual([6, 6, 6]);
    author.send({ type: 'compact', base: 0, upto: 5, envelope });
    author.send({ type: 'compact', base: 0, upto: 5, envelope: ada.seal('snapshot') });
    expect(author.of('ack')).toHaveLength(1);
    expect(author.of('refused')).toHaveLength(4);
    // The same proposal again, after a lost ACK, is acknowledged again.
    author.send({ type: 'compact', base: 0, upto: 5, envelope });
    expect(author.of('ack')).toHaveLength(2);
  });

  test('RLY-4 a refused snapshot may be appended as any other envelope', () => {
    const { ada, author } = five();
    const envelope = ada.seal('snapshot');
    author.send({ type: 'compact', base: 3, upto: 5, envelope });
    author.send({ type: 'append', envelope });
    expect(author.of('ack')).toMatchObject([{ seq: 5, position: 6 }]);
  });

  test('KEY-8 once a newer epoch was shown, the keys of an older one compact nothing; its envelopes are taken as before', () => {
    const { ada, author } = five();
    const next = bench.people.next();
    const grace = next.join('editor');
    const newer = bench.network.enter(bench.people.roomId, grace);
    const envelope = ada.seal('snapshot');
    author.send({ type: 'compact', base: 0, upto: 4, envelope });
    expect(author.of('refused')).toMatchObject([{ code: RefusalCode.role }]);
    author.send({ type: 'append', envelope });
    expect(author.of('ack')).toHaveLength(1);
    newer.send({ type: 'compact', base: 0, upto: 4, envelope: grace.seal('snapshot') });
    expect(newer.of('ack')).toMatchObject([{ position: 4 }]);
  });

  test('RLY-4 a second snapshot follows the first', () => {
    const { ada, author } = five();
    author.send({ type: 'compact', base: 0, upto: 3, envelope: ada.seal('snapshot') });
    author.send({ type: 'append', envelope: ada.seal('content') });
    author.send({ type: 'compact', base: 3, upto: 6, envelope: ada.seal('snapshot') });
    const late = newcomer();
    expect(late.of('base')).toMatchObject([{ position: 6 }]);
    expect(late.of('entry')).toEqual([]);
  });

  test('only a connection that may write snapshots can compact, whoever wrote the snapshot', () => {
    const { ada, reader } = five();
    reader.send({ type: 'compact', base: 0, upto: 5, envelope: ada.seal('snapshot') });
    expect(reader.of('refused')).toMatchObject([{ code: RefusalCode.role }]);
    expect(newcomer().of('entry')).toHaveLength(5);
  });

  test('LED-4 only a snapshot can be a base', () => {
    const { ada, author } = five();
    const envelope = ada.seal('content');
    author.send({ type: 'compact', base: 0, upto: 5, envelope });
    expect(author.of('refused')).toMatchObject([{ code: RefusalCode.invalid }]);
    author.send({ type: 'append', envelope });
    expect(author.of('ack')).toMatchObject([{ position: 6 }]);
  });

  test('RLY-4 what a snapshot replaced can be pulled for a grace period, and then the base answers', () => {
    const { ada, author } = five();
    author.send({ type: 'compact', base: 0, upto: 4, envelope: ada.seal('snapshot') });
    author.clear();
    author.send({ type: 'pull', from: 2 });
    expect(author.of('entry').map(({ position }) => position)).toEqual([2, 3, 4, 5]);
    expect(author.of('base')).toEqual([]);
    bench.network.pass(DEFAULT_LIMITS.graceMs);
    author.clear();
    author.send({ type: 'pull', from: 2 });
    expect(author.frames.map(({ type }) => type)).toEqual(['base', 'entry', 'caught-up']);
  });

  test('SYN-4 who was away below the base gets the base; who was away above it only what came after', () => {
    const { ada, author } = five();
    const generation = newcomer().of('welcome')[0]?.generation ?? new Uint8Array(16);
    author.send({ type: 'compact', base: 0, upto: 4, envelope: ada.seal('snapshot') });
    const back = (cursor: number): readonly string[] =>
      bench.network
        .enter(bench.people.roomId, bench.people.join('viewer'), { cursor, generation })
        .frames.slice(2)
        .map(({ type }) => type);
    expect(back(3)).toEqual(['base', 'entry', 'caught-up']);
    expect(back(4)).toEqual(['entry', 'caught-up']);
    expect(back(5)).toEqual(['caught-up']);
  });

  test('a reader overtaken in the middle of its replay gets the base in the place of what it lacks', () => {
    const slicing = bench.start({ limits: { sliceBytes: 1500 } });
    const { ada, author } = five(slicing);
    const reader = slicing.dial(bench.people.roomId);
    reader.isBusy = true;
    const nonce = reader.of('challenge')[0]?.nonce ?? new Uint8Array();
    reader.send(bench.people.join('viewer').hello({ nonce, host: HOST }));
    expect(reader.of('entry')).toHaveLength(3);
    author.send({ type: 'compact', base: 0, upto: 4, envelope: ada.seal('snapshot') });
    reader.isBusy = false;
    reader.link.drained();
    expect(reader.frames.slice(-3).map(({ type }) => type)).toEqual(['base', 'entry', 'caught-up']);
  });

  test('what a snapshot replaced may be appended again: if the snapshot lacks it, it is not lost', () => {
    const ada = bench.people.join('editor');
    const author = bench.network.enter(bench.people.roomId, ada);
    const lost = ada.seal('content');
    author.send({ type: 'append', envelope: lost });
    author.send({ type: 'compact', base: 0, upto: 1, envelope: ada.seal('snapshot') });
    author.send({ type: 'append', envelope: lost });
    expect(author.of('ack').map(({ position }) => position)).toEqual([1, 1, 2]);
  });

  test('RLY-6 a full room can be compacted, and has room again', () => {
    const small = bench.start({ limits: { maxRoomBytes: 4000 } });
    const { ada, author } = five(small);
    author.send({ type: 'append', envelope: ada.seal('content') });
    expect(author.of('refused')).toMatchObject([{ code: RefusalCode.roomFull }]);
    author.send({ type: 'compact', base: 0, upto: 5, envelope: bench.people.join('editor').seal('snapshot') });
    author.send({ type: 'append', envelope: ada.seal('content') });
    expect(author.of('ack')).toHaveLength(2);
  });
});
