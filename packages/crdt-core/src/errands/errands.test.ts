import { type Device, textToBytes } from '@weft/crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { createEphemeralReader, type EphemeralReader } from '../presence/ephemeral-reader.ts';
import { createPresence, type Presence } from '../presence/presence.ts';
import { bytesToReceipt, receiptToBytes } from '../presence/receipts.ts';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { createAllowance } from './allowance.ts';
import { createErrands, type Errands, MAX_ERRAND_BYTES } from './create-errands.ts';

/** A session with what an open document gives it. All hear all. */
interface Member {
  readonly replica: Replica;
  readonly presence: Presence;
  readonly reader: EphemeralReader;
  readonly errands: Errands;
  readonly heard: string[];
}

let room: TestRoom;
let members: Member[];
/** Every envelope that crossed, as a relay sees it. */
let crossed: Uint8Array[];
beforeEach(async () => {
  room = await createTestRoom();
  [members, crossed] = [[], []];
});

function enter(device: Device = room.device(), role: 'editor' | 'viewer' = 'editor'): Member {
  const replica = room.replica({ device, role });
  const heard: string[] = [];
  const send = (envelope: Uint8Array): void => {
    crossed.push(envelope);
    for (const other of members) if (other.replica !== replica) other.reader.take(envelope, 1);
  };
  const presence = createPresence({ ports: room.ports, replica, deviceId: 'x', send, changed: () => undefined });
  const reader: EphemeralReader = createEphemeralReader({
    replica,
    presence,
    strangeKeys: () => undefined,
    receipt: () => undefined,
    errand: (opened) => errands.take(opened),
  });
  const errands = createErrands({
    ports: room.ports,
    device,
    replica,
    awareness: presence.awareness,
    sessions: () => reader.sessions(),
    send,
  });
  errands.listen(
    ({ session }, message) => void heard.push(`${session.slice(0, 4)} ${new TextDecoder().decode(message)}`),
  );
  const member = { replica, presence, reader, errands, heard };
  members.push(member);
  return member;
}

/** Everyone shows themselves and introduces their device, as presence and receipts do. */
function greet(): void {
  for (const { replica, presence } of members) {
    presence.greet();
    const introduction = replica.people.introduction();
    const bytes = receiptToBytes({
      device: '00'.repeat(16),
      heads: new Map(),
      marks: new Map(),
      isComplete: true,
      relay: undefined,
      lacksNotices: false,
      introduction,
    });
    const receipt = bytesToReceipt(bytes);
    for (const other of members) {
      if (receipt?.introduction === undefined || other.replica === replica) continue;
      other.replica.people.introduce(replica.sessionHex, { role: replica.role, epoch: 0 }, receipt.introduction);
    }
  }
  room.time.advance(1000);
}

const say = (from: Member, to: Member, words: string): boolean =>
  from.errands.send(to.replica.sessionHex, textToBytes(words));

describe('ERR-1 an errand in a room', () => {
  test('reaches the session it is for and no other, and shows nobody else anything of it', () => {
    const [ada, ben, cem] = [enter(), enter(room.device(), 'viewer'), enter()];
    greet();
    crossed.length = 0;
    expect(say(ben, ada, 'zeppelin-tapioca')).toBe(true);
    expect([ada.heard, ben.heard, cem.heard]).toEqual([
      [`${ben.replica.sessionHex.slice(0, 4)} zeppelin-tapioca`],
      [],
      [],
    ]);
    expect(crossed).toHaveLength(1);
    const seen = cem.replica.openEphemeral(crossed[0] ?? new Uint8Array());
    // Cem took it off the wire before, and to the byte it is a replay; what is under the room's own seal, a second reader shows.
    expect(seen.ok).toBe(false);
    const spy = room.replica({ role: 'viewer' });
    const opened = spy.openEphemeral(crossed[0] ?? new Uint8Array());
    if (!opened.ok) throw new Error(opened.failure.sentence);
    const [shown, adas] = [Buffer.from(opened.value.payload), Buffer.from(ada.replica.session.pair.publicKey)];
    expect([shown.includes('zeppelin'), shown.includes(adas)]).toEqual([false, false]);
  });

  test('of several tabs of a device only the one it is for reads it, and they are no company to each other', () => {
    const device = room.device();
    const [ada, one, two] = [enter(), enter(device), enter(device)];
    greet();
    expect(say(ada, two, 'to the second')).toBe(true);
    expect([one.heard.length, two.heard.length]).toEqual([0, 1]);
    expect(one.errands.company.get().map(({ session }) => session)).toEqual([ada.replica.sessionHex]);
  });

  test('is not sent to whom nobody knows, who left, or by whom was removed', () => {
    const [ada, ben] = [enter(), enter()];
    expect(say(ada, ben, 'too early')).toBe(false);
    greet();
    expect(say(ada, ben, 'now')).toBe(true);
    ben.presence.destroy();
    expect(ada.errands.company.get()).toEqual([]);
    expect(say(ada, ben, 'gone')).toBe(false);
    expect(ben.heard).toHaveLength(1);
    expect(() => ada.errands.send('00', new Uint8Array(MAX_ERRAND_BYTES + 1))).toThrow(RangeError);
  });

  test('ERR-2 taken off the wire and sent again, by whom it came from or by another, it is not heard twice', () => {
    const [ada, ben, cem] = [enter(), enter(), enter()];
    greet();
    crossed.length = 0;
    say(ada, ben, 'once');
    const envelope = crossed[0] ?? new Uint8Array();
    ben.reader.take(envelope, 2);
    const spy = room.replica({ role: 'viewer' });
    const opened = spy.openEphemeral(envelope);
    if (opened.ok) ben.reader.take(cem.replica.sealEphemeral('errand', opened.value.payload), 1);
    expect(ben.heard).toHaveLength(1);
  });

  test('without a card nobody is company: a session that no device vouches for is not spoken to', () => {
    const ada = enter();
    const nameless = room.replica();
    ada.reader.take(nameless.sealEphemeral('errand', new Uint8Array(2000)), 1);
    expect(ada.errands.company.get()).toEqual([]);
    expect(new Awareness(nameless.doc).states.size).toBe(1);
  });
});

describe('ERR-3 a flood', () => {
  test('of one session is not opened beyond its allowance, and others are heard', () => {
    const [ada, ben, cem] = [enter(), enter(), enter()];
    greet();
    for (let i = 0; i < 70; i++) say(ben, ada, `${i}`);
    expect(ada.heard).toHaveLength(60);
    say(cem, ada, 'mine');
    expect(ada.heard.at(-1)).toContain('mine');
    room.time.advance(1000);
    for (let i = 0; i < 40; i++) say(ben, ada, `${i}`);
    expect(ada.heard).toHaveLength(60 + 1 + 30);
  });

  test('of many sessions is bounded together, and names nobody for long', () => {
    const allowance = createAllowance();
    let taken = 0;
    for (let i = 0; i < 5_000; i++) if (allowance.take(`session ${i}`, 0)) taken++;
    expect(taken).toBe(240);
    expect(allowance.take('another', 1000)).toBe(true);
    expect(allowance.take('another', 0)).toBe(true);
  });
});
