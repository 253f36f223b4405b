import { loadSodium } from '@weft/crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { hashToMark } from '../presence/receipts.ts';
import type { Replica } from '../replica/types.ts';
import { cloneSession, createTestRoom, envelopesOf, handOver } from '../testing/index.ts';
import { findFork } from './find-fork.ts';

const room = await createTestRoom(1);
const sodium = await loadSodium();

function write(replica: Replica, ...words: string[]): Replica {
  for (const word of words) {
    replica.doc.getText('t').insert(replica.doc.getText('t').length, word);
    replica.flush();
  }
  return replica;
}

/** What its receipts say. */
function said({ ledger }: Replica): Parameters<typeof findFork>[2] {
  const heads = [...ledger.heads()];
  return {
    heads: new Map(heads.map(([session, { seq }]) => [session, seq])),
    marks: new Map(heads.map(([session, { hash }]) => [session, hashToMark(hash)])),
  };
}

test('LED-2 SYN-6 a session of which another device ends with another envelope is found; both here, or one of them farther, is no fork', () => {
  const ada = write(room.replica(), 'one');
  const twin = cloneSession(sodium, ada, room.capability('editor'))('other', 0);
  const [ben, cleo] = [room.replica(), room.replica()];
  ben.receive(twin, 'relay');
  handOver(ada, cleo);
  const find = (one: Replica, other: Replica): string | undefined => findFork(sodium, one.ledger, said(other));
  expect([find(ben, cleo), find(cleo, ben)]).toEqual([ada.sessionHex, ada.sessionHex]);
  expect([find(cleo, ada), find(ada, cleo)]).toEqual([undefined, undefined]);
  // Who has met both knows what each of them means; who has not is told by either.
  for (const envelope of envelopesOf(ada)) ben.receive(envelope, 'relay');
  expect(find(ben, cleo)).toBeUndefined();
  expect(find(cleo, ben)).toBe(ada.sessionHex);
  // What goes on from one of the two is taken by whoever has that one, or refused with an alarm of its own.
  write(ada, 'two');
  expect([find(cleo, ada), find(ada, cleo)]).toEqual([undefined, undefined]);
});

test('LED-5 damage where the content does not show it is found in the newest entry, and the true one mends it', () => {
  const ada = write(room.replica(), 'one');
  const [damaged = new Uint8Array()] = envelopesOf(ada).map((envelope) => envelope.slice());
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  const stored = new Y.Doc();
  stored.getArray('ledger').push([damaged]);
  const again = room.replica({ stored: [Y.encodeStateAsUpdate(stored)] });
  expect(again.damaged()).toEqual([]);
  expect(findFork(sodium, again.ledger, said(ada))).toBe(ada.sessionHex);
  for (const envelope of envelopesOf(ada)) again.receive(envelope, 'relay');
  expect(findFork(sodium, again.ledger, said(ada))).toBeUndefined();
  expect(again.alarms()).toEqual([]);
});
