import { type Hash, loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { cloneSession, createTestRoomWith, envelopesOf, handOver, type TestRoom } from '../testing/index.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const textOf = (replica: Replica): string => replica.doc.getText('t').toString();
const type = (replica: Replica, text: string, at = textOf(replica).length): void =>
  replica.doc.getText('t').insert(at, text);

/** Types, and seals each time. */
function write(replica: Replica, ...texts: readonly string[]): void {
  for (const text of texts) {
    type(replica, text);
    replica.flush();
  }
}

const alarmsOf = (replica: Replica): string[] => replica.alarms().map(({ code }) => code);
const room = (seed = 1): TestRoom => createTestRoomWith(sodium, seed);

describe('writing', () => {
  it('LED-1 seals the first update at once and what follows within 50 ms as one envelope', () => {
    const { replica, time } = room();
    const a = replica();
    const sizes: number[] = [];
    a.on('appended', (envelope) => sizes.push(envelope.length));
    type(a, 'a');
    expect(sizes).toHaveLength(1);
    for (const letter of 'bcdef') type(a, letter);
    expect([sizes.length, a.unsealed()]).toEqual([1, 5]);
    time.advance(49);
    expect(sizes).toHaveLength(1);
    time.advance(1);
    expect([sizes.length, a.unsealed()]).toEqual([2, 0]);
    time.advance(1000);
    type(a, 'g');
    expect(sizes).toHaveLength(3);
    expect(time.pending()).toBe(1);
  });

  it('LED-1 seals in the middle of an editor transaction only when it ends', () => {
    const { replica } = room();
    const a = replica();
    let sealed = 0;
    a.on('appended', () => sealed++);
    a.doc.transact(() => {
      type(a, 'one ');
      type(a, 'two ');
      expect(sealed).toBe(0);
    }, 'editor');
    expect(sealed).toBe(1);
  });

  it('LED-1 seals 20,000 updates of one batch as one envelope', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'x');
    for (let i = 0; i < 20_000; i++) type(a, 'y', i);
    a.flush();
    expect(envelopesOf(a)).toHaveLength(2);
    handOver(a, b);
    expect(textOf(b)).toBe(textOf(a));
  });

  it('KEY-5 writes under the client id of its session', () => {
    const { replica } = room();
    const a = replica();
    write(a, 'mine');
    expect([...Y.decodeStateVector(Y.encodeStateVector(a.doc)).keys()]).toEqual([a.session.clientId]);
  });

  it('KEY-5 seals Yjs bytes of another origin as a snapshot, which others take', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    const seed = new Y.Doc();
    seed.getText('t').insert(0, 'a seed');
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(seed));
    expect([...a.ledger.entries()].map(({ kind }) => kind)).toEqual(['snapshot']);
    write(a, ', grown');
    handOver(a, b);
    expect(textOf(b)).toBe('a seed, grown');
    expect([...alarmsOf(a), ...alarmsOf(b)]).toEqual([]);
  });

  it('KEY-4 renews its certificate with less than a day left, and stays the same session', () => {
    const { replica, time } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'one');
    const first = a.session.certificate;
    time.advance(6 * 86_400_000);
    expect(a.session.certificate).toEqual(first);
    time.advance(1);
    expect(a.session.certificate).not.toEqual(first);
    expect(a.session.clientId).toBe(a.doc.clientID);
    write(a, ' two');
    handOver(a, b);
    expect(textOf(b)).toBe('one two');
  });

  it('ENV-5 a viewer reads; what changes in its document is not sealed and raises an alarm', () => {
    const { replica } = room();
    const [a, viewer] = [replica(), replica({ role: 'viewer' })];
    write(a, 'text');
    handOver(a, viewer);
    expect(textOf(viewer)).toBe('text');
    expect(alarmsOf(viewer)).toEqual([]);
    type(viewer, '!');
    viewer.flush();
    expect(alarmsOf(viewer)).toEqual(['local-change-refused']);
    expect(envelopesOf(viewer)).toHaveLength(1);
    expect(viewer.compact()).toBeUndefined();
  });

  it('ENV-5 nobody tidies up the formatting marks of others', () => {
    const { replica } = room();
    const [a, b, viewer] = [replica(), replica(), replica({ role: 'viewer' })];
    for (const one of [b, viewer]) one.doc.getText('t'); // as an editor view would: else Yjs does not know that it is text
    write(a, 'abcdefgh');
    handOver(a, b);
    // Words deleted here and made bold there: marks around nothing.
    a.doc.getText('t').format(1, 2, { bold: true });
    b.doc.getText('t').delete(1, 4);
    for (const one of [a, b]) one.flush();
    handOver(a, viewer);
    handOver(b, viewer);
    handOver(a, b);
    handOver(b, a);
    expect([a.unsealed(), b.unsealed(), alarmsOf(viewer)]).toEqual([0, 0, []]);
    expect([textOf(a), textOf(viewer)]).toEqual([textOf(b), textOf(b)]);
  });

  it('KEY-9 destroy seals what is pending, wipes the keys, and closes', () => {
    const { replica } = room();
    const a = replica();
    type(a, 'a');
    type(a, 'b');
    a.destroy();
    a.destroy();
    expect(envelopesOf(a)).toHaveLength(2);
    expect(a.session.pair.secretKey.every((byte) => byte === 0)).toBe(true);
    expect(() => a.flush()).toThrow('closed');
    type(a, 'c');
    expect(envelopesOf(a)).toHaveLength(2);
  });
});

