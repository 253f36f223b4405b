import { loadSodium, narrowCapability, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestRoomWith, deviceOf, envelopesOf, storedOf, type TestRoom } from '../testing/test-room.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

function say(replica: Replica, text: string): void {
  const target = replica.comments.getText('t');
  target.insert(target.length, text);
  replica.flush();
}

const said = (replica: Replica): string => replica.comments.getText('t').toString();

/** Everyone hands everything to everyone until nothing is new. */
function meet(...replicas: readonly Replica[]): void {
  for (let round = 0; round < 3; round++) {
    for (const from of replicas) {
      for (const to of replicas) if (from !== to) for (const one of envelopesOf(from)) to.receive(one, 'relay');
    }
  }
}

/** As a receipt does. */
function introduce(who: Replica, to: Replica): void {
  to.people.introduce(who.sessionHex, who.session, who.people.introduction() ?? new Uint8Array());
}

interface Cast {
  readonly room: TestRoom;
  readonly admin: Replica;
  readonly editor: Replica;
  readonly commenter: Replica;
  readonly gone: Replica;
  readonly viewer: Replica;
}

/** Five people who met: an admin, an editor, two commenters, a viewer. */
function meetFive(): Cast {
  const room = createTestRoomWith(sodium, 1);
  const cast = {
    room,
    admin: room.replica({ device: room.device(), isAdmin: true }),
    editor: room.replica({ device: room.device() }),
    commenter: room.replica({ device: room.device(), role: 'commenter' }),
    gone: room.replica({ device: room.device(), role: 'commenter' }),
    viewer: room.replica({ device: room.device(), role: 'viewer' }),
  };
  for (const one of [cast.admin, cast.editor, cast.commenter, cast.gone]) say(one, one.sessionHex.slice(0, 1));
  meet(cast.admin, cast.editor, cast.commenter, cast.gone, cast.viewer);
  return cast;
}

