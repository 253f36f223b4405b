import { type HeadPin, loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgePin, ledgerToPins, type PinVerdict } from '../ledger/head-pins.ts';
import type { Replica } from '../replica/types.ts';
import { cloneSession, createTestRoomWith, envelopesOf, handOver, type TestRoom } from '../testing/index.ts';
import { createPinWatch, PIN_GRACE_MS, type PinWatch } from './pin-watch.ts';

let sodium: Sodium;
let room: TestRoom;
beforeAll(async () => {
  sodium = await loadSodium();
  room = createTestRoomWith(sodium, 7);
});

function write(replica: Replica, ...texts: readonly string[]): Replica {
  for (const text of texts) {
    replica.doc.getText('t').insert(0, text);
    replica.flush();
  }
  return replica;
}

const pinsOf = (replica: Replica): readonly HeadPin[] => ledgerToPins(sodium, replica.ledger, () => true);
const judge = (replica: Replica, pins: readonly HeadPin[]): PinVerdict[] =>
  pins.map((pin) => judgePin(sodium, replica.ledger, pin));

describe('what a link pins', () => {
  it('KEY-7 is the newest envelope of each of three sessions, of what is known to be elsewhere too', () => {
    const [ada, ben, cleo, dan] = [room.replica(), room.replica(), room.replica(), room.replica()];
    for (const replica of [ada, ben, cleo, dan]) write(replica, 'a', 'b');
    for (const replica of [ben, cleo, dan]) handOver(replica, ada);
    const pins = pinsOf(ada);
    expect(pins.map(({ seq }) => seq)).toEqual([1, 1, 1]);
    const names = [dan, cleo, ben].map(({ sessionHex }) => sessionHex.slice(0, 16));
    expect(pins.map(({ session }) => Buffer.from(session).toString('hex'))).toEqual(names);
    // Of Dan's, only the first is known to be anywhere else; of Cleo's nothing is.
    const sent = ledgerToPins(sodium, ada.ledger, (session, seq) =>
      session === dan.sessionHex ? seq === 0 : session !== cleo.sessionHex,
    );
    expect(sent.map(({ seq }) => seq)).toEqual([0, 1, 1]);
    expect(judge(ada, [...pins, ...sent])).toEqual(Array.from({ length: 6 }, () => 'held'));
    expect(ledgerToPins(sodium, ada.ledger, () => false)).toEqual([]);
  });
});

describe('judging a pin', () => {
  it('KEY-7 it is held where the envelope is, and lacking before', () => {
    const [ada, ben] = [write(room.replica(), '1', '2'), room.replica()];
    const [pin] = pinsOf(ada);
    expect(judge(ben, pinsOf(ada))).toEqual(['lacking']);
    const [first, second] = envelopesOf(ada);
    ben.receive(first ?? new Uint8Array(), 'relay');
    expect(judge(ben, pinsOf(ada))).toEqual(['lacking']);
    ben.receive(second ?? new Uint8Array(), 'relay');
    expect(judge(ben, pinsOf(ada))).toEqual(['held']);
    expect(pin?.seq).toBe(1);
  });

  it('KEY-7 under a snapshot: the newest it covers is compared, what is before that counts as held', () => {
    const [ada, ben] = [write(room.replica(), '1', '2'), room.replica()];
    const [early] = pinsOf(ada);
    handOver(write(ada, '3'), ben);
    const [newest] = pinsOf(ada);
    if (early === undefined || newest === undefined) throw new Error('nothing is pinned');
    ben.compact();
    const cleo = room.replica();
    handOver(ben, cleo);
    expect(cleo.ledger.get(ada.sessionHex, 2)).toBeUndefined();
    const other = { ...newest, hash: early.hash };
    expect(judge(cleo, [early, newest, other, { ...newest, seq: 3 }])).toEqual(['held', 'held', 'forked', 'lacking']);
  });

  it('KEY-7 the newest that a snapshot covers is compared too where the session went on', () => {
    const [ada, ben, cleo] = [write(room.replica(), '1'), room.replica(), room.replica()];
    const [covered] = pinsOf(ada);
    if (covered === undefined) throw new Error('nothing is pinned');
    handOver(ada, ben);
    ben.compact();
    write(ada, '2');
    handOver(ben, cleo);
    handOver(ada, cleo);
    expect(cleo.ledger.heads().get(ada.sessionHex)?.seq).toBe(1);
    const other = { ...covered, hash: new Uint8Array(16) };
    expect(judge(cleo, [covered, other])).toEqual(['held', 'forked']);
  });

  it('KEY-7 another envelope under the pinned name is a fork, also where a snapshot names it', () => {
    const ada = write(room.replica(), '1');
    const seal = cloneSession(sodium, ada, room.capability('editor'));
    const other = seal('another', 0);
    const ben = room.replica();
    expect(ben.receive(other, 'relay').ok).toBe(true);
    expect(judge(ben, pinsOf(ada))).toEqual(['forked']);
    const cleo = room.replica();
    handOver(ben, cleo);
    cleo.compact();
    const dan = room.replica();
    handOver(cleo, dan);
    expect(judge(dan, pinsOf(ada))).toEqual(['forked']);
  });
});

