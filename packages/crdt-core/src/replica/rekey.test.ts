import { certificateToHash, loadSodium, narrowCapability, type Sodium, toHex } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestRoomWith, deviceOf, envelopesOf, storedOf, type TestRoom } from '../testing/test-room.ts';
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

/** Hands over everything, twice, for what could not be opened the first time. */
function give(from: Replica, to: Replica): void {
  for (let round = 0; round < 2; round++) for (const envelope of envelopesOf(from)) to.receive(envelope, 'relay');
}

/** Everyone hands everything to everyone until nothing is new. */
function meet(...replicas: readonly Replica[]): void {
  for (let round = 0; round < 3; round++) {
    for (const from of replicas) for (const to of replicas) if (from !== to) give(from, to);
  }
}

function expectSame(...replicas: readonly Replica[]): void {
  const [first, ...rest] = replicas.map((replica) => [textOf(replica), replica.gaps().length]);
  for (const other of rest) expect(other).toEqual(first);
}

interface Cast {
  readonly room: TestRoom;
  readonly admin: Replica;
  readonly kept: Replica;
  readonly gone: Replica;
}

/** Three people who wrote and met. */
function meetThree(seed: number = 1): Cast {
  const room = createTestRoomWith(sodium, seed);
  const admin = room.replica({ device: room.device(), isAdmin: true });
  const kept = room.replica({ device: room.device() });
  const gone = room.replica({ device: room.device() });
  write(admin, 'a');
  write(kept, 'k');
  write(gone, 'g');
  meet(admin, kept, gone);
  expectSame(admin, kept, gone);
  return { room, admin, kept, gone };
}

describe('KEY-8 removing a device', () => {
  test('who stays goes on under new keys; who was removed cannot read what follows and is told', () => {
    const { admin, kept, gone } = meetThree();
    expect(admin.rekey([deviceOf(gone)]).ok).toBe(true);
    write(admin, '1');
    meet(admin, kept);
    write(kept, '2');
    meet(admin, kept);
    expectSame(admin, kept);
    expect(textOf(kept)).toContain('1');
    expect([admin, kept].map(({ certificate }) => certificate.epoch)).toEqual([1, 1]);
    const before = textOf(gone);
    meet(admin, kept, gone);
    expect(textOf(gone)).toBe(before);
    expect(gone.isRemoved()).toBe(true);
    expect(gone.alarms().map(({ code }) => code)).toContain('removed');
    expect(kept.isRemoved()).toBe(false);
    const later = envelopesOf(kept).filter((envelope) => gone.receive(envelope, 'relay').ok);
    for (const envelope of later) expect(envelope[40]).toBe(0); // epoch 0 only: the notice itself
  });

  test('a replica without the room’s root removes nobody, and nobody removes the device they sit at', () => {
    const { admin, kept, gone } = meetThree();
    expect(kept.governs).toBe(false);
    expect(kept.rekey([deviceOf(gone)])).toMatchObject({ ok: false, failure: { code: 'rekey-not-allowed' } });
    expect(admin.rekey([deviceOf(admin)])).toMatchObject({ ok: false, failure: { code: 'rekey-self' } });
    expect(admin.certificate.epoch).toBe(0);
  });

  test('what the removed one writes afterwards is set aside, and an editor can take it in for everyone', () => {
    const { admin, kept, gone } = meetThree();
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    write(gone, 'LATE');
    write(gone, 'R');
    meet(gone, admin, kept);
    meet(gone, admin, kept);
    for (const replica of [admin, kept]) {
      expect(textOf(replica)).not.toContain('LATE');
      expect(replica.aside.entries()).toHaveLength(2);
      expect(replica.alarms().map(({ code }) => code)).toContain('set-aside');
      expect(replica.gaps()).toEqual([]);
    }
    kept.aside.takeIn(gone.sessionHex);
    expect(textOf(kept)).toContain('LATER');
    meet(admin, kept);
    expectSame(admin, kept);
    expect(textOf(admin)).toContain('LATER');
    expect(admin.aside.entries()).toEqual([]);
    expect(kept.aside.entries()).toEqual([]);
  });

  test('what is set aside can be dropped, stays dropped here, and survives a restart until then', () => {
    const { room, admin, kept, gone } = meetThree();
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    write(gone, 'LATE');
    give(gone, kept);
    const reopened = room.replica({ device: room.device(), stored: storedOf(kept) });
    expect(reopened.aside.entries()).toHaveLength(1);
    kept.aside.discard(gone.sessionHex);
    expect(kept.aside.entries()).toEqual([]);
  });

  test('what came in before the news counts for whoever has it, and they vouch for it: all agree again', () => {
    const { room, admin, kept, gone } = meetThree();
    write(gone, 'JUST');
    give(gone, kept); // and not the admin
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    give(gone, admin);
    expect(textOf(admin)).not.toContain('JUST');
    expect(textOf(kept)).toContain('JUST');
    room.time.advance(10_000);
    meet(admin, kept);
    expectSame(admin, kept);
    expect(textOf(admin)).toContain('JUST');
    expect(admin.aside.entries()).toEqual([]);
  });

  test('an honest member who was offline loses nothing, and nothing of theirs leaves under the old keys', () => {
    const { room, admin, kept, gone } = meetThree();
    write(kept, 'OFF');
    write(kept, 'LINE');
    admin.rekey([deviceOf(gone)]);
    write(admin, 'x');
    const sent: Uint8Array[] = [];
    const before = new Set(envelopesOf(gone).map(String));
    give(admin, kept);
    room.time.advance(1);
    for (const envelope of envelopesOf(kept)) if (!before.has(String(envelope))) sent.push(envelope);
    give(kept, admin);
    expect(textOf(admin)).toContain('OFFLINE');
    meet(admin, kept);
    expectSame(admin, kept);
    const old = sent.filter((envelope) => envelope[40] === 0 && envelope[4] !== 8);
    expect(old).toEqual([]);
    meet(admin, kept, gone);
    expect(textOf(gone)).not.toContain('OFFLINE');
  });
});

