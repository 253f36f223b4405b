import { decodeHeader, toHex } from '@weft/crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Replica } from '../replica/types.ts';
import { cloneSession, createTestRoom, joinPeers, type PeerWire, type TestRoom } from '../testing/index.ts';
import { decodePeerFrame, encodePeerFrame, PeerFrameType } from '../wire/index.ts';
import { createPeerDriver, type PeerDriver, type PeerDriverOptions } from './peer-driver.ts';

interface End {
  readonly replica: Replica;
  readonly driver: PeerDriver;
  readonly alarms: string[];
  readonly heads: Map<string, number>;
  ended: string | undefined;
}

let room: TestRoom;
beforeEach(async () => {
  room = await createTestRoom();
});

function createEnd(replica: Replica = room.replica(), options: Partial<PeerDriverOptions> = {}): End {
  const alarms: string[] = [];
  const heads = new Map<string, number>();
  const driver = createPeerDriver({
    ports: room.ports,
    replica,
    certificate: () => room.capability('editor').certificate,
    listeners: {
      alarm: ({ code }) => void alarms.push(code),
      heads: (moved) => moved.forEach((seq, session) => heads.set(session, seq)),
      ended: (failure, isViolation) => {
        end.ended = `${failure?.code ?? 'bye'}${isViolation ? '!' : ''}`;
      },
    },
    ...options,
  });
  const end: End = { replica, driver, alarms, heads, ended: undefined };
  return end;
}

function write({ replica }: End, word: string): void {
  replica.doc.getText('words').insert(0, word);
  replica.flush();
}

const textOf = ({ replica }: End): string => replica.doc.getText('words').toString();

/** Names of the stored envelopes among some frames. */
function namesIn(frames: readonly Uint8Array[]): string[] {
  return frames
    .filter((frame) => frame[1] === PeerFrameType.envelope)
    .map((frame) => toHex(frame.subarray(2 + 41, 2 + 81)));
}

function count(frames: readonly Uint8Array[], type: number): number {
  return frames.filter((frame) => frame[1] === type).length;
}

/** Lets time pass, a little at a time, with the wires settled in between. */
function pass(ms: number, ...wires: PeerWire[]): void {
  for (let at = 0; at < ms; at += 50) {
    room.time.advance(50);
    for (let round = 0; round < 4; round++) for (const wire of wires) wire.settle();
  }
}

describe('SYN-1 a link between two replicas', () => {
  test('both prove themselves, tell what they hold, and get what they lack', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    write(ada, 'one ');
    write(ada, 'two ');
    write(ben, 'three ');
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    expect([ada.driver.state().phase, ben.driver.state().phase]).toEqual(['live', 'live']);
    expect(textOf(ada)).toBe(textOf(ben));
    expect(textOf(ada)).toHaveLength('one two three '.length);
    expect(ada.driver.state().isCaughtUp && ben.driver.state().isCaughtUp).toBe(true);
    expect([...ada.alarms, ...ben.alarms]).toEqual([]);
  });

  test('what is written here goes out at once, and the other says that it has it', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    write(ada, 'hello');
    wire.settle();
    expect(textOf(ben)).toBe('hello');
    expect(ada.heads.get(ada.replica.sessionHex)).toBeUndefined();
    pass(400, wire);
    expect(ada.heads.get(ada.replica.sessionHex)).toBe(0);
  });

  test('a newcomer far behind starts from a snapshot', () => {
    const ada = createEnd();
    for (let i = 0; i < 30; i++) write(ada, `word${i} `);
    expect(ada.replica.compact()).toBeDefined();
    write(ada, 'after ');
    const newcomer = createEnd();
    const wire = joinPeers(ada.driver, newcomer.driver);
    wire.settle();
    expect(textOf(newcomer)).toBe(textOf(ada));
    expect(namesIn(wire.sent[0])).toHaveLength(2);
  });

  test('more than is listed at once arrives whole, each once', () => {
    const ada = createEnd();
    for (let i = 0; i < 600; i++) write(ada, 'x');
    const ben = createEnd();
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    expect(textOf(ben)).toHaveLength(600);
    const names = namesIn(wire.sent[0]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('LED-2 a hole in a chain is filled by whoever has what is missing', () => {
    const ada = createEnd();
    for (let i = 0; i < 4; i++) write(ada, `${i}`);
    const ben = createEnd();
    const envelopes = [...ada.replica.ledger.entries()].map(({ envelope }) => envelope);
    // Ben has the first, and the last waits behind a hole.
    for (const at of [0, 3]) ben.replica.receive(envelopes[at] as Uint8Array, 'file');
    expect(ben.replica.gaps()).toHaveLength(1);
    joinPeers(ada.driver, ben.driver).settle();
    expect(ben.replica.gaps()).toEqual([]);
    expect(textOf(ben)).toBe('3210');
  });

  test('a session that meets itself lets go', () => {
    const replica = room.replica();
    const [one, two] = [createEnd(replica), createEnd(replica)];
    joinPeers(one.driver, two.driver).settle();
    expect([one.ended, two.ended]).toContain('peer-self');
    expect(one.alarms).toEqual([]);
  });

  test('goodbye is no failure', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    ada.driver.leave();
    wire.settle();
    expect(ben.ended).toBe('bye');
    expect(wire.isOpen(1)).toBe(false);
  });
});

