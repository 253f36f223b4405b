import { hashEnvelope, type Hash, loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LEDGER_ARRAY } from '../ledger/create-ledger.ts';
import { deflateState } from '../ledger/deflate-state.ts';
import { encodeSnapshotPayload } from '../ledger/snapshot-payload.ts';
import type { Heads } from '../ledger/types.ts';
import { cloneSession, createTestRoomWith, envelopesOf, handOver, type TestRoom } from '../testing/index.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const room = (seed = 1): TestRoom => createTestRoomWith(sodium, seed);
const textOf = (replica: Replica): string => replica.doc.getText('t').toString();
const alarmsOf = (replica: Replica): string[] => replica.alarms().map(({ code }) => code);
const arrayLength = (replica: Replica): number => replica.ledger.doc.getArray(LEDGER_ARRAY).length;
const stored = (replica: Replica): Uint8Array[] => [Y.encodeStateAsUpdate(replica.ledger.doc)];

/** The same entries, the last one first. */
function reversed(replica: Replica): Uint8Array {
  const doc = new Y.Doc();
  doc.getArray('ledger').push(replica.ledger.doc.getArray('ledger').toArray().toReversed());
  return Y.encodeStateAsUpdate(doc);
}

function write(replica: Replica, ...texts: readonly string[]): void {
  for (const text of texts) {
    replica.doc.getText('t').insert(textOf(replica).length, text);
    replica.flush();
  }
}

function compact(replica: Replica): Uint8Array {
  const snapshot = replica.compact();
  if (snapshot === undefined) throw new Error('nothing was compacted');
  return snapshot;
}

const codeOf = (result: ReturnType<Replica['receive']>): string => (result.ok ? result.value : result.failure.code);

