import { loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LEDGER_ARRAY } from '../ledger/create-ledger.ts';
import { createLedgerDoc, createTestRoomWith, envelopesOf, handOver, type TestRoom } from '../testing/index.ts';
import type { Replica } from './types.ts';
import { createReplica } from './create-replica.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const room = (seed = 1): TestRoom => createTestRoomWith(sodium, seed);
const textOf = (replica: Replica): string => replica.doc.getText('t').toString();

function write(replica: Replica, ...texts: readonly string[]): void {
  for (const text of texts) {
    replica.doc.getText('t').insert(textOf(replica).length, text);
    replica.flush();
  }
}

/** A ledger document's bytes with these envelopes in it, in this order. */
function ledgerOf(envelopes: readonly Uint8Array[]): Uint8Array[] {
  const doc = new Y.Doc();
  doc.getArray<Uint8Array>(LEDGER_ARRAY).push([...envelopes]);
  return [Y.encodeStateAsUpdate(doc)];
}

/** An envelope with one byte of its ciphertext changed; the name stays readable. */
function damage(envelope: Uint8Array | undefined, at = 200): Uint8Array {
  const damaged = (envelope ?? new Uint8Array(201)).slice();
  damaged[at] = (damaged[at] ?? 0) ^ 1;
  return damaged;
}

describe('opening a stored ledger', () => {
  it('LED-5 opens snapshot and tail, whatever the order of the array', () => {
    const { replica, random } = room();
    const [a, b] = [replica(), replica()];
    write(a, '1', '2');
    a.compact();
    write(a, '3', '4');
    handOver(a, b);
    write(b, '5', '6');
    const envelopes = envelopesOf(b);
    for (let run = 0; run < 20; run++) {
      const shuffled = [...envelopes].sort(() => random.next() - 0.5);
      const c = replica({ stored: ledgerOf([...shuffled, ...shuffled.slice(0, 2)]) });
      expect([textOf(c), c.damaged().length, c.gaps().length]).toEqual(['123456', 0, 0]);
      expect(c.ledger.heads()).toEqual(b.ledger.heads());
    }
  });

  it('LED-5 builds the document in one Yjs transaction, and each opening is a session of its own', () => {
    const { replica } = room();
    const a = replica();
    write(a, '1', '2', '3');
    const b = replica({ stored: ledgerOf(envelopesOf(a)) });
    expect(b.sessionHex).not.toBe(a.sessionHex);
    write(b, '4');
    expect([...b.ledger.heads().values()].map(({ seq }) => seq).sort((one, other) => one - other)).toEqual([0, 2]);
    handOver(b, a);
    expect(textOf(a)).toBe('1234');
  });

  it('LED-5 sets a damaged entry aside, loads the rest, and takes the entry back when it comes again', () => {
    const { replica } = room();
    const [a, other] = [replica(), replica()];
    write(a, '1', '2', '3', '4');
    handOver(a, other);
    write(other, '!');
    const envelopes = envelopesOf(other);
    const [e0, e1, e2, e3, last] = envelopes as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const b = replica({ stored: ledgerOf([e0, damage(e1), e2, e3, last]) });
    expect(b.damaged().map(({ session, seq, failure }) => [session, seq, failure.code])).toEqual([
      [a.sessionHex, 1, 'envelope-sealed'],
    ]);
    expect(b.gaps()).toEqual([{ session: a.sessionHex, from: 1, until: 2 }]);
    expect(b.ledger.doc.getArray(LEDGER_ARRAY).length).toBe(5);
    expect(b.ledger.heads().get(a.sessionHex)?.seq).toBe(0);
    const told: string[] = [];
    b.on('appended', (_, source) => told.push(source));
    expect(b.receive(e3, 'relay')).toEqual({ ok: true, value: 'waiting' });
    expect(b.receive(e1, 'relay')).toEqual({ ok: true, value: 'applied' });
    expect([textOf(b), b.gaps().length, told]).toEqual(['1234!', 0, ['relay', 'stored', 'stored']]);
    // The damaged copy is harmless from now on, and goes with the next compaction.
    const again = replica({ stored: [Y.encodeStateAsUpdate(b.ledger.doc)] });
    expect([textOf(again), again.damaged().length]).toEqual(['1234!', 0]);
    b.compact();
    expect(b.ledger.doc.getArray(LEDGER_ARRAY).length).toBe(1);
  });

  it('LED-5 reports what it cannot even name, and what belongs elsewhere', () => {
    const { replica } = room();
    const [a, stranger] = [replica(), room(2).replica()];
    write(a, '1');
    write(stranger, 'x');
    const b = replica({ stored: ledgerOf([...envelopesOf(a), Uint8Array.of(1, 2, 3), ...envelopesOf(stranger)]) });
    expect(b.damaged().map(({ session, failure }) => [session, failure.code])).toEqual([
      [undefined, 'envelope-malformed'],
      [undefined, 'envelope-room'],
    ]);
    expect(textOf(b)).toBe('1');
  });

  it('LED-5 a damaged snapshot leaves the tail behind a hole until a link brings it again', () => {
    const { replica } = room();
    const a = replica();
    write(a, '1', '2');
    const snapshot = a.compact();
    write(a, '3');
    const [s, tail] = envelopesOf(a) as [Uint8Array, Uint8Array];
    const b = replica({ stored: ledgerOf([damage(s), tail]) });
    expect([textOf(b), b.damaged().length, b.gaps().length]).toEqual(['', 1, 1]);
    b.receive(snapshot ?? s, 'relay');
    expect([textOf(b), b.gaps().length]).toEqual(['123', 0]);
  });
});