describe('SYN-1 who is at the other end', () => {
  test('a member of another room gets nothing, not even heads', async () => {
    const elsewhere = await createTestRoom(2);
    const ada = createEnd();
    write(ada, 'secret');
    const stranger = createPeerDriver({
      ports: room.ports,
      replica: elsewhere.replica(),
      certificate: () => elsewhere.capability('editor').certificate,
      listeners: {},
    });
    const wire = joinPeers(ada.driver, stranger);
    wire.settle();
    expect(ada.ended).toBe('peer-unproven!');
    expect(ada.alarms).toEqual(['peer-unproven']);
    expect(wire.sent[0].map((frame) => frame[1])).toEqual([PeerFrameType.hello, PeerFrameType.proof]);
  });

  test('a proof that was passed on proves nothing', () => {
    // Mallory joins both, and hands each the other's greeting as it is: to be let in as Ben at Ada's, he needs Ben's key.
    const [ada, ben] = [createEnd(), createEnd()];
    write(ada, 'secret');
    const wire = joinPeers(ada.driver, ben.driver);
    let isTapped = false;
    wire.tap = (frame, from) => {
      if (from === 0 || frame[1] !== PeerFrameType.hello) return frame;
      isTapped = true;
      const own = frame.slice();
      own.set(room.random.bytes(32), 35); // a nonce of Mallory's
      return own;
    };
    wire.settle();
    expect(isTapped).toBe(true);
    expect(ada.ended).toBe('peer-unproven!');
  });

  test('a certificate of another session is not enough', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const other = room.replica().session.certificate;
    const wire = joinPeers(ada.driver, ben.driver);
    wire.tap = (frame, from) => {
      const read = decodePeerFrame(frame);
      if (from === 0 || !read.ok || read.value.type !== 'proof') return frame;
      return encodePeerFrame({ ...read.value, sessionCertificate: other });
    };
    wire.settle();
    expect(ada.ended).toBe('peer-unproven!');
  });

  test('a certificate whose time is over is refused without an alarm', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const late = createTestRoomClock(room, 30 * 24 * 60 * 60 * 1000);
    const careful = createEnd(ada.replica, { ports: late });
    joinPeers(careful.driver, ben.driver).settle();
    expect(careful.ended).toBe('peer-unproven');
    expect(careful.alarms).toEqual([]);
  });

  test('one who says nothing is let go after ten seconds', () => {
    const ada = createEnd();
    const closed: boolean[] = [];
    ada.driver.opened({ send: () => undefined, close: (isViolation) => void closed.push(isViolation) });
    room.time.advance(9_999);
    expect(closed).toEqual([]);
    room.time.advance(1);
    expect(closed).toEqual([false]);
  });

  test.each([
    ['heads before proof', encodePeerFrame({ type: 'sync', envelope: new Uint8Array(700) })],
    ['an envelope before proof', encodePeerFrame({ type: 'envelope', envelope: new Uint8Array(700) })],
    ['a ping before proof', encodePeerFrame({ type: 'ping' })],
    ['noise', new Uint8Array([1, 2, 3])],
  ])('%s ends the link', (_what, frame) => {
    const ada = createEnd();
    ada.driver.opened({ send: () => undefined, close: () => undefined });
    ada.driver.received(frame);
    expect(ada.ended).toBe('peer-confused!');
  });
});

