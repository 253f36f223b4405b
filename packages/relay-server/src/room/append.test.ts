import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('append', () => {
  test('RLY-2 the author gets ACK, everyone else ENTRY, positions from 1', () => {
    const ada = bench.people.join('editor');
    const author = bench.network.enter(bench.people.roomId, ada);
    const reader = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    const envelopes = [ada.seal('content'), ada.seal('content')];
    for (const envelope of envelopes) author.send({ type: 'append', envelope });
    expect(author.of('entry')).toEqual([]);
    expect(author.of('ack').map(({ seq, position }) => [seq, position])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(author.of('ack')[0]?.session).toEqual(ada.session.pair.publicKey);
    expect(reader.of('entry')).toEqual([
      { type: 'entry', position: 1, prev: 0, envelope: envelopes[0] },
      { type: 'entry', position: 2, prev: 1, envelope: envelopes[1] },
    ]);
  });

  test('RLY-3 any session of the room may be carried, whoever connects: viewers refill too', () => {
    const carrier = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    carrier.send({ type: 'append', envelope: bench.people.join('editor').seal('content') });
    expect(carrier.of('ack')).toHaveLength(1);
  });

  test('the same bytes again are acknowledged where they are, and stored once', () => {
    const ada = bench.people.join('editor');
    const caller = bench.network.enter(bench.people.roomId, ada);
    const envelope = ada.seal('content');
    caller.send({ type: 'append', envelope });
    caller.send({ type: 'append', envelope: ada.seal('content') });
    const { bytes } = bench.network.store.usage();
    caller.send({ type: 'append', envelope });
    expect(caller.of('ack').map(({ position }) => position)).toEqual([1, 2, 1]);
    expect(bench.network.store.usage().bytes).toBe(bytes);
  });

  test('other bytes under a held name are refused, and change nothing', () => {
    const ada = bench.people.join('editor');
    const caller = bench.network.enter(bench.people.roomId, ada);
    caller.send({ type: 'append', envelope: ada.seal('content') });
    caller.send({ type: 'append', envelope: ada.sealTwin() });
    expect(caller.of('refused')).toMatchObject([{ code: RefusalCode.nameTaken, seq: 0 }]);
    expect(bench.network.enter(bench.people.roomId, bench.people.join('viewer')).of('entry')).toHaveLength(1);
  });

  test('ENV-5 a role that may not write a kind is refused, and so is a kind that is not stored', () => {
    const caller = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    const viewer = bench.people.join('viewer');
    const forged = forgeKind(viewer.seal('presence'), 1);
    caller.send({ type: 'append', envelope: forged });
    caller.send({ type: 'append', envelope: bench.people.join('editor').seal('presence') });
    expect(caller.of('refused').map(({ code }) => code)).toEqual([RefusalCode.role, RefusalCode.invalid]);
    expect(caller.closed).toBeUndefined();
    expect(bench.network.store.usage().bytes).toBe(0);
  });

  test('ENV-6 no envelope with any byte changed is stored', () => {
    const patient = bench.start({ limits: { refusalBurst: 1e6, appendBurst: 1e6 } });
    const ada = bench.people.join('editor');
    const caller = patient.enter(bench.people.roomId, ada);
    const envelope = ada.seal('content');
    for (let at = 0; at < envelope.length; at += 3) {
      const changed = envelope.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      caller.send({ type: 'append', envelope: changed });
    }
    for (let length = 0; length < envelope.length; length += 41) {
      caller.send({ type: 'append', envelope: envelope.subarray(0, length) });
    }
    expect(caller.of('ack')).toEqual([]);
    expect(caller.of('refused').length).toBe(Math.ceil(envelope.length / 3) + Math.ceil(envelope.length / 41));
    expect(patient.store.usage().bytes).toBe(0);
  });

  test('KEY-8 an envelope of an older epoch is taken once its certificate was shown besides the connection’s own; a forged one shows nothing', () => {
    const before = bench.people.join('editor').seal('content');
    const next = bench.people.next();
    const caller = bench.network.enter(next.roomId, next.join('editor'));
    caller.send({ type: 'append', envelope: before });
    const forged = bench.people.certificate.bytes.slice();
    forged[200] = (forged[200] ?? 0) ^ 1;
    caller.send({ type: 'epoch', certificate: forged });
    caller.send({ type: 'append', envelope: before });
    expect(caller.of('refused').map(({ code }) => code)).toEqual([RefusalCode.epochUnknown, RefusalCode.epochUnknown]);
    caller.send({ type: 'epoch', certificate: bench.people.certificate.bytes });
    caller.send({ type: 'append', envelope: before });
    expect(caller.of('ack')).toHaveLength(1);
    expect(caller.closed).toBeUndefined();
  });

  test('an envelope of an epoch nobody showed is refused by its own code', () => {
    const ada = bench.people.join('editor');
    const caller = bench.network.enter(bench.people.roomId, ada);
    const envelope = ada.seal('content').slice();
    envelope[40] = 1;
    caller.send({ type: 'append', envelope });
    expect(caller.of('refused')).toMatchObject([{ code: RefusalCode.epochUnknown }]);
  });

  test('RLY-6 a full room refuses, by name, and goes on', () => {
    const small = bench.start({ limits: { maxRoomBytes: 2000 } });
    const ada = bench.people.join('editor');
    const caller = small.enter(bench.people.roomId, ada);
    for (let i = 0; i < 4; i++) caller.send({ type: 'append', envelope: ada.seal('content') });
    expect(caller.of('ack').map(({ seq }) => seq)).toEqual([0, 1]);
    expect(caller.of('refused').map(({ code, seq }) => [code, seq])).toEqual([
      [RefusalCode.roomFull, 2],
      [RefusalCode.roomFull, 3],
    ]);
    expect(caller.closed).toBeUndefined();
  });

  test('RLY-6 appends above the rate are refused until time passes; the refused may come again', () => {
    const slow = bench.start({ limits: { appendBurst: 2, appendsPerSecond: 1 } });
    const ada = bench.people.join('editor');
    const caller = slow.enter(bench.people.roomId, ada);
    const envelopes = [ada.seal('content'), ada.seal('content'), ada.seal('content')];
    for (const envelope of envelopes) caller.send({ type: 'append', envelope });
    expect(caller.of('refused')).toMatchObject([{ code: RefusalCode.tooFast, seq: 2 }]);
    slow.pass(1000);
    caller.send({ type: 'append', envelope: envelopes[2] ?? new Uint8Array() });
    expect(caller.of('ack')).toHaveLength(3);
  });

  test('RLY-6 who draws refusal after refusal is closed', () => {
    const strict = bench.start({ limits: { refusalBurst: 3, refusalsPerSecond: 1 } });
    const caller = strict.enter(bench.people.roomId, bench.people.join('editor'));
    for (let i = 0; i < 4; i++) caller.send({ type: 'append', envelope: new Uint8Array(900) });
    expect(caller.of('refused')).toHaveLength(3);
    expect(caller.closed?.code).toBe(CloseCode.tooFast);
  });

  function forgeKind(envelope: Uint8Array, kind: number): Uint8Array {
    const forged = envelope.slice();
    forged[4] = kind;
    return forged;
  }
});
