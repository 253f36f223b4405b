import {
  type Capability,
  certificateToHash,
  type Device,
  loadSodium,
  narrowCapability,
  type Sodium,
  toHex,
} from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { exportLedger } from '../files/export-ledger.ts';
import { importLedger } from '../files/import-ledger.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import { createTestRoomWith, deviceOf, envelopesOf, storedOf, type TestRoom } from '../testing/test-room.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

function say(replica: Replica, ...texts: readonly string[]): void {
  const target = replica.comments.getText('t');
  for (const text of texts) {
    target.insert(target.length, text);
    replica.flush();
  }
}

const said = (replica: Replica): string => replica.comments.getText('t').toString();
const headsOf = (replica: Replica): unknown => new Map(replica.ledger.heads());
const kindsOf = (replica: Replica): (string | undefined)[] => envelopesOf(replica).map((one) => readEntry(one)?.kind);
const alarmsOf = (replica: Replica): string[] => replica.alarms().map(({ code }) => code);

/** Everyone hands everything to everyone until nothing is new; everything that was handed over comes back. */
function meet(...replicas: readonly Replica[]): Uint8Array[] {
  const wire = new Set<Uint8Array>();
  for (let round = 0; round < 3; round++) {
    for (const from of replicas) {
      for (const one of envelopesOf(from)) {
        wire.add(one);
        for (const to of replicas) if (from !== to) to.receive(one, 'relay');
      }
    }
  }
  return [...wire];
}

/** Two tabs of one device hear all that the other has on its disk. */
function share(one: Replica, other: Replica): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    Y.applyUpdate(to.ledger.doc, Y.encodeStateAsUpdate(from.ledger.doc), 'a sibling tab');
}

interface Cast {
  readonly room: TestRoom;
  readonly admin: Replica;
  readonly other: Replica;
  readonly commenter: Replica;
  readonly gone: Replica;
  readonly viewer: Replica;
  /** Opens the commenter's device anew, from its disk; or that of another, with what is given here. */
  reopen(of?: Replica, as?: Parameters<TestRoom['replica']>[0]): Replica;
  readonly devices: { readonly other: Device; readonly viewer: Device };
}

/** People who met, none of them an editor but the admin: nobody else makes snapshots. */
function meetAll(): Cast {
  const room = createTestRoomWith(sodium, 1);
  const device = room.device();
  const devices = { other: room.device(), viewer: room.device() };
  const cast = {
    room,
    devices,
    admin: room.replica({ device: room.device(), isAdmin: true }),
    other: room.replica({ device: devices.other, role: 'commenter' }),
    commenter: room.replica({ device, role: 'commenter' }),
    gone: room.replica({ device: room.device(), role: 'commenter' }),
    viewer: room.replica({ device: devices.viewer, role: 'viewer' }),
  };
  for (const one of [cast.admin, cast.other, cast.commenter, cast.gone]) say(one, one.sessionHex.slice(0, 1));
  meet(cast.admin, cast.other, cast.commenter, cast.gone, cast.viewer);
  // Whoever only reads is known by their receipts.
  cast.admin.people.introduce(
    cast.viewer.sessionHex,
    { role: 'viewer', epoch: 0 },
    cast.viewer.people.introduction() ?? new Uint8Array(),
  );
  return {
    ...cast,
    reopen: (of = cast.commenter, as = {}) => room.replica({ device, role: 'commenter', stored: storedOf(of), ...as }),
  };
}

/** What the removed one makes of all that went from hand to hand. */
function overhear({ gone }: Cast, wire: readonly Uint8Array[]): string {
  for (let round = 0; round < 2; round++) for (const one of wire) gone.receive(one, 'relay');
  return said(gone);
}

