import { type Capability, certificateToHash, loadSodium, narrowCapability, type Sodium, toHex } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LEDGER_ARRAY } from '../ledger/create-ledger.ts';
import { deflateState } from '../ledger/deflate-state.ts';
import { encodeSnapshotPayload } from '../ledger/snapshot-payload.ts';
import { cloneSession } from '../testing/index.ts';
import { createTestRoomWith, deviceOf, storedOf } from '../testing/test-room.ts';
import { wordsToBytes } from './roster-bytes.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

function write(replica: Replica, text: string): void {
  const target = replica.doc.getText('t');
  target.insert(target.length, text);
  replica.flush();
}

const textOf = (replica: Replica): string => replica.doc.getText('t').toString();

function give(from: Replica, to: Replica, isGiven: (kind: string) => boolean = () => true): void {
  for (let round = 0; round < 2; round++) {
    for (const { envelope, kind } of [...from.ledger.entries()]) if (isGiven(kind)) to.receive(envelope, 'relay');
  }
}

function meet(...replicas: readonly Replica[]): void {
  for (let round = 0; round < 3; round++) {
    for (const from of replicas) for (const to of replicas) if (from !== to) give(from, to);
  }
}

describe('KEY-8 what is stored, and keys that come later', () => {
  test('a sibling tab that hears of what was deleted before it hears of the notice reads on', () => {
    const room = createTestRoomWith(sodium);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const device = room.device();
    const tab = room.replica({ device });
    write(admin, 'a');
    write(tab, 'k');
    meet(admin, tab);
    const sibling = room.replica({ device, stored: storedOf(tab) });
    const updates: Uint8Array[] = [];
    tab.ledger.doc.on('update', (update: Uint8Array) => void updates.push(update));
    admin.rekey([]);
    write(admin, 'AFTER');
    give(admin, tab);
    tab.compact();
    // The last takes the place of what the others bring: Yjs deletes at once, and inserts when it can.
    for (const update of updates.reverse()) Y.applyUpdate(sibling.ledger.doc, update);
    expect(textOf(sibling)).toContain('AFTER');
    expect(sibling.certificate.epoch).toBe(1);
    expect([...sibling.ledger.heads().keys()].sort()).toEqual([...tab.ledger.heads().keys()].sort());
  });

  test('what a sibling tab wrote before it heard of the new keys, and is gone since, is covered under them by the tab that goes on', () => {
    const room = createTestRoomWith(sodium);
    const device = room.device();
    const tab = room.replica({ device, isAdmin: true });
    const sibling = room.replica({ device, isAdmin: true });
    write(sibling, 'last words');
    tab.rekey([]);
    room.time.advance(10_000);
    Y.applyUpdate(tab.ledger.doc, Y.encodeStateAsUpdate(sibling.ledger.doc));
    const waits = (): boolean => tab.ledger.get(sibling.sessionHex, 0) !== undefined;
    expect([textOf(tab), waits(), tab.ledger.outgoing(sibling.sessionHex, 0)]).toEqual(['last words', true, undefined]);
    room.time.advance(10_000);
    expect(waits()).toBe(false);
    expect(tab.ledger.snapshots().at(-1)?.covers.get(sibling.sessionHex)?.seq).toBe(0);
  });

  test('what was written on a device that comes back with a view link stays there, and leaves under the new keys once it may write again', () => {
    const room = createTestRoomWith(sodium);
    const device = room.device();
    const [admin, editor] = [room.replica({ device: room.device(), isAdmin: true }), room.replica({ device })];
    for (const replica of [admin, editor]) write(replica, '.');
    meet(admin, editor);
    write(editor, 'unsent');
    const viewer = room.replica({ device, capability: room.capability('viewer'), stored: storedOf(editor) });
    admin.rekey([]);
    give(admin, viewer);
    room.time.advance(60_000);
    expect([viewer.certificate.epoch, viewer.ledger.outgoing(editor.sessionHex, 1)]).toEqual([1, undefined]);
    expect(viewer.ledger.get(editor.sessionHex, 1)).toBeDefined();
    const again = room.replica({ device, stored: storedOf(viewer) });
    give(admin, again);
    room.time.advance(60_000);
    meet(again, admin);
    expect(textOf(admin)).toContain('unsent');
  });

  test.each(['commenter', 'viewer'] as const)(
    'a snapshot of what nobody had does not leave under keys that are over, whoever it was that made it: a %s keeps it',
    (role) => {
      const room = createTestRoomWith(sodium);
      const device = room.device();
      const admin = room.replica({ device: room.device(), isAdmin: true });
      const [editor, gone] = [room.replica({ device }), room.replica({ device: room.device() })];
      for (const replica of [admin, editor, gone]) write(replica, '.');
      meet(admin, editor, gone);
      write(editor, 'unsent');
      editor.compact();
      write(editor, ', and more');
      const less = room.replica({ device, capability: room.capability(role), stored: storedOf(editor) });
      admin.rekey([deviceOf(gone)]);
      give(admin, less);
      room.time.advance(60_000);
      expect(less.certificate.epoch).toBe(1);
      for (const seq of [2, 3]) expect(less.ledger.outgoing(editor.sessionHex, seq)).toBeUndefined();
      const again = room.replica({ device, stored: storedOf(less) });
      give(admin, again);
      room.time.advance(60_000);
      for (const { session, seq } of [...again.ledger.entries()]) {
        const envelope = again.ledger.outgoing(session, seq);
        if (envelope !== undefined) admin.receive(envelope, 'relay');
      }
      expect([textOf(admin), admin.isPending()]).toEqual([textOf(again), false]);
      expect(textOf(admin)).toContain('unsent, and more');
    },
  );

  test.each([
    ['is not kept where one that counts stands for all of it', false],
    ['is kept where words are in it that nobody else has', true],
  ])(
    'a snapshot that was never sent, on a device that was removed and comes back with a comment link, %s',
    (_, has) => {
      const room = createTestRoomWith(sodium);
      const device = room.device();
      const [admin, editor] = [room.replica({ device: room.device(), isAdmin: true }), room.replica({ device })];
      for (const replica of [admin, editor]) write(replica, '.');
      meet(admin, editor);
      if (has) write(editor, 'OWN');
      editor.compact();
      admin.rekey([deviceOf(editor)]);
      const link = narrowCapability(sodium, admin.capability(), 'commenter');
      if (!link.ok) throw new Error(link.failure.sentence);
      const open = (from: Replica): Replica => room.replica({ device, capability: link.value, stored: storedOf(from) });
      const back = open(editor);
      give(admin, back);
      const again = open(back);
      expect(again.ledger.heads().get(editor.sessionHex)?.seq).toBe(has ? 2 : 0);
      expect(textOf(again)).toBe(has ? '..OWN' : '..');
    },
  );

  test('what a session wrote too late stays its own to send when a sibling tab rewrites the disk, also where no device vouches for it', () => {
    const room = createTestRoomWith(sodium);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const tab = room.replica({ role: 'commenter' });
    write(admin, 'a');
    meet(admin, tab);
    admin.rekey([]);
    tab.comments.getText('t').insert(0, 'said too late');
    tab.flush();
    give(admin, tab);
    expect(tab.isRemoved()).toBe(true);
    // As a sibling does that sums up, in some other order.
    const array = tab.ledger.doc.getArray<Uint8Array>(LEDGER_ARRAY);
    const all = array.toArray();
    tab.ledger.doc.transact(() => {
      array.delete(0, all.length);
      array.push(all);
    });
    expect([...tab.ledger.entries()].filter(({ session }) => session === tab.sessionHex)).toHaveLength(1);
  });

  test('a sibling tab that hears of notices in any order keeps them all when it compacts', () => {
    const room = createTestRoomWith(sodium);
    const device = room.device();
    for (let turn = 0; turn < 6; turn++) {
      const tab = room.replica({ device, isAdmin: true });
      write(tab, 'a');
      const sibling = room.replica({ device, isAdmin: true, stored: storedOf(tab) });
      const updates: Uint8Array[] = [];
      tab.ledger.doc.on('update', (update: Uint8Array) => void updates.push(update));
      tab.rekey([]);
      // The last, a compaction, first: and then the others, each of them first once.
      const order = [...updates.slice(-1), ...updates.slice(turn), ...updates.slice(0, turn)];
      for (const update of order) Y.applyUpdate(sibling.ledger.doc, update);
      write(sibling, 'b');
      sibling.compact();
      expect(sibling.ledger.pins().map(({ seq }) => seq)).toEqual(tab.ledger.pins().map(({ seq }) => seq));
      expect(
        room.replica({ device, capability: room.capability('editor'), stored: storedOf(sibling) }).ledger.pins(),
      ).toHaveLength(2);
    }
  });

  test.each([1, 2, 3])('under the keys of two epochs of one number: all of it opens again (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const devices = [room.device(), room.device()];
    const [a, b] = devices.map((device) => room.replica({ device, isAdmin: true })) as [Replica, Replica];
    write(a, 'a');
    write(b, 'b');
    meet(a, b);
    a.rekey([]);
    b.rekey([]);
    write(a, 'A');
    write(b, 'B');
    meet(a, b);
    for (const [at, replica] of [a, b].entries()) {
      const reopened = room.replica({ device: devices[at] as never, isAdmin: true, stored: storedOf(replica) });
      expect(reopened.damaged()).toEqual([]);
      expect(textOf(reopened)).toBe(textOf(replica));
    }
  });

  test('opened with newer keys: what was written under the old ones is read once the history comes', () => {
    const room = createTestRoomWith(sodium);
    const [admin, kept] = [
      room.replica({ device: room.device(), isAdmin: true }),
      room.replica({ device: room.device() }),
    ];
    write(admin, 'a');
    write(kept, 'k');
    meet(admin, kept);
    write(kept, 'OFFLINE');
    admin.rekey([]);
    const link = { ...admin.capability(), secret: admin.capability().secret.slice() as never };
    const back = room.replica({ device: room.device(), capability: link, stored: storedOf(kept) });
    expect(textOf(back)).not.toContain('OFFLINE');
    give(admin, back);
    expect(textOf(back)).toContain('OFFLINE');
  });

  test.each([1, 2, 3])('notices under the keys of a rival epoch are no damage; a flipped bit is (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
    for (const replica of [a, b]) write(replica, '.');
    meet(a, b);
    for (const replica of [a, b]) replica.rekey([]);
    const link = (): Capability => ({ ...a.capability(), secret: a.capability().secret.slice() as never });
    const own = a.ledger.pins().map(({ envelope }) => envelope);
    const foreign = b.ledger.pins().map(({ envelope }) => envelope);
    const store = (envelopes: readonly Uint8Array[]): Uint8Array[] => {
      const doc = new Y.Doc();
      doc.getArray('ledger').push([...envelopes]);
      return [Y.encodeStateAsUpdate(doc)];
    };
    const capability = link();
    expect(room.replica({ capability, stored: store([...own, ...foreign]) }).damaged()).toEqual([]);
    const flipped = own.map((envelope, at) => envelope.map((byte, i) => (at === 1 && i === 200 ? byte ^ 1 : byte)));
    const damaged = room.replica({ capability: link(), stored: store([...flipped, ...foreign]) }).damaged();
    expect(damaged.map(({ seq }) => seq)).toContain(2);
  });

  test('opened with newer keys: a compaction of before is sealed, not lost', () => {
    const room = createTestRoomWith(sodium);
    const [admin, kept] = [
      room.replica({ device: room.device(), isAdmin: true }),
      room.replica({ device: room.device() }),
    ];
    write(admin, 'a');
    write(kept, 'k');
    meet(admin, kept);
    kept.compact();
    admin.rekey([]);
    const link = { ...admin.capability(), secret: admin.capability().secret.slice() as never };
    const back = room.replica({ device: room.device(), capability: link, stored: storedOf(kept) });
    expect(back.alarms()).toEqual([]);
    give(admin, back);
    expect(textOf(back)).toBe(textOf(admin));
  });

  test.each([1, 2, 3])(
    'opened with newer keys: an epoch that lost, known from before, does not lead back (seed %i)',
    (seed) => {
      const room = createTestRoomWith(sodium, seed);
      const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
      const device = room.device();
      const away = room.replica({ device });
      for (const replica of [a, b, away]) write(replica, '.');
      meet(a, b, away);
      for (const replica of [a, b]) replica.rekey([]);
      const nameOf = (replica: Replica): string => toHex(certificateToHash(sodium, replica.certificate));
      const [winner, loser] = nameOf(a) < nameOf(b) ? [a, b] : [b, a];
      give(loser, away);
      write(away, 'UNDER THE KEYS THAT LOST');
      meet(a, b);
      winner.rekey([deviceOf(away)]);
      const link = { ...winner.capability(), secret: winner.capability().secret.slice() as never };
      const back = room.replica({ device, capability: link, stored: storedOf(away) });
      // Which epoch held is told by the certificates alone: the notice that closed the first epoch comes last.
      const [held, ...rest] = winner.ledger.pins().filter(({ session }) => session === winner.sessionHex);
      for (let round = 0; round < 2; round++) for (const { envelope } of rest) back.receive(envelope, 'relay');
      expect([back.isRemoved(), back.certificate.epoch, back.alarms()]).toEqual([false, 2, []]);
      back.receive(held?.envelope ?? new Uint8Array(), 'relay');
      expect([back.isRemoved(), back.certificate.epoch]).toEqual([false, 2]);
      give(winner, back);
      room.time.advance(10_000);
      meet(winner, back);
      expect(textOf(back)).toBe(textOf(winner));
      expect(textOf(winner)).toContain('UNDER THE KEYS THAT LOST');
    },
  );

  test('a history that never came: what this device keeps opens all of its ledger again', () => {
    const room = createTestRoomWith(sodium);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const device = room.device();
    const kept = room.replica({ device });
    write(admin, 'a');
    write(kept, 'k');
    meet(admin, kept);
    write(kept, 'OFFLINE');
    admin.rekey([]);
    const [rekeyed] = admin.ledger.pins();
    kept.receive(rekeyed?.envelope ?? new Uint8Array(), 'relay');
    expect(kept.certificate.epoch).toBe(1);
    expect(kept.lastingCapability().certificate.epoch).toBe(0);
    const lasting = { ...kept.lastingCapability(), secret: kept.lastingCapability().secret.slice() as never };
    const reopened = room.replica({ device, capability: lasting, stored: storedOf(kept) });
    expect(textOf(reopened)).toContain('OFFLINE');
    expect(reopened.certificate.epoch).toBe(1);
    give(admin, reopened);
    expect(reopened.lastingCapability().certificate.epoch).toBe(1);
  });

  test('what was set aside can be taken in past a snapshot that its author wrote in between', () => {
    const room = createTestRoomWith(sodium);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const [kept, gone] = [room.replica({ device: room.device() }), room.replica({ device: room.device() })];
    for (const replica of [admin, kept, gone]) write(replica, '.');
    meet(admin, kept, gone);
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    write(gone, 'BEFORE');
    const sent = [...gone.ledger.entries()];
    gone.compact();
    write(gone, 'BEHIND');
    for (const { envelope } of [...sent, ...gone.ledger.entries()]) kept.receive(envelope, 'relay');
    expect(textOf(kept)).toBe('...');
    kept.aside.takeIn(gone.sessionHex);
    expect(textOf(kept)).toContain('BEFORE');
    expect(textOf(kept)).toContain('BEHIND');
    expect(kept.aside.entries()).toEqual([]);
    meet(admin, kept);
    expect(textOf(admin)).toBe(textOf(kept));
  });

  test('what was set aside can be taken in where only its author’s last snapshot ever came: what it stands for was sent to nobody', () => {
    const room = createTestRoomWith(sodium);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const [kept, gone] = [room.replica({ device: room.device() }), room.replica({ device: room.device() })];
    for (const replica of [admin, kept, gone]) write(replica, '.');
    meet(admin, kept, gone);
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    write(gone, 'BEFORE');
    for (let i = 0; i < 2; i++) gone.compact();
    for (const { envelope } of gone.ledger.entries()) kept.receive(envelope, 'relay');
    expect(textOf(kept)).toBe('...');
    kept.aside.takeIn(gone.sessionHex);
    expect(textOf(kept)).toContain('BEFORE');
    expect(kept.aside.entries()).toEqual([]);
    meet(admin, kept);
    expect([textOf(admin), admin.isPending()]).toEqual([textOf(kept), false]);
  });

  test('a late snapshot tells whose session wrote it, and nothing else: nobody invites themselves again', () => {
    const room = createTestRoomWith(sodium);
    const device = room.device();
    const [admin, gone] = [room.replica({ device: room.device(), isAdmin: true }), room.replica({ device })];
    for (const replica of [admin, gone]) write(replica, '.');
    meet(admin, gone);
    const id = deviceOf(gone);
    admin.rekey([id]);
    const again = room.replica({ device });
    const introduction = again.people.introduction() ?? new Uint8Array();
    const word = {
      role: 'admin',
      epoch: 99,
      card: introduction.slice(0, -64),
      attestation: introduction.slice(-64),
    } as const;
    const people = wordsToBytes(new Map([again.sessionHex, gone.sessionHex].map((session) => [session, word])));
    const seal = cloneSession(sodium, again, room.capability('editor'));
    const state = Y.encodeStateAsUpdateV2(new Y.Doc());
    const late = seal(encodeSnapshotPayload(new Map(), deflateState(state), { people }), 0, { kind: 'snapshot' });
    expect(admin.receive(late, 'relay')).toEqual({ ok: true, value: 'aside' });
    expect(admin.people.deviceOf(again.sessionHex)).toBe(id);
    expect(admin.people.removed()).toContain(id);
    expect(admin.people.devices().find((known) => known.device === id)).toMatchObject({ role: 'editor', epoch: 0 });
  });
});