describe('receiving', () => {
  it('LED-2 drops duplicates by name', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'one');
    const [envelope] = envelopesOf(a);
    if (envelope === undefined) throw new Error('nothing was sealed');
    expect(b.receive(envelope, 'relay')).toEqual({ ok: true, value: 'applied' });
    expect(b.receive(envelope, 'peer')).toEqual({ ok: true, value: 'duplicate' });
    expect(a.receive(envelope, 'peer')).toEqual({ ok: true, value: 'duplicate' });
    expect(envelopesOf(b)).toHaveLength(1);
  });

  it('LED-2 holds what leaves a gap outside the ledger, tells of it, and takes it in order when it is filled', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    const told: number[] = [];
    b.on('gap', (gaps) => told.push(gaps.length));
    write(a, '1', '2', '3', '4');
    const [e0, e1, e2, e3] = envelopesOf(a) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    b.receive(e0, 'relay');
    expect(b.receive(e3, 'relay')).toEqual({ ok: true, value: 'waiting' });
    expect(b.receive(e3, 'relay')).toEqual({ ok: true, value: 'waiting' });
    expect(b.gaps()).toEqual([{ session: a.sessionHex, from: 1, until: 3 }]);
    b.receive(e2, 'relay');
    expect(b.gaps()).toEqual([{ session: a.sessionHex, from: 1, until: 2 }]);
    expect([textOf(b), envelopesOf(b).length]).toEqual(['1', 1]);
    b.receive(e1, 'relay');
    expect([textOf(b), envelopesOf(b).length, b.gaps().length]).toEqual(['1234', 4, 0]);
    expect(told).toEqual([1, 1, 0]);
    expect(b.ledger.heads()).toEqual(a.ledger.heads());
  });

  it('LED-2 two envelopes with one name raise an alarm that names the session; both are kept, in one order for all', () => {
    const { replica, capability, ports } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'one');
    // The same session again, with the same key: what a cloned machine would do.
    const twin = cloneSession(ports.sodium, a, capability('editor'));
    const forked = twin('other', 0);
    handOver(a, b);
    const c = replica();
    c.receive(forked, 'relay');
    expect(b.receive(forked, 'relay')).toEqual({ ok: true, value: 'duplicate' });
    for (const envelope of envelopesOf(a)) c.receive(envelope, 'relay');
    for (const one of [b, c]) {
      expect(one.alarms().map(({ code, session }) => [code, session])).toEqual([['equivocation', a.sessionHex]]);
      // A third one, or the same again, is kept no more.
      expect(one.receive(twin('third', 0), 'relay')).toMatchObject({ ok: false, failure: { code: 'equivocation' } });
      expect(one.ledger.doc.getArray('ledger').length).toBe(2);
    }
    expect([textOf(b), textOf(c)]).toEqual(['oneer', 'other']);
    const [again, too] = [b, c].map((one) => replica({ stored: [Y.encodeStateAsUpdate(one.ledger.doc)] }));
    expect(again && textOf(again)).toBe(too && textOf(too));
    expect(again?.ledger.heads()).toEqual(too?.ledger.heads());
  });

  it('LED-2 an envelope that does not name the one before it is refused', () => {
    const { replica, capability, ports } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'one');
    handOver(a, b);
    const received = b.receive(
      cloneSession(ports.sodium, a, capability('editor'))('two', 1, {
        prev: ports.sodium.hash(new Uint8Array(1)) as Hash,
      }),
      'relay',
    );
    expect(received.ok ? '' : received.failure.code).toBe('chain-broken');
    expect(alarmsOf(b)).toEqual(['chain-broken']);
    expect(envelopesOf(b)).toHaveLength(1);
  });

  it('KEY-5 refuses structs in the name of another, and takes deletions of their text', () => {
    const { replica, capability, ports } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'abc');
    handOver(a, b);
    const forged = new Y.Doc();
    forged.clientID = b.doc.clientID;
    forged.getText('t').insert(0, 'squat');
    const twin = cloneSession(ports.sodium, a, capability('editor'));
    const received = b.receive(twin(Y.encodeStateAsUpdate(forged), 1), 'relay');
    expect(received.ok ? '' : received.failure.code).toBe('update-not-owned');
    expect(textOf(b)).toBe('abc');
    b.doc.getText('t').delete(0, 1);
    b.flush();
    handOver(b, a);
    expect(textOf(a)).toBe('bc');
  });

  it('ENV-7 a sealed payload that is not a Yjs update is refused whole', () => {
    const { replica, capability, ports, random } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'abc');
    handOver(a, b);
    const twin = cloneSession(ports.sodium, a, capability('editor'));
    const good = Y.encodeStateAsUpdate(a.doc);
    const before = Y.encodeStateAsUpdate(b.doc);
    for (let i = 0; i < 300; i++) {
      const bad =
        random.below(2) === 0 ? random.bytes(random.below(60)) : good.slice(0, 1 + random.below(good.length - 1));
      const received = b.receive(twin(bad, 1), 'relay');
      if (received.ok) throw new Error(`taken: ${bad.join()}`);
    }
    expect(Y.encodeStateAsUpdate(b.doc)).toEqual(before);
  });

  it('LED-7 tells that Yjs waits for structs of others', () => {
    const { replica } = room();
    const [a, b, c] = [replica(), replica(), replica()];
    const told: boolean[] = [];
    c.on('pending', (isPending) => told.push(isPending));
    write(a, 'abc');
    handOver(a, b);
    write(b, 'def');
    for (const { envelope } of b.ledger.entries(new Map([[a.sessionHex, 0]]))) c.receive(envelope, 'relay');
    expect([c.isPending(), textOf(c)]).toEqual([true, '']);
    handOver(a, c);
    expect([c.isPending(), textOf(c)]).toEqual([false, 'abcdef']);
    expect(told).toEqual([true, false]);
  });

  it('a gate applies many updates in one transaction; the ledger holds them at once', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    const gated: (() => void)[] = [];
    b.setApplyGate((apply) => gated.push(apply));
    let transactions = 0;
    b.doc.on('afterTransaction', () => transactions++);
    write(a, '1', '2', '3');
    handOver(a, b);
    expect([gated.length, b.unapplied(), textOf(b), envelopesOf(b).length]).toEqual([1, 3, '', 3]);
    expect(b.ledger.heads()).toEqual(a.ledger.heads());
    for (const apply of gated) apply();
    expect([transactions, b.unapplied(), textOf(b)]).toEqual([1, 0, '123']);
    write(a, '4');
    handOver(a, b);
    b.setApplyGate(undefined);
    expect(textOf(b)).toBe('1234');
  });

  it('a gate that was replaced applies nothing any more, and a closed replica neither', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    const gated: (() => void)[] = [];
    b.setApplyGate((apply) => gated.push(apply));
    write(a, '1');
    handOver(a, b);
    b.setApplyGate((apply) => gated.push(apply));
    gated[0]?.();
    expect(textOf(b)).toBe('');
    b.destroy();
    gated[1]?.();
    expect(textOf(b)).toBe('');
  });
});

describe('ephemerals', () => {
  it('ENV-4 a replay is dropped, and so is one’s own', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica({ role: 'viewer' })];
    const first = a.sealEphemeral('presence', Uint8Array.of(1));
    const second = a.sealEphemeral('presence', Uint8Array.of(2));
    const opened = b.openEphemeral(second);
    expect(opened.ok && [opened.value.clientId, opened.value.kind, [...opened.value.payload]]).toEqual([
      a.session.clientId,
      'presence',
      [2],
    ]);
    for (const replayed of [first, second, b.sealEphemeral('presence', Uint8Array.of(3))]) {
      const again = b.openEphemeral(replayed);
      expect(again.ok ? '' : again.failure.code).toBe('ephemeral-replayed');
    }
  });

  it('ENV-5 stored and passing kinds do not take each other’s way', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    write(a, 'x');
    const [content] = envelopesOf(a);
    const asPassing = b.openEphemeral(content ?? new Uint8Array());
    const asStored = b.receive(a.sealEphemeral('receipt', new Uint8Array()), 'relay');
    expect([asPassing, asStored].map((result) => (result.ok ? '' : result.failure.code))).toEqual([
      'kind-not-ephemeral',
      'kind-not-stored',
    ]);
  });
});