describe('KEY-8 what a commenter wrote offline while the keys changed', () => {
  test('goes to those who stay, in a parcel that who was removed cannot open; a viewer keeps it too', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    say(commenter, 'OFF', 'LINE');
    admin.rekey([deviceOf(gone)]);
    const wire = meet(admin, commenter, other, viewer);
    expect(said(admin)).not.toContain('OFF');
    room.time.advance(0);
    expect(kindsOf(commenter)).toContain('parcel');
    say(commenter, '!');
    wire.push(...meet(other, commenter, viewer)); // no editor
    for (const one of [other, commenter]) expect(said(one)).toContain('OFFLINE!');
    for (const one of [other, viewer]) expect(headsOf(one)).toEqual(headsOf(commenter));
    wire.push(...meet(other, admin, viewer));
    expect(said(admin)).toBe(said(commenter));
    expect(overhear(cast, wire)).not.toMatch(/OFF|LINE|!/);
    for (const one of [admin, other, commenter, viewer]) expect([one.gaps(), one.aside.entries()]).toEqual([[], []]);
    for (const one of [other, commenter, viewer]) expect(alarmsOf(one)).toEqual([]);
  });

  test('is the same after opening again, for everyone who took it, and goes on from there', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    say(commenter, 'OFF', 'LINE');
    admin.rekey([deviceOf(gone)]);
    meet(admin, commenter, other, viewer);
    room.time.advance(0);
    meet(commenter, other, viewer);
    const again = [cast.reopen(), cast.reopen(other, { device: cast.devices.other })];
    const reader = cast.reopen(viewer, { device: cast.devices.viewer, role: 'viewer' });
    for (const one of again) expect(said(one)).toContain('OFFLINE');
    for (const one of [...again, reader]) expect(headsOf(one)).toEqual(headsOf(commenter));
    for (const one of [...again, reader]) expect([one.damaged(), one.gaps()]).toEqual([[], []]);
    const back = cast.reopen();
    say(back, 'AGAIN');
    meet(back, other, reader);
    expect(said(other)).toBe(said(back));
    expect(headsOf(reader)).toEqual(headsOf(back));
  });

  test('in a tab that was closed since is wrapped by the next', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room } = cast;
    say(commenter, 'OFFLINE');
    const next = cast.reopen();
    commenter.destroy();
    admin.rekey([deviceOf(gone)]);
    const wire = meet(admin, next, other);
    room.time.advance(0);
    wire.push(...meet(next, other), ...meet(other, admin));
    for (const one of [admin, other]) expect(said(one)).toBe(said(next));
    expect(overhear(cast, wire)).not.toContain('OFFLINE');
    expect(admin.people.deviceOf(next.sessionHex)).toBe(admin.people.deviceOf(commenter.sessionHex));
  });

  test('is followed by what was typed as the news came, which waits for it with nobody', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    const wire = meet(admin, commenter, other, viewer);
    // Sealed under the new keys at once, and before the parcel.
    say(commenter, ' MORE');
    wire.push(...meet(commenter, other, viewer));
    room.time.advance(0);
    wire.push(...meet(commenter, other, viewer), ...meet(other, admin));
    for (const one of [admin, other]) expect(said(one)).toBe(said(commenter));
    for (const one of [admin, other, viewer]) expect([headsOf(one), one.gaps()]).toEqual([headsOf(commenter), []]);
    expect(overhear(cast, wire)).not.toMatch(/OFFLINE|MORE/);
  });

  test('does not leave where the device stops between the news and the parcel', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room } = cast;
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    const wire = meet(admin, commenter, other);
    const next = cast.reopen();
    commenter.destroy();
    wire.push(...meet(next, other));
    expect(said(other)).not.toContain('OFFLINE');
    room.time.advance(0);
    wire.push(...meet(next, other), ...meet(other, admin));
    expect(said(admin)).toContain('OFFLINE');
    expect(overhear(cast, wire)).not.toContain('OFFLINE');
  });

  test('in two tabs is wrapped by both at once, and counts once', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    const tab = cast.reopen();
    say(commenter, '<one>');
    say(tab, '<two>');
    share(commenter, tab);
    say(commenter, '<three>');
    share(commenter, tab);
    admin.rekey([deviceOf(gone)]);
    const wire = meet(admin, commenter, other, viewer);
    share(commenter, tab);
    room.time.advance(0);
    share(commenter, tab);
    expect([said(commenter), headsOf(commenter)]).toEqual([said(tab), headsOf(tab)]);
    expect(kindsOf(tab).filter((kind) => kind === 'parcel').length).toBeGreaterThan(0);
    say(tab, '<four>');
    share(commenter, tab);
    wire.push(...meet(tab, other, viewer), ...meet(other, admin));
    for (const one of [admin, other, commenter]) expect(said(one)).toBe(said(tab));
    expect(said(tab).match(/<\w+>/g)?.sort()).toEqual(['<four>', '<one>', '<three>', '<two>']);
    expect(overhear(cast, wire)).not.toMatch(/one|two|three|four/);
    expect(headsOf(viewer)).toEqual(headsOf(other));
    expect([alarmsOf(commenter), alarmsOf(tab), alarmsOf(other)]).toEqual([[], [], []]);
  });

  test('in one tab, lies in a parcel of the other that a next change found unsent, and is followed by what that tab typed since', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    const tab = cast.reopen();
    const hear = (replica: Replica): void => {
      for (let round = 0; round < 2; round++) for (const one of envelopesOf(admin)) replica.receive(one, 'relay');
    };
    say(tab, '<one>');
    share(commenter, tab);
    admin.rekey([deviceOf(gone)]);
    hear(commenter);
    room.time.advance(0);
    share(commenter, tab);
    expect(kindsOf(commenter)).toContain('parcel');
    admin.rekey([]);
    hear(tab);
    say(tab, '<two>');
    room.time.advance(0);
    share(commenter, tab);
    const wire = [...meet(tab, other, viewer), ...meet(other, admin)];
    for (const one of [admin, other, commenter]) expect(said(one)).toBe(said(tab));
    expect(said(tab)).toMatch(/<one>.*<two>|<two>.*<one>/);
    for (const one of [viewer, other, admin]) expect([headsOf(one), one.gaps()]).toEqual([headsOf(tab), []]);
    expect(overhear(cast, wire)).not.toMatch(/one|two/);
  });

  test('and while they changed once more lies in a parcel within a parcel', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room, viewer } = cast;
    say(commenter, 'FIRST');
    admin.rekey([deviceOf(gone)]);
    meet(admin, other, viewer);
    const [rekeyed] = [envelopesOf(admin)];
    for (let round = 0; round < 2; round++) for (const one of rekeyed) commenter.receive(one, 'relay');
    room.time.advance(0);
    say(commenter, 'SECOND');
    admin.rekey([]);
    const wire = meet(admin, commenter, other, viewer);
    room.time.advance(0);
    const late = room.replica({ device: room.device(), capability: narrowed(admin, 'commenter') });
    wire.push(...meet(commenter, other, viewer), ...meet(other, admin), ...meet(admin, late));
    for (const one of [admin, other, late]) expect(said(one)).toBe(said(commenter));
    expect(said(admin)).toMatch(/FIRST.*SECOND/);
    expect(headsOf(viewer)).toEqual(headsOf(other));
    expect(overhear(cast, wire)).not.toMatch(/FIRST|SECOND/);
    const again = cast.reopen();
    expect([said(again), headsOf(again)]).toEqual([said(commenter), headsOf(commenter)]);
  });

  test('waits where what it goes on from is lacking, and comes in with that', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room } = cast;
    say(commenter, 'KNOWN');
    meet(commenter, admin);
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    const held = envelopesOf(admin);
    const before = held.filter((one) => readEntry(one)?.kind === 'snapshot');
    for (let round = 0; round < 2; round++) for (const one of held) commenter.receive(one, 'relay');
    room.time.advance(0);
    const next = cast.reopen();
    commenter.destroy();
    say(next, 'NEW');
    const lacks = held.filter((one) => !before.includes(one));
    for (let round = 0; round < 2; round++) for (const one of lacks) other.receive(one, 'relay');
    const own = envelopesOf(next).filter((one) => readEntry(one)?.kind !== 'snapshot');
    const fates = own.map((one) => other.receive(one, 'peer'));
    expect(fates.map((one) => (one.ok ? one.value : one.failure.code))).toContain('waiting');
    expect(said(other)).not.toMatch(/KNOWN|OFFLINE/);
    for (const one of before) other.receive(one, 'peer');
    expect([said(other), other.gaps(), headsOf(other)]).toEqual([said(next), [], headsOf(next)]);
  });

  test('is in the next snapshot, which takes the parcel’s place and what lies in it', () => {
    const { admin, commenter, gone, other, room, viewer } = meetAll();
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    meet(admin, commenter, other, viewer);
    room.time.advance(0);
    meet(admin, commenter, other, viewer);
    room.time.advance(10_000); // the admin's device stands for comments under keys that are over
    meet(admin, commenter, other, viewer);
    for (const one of [admin, commenter, other, viewer]) expect(kindsOf(one)).not.toContain('parcel');
    for (const one of [commenter, other]) expect(said(one)).toBe(said(admin));
    expect(said(admin)).toContain('OFFLINE');
  });

  test('under keys that lost against another admin’s, which whom only that one removed has, goes in a parcel too', () => {
    const room = createTestRoomWith(sodium, 3);
    const admins = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true }));
    const [commenter, one, two] = [0, 1, 2].map(() => room.replica({ device: room.device(), role: 'commenter' }));
    const [first, second] = admins;
    if (!first || !second || !commenter || !one || !two) throw new Error('somebody is missing');
    const all = [...admins, commenter, one, two];
    for (const each of all) say(each, each.sessionHex.slice(0, 1));
    meet(...all);
    first.rekey([deviceOf(one)]);
    second.rekey([deviceOf(two)]);
    const nameOf = ({ certificate }: Replica): string => toHex(certificateToHash(sodium, certificate));
    const isFirst = nameOf(first) < nameOf(second);
    const [holds, lost, gone] = isFirst ? [first, second, one] : [second, first, two];
    const give = (from: Replica, to: Replica): void => {
      for (let round = 0; round < 2; round++) for (const sent of envelopesOf(from)) to.receive(sent, 'relay');
    };
    give(lost, commenter);
    give(lost, gone);
    say(commenter, '<words>');
    give(holds, commenter);
    const wire: Uint8Array[] = [];
    for (let round = 0; round < 3; round++) {
      wire.push(...meet(first, second, commenter));
      room.time.advance(6_000);
    }
    for (const admin of admins) expect(said(admin)).toContain('<words>');
    expect(commenter.certificate.epoch).toBe(2);
    for (let round = 0; round < 2; round++) for (const sent of wire) gone.receive(sent, 'relay');
    expect(said(gone)).not.toContain('<words>');
    expect(gone.certificate.epoch).toBe(1);
  });

  test('goes into a file with its parcel, and out of it', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room } = cast;
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    meet(admin, commenter, other);
    room.time.advance(0);
    const file = exportLedger(sodium, commenter);
    expect(importLedger(sodium, other, file)).toMatchObject({ ok: true, value: { refused: 0, waiting: 0 } });
    expect(said(other)).toBe(said(commenter));
    expect(said(other)).toContain('OFFLINE');
    importLedger(sodium, gone, file);
    expect(said(gone)).not.toContain('OFFLINE');
  });

  test('was handed to somebody before the news, as it is, and is no second history for it', () => {
    const cast = meetAll();
    const { admin, commenter, gone, other, room } = cast;
    say(commenter, 'OFF', 'LINE');
    const [leaked] = envelopesOf(commenter).slice(-2);
    other.receive(leaked as Uint8Array, 'peer');
    admin.rekey([deviceOf(gone)]);
    meet(admin, commenter, other);
    room.time.advance(0);
    meet(commenter, other, admin);
    for (const one of [admin, other]) expect(said(one)).toBe(said(commenter));
    expect([alarmsOf(other), alarmsOf(commenter)]).toEqual([[], []]);
  });

  test('by somebody who is invited again is theirs still, is set aside by the others, and can be taken in', () => {
    const cast = meetAll();
    const { room, admin, other, commenter } = cast;
    const device = room.device();
    const gone = room.replica({ device, role: 'commenter' });
    say(gone, 'KNOWN');
    meet(admin, other, commenter, gone);
    say(gone, 'LATE');
    admin.rekey([deviceOf(gone)]);
    meet(admin, other, commenter);
    const stored = storedOf(gone);
    const back = room.replica({ device, capability: narrowed(admin, 'commenter'), stored });
    meet(admin, other, commenter, back);
    room.time.advance(0);
    meet(admin, other, commenter, back);
    expect(said(back)).toContain('LATE');
    for (const one of [admin, other, commenter]) expect(one.aside.entries()).toHaveLength(1);
    const again = cast.reopen(other, { device: cast.devices.other });
    expect(said(again)).not.toContain('LATE');
    admin.aside.takeIn(gone.sessionHex);
    meet(admin, other, commenter, back);
    for (const one of [admin, other, commenter]) expect(said(one)).toBe(said(back));
  });
});

function narrowed(admin: Replica, role: 'commenter'): Capability {
  const link = narrowCapability(sodium, admin.capability(), role);
  if (!link.ok) throw new Error(link.failure.sentence);
  return link.value;
}
