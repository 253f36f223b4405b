import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/limits.ts';
import type { Caller, Network } from '../testing/network.ts';
import type { Person } from '../testing/people.ts';
import { setUpRoom } from '../testing/room-bench.ts';
import { createConnection, type RoomLog } from './state.ts';
import { findHeldBack, holdBack } from './held-back.ts';

const bench = setUpRoom();

interface Scene {
  readonly network: Network;
  readonly ada: Person;
  readonly author: Caller;
  /** A chain of ada's, more than the burst of two. */
  readonly chain: readonly Uint8Array[];
}

/** Two are taken at once, one a second then. */
function begin(): Scene {
  const network = bench.start({ limits: { appendBurst: 2, appendsPerSecond: 1 } });
  const ada = bench.people.join('editor');
  const author = network.enter(bench.people.roomId, ada);
  return { network, ada, author, chain: Array.from({ length: 6 }, () => ada.seal('content')) };
}

const append = (caller: Caller, envelope: Uint8Array | undefined): void =>
  caller.send({ type: 'append', envelope: envelope ?? new Uint8Array() });
const refusals = (caller: Caller): readonly (readonly number[])[] =>
  caller.of('refused').map(({ code, seq }) => [code, seq]);
const taken = (caller: Caller): readonly number[] => caller.of('ack').map(({ seq }) => seq);