describe('compacting', () => {
  it('LED-4 replaces the prefix by a snapshot in the author’s own chain, in one ledger transaction', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1', '2');
    handOver(a, b);
    write(b, '3');
    handOver(b, a);
    let transactions = 0;
    a.ledger.doc.on('afterTransaction', () => transactions++);
    compact(a);
    expect([transactions, arrayLength(a)]).toEqual([1, 1]);
    expect(a.ledger.heads().get(a.sessionHex)?.seq).toBe(2);
    expect(a.ledger.heads().get(b.sessionHex)?.seq).toBe(0);
    expect(
      [...(a.ledger.snapshots()[0]?.covers ?? [])].map(([, { seq }]) => seq).sort((one, other) => one - other),
    ).toEqual([0, 1]);
    write(a, '4');
    expect(arrayLength(a)).toBe(2);
  });

  it('LED-4 nothing is compacted where there is nothing to gain', () => {
    const { replica } = room();
    const a = replica();
    expect(a.compact()).toBeUndefined();
    write(a, '1');
    compact(a);
    expect(a.compact()).toBeUndefined();
  });

  it('LED-4 what waits at the gate and what is not sealed yet is in the snapshot', () => {
    const { replica } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    write(a, 'remote ');
    b.setApplyGate(() => undefined);
    write(b, 'local ');
    b.doc.getText('t').insert(0, 'unsealed ');
    handOver(a, b);
    expect([b.unapplied(), b.unsealed()]).toEqual([1, 1]);
    compact(b);
    handOver(b, c);
    expect(textOf(c).split(' ').sort().join(' ').trim()).toBe('local remote unsealed');
    expect(textOf(b)).toBe('unsealed local ');
  });

  it('LED-4 compaction leaves no tombstones: the ledger document does not grow with what it once held', () => {
    const { replica } = room();
    const a = replica();
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 200; i++) {
        a.doc.getText('t').delete(0, textOf(a).length);
        write(a, String(i % 10));
      }
      compact(a);
      sizes.push(Y.encodeStateAsUpdate(a.ledger.doc).length);
    }
    expect((sizes[3] ?? 0) - (sizes[1] ?? 0)).toBeLessThan(64);
  });

  it('LED-4 a newcomer takes the snapshot and the tail', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1', '2');
    compact(a);
    write(a, '3');
    handOver(a, b);
    expect([textOf(b), arrayLength(b), b.gaps().length]).toEqual(['123', 2, 0]);
    expect(b.ledger.heads()).toEqual(a.ledger.heads());
    write(b, '4');
    handOver(b, a);
    expect(textOf(a)).toBe('1234');
    expect([...alarmsOf(a), ...alarmsOf(b)]).toEqual([]);
  });

  it('LED-4 a snapshot that covers more than is held moves the heads, and what waits drains', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1');
    handOver(a, b);
    write(a, '2', '3');
    const snapshot = compact(a);
    write(a, '4', '5');
    const [, e4, e5] = envelopesOf(a) as [Uint8Array, Uint8Array, Uint8Array];
    expect([codeOf(b.receive(e5, 'relay')), codeOf(b.receive(e4, 'relay'))]).toEqual(['waiting', 'waiting']);
    expect(codeOf(b.receive(snapshot, 'relay'))).toBe('applied');
    expect([textOf(b), b.gaps().length, alarmsOf(b).length]).toEqual(['12345', 0, 0]);
    expect(b.ledger.heads()).toEqual(a.ledger.heads());
  });

  it('LED-4 envelopes that a snapshot covers are duplicates when they come later', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1', '2');
    const old = envelopesOf(a);
    compact(a);
    handOver(a, b);
    expect(old.map((envelope) => codeOf(b.receive(envelope, 'relay')))).toEqual(['duplicate', 'duplicate']);
    expect([arrayLength(b), alarmsOf(b).length]).toEqual([1, 0]);
  });

  it('LED-4 another’s snapshot replaces one’s own entries when it agrees with them', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1', '2');
    handOver(a, b);
    write(b, '3', '4');
    handOver(b, a);
    a.doc.getText('t').delete(1, 1);
    a.flush();
    compact(a);
    write(b, '5'); // not covered: it stays
    let compacted = 0;
    b.on('compacted', () => compacted++);
    handOver(a, b);
    expect([arrayLength(b), compacted, alarmsOf(b).length]).toEqual([2, 1, 0]);
    handOver(b, a);
    expect([textOf(a), textOf(b)]).toEqual(['1345', '1345']);
  });

  it('LED-4 agreement is not shaken by formatting marks of several people in one place', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    a.doc.getText('t').insert(0, 'some words in bold');
    a.flush();
    handOver(a, b);
    a.doc.getText('t').format(0, 10, { strong: true });
    b.doc.getText('t').format(5, 10, { strong: true });
    for (const one of [a, b]) one.flush();
    handOver(a, b);
    handOver(b, a);
    a.doc.getText('t').format(0, 18, { strong: null });
    a.flush();
    handOver(a, b);
    compact(b);
    handOver(b, a);
    expect([alarmsOf(a), arrayLength(a)]).toEqual([[], 1]);
  });

  it('LED-4 two snapshots made apart are both kept, and the next one stands for both', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1');
    handOver(a, b);
    write(b, '2');
    handOver(b, a);
    write(a, 'a');
    write(b, 'b');
    compact(a);
    compact(b);
    handOver(a, b);
    handOver(b, a);
    expect([alarmsOf(a), alarmsOf(b)]).toEqual([[], []]);
    expect(textOf(a)).toBe(textOf(b));
    compact(a);
    expect(arrayLength(a)).toBe(1);
    handOver(a, b);
    expect([arrayLength(b), textOf(b), alarmsOf(b)]).toEqual([1, textOf(a), []]);
  });

  it('LED-4 asks for compaction by the size of the tail, and only of those who may', () => {
    const { replica } = room();
    const [a, viewer] = [replica(), replica({ role: 'viewer' })];
    for (let i = 0; i < 400; i++) write(a, 'x');
    expect(a.wantsCompaction()).toBe(false);
    for (let i = 0; i < 100; i++) write(a, 'x');
    handOver(a, viewer);
    expect([a.wantsCompaction(), viewer.wantsCompaction()]).toEqual([true, false]);
    compact(a);
    expect(a.wantsCompaction()).toBe(false);
  });
});

