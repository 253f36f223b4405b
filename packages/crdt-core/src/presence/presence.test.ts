import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { cleanUser, decodePresence, encodePresence } from './awareness-update.ts';
import { createPresence, type Presence } from './presence.ts';

interface Person {
  readonly replica: Replica;
  readonly presence: Presence;
  readonly sent: Uint8Array[];
}

let room: TestRoom;
beforeEach(async () => {
  room = await createTestRoom();
});

function join(deviceId: string, clock: Clock = room.ports.clock): Person {
  const replica = room.replica();
  const sent: Uint8Array[] = [];
  const presence = createPresence({
    ports: { ...room.ports, clock },
    replica,
    deviceId,
    send: (envelope) => void sent.push(envelope),
    changed: () => undefined,
  });
  return { replica, presence, sent };
}

/** Everything that `from` sent since the last time, received by `to`. */
function carry(from: Person, to: Person, via?: number): number {
  const envelopes = from.sent.splice(0);
  for (const envelope of envelopes) {
    const opened = to.replica.openEphemeral(envelope);
    if (opened.ok) to.presence.receive(opened.value, via);
  }
  return envelopes.length;
}

function namesSeenBy(person: Person): unknown[] {
  return [...person.presence.awareness.getStates().values()].map(
    ({ user }) => (user as { name?: string } | undefined)?.name,
  );
}

describe('presence', () => {
  test('SYN-7 whoever’s clock is set back goes on saying that they are here', () => {
    let back = 0;
    const [ada, ben] = [join('01', { now: () => room.ports.clock.now() - back }), join('02')];
    back = 72_000_000;
    for (let second = 0; second < 60; second++) {
      room.time.advance(1_000);
      carry(ada, ben, 1);
    }
    expect(ben.presence.awareness.states.has(ada.replica.doc.clientID)).toBe(true);
  });

  test('SYN-7 is sent at most 5 times a second, the newest state last', () => {
    const [ada, ben] = [join('01'), join('02')];
    room.time.advance(1_000);
    ada.sent.splice(0);
    for (let i = 0; i <= 100; i++) {
      ada.presence.setUser({ name: `Ada ${i}`, color: '#00ff00' });
      room.time.advance(20);
    }
    room.time.advance(200);
    expect(ada.sent.length).toBeLessThanOrEqual(12); // in 2.2 s
    expect(ada.sent.length).toBeGreaterThanOrEqual(9);
    carry(ada, ben);
    expect(namesSeenBy(ben)).toContain('Ada 100');
  });

  test('SYN-7 is sent at most once a second in a crowd', () => {
    const ada = join('01');
    for (let i = 0; i < 31; i++) {
      const other = join(`${i + 10}`);
      room.time.advance(1);
      carry(other, ada);
      other.presence.destroy();
    }
    expect(ada.presence.people()).toBe(32);
    room.time.advance(1_000);
    ada.sent.splice(0);
    for (let i = 0; i < 50; i++) {
      ada.presence.setUser({ name: `Ada ${i}`, color: '#00ff00' });
      room.time.advance(100);
    }
    expect(ada.sent.length).toBeLessThanOrEqual(6);
  });

  test('SYN-7 is renewed, so that nobody who stays is dropped, and dropped after 30 s of silence', () => {
    const [ada, ben] = [join('01'), join('02')];
    for (let second = 0; second < 120; second++) {
      room.time.advance(1_000);
      carry(ada, ben);
    }
    expect(ben.presence.people()).toBe(2);
    for (let second = 0; second < 40; second++) {
      room.time.advance(1_000);
      ada.sent.splice(0);
    }
    expect(ben.presence.people()).toBe(1);
    // And is back with its next word.
    room.time.advance(12_000);
    carry(ada, ben);
    expect(ben.presence.people()).toBe(2);
  });

  test('SYN-7 goes at once with a goodbye, and soon after its connection ended without one', () => {
    const [ada, ben, cleo] = [join('01'), join('02'), join('03')];
    room.time.advance(1);
    carry(ada, ben, 7);
    carry(cleo, ben, 8);
    expect(ben.presence.people()).toBe(3);
    ada.presence.destroy();
    carry(ada, ben, 7);
    expect(ben.presence.people()).toBe(2);
    ben.presence.connectionLeft(8);
    expect(ben.presence.people()).toBe(2);
    room.time.advance(3_000);
    expect(ben.presence.people()).toBe(1);
  });

  test('SYN-7 stays when another connection brings it meanwhile: a sibling tab took the link over', () => {
    const [ada, ben] = [join('01'), join('02')];
    room.time.advance(1);
    carry(ada, ben, 7);
    ben.presence.connectionLeft(7);
    room.time.advance(1_000);
    ada.presence.greet();
    room.time.advance(1);
    carry(ada, ben, 9);
    room.time.advance(10_000);
    expect(ben.presence.people()).toBe(2);
  });

  test('SYN-7 stays where one of its connections ends and it is still heard over another', () => {
    const [ada, ben] = [join('01'), join('02')];
    room.time.advance(1);
    carry(ada, ben, 7);
    ben.presence.heardAgain(ada.replica.doc.clientID, -2);
    ben.presence.connectionLeft(7);
    room.time.advance(5_000);
    expect(ben.presence.people()).toBe(2);
    ben.presence.connectionLeft(-2);
    room.time.advance(3_000);
    expect(ben.presence.people()).toBe(1);
  });

  test('SYN-7 is sent once to whoever comes', () => {
    const ada = join('01');
    room.time.advance(1_000);
    ada.sent.splice(0);
    ada.presence.greet();
    ada.presence.greet();
    room.time.advance(1_000);
    expect(ada.sent).toHaveLength(1);
  });

  test('SYN-7 is taken only for the session that signed it, with a clock above 0', () => {
    const [ada, ben] = [join('01'), join('02')];
    const other = 12_345;
    const own = ada.replica.doc.clientID;
    const claims = [
      encodePresence(other, { clock: 5, state: { user: { name: 'Mallory', color: '#000000' } } }),
      encodePresence(ben.replica.doc.clientID, { clock: 500, state: undefined }),
      encodePresence(own, { clock: 0, state: { user: { name: 'Zero', color: '#000000' } } }),
      new Uint8Array([2, 1, 1, 1, 1]),
      new Uint8Array([255, 255, 255]),
      new Uint8Array(),
    ];
    for (const payload of claims) {
      const opened = ben.replica.openEphemeral(ada.replica.sealEphemeral('presence', payload));
      if (!opened.ok) throw new Error(opened.failure.sentence);
      ben.presence.receive(opened.value);
    }
    expect(ben.presence.people()).toBe(1);
    expect(ben.presence.awareness.getLocalState()).not.toBeNull();
  });

  test('tabs of one device are one person', () => {
    const [ada, again, ben] = [join('01'), join('01'), join('02')];
    room.time.advance(1);
    carry(ada, ben);
    carry(again, ben);
    expect(ben.presence.people()).toBe(2);
  });

  test('leaves no timer behind', () => {
    const before = room.time.pending();
    const ada = join('01');
    ada.presence.connectionLeft(3);
    ada.presence.destroy();
    expect(room.time.pending()).toBe(before);
  });
});

