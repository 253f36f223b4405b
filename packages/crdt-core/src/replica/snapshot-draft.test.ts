import { loadSodium, type Sodium } from '@weft/crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { compactInTurns } from '../compact-in-turns.ts';
import { handOver } from '../testing/index.ts';
import { createTestRoomWith, envelopesOf, storedOf, type TestRoom } from '../testing/test-room.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

/** More than is compacted at once, and hardly to be deflated. */
function fill(room: TestRoom, replica: Replica, letters = 120_000): void {
  const bytes = room.random.bytes(letters);
  const text = Array.from(bytes, (byte) => String.fromCharCode(0x21 + (byte % 90))).join('');
  for (let at = 0; at < text.length; at += 10_000) {
    replica.doc.getText('t').insert(0, text.slice(at, at + 10_000));
    replica.comments.getText('c').insert(0, text.slice(at, at + 100));
    replica.flush();
  }
}

const stateOf = (doc: Y.Doc): unknown => Y.decodeUpdateV2(Y.encodeStateAsUpdateV2(doc));

/** A replica that knows nothing but the ledger of this one. */
function reopened(room: TestRoom, replica: Replica): Replica {
  return room.replica({ stored: storedOf(replica) });
}

function countTurns(replica: Replica): number {
  let turns = 0;
  while (replica.draft()) turns++;
  return turns;
}

describe('LED-4 drafting a snapshot', () => {
  test('takes many turns, and leaves the ledger as it is until the snapshot takes its place at once', () => {
    const room = createTestRoomWith(sodium);
    const replica = room.replica();
    fill(room, replica);
    const before = envelopesOf(replica);
    const [other] = [room.replica()];
    handOver(replica, other);
    expect(countTurns(replica)).toBeGreaterThan(6);
    expect(envelopesOf(replica)).toEqual(before);
    const snapshot = replica.compact();
    expect(envelopesOf(replica)).toEqual([snapshot]);
    handOver(replica, other);
    expect([other.alarms(), envelopesOf(other).length]).toEqual([[], 1]);
    expect(stateOf(reopened(room, replica).doc)).toEqual(stateOf(replica.doc));
    expect(stateOf(reopened(room, replica).comments)).toEqual(stateOf(replica.comments));
  });

  test('a small ledger is compacted at once', () => {
    const replica = createTestRoomWith(sodium).replica();
    replica.doc.getText('t').insert(0, 'a');
    replica.flush();
    expect(replica.draft()).toBe(false);
  });

  test('is the same to the byte with a draft and without', () => {
    const snapshots = [true, false].map((isDrafted) => {
      const room = createTestRoomWith(sodium, 7);
      const replica = room.replica();
      fill(room, replica);
      if (isDrafted) countTurns(replica);
      return replica.compact();
    });
    expect(snapshots[0]).toEqual(snapshots[1]);
  });

  test('whatever happens between two turns, the snapshot says all of it, and everybody agrees with it', () => {
    const steps = fc.array(
      fc.constantFrom('turn', 'turn', 'turn', 'write', 'delete', 'comment', 'pending', 'hear', 'gate', 'compact'),
      { minLength: 20, maxLength: 60, size: 'max' },
    );
    fc.assert(
      fc.property(steps, fc.nat(1_000), (script, seed) => {
        const room = createTestRoomWith(sodium, seed + 1);
        const [a, b] = [room.replica(), room.replica()];
        fill(room, a, 70_000);
        handOver(a, b);
        const text = a.doc.getText('t');
        for (const step of script) {
          if (step === 'turn') a.draft();
          else if (step === 'write') {
            text.insert(room.random.below(text.length), 'new');
            a.flush();
          } else if (step === 'pending') text.insert(room.random.below(text.length), 'not sealed');
          else if (step === 'delete') {
            text.delete(room.random.below(text.length - 100), 50);
            a.flush();
          } else if (step === 'comment') a.comments.getText('c').insert(0, 'said');
          else if (step === 'hear') {
            b.doc.getText('t').insert(0, 'theirs');
            b.flush();
            handOver(b, a);
          } else if (step === 'gate') a.setApplyGate(room.random.below(2) === 0 ? undefined : () => undefined);
          else a.compact();
        }
        a.setApplyGate(undefined);
        while (a.draft());
        a.compact();
        handOver(a, b);
        expect([a.alarms(), b.alarms()]).toEqual([[], []]);
        expect(b.doc.getText('t').toString()).toBe(text.toString());
        expect(envelopesOf(b).length).toBe(1);
        const again = reopened(room, a);
        expect(again.doc.getText('t').toString()).toBe(text.toString());
        expect(again.comments.getText('c').toString()).toBe(a.comments.getText('c').toString());
      }),
      { numRuns: 5 },
    );
  });

  test('a crash between two turns loses nothing', () => {
    const room = createTestRoomWith(sodium);
    const replica = room.replica();
    fill(room, replica);
    const words = replica.doc.getText('t').toString();
    for (let turns = 0; turns < 5; turns++) replica.draft();
    const after = reopened(room, replica);
    expect(after.doc.getText('t').toString()).toBe(words);
    expect(after.alarms()).toEqual([]);
  });

  test('whoever goes on typing in the midst of every draft has it compacted all the same', () => {
    const room = createTestRoomWith(sodium);
    const replica = room.replica();
    fill(room, replica);
    let turns = 0;
    for (; replica.draft() && turns < 1_000; turns++) {
      replica.doc.getText('t').insert(0, 'x');
      replica.flush();
    }
    expect(turns).toBeLessThan(20);
    expect(replica.compact()).toBeDefined();
  });

  test('in turns: typing comes in between, and the page is left with a snapshot or none', () => {
    const room = createTestRoomWith(sodium);
    const [replica, left] = [room.replica(), room.replica()];
    for (const one of [replica, left]) fill(room, one);
    let snapshot: Uint8Array | undefined;
    compactInTurns(room.ports, replica, (envelope) => {
      snapshot = envelope;
    });
    expect(snapshot).toBeUndefined();
    replica.doc.getText('t').insert(0, 'typed meanwhile');
    replica.flush();
    const leave = compactInTurns(room.ports, left, () => expect.unreachable());
    leave();
    const entries = envelopesOf(left).length;
    room.time.advance(2_000);
    expect(envelopesOf(replica)).toEqual([snapshot]);
    expect(reopened(room, replica).doc.getText('t').toString()).toBe(replica.doc.getText('t').toString());
    expect(envelopesOf(left).length).toBe(entries);
  });
});
