import { loadSodium } from '@weft/crypto';
import { expect, test } from 'vitest';
import { createTestRoomWith, envelopesOf, storedOf } from '../testing/test-room.ts';
import type { Replica } from './types.ts';

const sodium = await loadSodium();

function say(replica: Replica, text: string): void {
  replica.comments.getText('t').insert(0, text);
  replica.flush();
}

function meet(...replicas: readonly Replica[]): void {
  for (let round = 0; round < 3; round++)
    for (const from of replicas)
      for (const to of replicas) if (from !== to) for (const one of envelopesOf(from)) to.receive(one, 'relay');
}

test.each([1, 2, 3, 4, 5, 6])(
  'LED-4 KEY-8 comments that are held under keys that lost, and cannot be read, are no measure for a snapshot that tells them (seed %i)',
  (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
    const editor = room.replica({ device: room.device() });
    const device = room.device();
    const viewer = room.replica({ device, role: 'viewer' });
    for (const one of [a, b, editor]) say(one, 'x');
    meet(a, b, editor, viewer);
    // As a receipt does: the viewer is somebody whom new keys are given to.
    for (const one of [a, b])
      one.people.introduce(viewer.sessionHex, viewer.session, viewer.people.introduction() ?? new Uint8Array());
    say(editor, 'LATER');
    for (const one of envelopesOf(editor)) a.receive(one, 'relay');
    // Whose keys lose is up to chance. Under a's, the viewer has what the editor said in a snapshot that b never had.
    for (const one of [a, b]) {
      expect(one.rekey([]).ok).toBe(true);
      one.compact();
    }
    for (const from of [a, b, a, b]) for (const one of envelopesOf(from)) viewer.receive(one, 'relay');
    const stored = storedOf(viewer);
    meet(a, b);
    room.time.advance(20_000);
    meet(a, b);
    const link = { ...b.capability(), secret: b.capability().secret.slice() as never };
    const back = room.replica({ device, capability: link, stored });
    a.compact();
    for (const one of envelopesOf(a)) back.receive(one, 'relay');
    expect(back.alarms()).toEqual([]);
    expect(back.comments.getText('t').toString()).toBe(a.comments.getText('t').toString());
    expect(back.comments.getText('t').toString()).toContain('LATER');
  },
);