describe('LED-3 SYN-8 tabs that share a ledger document', () => {
  /** Two tabs; everything one writes reaches the other at once, until `cut`. */
  function tabs(): { a: Replica; b: Replica; outside: Replica; cut(): void; join(): void } {
    const { replica, ports, capability, random } = room();
    const docs = [createLedgerDoc(random), createLedgerDoc(random)] as const;
    let isCut = false;
    const pass = (from: Y.Doc, to: Y.Doc): void => {
      from.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== 'tab' && !isCut) Y.applyUpdate(to, update, 'tab');
      });
    };
    pass(docs[0], docs[1]);
    pass(docs[1], docs[0]);
    const open = (ledgerDoc: Y.Doc): Replica => createReplica(ports, { capability: capability('editor'), ledgerDoc });
    return {
      a: open(docs[0]),
      b: open(docs[1]),
      outside: replica(),
      cut() {
        isCut = true;
      },
      join() {
        isCut = false;
        Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]), 'tab');
        Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]), 'tab');
      },
    };
  }

  it('SYN-8 what one tab seals or receives is applied in the other, and told as from a tab', () => {
    const { a, b, outside } = tabs();
    const told: string[] = [];
    b.on('appended', (_, source) => told.push(source));
    write(a, '1');
    write(outside, '?');
    handOver(outside, a);
    write(b, '2');
    expect(textOf(a)).toBe(textOf(b));
    expect(told).toEqual(['tab', 'tab', 'local']);
    expect(a.ledger.heads()).toEqual(b.ledger.heads());
  });

  it('SYN-8 two tabs that took the same entries apart end with the same ledger and document', () => {
    const { a, b, outside, cut, join } = tabs();
    write(outside, '1', '2', '3');
    cut();
    handOver(outside, a);
    const [, second] = envelopesOf(outside);
    handOver(outside, b);
    write(a, 'a');
    write(b, 'b');
    join();
    expect([textOf(a), a.gaps().length]).toEqual([textOf(b), 0]);
    expect(a.ledger.heads()).toEqual(b.ledger.heads());
    expect(a.receive(second ?? new Uint8Array(), 'relay')).toEqual({ ok: true, value: 'duplicate' });
    a.compact();
    expect(a.ledger.doc.getArray(LEDGER_ARRAY).length).toBe(1);
  });

  it('SYN-8 a compaction by one tab is followed by the other, also when both compact at once', () => {
    const { a, b, cut, join } = tabs();
    write(a, '1', '2');
    write(b, '3');
    a.compact();
    expect(b.ledger.stats()).toEqual(a.ledger.stats());
    expect([b.ledger.heads(), b.ledger.stats().snapshots]).toEqual([a.ledger.heads(), 1]);
    cut();
    write(a, '4');
    a.compact();
    write(b, '5');
    b.compact();
    join();
    expect(textOf(a)).toBe(textOf(b));
    expect(a.ledger.heads()).toEqual(b.ledger.heads());
    write(b, '6');
    b.compact();
    expect([a.ledger.doc.getArray(LEDGER_ARRAY).length, textOf(a)]).toEqual([1, textOf(b)]);
    expect([...a.alarms(), ...b.alarms(), ...a.damaged()]).toEqual([]);
  });
});