describe('SYN-2 each envelope crosses each link at most once per direction', () => {
  test('in a full mesh of four, all writing, nothing crosses twice and hardly anything is passed on', () => {
    const ends = [createEnd(), createEnd(), createEnd(), createEnd()];
    const drivers: PeerDriver[] = [];
    const wires: PeerWire[] = [];
    for (let i = 0; i < 4; i++) {
      for (let j = i + 1; j < 4; j++) {
        const [a, b] = [createEnd(ends[i]?.replica), createEnd(ends[j]?.replica)];
        drivers.push(a.driver, b.driver);
        wires.push(joinPeers(a.driver, b.driver));
      }
    }
    pass(200, ...wires);
    for (let round = 0; round < 50; round++) {
      write(ends[round % 4] as End, `${round} `);
      pass(50, ...wires);
    }
    pass(5_000, ...wires);
    expect(new Set(ends.map(textOf)).size).toBe(1);
    let crossings = 0;
    for (const wire of wires) {
      for (const direction of wire.sent) {
        const names = namesIn(direction);
        expect(new Set(names).size).toBe(names.length);
        crossings += names.length;
      }
    }
    // Each of 50 goes from its author to three others; passing on is what heads save.
    expect(crossings).toBe(150);
  });

  test('others’ envelopes are passed on, after a while, to whom nobody else gave them', () => {
    const [ada, ben, cleo] = [createEnd(), createEnd(), createEnd()];
    const middle = createEnd(ben.replica);
    const wires = [joinPeers(ada.driver, ben.driver), joinPeers(middle.driver, cleo.driver)];
    pass(200, ...wires);
    write(ada, 'hello');
    pass(500, ...wires);
    expect(textOf(ben)).toBe('hello');
    expect(textOf(cleo)).toBe('');
    pass(2_500, ...wires);
    expect(textOf(cleo)).toBe('hello');
  });

  test('a viewer serves a newcomer, and what it writes itself is refused', () => {
    const ada = createEnd();
    write(ada, 'from ada');
    const viewer = createEnd(room.replica({ role: 'viewer' }));
    joinPeers(ada.driver, viewer.driver).settle();
    const [served, newcomer] = [createEnd(viewer.replica), createEnd(room.replica({ role: 'viewer' }))];
    const wire = joinPeers(served.driver, newcomer.driver);
    wire.settle();
    expect(textOf(newcomer)).toBe('from ada');
    // A hostile viewer's app seals what the role forbids.
    const hostile: Replica = { ...viewer.replica, session: { ...viewer.replica.session, role: 'editor' } };
    const forge = cloneSession(room.ports.sodium, hostile, room.capability('viewer'));
    newcomer.driver.received(encodePeerFrame({ type: 'envelope', envelope: forge('mine', 0) }));
    expect(newcomer.ended).toBe('peer-forged!');
    expect(newcomer.alarms).toContain('peer-forged');
    expect(textOf(newcomer)).toBe('from ada');
  });

  test('two envelopes under one name come to light on a link, and their author is named', () => {
    const author = room.replica();
    const fork = cloneSession(room.ports.sodium, author, room.capability('editor'));
    const [ada, ben] = [createEnd(), createEnd()];
    ada.replica.receive(fork('left', 0), 'file');
    ben.replica.receive(fork('right', 0), 'file');
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    for (const { replica } of [ada, ben]) {
      expect(replica.alarms()).toMatchObject([{ code: 'equivocation', session: author.sessionHex }]);
    }
    pass(5_000, wire);
    expect(namesIn(wire.sent[0])).toHaveLength(1);
  });
});