describe('hostile snapshots', () => {
  const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdateV2(doc);
  const plus = (heads: Heads, session: string, seq: number): Heads =>
    new Map([...heads, [session, { seq, hash: new Uint8Array(32).fill(7) as Uint8Array as Hash }]]);

  /** Two replicas that hold the same, and what lets a third party seal in the name of the first. */
  function pair(): {
    a: Replica;
    b: Replica;
    seal: (covers: Heads, state: Uint8Array) => Uint8Array;
    replica: TestRoom['replica'];
    capability: TestRoom['capability'];
  } {
    const { replica, capability } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'abc');
    write(b, 'def');
    handOver(a, b);
    handOver(b, a);
    const twin = cloneSession(sodium, a, capability('editor'));
    return {
      a,
      b,
      replica,
      capability,
      seal: (covers, state) => twin(encodeSnapshotPayload(covers, deflateState(state)), 1, { kind: 'snapshot' }),
    };
  }

  it('LED-4 one that lost text is merged; one’s own entries stay, and its author is named', () => {
    const { a, b, seal, replica } = pair();
    const lacking = new Y.Doc();
    lacking.getText('t').insert(0, 'something else');
    const before = textOf(b);
    expect(codeOf(b.receive(seal(new Map(a.ledger.heads()), stateOf(lacking)), 'relay'))).toBe('applied');
    expect(b.alarms().map(({ code, session }) => [code, session])).toEqual([['snapshot-disagrees', a.sessionHex]]);
    expect(arrayLength(b)).toBe(3);
    expect([...textOf(b)].filter((letter) => before.includes(letter)).length).toBeGreaterThanOrEqual(before.length);
    expect(textOf(b)).toContain('something else');
    // Also after opening again: what it claims to cover is still read from the entries.
    const again = replica({ stored: stored(b) });
    expect(textOf(again)).toBe(textOf(b));
  });

  it('LED-4 one that changed another’s words is told from a true one', () => {
    const { a, b, seal, replica } = pair();
    // The same structs of b, with other letters in them.
    const lie = new Y.Doc();
    lie.clientID = b.doc.clientID;
    lie.getText('t').insert(0, 'xyz');
    Y.applyUpdate(lie, Y.encodeStateAsUpdate(a.doc));
    const received = b.receive(seal(new Map(a.ledger.heads()), stateOf(lie)), 'relay');
    expect([codeOf(received), alarmsOf(b)]).toEqual(['applied', ['snapshot-overreaches']]);
    expect(arrayLength(b)).toBe(3);
    expect(textOf(b)).not.toContain('xyz');
    // Nor does the lie win when the document is opened again, with the entries in any order.
    const before = textOf(b);
    expect(textOf(replica({ stored: stored(b) }))).toBe(before);
    expect(textOf(replica({ stored: [reversed(b)] }))).toBe(before);
  });

  it('LED-4 nobody moves one’s own chain, nor writes in one’s name', () => {
    const { a, b, seal, replica } = pair();
    const heads = a.ledger.heads();
    b.receive(seal(plus(heads, b.sessionHex, 9), stateOf(a.doc)), 'relay');
    const squat = new Y.Doc();
    squat.clientID = b.doc.clientID;
    squat.getText('t').insert(0, 'longer than what b wrote');
    const before = textOf(b);
    b.receive(seal(new Map(heads), stateOf(squat)), 'relay');
    expect(alarmsOf(b)).toContain('snapshot-overreaches');
    // It is not believed of b, and of b only: also after opening again.
    expect(b.ledger.heads().get(b.sessionHex)?.seq).toBe(0);
    expect(b.ledger.snapshots().map(({ covers }) => [...covers.keys()])).toEqual([[a.sessionHex]]);
    expect(textOf(replica({ stored: stored(b) }))).toBe(before);
    expect(replica({ stored: stored(b) }).ledger.heads()).toEqual(b.ledger.heads());
    write(b, 'more');
    for (const { session, envelope } of b.ledger.entries()) if (session === b.sessionHex) a.receive(envelope, 'relay');
    expect(textOf(a)).toBe(textOf(b));
  });

  it('LED-4 nobody writes in the name of a third session whose envelopes are known', () => {
    const { replica, capability } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    write(c, 'c');
    handOver(c, b);
    write(a, 'a');
    handOver(a, b);
    const squat = new Y.Doc();
    squat.clientID = c.doc.clientID;
    squat.getText('t').insert(0, 'in the name of c');
    const twin = cloneSession(sodium, a, capability('editor'));
    const sealed = twin(encodeSnapshotPayload(new Map(b.ledger.heads()), deflateState(stateOf(squat))), 1, {
      kind: 'snapshot',
    });
    const before = textOf(b);
    expect(codeOf(b.receive(sealed, 'relay'))).toBe('applied');
    expect(alarmsOf(b)).toEqual(['snapshot-overreaches']);
    expect(textOf(b)).toBe(before);
    expect(b.ledger.snapshots().some(({ covers }) => covers.has(c.sessionHex))).toBe(false);
    // A sibling tab, a reader of the whole ledger and whoever opens it again make nothing of it either.
    expect(textOf(replica({ stored: stored(b) }))).toBe(before);
    b.compact();
    expect(textOf(replica({ stored: stored(b) }))).toBe(before);
  });

  it('LED-4 what its author writes after one that claims too much is not lost', () => {
    const { a, b, capability, replica } = pair();
    const squat = new Y.Doc();
    squat.clientID = b.doc.clientID;
    squat.getText('t').insert(0, 'longer than what b wrote');
    const twin = cloneSession(sodium, a, capability('editor'));
    const payload = encodeSnapshotPayload(new Map(a.ledger.heads()), deflateState(stateOf(squat)));
    const next = new Y.Doc();
    Y.applyUpdate(next, Y.encodeStateAsUpdate(a.doc));
    next.clientID = a.doc.clientID;
    const known = Y.encodeStateVector(next);
    next.getText('t').insert(0, 'AFTER ');
    const lie = twin(payload, 1, { kind: 'snapshot' });
    const after = twin(Y.encodeStateAsUpdate(next, known), 2, { prev: hashEnvelope(sodium, lie) });
    expect([lie, after].map((envelope) => codeOf(b.receive(envelope, 'relay')))).toEqual(['applied', 'applied']);
    expect(textOf(b)).toContain('AFTER ');
    expect(textOf(replica({ stored: stored(b) }))).toBe(textOf(b));
  });

  it('LED-2 one that names a known envelope by another hash shows two histories', () => {
    const { a, b, replica, seal } = pair();
    const c = replica();
    for (const envelope of envelopesOf(b)) c.receive(envelope, 'relay');
    const sealed = seal(plus(a.ledger.heads(), b.sessionHex, 0), stateOf(a.doc));
    for (const one of [b, c]) {
      expect(codeOf(one.receive(sealed, 'relay'))).toBe('applied');
      expect(textOf(one)).toBe('defabc');
      expect(one.ledger.snapshots().map(({ covers }) => [...covers.keys()])).toEqual([[a.sessionHex]]);
    }
    expect(c.alarms()[0]).toMatchObject({ code: 'equivocation', session: b.sessionHex });
    // Of itself a replica knows that it did not.
    expect(b.alarms()[0]).toMatchObject({ code: 'snapshot-overreaches', session: a.sessionHex });
  });

  it('LED-2 one made over the other of two histories brings what its author wrote, and nothing in the name of who wrote two', () => {
    const { replica, capability } = room();
    const [a, b, liar] = [replica(), replica(), replica()];
    const words = (text: string): Uint8Array => {
      const doc = new Y.Doc();
      doc.clientID = liar.doc.clientID;
      doc.getText('t').insert(0, text);
      return Y.encodeStateAsUpdate(doc);
    };
    const twin = cloneSession(sodium, liar, capability('editor'));
    a.receive(twin(words('the longer of two histories'), 0), 'relay');
    b.receive(twin(words('one'), 0), 'relay');
    a.doc.getText('other').insert(0, 'written and sent only in a snapshot');
    // Behind what the liar wrote: it waits, and is told to wait, until that comes.
    write(a, '.');
    const snapshot = a.compact() ?? new Uint8Array();
    expect(codeOf(b.receive(snapshot, 'relay'))).toBe('applied');
    expect(b.alarms().map(({ code, session }) => [code, session])).toEqual([['equivocation', liar.sessionHex]]);
    const stands = (one: Replica): unknown[] => [
      textOf(one),
      one.doc.getText('other').toString(),
      one.isPending(),
      one.ledger.heads().get(liar.sessionHex)?.seq,
    ];
    const expected = ['one', 'written and sent only in a snapshot', true, 0];
    expect(stands(b)).toEqual(expected);
    expect(stands(replica({ stored: stored(b) }))).toEqual(expected);
    // The other history comes from somebody who holds it.
    expect(codeOf(b.receive(twin(words('the longer of two histories'), 0), 'peer'))).toBe('duplicate');
    expect([b.isPending(), textOf(b).endsWith('.')]).toEqual([false, true]);
    b.compact();
    expect(stands(replica({ stored: stored(b) }))).toEqual(stands(b));
  });

  it('LED-4 one that claims the future of a session does not keep what that writes next from being taken', () => {
    const { replica, capability } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    write(c, '0');
    for (const one of [a, b]) handOver(c, one);
    const twin = cloneSession(sodium, a, capability('editor'));
    const claims = plus(c.ledger.heads(), c.sessionHex, 1);
    const lie = twin(encodeSnapshotPayload(claims, deflateState(stateOf(c.doc))), 0, { kind: 'snapshot' });
    b.receive(lie, 'relay');
    for (const word of ['1', '2', '3']) write(c, word);
    for (const envelope of envelopesOf(c)) b.receive(envelope, 'relay');
    expect(textOf(b)).toBe(textOf(c));
    expect(new Set(b.alarms().map(({ code, session }) => `${code} ${session}`))).toEqual(
      new Set([`snapshot-overreaches ${a.sessionHex}`]),
    );
    expect(textOf(replica({ stored: stored(b) }))).toBe(textOf(c));
  });

  it('LED-4 whoever believed one that claims the future, and summed it up, still takes what that session writes', () => {
    const { replica, capability } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    write(c, '0');
    handOver(c, b);
    const twin = cloneSession(sodium, a, capability('editor'));
    const claims = plus(c.ledger.heads(), c.sessionHex, 2);
    b.receive(twin(encodeSnapshotPayload(claims, deflateState(stateOf(c.doc))), 0, { kind: 'snapshot' }), 'relay');
    write(b, 'b');
    expect(b.compact()).toBeDefined();
    for (const word of ['1', '2', '3', '4']) write(c, word);
    const again = replica({ stored: stored(b) });
    for (const one of [b, again]) {
      for (const envelope of envelopesOf(c)) one.receive(envelope, 'relay');
      expect([textOf(one).replace('b', ''), alarmsOf(one)]).toEqual([textOf(c), ['snapshot-overreaches']]);
    }
  });

  it('LED-4 words that one puts in the place of a session’s own, which are held, are not taken, whoever said before how far that session came', () => {
    const { replica, capability } = room();
    const [liar, second, c, b] = [replica(), replica(), replica(), replica()];
    write(c, 'begun, ');
    handOver(c, b);
    const claims = plus(c.ledger.heads(), c.sessionHex, 2);
    const future = cloneSession(sodium, liar, capability('editor'));
    b.receive(future(encodeSnapshotPayload(claims, stateOf(c.doc)), 0, { kind: 'snapshot' }), 'relay');
    const squat = new Y.Doc();
    Y.applyUpdate(squat, Y.encodeStateAsUpdate(c.doc));
    squat.clientID = c.doc.clientID;
    squat.getText('t').insert(7, 'never written');
    write(c, 'gone on');
    for (const envelope of envelopesOf(c)) b.receive(envelope, 'relay');
    const lie = cloneSession(sodium, second, capability('editor'));
    const payload = encodeSnapshotPayload(plus(c.ledger.heads(), c.sessionHex, 0), stateOf(squat));
    b.receive(lie(payload, 0, { kind: 'snapshot' }), 'relay');
    expect(textOf(b)).toBe('begun, gone on');
    expect(b.alarms().map(({ session }) => session)).toContain(second.sessionHex);
    expect(textOf(replica({ stored: stored(b) }))).toBe('begun, gone on');
  });

  it('LED-4 words that one put in a session’s name are found out by that session’s own, and gone once the document is opened again', () => {
    const { replica, capability } = room();
    const [liar, c, b] = [replica(), replica(), replica()];
    write(c, 'begun, ');
    const squat = new Y.Doc();
    Y.applyUpdate(squat, Y.encodeStateAsUpdate(c.doc));
    squat.clientID = c.doc.clientID;
    squat.getText('t').insert(7, 'never written');
    const twin = cloneSession(sodium, liar, capability('editor'));
    const lie = twin(encodeSnapshotPayload(new Map(c.ledger.heads()), deflateState(stateOf(squat))), 0, {
      kind: 'snapshot',
    });
    b.receive(lie, 'relay');
    expect([textOf(b), alarmsOf(b)]).toEqual(['begun, never written', []]);
    write(c, 'and gone on');
    for (const envelope of envelopesOf(c)) b.receive(envelope, 'relay');
    expect(alarmsOf(b)).toEqual(['snapshot-overreaches', 'spoken-over']);
    expect(b.alarms()[0]?.session).toBe(liar.sessionHex);
    // Nobody is handed the lie by a summary of this replica's.
    expect(b.compact()).toBeUndefined();
    const again = replica({ stored: stored(b) });
    expect([textOf(again), textOf(c), alarmsOf(again)]).toEqual(['begun, and gone on', 'begun, and gone on', []]);
    expect(again.compact()).toBeDefined();
  });

  it('LED-4 one that puts other words in the places of one’s own, however many these are, does not win when opened again', () => {
    const { a, b, seal, replica } = pair();
    write(b, ', and much more than that');
    const squat = new Y.Doc();
    squat.clientID = b.doc.clientID;
    squat.getText('t').insert(0, 'never');
    const before = textOf(b);
    b.receive(seal(new Map(a.ledger.heads()), stateOf(squat)), 'relay');
    expect([textOf(b), alarmsOf(b)]).toEqual([before, ['snapshot-overreaches']]);
    expect(textOf(replica({ stored: stored(b) }))).toBe(before);
    expect(textOf(replica({ stored: [reversed(b)] }))).toBe(before);
  });

  it('KEY-5 one that a sibling tab believed brings no words in the name of this session, which keeps its client id', () => {
    const { replica, capability } = room();
    const [a, b] = [replica(), replica()];
    const squat = new Y.Doc();
    squat.clientID = b.doc.clientID;
    squat.getText('t').insert(0, 'never written');
    const twin = cloneSession(sodium, a, capability('editor'));
    const lie = twin(encodeSnapshotPayload(new Map(), deflateState(stateOf(squat))), 0, { kind: 'snapshot' });
    const own = b.doc.clientID;
    b.ledger.doc.getArray(LEDGER_ARRAY).push([lie]); // as a sibling tab does
    write(b, 'mine');
    expect([b.doc.clientID, textOf(b), alarmsOf(b)]).toEqual([own, 'mine', ['snapshot-overreaches']]);
  });

  it('LED-4 one that claims more of this session than it wrote, and a sibling tab believed, leaves a place for what it writes next', () => {
    const { replica, capability } = room();
    const [a, b] = [replica(), replica()];
    write(b, 'one');
    const twin = cloneSession(sodium, a, capability('editor'));
    const claims = plus(b.ledger.heads(), b.sessionHex, 2);
    const lie = twin(encodeSnapshotPayload(claims, deflateState(stateOf(b.doc))), 0, { kind: 'snapshot' });
    b.ledger.doc.getArray(LEDGER_ARRAY).push([lie]); // as a sibling tab does
    write(b, ' two');
    b.ledger.doc.getArray(LEDGER_ARRAY).delete(0); // and sums up
    write(b, ' three');
    expect([textOf(b), alarmsOf(b), b.ledger.heads().get(b.sessionHex)?.seq]).toEqual([
      'one two three',
      ['snapshot-overreaches'],
      2,
    ]);
  });

  it('LED-4 one with fewer of its own author’s words than are known, behind a gap, is taken and breaks nothing', () => {
    const { replica, capability } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'abc');
    handOver(a, b);
    const twin = cloneSession(sodium, a, capability('editor'));
    const between = twin(Y.encodeStateAsUpdate(new Y.Doc()), 1);
    const covers = new Map(a.ledger.heads()).set(a.sessionHex, { seq: 1, hash: hashEnvelope(sodium, between) });
    const options = { kind: 'snapshot', prev: hashEnvelope(sodium, between) } as const;
    const short = twin(encodeSnapshotPayload(covers, deflateState(stateOf(new Y.Doc()))), 2, options);
    expect(codeOf(b.receive(short, 'relay'))).toBe('applied');
    expect([textOf(b), b.ledger.heads().get(a.sessionHex)?.seq]).toEqual(['abc', 2]);
  });

  it('LED-4 one that claims the future hides nothing of what that session wrote, in whatever order it comes', () => {
    const { replica, capability } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    for (const word of ['0', '1', '2']) write(c, word);
    const [first, second, third] = envelopesOf(c);
    const twin = cloneSession(sodium, a, capability('editor'));
    b.receive(first ?? new Uint8Array(), 'relay');
    const claims = plus(c.ledger.heads(), c.sessionHex, 5);
    b.receive(twin(encodeSnapshotPayload(claims, deflateState(stateOf(b.doc))), 0, { kind: 'snapshot' }), 'relay');
    for (const envelope of [third, second]) b.receive(envelope ?? new Uint8Array(), 'relay');
    expect([textOf(b), b.isPending()]).toEqual([textOf(c), false]);
    expect(textOf(replica({ stored: stored(b) }))).toBe(textOf(c));
  });

  it('LED-4 what one leaves out is said again for those who began with it, by whoever holds it, also if that was opened again in between', () => {
    const room = createTestRoomWith(sodium);
    const [a, b, joiner] = [room.replica(), room.replica(), room.replica()];
    write(a, 'abc');
    write(b, 'def');
    handOver(a, b);
    const twin = cloneSession(sodium, a, room.capability('editor'));
    const lie = twin(encodeSnapshotPayload(b.ledger.heads(), deflateState(stateOf(new Y.Doc()))), 1, {
      kind: 'snapshot',
    });
    for (const one of [b, joiner]) one.receive(lie, 'relay');
    expect([alarmsOf(b), textOf(joiner)]).toEqual([['snapshot-disagrees'], '']);
    // Closed before it said so, and opened again, it says so then.
    b.destroy();
    const again = room.replica({ stored: stored(b) });
    room.time.advance(10_000);
    for (const { envelope } of [...again.ledger.entries()]) joiner.receive(envelope, 'relay');
    expect(textOf(joiner)).toBe(textOf(again));
    expect(textOf(again)).toContain('abc');
  });

  it('LED-4 one that silenced a session by claiming its future is named when that session speaks', () => {
    const { replica, capability } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    write(a, 'a');
    handOver(a, b);
    const twin = cloneSession(sodium, a, capability('editor'));
    const claims = plus(a.ledger.heads(), c.sessionHex, 1000);
    b.receive(twin(encodeSnapshotPayload(claims, deflateState(stateOf(a.doc))), 1, { kind: 'snapshot' }), 'relay');
    expect(alarmsOf(b)).toEqual([]);
    write(c, 'I was here');
    expect(envelopesOf(c).map((envelope) => codeOf(b.receive(envelope, 'relay')))).toEqual(['duplicate']);
    expect(b.alarms().map(({ code, session }) => [code, session])).toEqual([['snapshot-overreaches', a.sessionHex]]);
    // And what it said is not lost, now or after opening again; a second time it is nothing new.
    expect(textOf(b)).toContain('I was here');
    const entries = arrayLength(b);
    for (const envelope of envelopesOf(c)) b.receive(envelope, 'relay');
    expect(arrayLength(b)).toBe(entries);
    expect(textOf(replica({ stored: stored(b) }))).toBe(textOf(b));
  });

  it('LED-4 one that cannot be read, or does not cover its author, is refused', () => {
    const { a, b, seal } = pair();
    const heads = new Map(a.ledger.heads());
    const bad = [
      seal(heads, Uint8Array.of(1, 2, 3)),
      seal(heads, new Uint8Array()),
      seal(new Map(), stateOf(a.doc)),
      seal(plus(heads, a.sessionHex, 0), stateOf(a.doc)),
    ];
    const before = Y.encodeStateAsUpdate(b.doc);
    expect(bad.map((envelope) => codeOf(b.receive(envelope, 'relay')))).toEqual(bad.map(() => 'snapshot-malformed'));
    expect([Y.encodeStateAsUpdate(b.doc), arrayLength(b)]).toEqual([before, 2]);
  });
});