describe('KEY-8 what an earlier session of a device wrote offline', () => {
  test('leaves under the new keys only, also where nothing was written since the restart', () => {
    const { room, admin, gone } = meetThree();
    const device = room.device();
    const before = room.replica({ device });
    write(before, 'b');
    meet(before, admin, gone);
    write(before, 'OFFLINE');
    admin.rekey([deviceOf(gone)]);
    const back = room.replica({ device, stored: storedOf(before) });
    give(admin, back);
    room.time.advance(1);
    for (const envelope of envelopesOf(back)) gone.receive(envelope, 'relay');
    expect(textOf(gone)).not.toContain('OFFLINE');
    meet(back, admin);
    expectSame(back, admin);
    expect(textOf(admin)).toContain('OFFLINE');
  });
});

describe('KEY-8 coming later', () => {
  test('a restart with the old link finds the new keys in what is stored', () => {
    const room = createTestRoomWith(sodium);
    const device = room.device();
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const kept = room.replica({ device });
    write(admin, 'a');
    write(kept, 'k');
    meet(admin, kept);
    admin.rekey([]);
    write(admin, 'after');
    meet(admin, kept);
    kept.compact();
    const reopened = room.replica({ device, stored: storedOf(kept) });
    expect(textOf(reopened)).toBe(textOf(kept));
    expect(reopened.certificate.epoch).toBe(1);
    expect(reopened.isRemoved()).toBe(false);
    expect(reopened.damaged()).toEqual([]);
    write(reopened, 'again');
    meet(reopened, admin);
    expectSame(reopened, admin);
  });

  test('an old link on a device nobody knew gives nothing new, and says so', () => {
    const { room, admin, kept } = meetThree();
    admin.rekey([]);
    write(admin, 'SECRET');
    meet(admin, kept);
    const stranger = room.replica({ device: room.device() });
    give(admin, stranger);
    expect(textOf(stranger)).not.toContain('SECRET');
    expect(stranger.isRemoved()).toBe(true);
  });

  test('a new link opens all there is: the snapshot alone, and older entries by the notice of history', () => {
    const { room, admin, kept, gone } = meetThree();
    write(kept, 'LATEST');
    admin.rekey([deviceOf(gone)]);
    give(admin, kept);
    give(kept, admin); // an entry under the old keys, by a device that was kept
    const link = { ...admin.capability(), secret: admin.capability().secret.slice() as never };
    const joiner = room.replica({ device: room.device(), capability: link });
    give(kept, joiner);
    give(admin, joiner);
    room.time.advance(10_000);
    meet(admin, kept, joiner);
    expectSame(admin, kept, joiner);
    expect(textOf(joiner)).toContain('LATEST');
    expect(joiner.certificate.epoch).toBe(1);
    write(joiner, 'new');
    meet(admin, kept, joiner);
    expectSame(admin, kept, joiner);
  });

  test('re-keyed twice: who comes back after both is brought through both', () => {
    const { room, admin, kept, gone } = meetThree();
    admin.rekey([]);
    write(admin, '1');
    admin.rekey([deviceOf(gone)]);
    write(admin, '2');
    write(kept, 'K');
    give(admin, kept);
    room.time.advance(10_000);
    meet(admin, kept);
    expectSame(admin, kept);
    expect(kept.certificate.epoch).toBe(2);
    expect(textOf(admin)).toContain('K');
    give(admin, gone);
    expect(gone.isRemoved()).toBe(true);
    expect(textOf(gone)).not.toContain('2');
  });
});

