import { CloseCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { HOST, START } from '../testing/network.ts';
import { createPeople } from '../testing/people.ts';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('admission', () => {
  test('RLY-3 a session that proves itself is welcomed, and told who is there', () => {
    const first = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    const second = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    expect(first.frames.map(({ type }) => type)).toEqual(['challenge', 'welcome', 'caught-up', 'peer']);
    const [welcome] = second.of('welcome');
    expect(welcome).toMatchObject({ base: 0, head: 0, connections: [first.link.id], connection: second.link.id });
    expect(first.of('peer')).toEqual([{ type: 'peer', connection: second.link.id, change: 'joined' }]);
    second.link.closed();
    expect(first.of('peer')[1]).toEqual({ type: 'peer', connection: second.link.id, change: 'left' });
  });

  test('RLY-3 a proof for another host, room or challenge is turned away', () => {
    const editor = bench.people.join('editor');
    expect(bench.network.enter(bench.people.roomId, editor, { host: 'evil.test' }).closed?.code).toBe(
      CloseCode.notProven,
    );
    expect(bench.network.enter(bench.people.roomId, editor, { nonce: new Uint8Array(32) }).closed?.code).toBe(
      CloseCode.notProven,
    );
    const others = createPeople(bench.sodium, bench.random);
    expect(bench.network.enter(others.roomId, editor).closed?.code).toBe(CloseCode.notProven);
    expect(bench.network.hub.counts.closed.get(CloseCode.notProven)).toBe(3);
  });

  test('RLY-3 a stranger with a valid proof of a session nobody certified is turned away', () => {
    const stranger = createPeople(bench.sodium, bench.random).join('editor');
    const caller = bench.network.dial(bench.people.roomId);
    const nonce = caller.of('challenge')[0]?.nonce ?? new Uint8Array();
    const hello = stranger.hello({ nonce, host: HOST });
    caller.send({ ...hello, epochCertificate: bench.people.certificate.bytes });
    expect(caller.closed?.code).toBe(CloseCode.notProven);
  });

  test('KEY-4 a session whose time is over is told so, with a day of tolerance', () => {
    const day = 24 * 3_600_000;
    const late = bench.people.join('editor', START - day - 1);
    expect(bench.network.enter(bench.people.roomId, late).closed?.code).toBe(CloseCode.expired);
    const inTolerance = bench.people.join('editor', START - day);
    expect(bench.network.enter(bench.people.roomId, inTolerance).of('welcome')).toHaveLength(1);
  });

  test('RLY-6 a relay with an admission secret admits who proves it, and sends no secret about', () => {
    const closedRelay = bench.start({ admissionSecret: 'open sesame' });
    const editor = bench.people.join('editor');
    expect(closedRelay.enter(bench.people.roomId, editor).closed?.code).toBe(CloseCode.notAllowed);
    expect(closedRelay.enter(bench.people.roomId, editor, { admissionSecret: 'sesame' }).closed?.code).toBe(4403);
    expect(
      closedRelay.enter(bench.people.roomId, editor, { admissionSecret: 'open sesame' }).of('welcome'),
    ).toHaveLength(1);
  });

  test('RLY-3 nothing but HELLO is taken first, and HELLO only once', () => {
    const eager = bench.network.dial(bench.people.roomId);
    eager.send({ type: 'ping' });
    expect(eager.closed?.code).toBe(CloseCode.malformed);
    const editor = bench.people.join('editor');
    const twice = bench.network.enter(bench.people.roomId, editor);
    twice.send(editor.hello({ nonce: twice.of('challenge')[0]?.nonce ?? new Uint8Array(), host: HOST }));
    expect(twice.closed?.code).toBe(CloseCode.malformed);
  });

  test('RLY-6 who does not prove itself in time is closed, and nothing was stored for it', () => {
    const silent = bench.network.dial(bench.people.roomId);
    bench.network.pass(14_999);
    expect(silent.closed).toBeUndefined();
    bench.network.pass(1);
    expect(silent.closed?.code).toBe(CloseCode.readerTooSlow);
    expect(bench.network.store.usage().rooms).toBe(0);
  });

  test('RLY-6 a full room, and a full relay, say so', () => {
    const small = bench.start({ limits: { maxConnectionsPerRoom: 1, maxRooms: 1 } });
    small.enter(bench.people.roomId, bench.people.join('editor'));
    expect(small.enter(bench.people.roomId, bench.people.join('editor')).closed?.code).toBe(CloseCode.full);
    const others = createPeople(bench.sodium, bench.random);
    expect(small.enter(others.roomId, others.join('editor')).closed?.code).toBe(CloseCode.full);
  });

  test('RLY-1 the greetings of y-websocket are passed over; another message ends the connection with its code', () => {
    const caller = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    for (const type of [0, 1, 3]) caller.link.receive(Uint8Array.of(type, 0, 1));
    expect(caller.closed).toBeUndefined();
    caller.link.receive(Uint8Array.of(2, 0));
    expect(caller.closed?.code).toBe(CloseCode.malformed);
    const older = bench.network.dial(bench.people.roomId);
    older.link.receive(Uint8Array.of(0x57, 0x01, 9));
    expect(older.closed?.code).toBe(CloseCode.version);
  });

  test('RLY-6 a frame above the limit ends the connection with its code', () => {
    const small = bench.start({ limits: { maxFrameBytes: 4096 } });
    const caller = small.enter(bench.people.roomId, bench.people.join('editor'));
    caller.send({ type: 'append', envelope: new Uint8Array(4096) });
    expect(caller.closed?.code).toBe(CloseCode.frameTooLarge);
  });
});