describe('watching pins', () => {
  function watch(replica: Replica, pins: readonly HeadPin[]): { watch: PinWatch; told: string[] } {
    const told: string[] = [];
    const created = createPinWatch({
      sodium,
      ledger: replica.ledger,
      timers: room.ports.timers,
      pins,
      raise: ({ code }) => told.push(code),
      clear: (code) => told.push(`no ${code}`),
    });
    replica.on('appended', () => {
      created.touch();
      created.consider(true);
    });
    return { watch: created, told };
  }

  it('KEY-7 says nothing before someone has handed over all they have, nor while it may be on its way', () => {
    const [ada, ben] = [write(room.replica(), '1'), room.replica()];
    const { watch: on, told } = watch(ben, pinsOf(ada));
    on.consider(false);
    room.time.advance(10 * PIN_GRACE_MS);
    on.consider(true);
    room.time.advance(PIN_GRACE_MS - 1);
    handOver(ada, ben);
    room.time.advance(PIN_GRACE_MS);
    on.consider(true);
    expect([told, on.open()]).toEqual([[], []]);
  });

  it('KEY-7 an old state is told once, and no longer once what was pinned comes', () => {
    const [ada, ben] = [write(room.replica(), '1'), room.replica()];
    handOver(ada, ben);
    const { watch: on, told } = watch(ben, pinsOf(write(ada, '2', '3')));
    on.consider(true);
    expect(told).toEqual([]);
    room.time.advance(PIN_GRACE_MS);
    on.consider(true);
    expect([told, on.open().length]).toEqual([['pin-lacking'], 1]);
    const [, second, third] = envelopesOf(ada);
    ben.receive(second ?? new Uint8Array(), 'peer');
    expect(told).toEqual(['pin-lacking']);
    ben.receive(third ?? new Uint8Array(), 'peer');
    expect([told, on.open()]).toEqual([['pin-lacking', 'no pin-lacking'], []]);
  });

  it('KEY-7 a fork is told at once, and stays until the pinned history comes too', () => {
    const ada = write(room.replica(), '1');
    const ben = room.replica();
    ben.receive(cloneSession(sodium, ada, room.capability('editor'))('another', 0), 'relay');
    const { watch: on, told } = watch(ben, pinsOf(ada));
    on.consider(true);
    expect(told).toEqual(['pin-forked']);
    room.time.advance(2 * PIN_GRACE_MS);
    handOver(write(room.replica(), 'more'), ben);
    expect([told, on.open().length]).toEqual([['pin-forked'], 1]);
    // Both are kept (LED-2), and an alarm names who wrote them.
    for (const envelope of envelopesOf(ada)) ben.receive(envelope, 'peer');
    on.touch();
    on.consider(true);
    expect([told, on.open()]).toEqual([['pin-forked', 'no pin-forked'], []]);
    expect(ben.alarms().map(({ code }) => code)).toEqual(['equivocation']);
  });

  it('sets no timer without pins, nor once it is stopped', () => {
    const before = room.time.pending();
    const { watch: without } = watch(room.replica(), []);
    without.consider(true);
    expect(room.time.pending()).toBe(before);
    const { watch: stopped, told } = watch(room.replica(), pinsOf(write(room.replica(), '1')));
    stopped.consider(true);
    stopped.stop();
    room.time.advance(10 * PIN_GRACE_MS);
    expect(told).toEqual([]);
  });
});