describe('a snapshot that cannot be read any more', () => {
  /** The stored ledger with one bit of its snapshot flipped. */
  function withDamagedSnapshot(replica: Replica): Uint8Array {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(replica.ledger.doc));
    const array = doc.getArray<Uint8Array>('ledger');
    const at = array.toArray().findIndex((envelope) => envelope[4] === 3);
    const damaged = array.get(at).slice();
    damaged[200] = (damaged[200] ?? 0) ^ 1;
    array.delete(at, 1);
    array.insert(at, [damaged]);
    return Y.encodeStateAsUpdate(doc);
  }

  it('LED-4 LED-5 is replaced by what it had replaced, until others can read it', () => {
    const { replica } = createTestRoomWith(sodium, 5);
    const [a, b] = [replica(), replica()];
    a.doc.getText('t').insert(0, 'kept ');
    a.flush();
    handOver(a, b);
    b.doc.getText('t').insert(0, 'and more ');
    b.flush();
    handOver(b, a);
    a.compact();
    expect(a.compaction()).toMatchObject({ session: a.sessionHex, seq: 1 });
    const reopened = replica({ stored: [withDamagedSnapshot(a)] });
    expect(reopened.doc.getText('t').toString()).toBe(a.doc.getText('t').toString());
    expect(reopened.alarms().map(({ code }) => code)).toContain('snapshot-taken-back');
    expect(reopened.compaction()).toBeUndefined();
    // Healed by whoever has it whole.
    handOver(a, reopened);
    expect(reopened.gaps()).toEqual([]);
    expect(reopened.doc.getText('t').toString()).toBe(a.doc.getText('t').toString());

    a.settleCompaction();
    expect(a.compaction()).toBeUndefined();
    const lost = replica({ stored: [withDamagedSnapshot(a)] });
    expect(lost.doc.getText('t').toString()).toBe('');
    expect(lost.damaged()).toHaveLength(1);
  });

  it('LED-4 what was replaced is kept once, however often it is compacted, and opens nothing slower than it must', () => {
    const { replica } = createTestRoomWith(sodium, 6);
    const a = replica();
    const kept = (): number => a.ledger.doc.getArray('replaced').length;
    for (let round = 0; round < 5; round++) {
      for (const word of ['x', 'y', 'z']) {
        a.doc.getText('t').insert(0, word);
        a.flush();
      }
      a.compact();
      expect(kept()).toBe(1 + 3 + Math.min(round, 1));
    }
    const reopened = replica({ stored: [Y.encodeStateAsUpdate(a.ledger.doc)] });
    expect(reopened.doc.getText('t').toString()).toBe(a.doc.getText('t').toString());
    expect([...reopened.ledger.entries()]).toHaveLength(1);
  });
});

describe('damage where the content does not show it', () => {
  /** The stored ledger with one bit of the signature of an entry flipped. */
  function withDamagedSignature(replica: Replica, at: number): Uint8Array[] {
    return ledgerOf(envelopesOf(replica).map((envelope, index) => (index === at ? flip(envelope, -1) : envelope)));
  }

  function flip(envelope: Uint8Array, at: number): Uint8Array {
    const flipped = envelope.slice();
    const index = flipped.length + at;
    flipped[index] = (flipped[index] ?? 0) ^ 1;
    return flipped;
  }

  it('LED-5 a damaged signature is found by the next of its chain; the words stay, and a snapshot makes them whole for others', () => {
    const { time, replica } = room();
    const a = replica();
    write(a, '1', '2', '3');
    const b = replica({ stored: withDamagedSignature(a, 1) });
    expect(textOf(b)).toBe('123');
    expect(b.damaged().map(({ seq, failure }) => [seq, failure.code])).toEqual([[1, 'envelope-signature']]);
    time.advance(1);
    const c = replica();
    handOver(b, c);
    expect(textOf(c)).toBe('123');
  });

  it('LED-5 whole bytes of a damaged entry take its place, and nobody is accused of two histories', () => {
    const { replica } = room();
    const a = replica();
    write(a, '1', '2');
    for (const at of [0, 1]) {
      const viewer = replica({ role: 'viewer', stored: withDamagedSignature(a, at) });
      expect(textOf(viewer)).toBe('12');
      const whole = envelopesOf(a)[at] ?? new Uint8Array();
      expect(viewer.receive(whole, 'relay')).toEqual({ ok: true, value: 'duplicate' });
      expect(viewer.alarms()).toEqual([]);
      const c = replica();
      handOver(viewer, c);
      expect(textOf(c)).toBe('12');
    }
  });
});