describe('KEY-8 comments', () => {
  test('go on under new keys for those who stay, and not for who was removed', () => {
    const { admin, editor, commenter, gone } = meetFive();
    expect(admin.rekey([deviceOf(gone)]).ok).toBe(true);
    meet(admin, editor, commenter, gone);
    say(commenter, 'AFTER');
    meet(admin, editor, commenter, gone);
    expect(commenter.certificate.epoch).toBe(1);
    for (const one of [admin, editor]) expect(said(one)).toBe(said(commenter));
    expect(said(admin)).toContain('AFTER');
    expect(said(gone)).not.toContain('AFTER');
  });

  test('are not read over a view link, also where its device was given keys that open them', () => {
    const { room, admin } = meetFive();
    const device = room.device();
    const before = room.replica({ device, role: 'commenter' });
    say(before, 'MINE');
    meet(admin, before);
    const viewer = room.replica({ device, role: 'viewer', stored: storedOf(before) });
    admin.rekey([]);
    say(admin, 'AFTER');
    meet(admin, viewer);
    expect(viewer.certificate.epoch).toBe(1);
    expect(said(viewer)).toBe('');
    admin.compact();
    meet(admin, viewer);
    expect([said(viewer), viewer.isPending(), viewer.alarms()]).toEqual(['', false, []]);
  });

  test('of who was removed are set aside, and can be taken in', () => {
    const { admin, editor, commenter, gone } = meetFive();
    admin.rekey([deviceOf(gone)]);
    meet(admin, editor, commenter);
    say(gone, 'LATE');
    meet(admin, editor, commenter, gone);
    for (const one of [admin, editor, commenter]) {
      expect(said(one)).not.toContain('LATE');
      expect(one.aside.entries()).toHaveLength(1);
    }
    editor.aside.takeIn(gone.sessionHex);
    meet(admin, editor, commenter);
    for (const one of [admin, editor, commenter]) {
      expect(said(one)).toContain('LATE');
      expect([one.aside.entries(), one.gaps()]).toEqual([[], []]);
    }
  });

  test('written offline by who stays are lost to nobody', () => {
    const { room, admin, editor, commenter, gone } = meetFive();
    say(commenter, 'OFF');
    say(commenter, 'LINE');
    admin.rekey([deviceOf(gone)]);
    say(admin, '!');
    meet(admin, editor, commenter);
    room.time.advance(10_000);
    say(commenter, 'ON');
    meet(admin, editor, commenter);
    for (const one of [admin, editor]) expect(said(one)).toBe(said(commenter));
    expect(said(admin)).toMatch(/OFFLINE.*ON/);
  });

  test('that a viewer cannot tell to be by someone who stays are set aside there, until a snapshot stands for them', () => {
    const { room, admin, editor, commenter, gone } = meetFive();
    say(commenter, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    meet(admin, editor, commenter);
    room.time.advance(10_000);
    const link = narrowCapability(sodium, admin.capability(), 'viewer');
    if (!link.ok) throw new Error(link.failure.sentence);
    const viewer = room.replica({ device: room.device(), capability: link.value });
    say(commenter, 'ON');
    meet(admin, editor, commenter, viewer);
    expect(said(admin)).toMatch(/OFFLINE.*ON/);
    expect(admin.compact()).toBeDefined();
    meet(admin, editor, commenter, viewer);
    expect([viewer.gaps(), viewer.aside.entries()]).toEqual([[], []]);
    expect(new Map(viewer.ledger.heads())).toEqual(new Map(admin.ledger.heads()));
  });

  test('that introduce their author under keys that are over are told to viewers by a snapshot, without anyone’s doing', () => {
    const { room, admin, editor, gone, viewer } = meetFive();
    const device = room.device();
    const before = room.replica({ device, role: 'commenter' });
    say(before, 'BEFORE');
    meet(admin, editor, gone, viewer, before);
    introduce(viewer, admin); // whoever only reads is known by their receipts
    const after = room.replica({ device, role: 'commenter' });
    admin.rekey([deviceOf(gone)]);
    meet(admin, editor, viewer);
    room.time.advance(10_000);
    say(after, 'OFFLINE');
    const next = room.replica({ device, role: 'commenter', stored: storedOf(after) });
    after.destroy();
    meet(admin, editor, viewer, next);
    room.time.advance(0); // what waited goes into a parcel
    meet(admin, editor, viewer, next);
    expect(said(admin)).toContain('OFFLINE');
    expect(viewer.aside.entries()).toHaveLength(1);
    room.time.advance(10_000);
    meet(admin, editor, viewer, next);
    expect([viewer.gaps(), viewer.aside.entries()]).toEqual([[], []]);
    expect(new Map(viewer.ledger.heads())).toEqual(new Map(admin.ledger.heads()));
  });

  test.each(['before', 'after'] as const)(
    'whose author a viewer knows by a receipt alone, %s they came, are there when it opens again',
    (when) => {
      const { room, admin, gone } = meetFive();
      const [device, commenters] = [room.device(), room.device()];
      const viewer = room.replica({ device, role: 'viewer' });
      const before = room.replica({ device: commenters, role: 'commenter' });
      say(before, 'BEFORE');
      meet(admin, before, viewer);
      introduce(viewer, admin);
      // Another session of that device, of which the admin has not heard; the viewer hears of it by a receipt.
      const commenter = room.replica({ device: commenters, role: 'commenter' });
      if (when === 'before') introduce(commenter, viewer);
      say(commenter, 'UNDER WAY');
      meet(commenter, viewer);
      if (when === 'after') introduce(commenter, viewer);
      admin.rekey([deviceOf(gone)]);
      for (const one of envelopesOf(admin)) viewer.receive(one, 'relay');
      const held = new Map(viewer.ledger.heads());
      expect(held.get(commenter.sessionHex)?.seq).toBe(0);
      expect(viewer.alarms()).toEqual([]);
      const capability = viewer.lastingCapability();
      const again = room.replica({ device, capability, stored: storedOf(viewer) });
      expect(new Map(again.ledger.heads())).toEqual(held);
      expect([again.gaps(), again.alarms(), again.aside.entries()]).toEqual([[], [], []]);
      // A snapshot says who they are, for good.
      meet(admin, commenter, again);
      admin.compact();
      meet(admin, again);
      const last = room.replica({ device, capability: again.lastingCapability(), stored: storedOf(again) });
      expect(new Map(last.ledger.heads())).toEqual(new Map(admin.ledger.heads()));
      expect([...last.ledger.doc.getMap('device-notes').keys()]).toEqual([]);
    },
  );

  test('that were set aside unread are taken in unread, when it turns out that they count', () => {
    const { admin, commenter, gone, viewer } = meetFive();
    admin.rekey([deviceOf(gone)]);
    meet(admin, viewer);
    say(commenter, '1');
    say(commenter, '2');
    meet(commenter, viewer);
    expect(viewer.aside.entries()).toHaveLength(2);
    viewer.aside.takeIn(commenter.sessionHex);
    expect(viewer.aside.entries()).toEqual([]);
    expect(viewer.ledger.heads().get(commenter.sessionHex)).toEqual(commenter.ledger.heads().get(commenter.sessionHex));
  });

  test('of before are read by who comes later with a comment link, whether or not a snapshot holds them', () => {
    const { room, admin, editor, commenter, gone } = meetFive();
    say(commenter, 'OLD');
    admin.rekey([deviceOf(gone)]);
    meet(admin, editor, commenter);
    room.time.advance(10_000);
    say(commenter, 'NEW');
    meet(admin, editor, commenter);
    const link = narrowCapability(sodium, admin.capability(), 'commenter');
    if (!link.ok) throw new Error(link.failure.sentence);
    const joiner = room.replica({ device: room.device(), capability: link.value });
    meet(admin, joiner);
    expect(said(joiner)).toBe(said(admin));
    expect(said(joiner)).toMatch(/OLD.*NEW/);
    say(joiner, 'HELLO');
    meet(admin, editor, joiner);
    expect(said(editor)).toContain('HELLO');
  });
});