describe('a link stays bounded', () => {
  test('a full transport is not filled further, and goes on when it has room', () => {
    const ada = createEnd();
    for (let i = 0; i < 40; i++) write(ada, `${i} `);
    const ben = createEnd();
    const wire = joinPeers(ada.driver, ben.driver);
    wire.buffered[0] = 4 * 1024 * 1024;
    wire.settle();
    expect(namesIn(wire.sent[0])).toEqual([]);
    wire.buffered[0] = 0;
    ada.driver.drained();
    wire.settle();
    expect(textOf(ben)).toBe(textOf(ada));
  });

  test('held back, the other sends nothing until it is asked, and then only what is lacking', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    write(ada, 'one');
    const wire = joinPeers(ada.driver, ben.driver, [false, true]);
    wire.settle();
    write(ada, 'two');
    pass(5_000, wire);
    expect(namesIn(wire.sent[0])).toEqual([]);
    ben.driver.hold(false);
    wire.settle();
    expect(textOf(ben)).toBe('twoone');
    expect(count(wire.sent[0], PeerFrameType.caughtUp)).toBe(1);
  });

  test('a peer that crashed is noticed within fifteen seconds, one that answers is kept', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const wire = joinPeers(ada.driver, ben.driver);
    pass(60_000, wire);
    expect(ada.driver.state().phase).toBe('live');
    wire.tap = () => undefined;
    pass(15_100, wire);
    expect([ada.ended, ben.ended]).toEqual(['peer-silent', 'peer-silent']);
    expect(ada.alarms).toEqual([]);
  });

  test('behind a long frame, bytes that leave are a sign of life', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    wire.tap = () => undefined;
    for (let left = 60; left > 0; left--) {
      wire.buffered[0] = left * 100_000;
      room.time.advance(1_000);
    }
    expect(ada.driver.state().phase).toBe('live');
  });

  test('refused envelopes without end close the link', () => {
    const author = room.replica();
    const fork = cloneSession(room.ports.sodium, author, room.capability('editor'));
    const [ada, ben] = [createEnd(), createEnd()];
    ada.replica.receive(fork('left', 0), 'file');
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    for (let i = 0; i < 100 && ada.ended === undefined; i++) {
      ada.driver.received(encodePeerFrame({ type: 'envelope', envelope: fork(`right ${i}`, 0) }));
    }
    expect(ada.ended).toBe('peer-confused!');
  });

  test('heads of another member, passed on as one’s own, are refused; as presence, they are passed over', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    const cleo = room.replica();
    const heads = cleo.sealEphemeral('sync', new Uint8Array());
    ada.driver.received(encodePeerFrame({ type: 'ephemeral', envelope: heads }));
    expect(ada.replica.openEphemeral(heads).ok).toBe(true);
    ada.driver.received(encodePeerFrame({ type: 'sync', envelope: cleo.sealEphemeral('sync', new Uint8Array()) }));
    expect(ada.ended).toBe('peer-confused!');
  });

  test('ENV-6 every flipped byte of every frame of a greeting ends the link or changes nothing', () => {
    const [ada, ben] = [createEnd(), createEnd()];
    write(ben, 'hello');
    const wire = joinPeers(ada.driver, ben.driver);
    wire.settle();
    const greeting = wire.sent[1].slice(0, 4);
    expect(greeting.map((frame) => frame[1])).toEqual([
      PeerFrameType.hello,
      PeerFrameType.proof,
      PeerFrameType.sync,
      PeerFrameType.envelope,
    ]);
    const reader = room.replica({ role: 'viewer' });
    for (const [at, frame] of greeting.entries()) {
      // A sealed envelope's every byte is tested elsewhere: here it is what the link makes of it.
      for (let byte = 0; byte < frame.length; byte += at < 2 ? 1 : 7) {
        const [one, two] = [createEnd(reader), createEnd(ben.replica)];
        let passed = -1;
        const bad = joinPeers(one.driver, two.driver);
        bad.tap = (passing, from) => {
          if (from === 0) return passing;
          passed++;
          if (passed > at) return undefined;
          if (passed === at) passing[byte] = (passing[byte] ?? 0) ^ (1 << (byte % 8));
          return passing;
        };
        bad.settle();
        expect(textOf(one), `frame ${at}, byte ${byte}`).toBe('');
        if (at < 3) expect(one.driver.state().phase, `frame ${at}, byte ${byte}`).not.toBe('live');
        one.driver.destroy();
        two.driver.destroy();
      }
    }
    expect(reader.ledger.heads().size).toBe(0);
  });
});

/** The same ports some time later. */
function createTestRoomClock(base: TestRoom, ms: number): TestRoom['ports'] {
  return { ...base.ports, clock: { now: () => base.ports.clock.now() + ms } };
}

test('the name of an envelope lies where these tests read it', () => {
  const ada = createEnd();
  write(ada, 'x');
  const [entry] = ada.replica.ledger.entries();
  const header = decodeHeader(entry?.envelope ?? new Uint8Array());
  expect(header.ok && toHex(header.value.session)).toBe(toHex(entry?.envelope.subarray(41, 73) ?? new Uint8Array()));
});