describe('KEY-8 two admins at once', () => {
  test.each([1, 2, 3, 4])('all agree on one epoch, without those whom either removed (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const admins = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true }));
    const [a, b] = admins as [Replica, Replica];
    const others = [0, 1, 2].map(() => room.replica({ device: room.device() }));
    const [x, y, z] = others as [Replica, Replica, Replica];
    for (const [at, one] of [a, b, x, y, z].entries()) write(one, String(at));
    meet(a, b, x, y, z);
    a.rekey([deviceOf(x)]);
    write(a, 'A');
    b.rekey([deviceOf(y)]);
    write(b, 'B');
    write(z, 'Z');
    for (let round = 0; round < 4; round++) {
      meet(a, b, x, y, z);
      room.time.advance(10_000);
    }
    write(a, '!');
    meet(a, b, x, y, z);
    expectSame(a, b, z);
    for (const word of ['A', 'B', 'Z', '!']) expect(textOf(z)).toContain(word);
    for (const gone of [x, y]) {
      expect(gone.isRemoved()).toBe(true);
      expect(textOf(gone)).not.toContain('!');
    }
    expect(new Set([a, b, z].map(({ certificate }) => certificate.epoch))).toEqual(new Set([2]));
  });

  /** Two admins who have both started an epoch, and have not met: whose holds, and whose does not. */
  function rank(a: Replica, b: Replica): [Replica, Replica] {
    const [first, second] = [a, b].map(({ certificate }) => toHex(certificateToHash(sodium, certificate)));
    return (first ?? '') < (second ?? '') ? [a, b] : [b, a];
  }

  test.each([1, 2])('having spoken under the keys of an epoch that lost is no invitation (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
    const [x, y] = [0, 1].map(() => room.replica({ device: room.device() })) as [Replica, Replica];
    for (const one of [a, b, x, y]) write(one, '.');
    meet(a, b, x, y);
    a.rekey([deviceOf(x)]);
    b.rekey([deviceOf(y)]);
    give(b, x);
    give(a, y);
    for (const one of [x, y]) {
      one.people.setPerson({ name: 'still here', color: '#112233' }); // and so its next change introduces it anew
      write(one, 'late');
    }
    for (let round = 0; round < 4; round++) {
      meet(a, b, x, y);
      room.time.advance(10_000);
    }
    write(a, 'SECRET');
    meet(a, b, x, y);
    expectSame(a, b);
    for (const gone of [x, y]) {
      expect(gone.isRemoved()).toBe(true);
      expect(textOf(gone)).not.toContain('SECRET');
      // Not even a grant that it cannot read by itself: someone else who was removed may read the notice to it.
      for (const one of [a, b]) expect(one.people.removed()).toContain(deviceOf(gone));
    }
  });

  test.each([1, 2])('nobody hands what is new to whom an outvoted notice removed (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
    const [x, y, z] = [0, 1, 2].map(() => room.replica({ device: room.device() })) as [Replica, Replica, Replica];
    for (const one of [a, b, x, y, z]) write(one, '.');
    meet(a, b, x, y, z);
    a.rekey([deviceOf(x)]);
    b.rekey([deviceOf(y)]);
    const [holds, lost] = rank(a, b);
    const gone = lost === a ? x : y;
    give(lost, z);
    write(z, 'SECRET');
    give(holds, z);
    z.compact();
    meet(holds, z, gone);
    expect(textOf(gone)).not.toContain('SECRET');
    for (let round = 0; round < 4; round++) {
      meet(a, b, z, gone);
      room.time.advance(10_000);
    }
    expectSame(a, b, z);
    expect(textOf(z)).toContain('SECRET');
    expect(textOf(gone)).not.toContain('SECRET');
  });

  test.each([1, 2])(
    'what was written under keys that lost, by someone the other did not know, counts for all (seed %i)',
    (seed) => {
      const room = createTestRoomWith(sodium, seed);
      const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
      const [i, j, z] = [0, 1, 2].map(() => room.replica({ device: room.device() })) as [Replica, Replica, Replica];
      for (const one of [a, b, i, j, z]) write(one, '.');
      meet(a, b, z);
      give(i, a);
      give(j, b);
      a.rekey([]);
      b.rekey([]);
      const [holds, lost] = rank(a, b);
      const stranger = lost === a ? i : j;
      give(lost, stranger);
      write(stranger, 'GUEST');
      give(lost, z);
      give(stranger, z);
      expect(textOf(z)).toContain('GUEST');
      give(holds, z);
      meet(a, b);
      give(stranger, holds);
      for (let round = 0; round < 4; round++) {
        meet(a, b, z);
        room.time.advance(10_000);
      }
      expectSame(a, b, z);
      expect(textOf(holds)).toContain('GUEST');
    },
  );

  test.each([1, 2])(
    'who was invited again stays, however long the line was that lost and removed them (seed %i)',
    (seed) => {
      const room = createTestRoomWith(sodium, seed);
      const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
      const device = room.device();
      const x = room.replica({ device });
      for (const one of [a, b, x]) write(one, '.');
      meet(a, b, x);
      a.rekey([]);
      b.rekey([]);
      const [holds, lost] = rank(a, b);
      lost.rekey([]);
      lost.rekey([deviceOf(x)]);
      holds.rekey([deviceOf(x)]);
      const link = narrowCapability(sodium, holds.capability(), 'editor');
      if (!link.ok) throw new Error(link.failure.sentence);
      const invited = room.replica({ device, capability: link.value });
      write(invited, 'again');
      give(invited, holds);
      const { epoch } = holds.certificate;
      for (let round = 0; round < 4; round++) {
        meet(a, b, invited);
        room.time.advance(10_000);
      }
      expectSame(a, b, invited);
      expect([invited.isRemoved(), holds.certificate.epoch, invited.certificate.epoch]).toEqual([false, epoch, epoch]);
    },
  );

  test.each([1, 2])('two admins who remove each other: one stays, and the document goes on (seed %i)', (seed) => {
    const room = createTestRoomWith(sodium, seed);
    const [a, b] = [0, 1].map(() => room.replica({ device: room.device(), isAdmin: true })) as [Replica, Replica];
    const z = room.replica({ device: room.device() });
    for (const one of [a, b, z]) write(one, '.');
    meet(a, b, z);
    a.rekey([deviceOf(b)]);
    b.rekey([deviceOf(a)]);
    const [holds, lost] = rank(a, b);
    for (let round = 0; round < 3; round++) {
      meet(a, b, z);
      room.time.advance(10_000);
    }
    write(holds, '!');
    write(holds, '?');
    expect(holds.compact()).toBeDefined();
    meet(a, b, z);
    expectSame(holds, z);
    expect(textOf(z)).toContain('!');
    expect(lost.isRemoved()).toBe(true);
    expect(textOf(lost)).not.toContain('!');
  });
});