describe('a chain never has a hole because of a refusal', () => {
  test('RLY-6 what follows an envelope refused for pace is refused likewise until that one comes', () => {
    const { network, author, chain } = begin();
    for (const envelope of chain.slice(0, 3)) append(author, envelope);
    network.pass(5000);
    append(author, chain[3]);
    append(author, chain[4]);
    expect(taken(author)).toEqual([0, 1]);
    expect(refusals(author)).toEqual([
      [RefusalCode.tooFast, 2],
      [RefusalCode.tooFast, 3],
      [RefusalCode.tooFast, 4],
    ]);
    append(author, chain[2]);
    append(author, chain[3]);
    expect(taken(author)).toEqual([0, 1, 2, 3]);
  });

  test('one that is there already and came again too fast does not take the place of one that is not', () => {
    const { network, author, chain } = begin();
    for (const envelope of chain.slice(0, 3)) append(author, envelope);
    append(author, chain[0]);
    network.pass(5000);
    append(author, chain[3]);
    expect(taken(author)).toEqual([0, 1]);
    expect(refusals(author).at(-1)).toEqual([RefusalCode.tooFast, 3]);
  });

  test('it may come by any way: from another connection too', () => {
    const { network, author, chain } = begin();
    for (const envelope of chain.slice(0, 3)) append(author, envelope);
    append(network.enter(bench.people.roomId, bench.people.join('viewer')), chain[2]);
    network.pass(5000);
    append(author, chain[3]);
    expect(taken(author)).toEqual([0, 1, 3]);
  });

  test('other sessions on the same connection, and the same one on another, go on', () => {
    const { network, author, chain } = begin();
    for (const envelope of chain.slice(0, 3)) append(author, envelope);
    network.pass(1000);
    append(author, bench.people.join('editor').seal('content'));
    expect(taken(author)).toEqual([0, 1, 0]);
    const other = network.enter(bench.people.roomId, bench.people.join('viewer'));
    append(other, chain[2]);
    append(other, chain[3]);
    expect(taken(other)).toEqual([2, 3]);
  });

  test('an ephemeral sent too fast holds nothing back: it counts in a chain of its own', () => {
    const network = bench.start({ limits: { ephemeralBurst: 1, ephemeralsPerSecond: 1 } });
    const ada = bench.people.join('editor');
    const author = network.enter(bench.people.roomId, ada);
    for (let i = 0; i < 2; i++) author.send({ type: 'ephemeral', to: 0, envelope: ada.seal('presence') });
    expect(refusals(author)).toEqual([[RefusalCode.tooFast, 1]]);
    for (let i = 0; i < 3; i++) append(author, ada.seal('content'));
    expect(taken(author)).toEqual([0, 1, 2]);
  });

  test('RLY-6 in a full room a small one does not slip past a large one', () => {
    const network = bench.start({ limits: { maxRoomBytes: 3000 } });
    const ada = bench.people.join('editor');
    const author = network.enter(bench.people.roomId, ada);
    append(author, ada.seal('content'));
    append(author, ada.seal('content', 3000));
    append(author, ada.seal('content'));
    expect(taken(author)).toEqual([0]);
    expect(refusals(author)).toEqual([
      [RefusalCode.roomFull, 1],
      [RefusalCode.roomFull, 2],
    ]);
  });

  test('RLY-4 what follows a snapshot that came too late as a base waits until it comes as an envelope', () => {
    const author = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    const ada = bench.people.join('editor');
    append(author, ada.seal('content'));
    const snapshot = ada.seal('snapshot');
    author.send({ type: 'compact', base: 7, upto: 9, envelope: snapshot });
    append(author, ada.seal('content'));
    expect(refusals(author)).toEqual([
      [RefusalCode.baseMoved, 1],
      [RefusalCode.baseMoved, 2],
    ]);
    append(author, snapshot);
    expect(taken(author)).toEqual([0, 1]);
  });

  test('LED-4 a snapshot stands for what was refused before it: by COMPACT for all, by APPEND for its own chain', () => {
    for (const isCompact of [true, false]) {
      const { network, ada, author, chain } = begin();
      for (const envelope of chain.slice(0, 3)) append(author, envelope);
      network.pass(5000);
      const snapshot = ada.seal('snapshot');
      if (isCompact) author.send({ type: 'compact', base: 0, upto: 2, envelope: snapshot });
      else append(author, snapshot);
      append(author, ada.seal('content'));
      expect(taken(author)).toEqual([0, 1, 6, 7]);
    }
  });

  test('what a snapshot of somebody else covers never comes: after a minute the rest is taken', () => {
    const { network, author, chain } = begin();
    for (const envelope of chain.slice(0, 3)) append(author, envelope);
    network.pass(59_000);
    append(author, chain[3]);
    expect(taken(author)).toEqual([0, 1]);
    network.pass(1000);
    append(author, chain[3]);
    expect(taken(author)).toEqual([0, 1, 3]);
  });

  test('RLY-6 no more chains are held back than a client sends at once: beyond, the connection ends', () => {
    const network = bench.start({ limits: { appendBurst: 0, refusalBurst: 1e6 } });
    const author = network.enter(bench.people.roomId, bench.people.join('editor'));
    const envelope = bench.people.join('editor').seal('content');
    for (let i = 0; i < 1025 && author.closed === undefined; i++) {
      const other = envelope.slice();
      other.set([i >> 8, i & 255], 41);
      append(author, other);
    }
    expect(author.of('refused')).toHaveLength(1024);
    expect(author.closed?.code).toBe(CloseCode.tooFast);
  });
});

test('those that are past their time make room for new ones', () => {
  const log: RoomLog = { generation: new Uint8Array(16), base: 0, head: 0, names: new Map() };
  const from = { connection: 1, nonce: new Uint8Array(32), host: '', now: 0 };
  const connection = createConnection(DEFAULT_LIMITS, from);
  const name = (at: number, seq: number): { session: Uint8Array; seq: number } => ({
    session: Uint8Array.from([at >> 8, at & 255]),
    seq,
  });
  for (let i = 0; i < 1024; i++) expect(holdBack(connection, name(i, 5), RefusalCode.tooFast, 0)).toBe(true);
  expect(holdBack(connection, name(2000, 5), RefusalCode.tooFast, 60_000)).toBe(true);
  expect(connection.heldBack.size).toBe(1);
  expect(findHeldBack(log, connection, new Uint8Array(500), name(2000, 6), 60_000)).toBe(RefusalCode.tooFast);
  expect(findHeldBack(log, connection, new Uint8Array(500), name(2000, 4), 60_000)).toBeUndefined();
});