describe('a user as it may be shown', () => {
  test('has no control characters, at most 64 characters, and a plain colour', () => {
    expect(cleanUser({ name: ' Ada\n\u0007\u202e\u200b Lovelace\ud800 ', color: '#ABCDEF' })).toEqual({
      name: 'Ada Lovelace',
      color: '#abcdef',
    });
    expect(cleanUser({ name: '😀'.repeat(100), color: 'red;background:url(x)' })).toEqual({
      name: '😀'.repeat(64),
      color: '#808080',
    });
    expect(cleanUser({ name: 42, color: 42 })).toEqual({ name: '', color: '#808080' });
    expect(cleanUser('Ada')).toBeUndefined();
    expect(cleanUser(null)).toBeUndefined();
  });

  test('is what comes out of any bytes, if anything comes out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.jsonValue(), (bytes, user) => {
        decodePresence(bytes, 7); // does not throw
        const round = decodePresence(encodePresence(7, { clock: 1, state: { user, cursor: user } }), 7);
        const shown = round?.state?.['user'] as { name: string; color: string } | undefined;
        if (shown === undefined) return;
        expect(shown.color).toMatch(/^#[0-9a-f]{6}$/);
        expect([...shown.name].length).toBeLessThanOrEqual(64);
        expect(shown.name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test('a state larger than a presence can be is not taken', () => {
    const state = { user: { name: 'Ada', color: '#00ff00' }, junk: 'x'.repeat(10_000) };
    expect(decodePresence(encodePresence(7, { clock: 1, state }), 7)).toBeUndefined();
  });
});
