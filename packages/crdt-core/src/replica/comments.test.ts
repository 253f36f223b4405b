import {
  type Capability,
  decodeHeader,
  deriveKeys,
  type EpochKeys,
  hashEnvelope,
  loadSodium,
  sealCommentSection,
  type Sodium,
} from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { importLedger } from '../files/import-ledger.ts';
import { encodeFile } from '../files/encode-file.ts';
import { LEDGER_ARRAY } from '../ledger/create-ledger.ts';
import { deflateState } from '../ledger/deflate-state.ts';
import { encodeSnapshotPayload } from '../ledger/snapshot-payload.ts';
import { cloneSession, createTestRoomWith, envelopesOf, handOver, type TestRoom } from '../testing/index.ts';
import { createKeyring } from './keyring.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const deriveKeysOf = ({ role, secret }: Capability): EpochKeys => deriveKeys(sodium, role, secret);
const room = (seed = 1): TestRoom => createTestRoomWith(sodium, seed);
const said = ({ comments }: Replica): string => comments.getText('t').toString();
const written = ({ doc }: Replica): string => doc.getText('t').toString();
const alarmsOf = (replica: Replica): string[] => replica.alarms().map(({ code }) => code);
const codeOf = (result: ReturnType<Replica['receive']>): string => (result.ok ? result.value : result.failure.code);
const arrayLength = (replica: Replica): number => replica.ledger.doc.getArray(LEDGER_ARRAY).length;
const stored = (replica: Replica): Uint8Array[] => [Y.encodeStateAsUpdate(replica.ledger.doc)];
const kindsOf = (replica: Replica): string[] =>
  envelopesOf(replica).map((envelope) => {
    const header = decodeHeader(envelope);
    return header.ok ? header.value.kind : header.failure.code;
  });

function say(replica: Replica, ...texts: readonly string[]): void {
  for (const text of texts) {
    replica.comments.getText('t').insert(said(replica).length, text);
    replica.flush();
  }
}

function write(replica: Replica, ...texts: readonly string[]): void {
  for (const text of texts) {
    replica.doc.getText('t').insert(written(replica).length, text);
    replica.flush();
  }
}

describe('comments', () => {
  it('LED-1 are sealed into the same chain as changes, one envelope each, in the order in which they were begun', () => {
    const { replica, time } = room();
    const a = replica();
    write(a, 'first'); // opens the 50 ms in which the rest is gathered
    a.comments.getText('t').insert(0, 'about ');
    a.doc.getText('t').insert(0, 'more ');
    a.comments.getText('t').insert(6, 'first');
    expect(a.unsealed()).toBe(3);
    time.advance(50);
    a.doc.getText('t').insert(0, 'still ');
    a.comments.getText('t').insert(0, 'all ');
    time.advance(50);
    expect(kindsOf(a)).toEqual(['content', 'comment', 'content', 'content', 'comment']);
    const b = replica({ role: 'commenter' });
    handOver(a, b);
    expect([said(b), written(b), b.gaps()]).toEqual(['all about first', 'still more first', []]);
  });

  it('KEY-5 have the client id of the session, as the document has', () => {
    const { replica } = room();
    const a = replica({ role: 'commenter' });
    expect([a.doc.clientID, a.comments.clientID]).toEqual([a.session.clientId, a.session.clientId]);
  });

  it('KEY-5 tell by the client id of a struct which session wrote it, after compaction too', () => {
    const { replica } = room();
    const [a, b, c] = [replica(), replica({ role: 'commenter' }), replica()];
    say(b, 'a remark');
    handOver(b, a);
    expect(a.people.sessionOf(b.comments.clientID)).toBe(b.sessionHex);
    expect([a, c].map((one) => one.people.sessionOf(one.doc.clientID))).toEqual([a.sessionHex, c.sessionHex]);
    expect(c.people.sessionOf(b.comments.clientID)).toBeUndefined();
    write(a, 'text');
    expect(a.compact()).toBeDefined();
    handOver(a, c);
    expect([b, a].map((one) => c.people.sessionOf(one.doc.clientID))).toEqual([b.sessionHex, a.sessionHex]);
    expect(c.people.sessionOf(1)).toBeUndefined();
  });

  it('ENV-5 a commenter does not change the document, a viewer neither', () => {
    const { replica } = room();
    const [commenter, viewer] = [replica({ role: 'commenter' }), replica({ role: 'viewer' })];
    write(commenter, 'not mine to write');
    say(commenter, 'a remark');
    say(viewer, 'not mine to say');
    write(viewer, 'nor to write');
    expect([alarmsOf(commenter), alarmsOf(viewer)]).toEqual([['local-change-refused'], ['local-change-refused']]);
    expect([kindsOf(commenter), kindsOf(viewer)]).toEqual([['comment'], []]);
    expect([commenter.compact(), commenter.wantsCompaction()]).toEqual([undefined, false]);
  });

  it('ENV-5 content that a commenter seals by hand is refused, whatever way it comes', () => {
    const { replica, capability, room: home } = room();
    const [commenter, reader] = [replica({ role: 'commenter' }), replica()];
    const forged = cloneSession(sodium, commenter, capability('commenter'))('not mine to write', 0);
    expect(codeOf(reader.receive(forged, 'relay'))).toBe('envelope-role');
    expect(codeOf(reader.receive(forged, 'peer'))).toBe('envelope-role');
    const { certificate } = capability('viewer');
    const file = encodeFile(sodium, { roomId: home.roomId, certificates: [certificate.bytes], envelopes: [forged] });
    const imported = importLedger(sodium, reader, file);
    expect(imported).toMatchObject({ ok: true, value: { added: 0, refused: 1, refusal: { code: 'envelope-role' } } });
    expect([written(reader), arrayLength(reader)]).toEqual(['', 0]);
  });

  it('KEY-5 a comment in somebody else’s name is refused', () => {
    const { replica, capability } = room();
    const [hostile, reader] = [replica({ role: 'commenter' }), replica()];
    const squat = new Y.Doc();
    squat.clientID = reader.session.clientId;
    squat.getText('t').insert(0, 'I never said this');
    const seal = cloneSession(sodium, hostile, capability('commenter'));
    const forged = seal(Y.encodeStateAsUpdate(squat), 0, { kind: 'comment' });
    expect(codeOf(reader.receive(forged, 'relay'))).toBe('update-not-owned');
    expect(codeOf(reader.receive(seal(Uint8Array.of(1, 2, 3), 0, { kind: 'comment' }), 'relay'))).toBe(
      'update-malformed',
    );
    expect([said(reader), arrayLength(reader), reader.alarms()[0]?.session]).toEqual(['', 0, hostile.sessionHex]);
  });

  it('LED-2 two comments with one name raise an alarm, where they can be read and where not', () => {
    const { replica, capability } = room();
    const hostile = replica({ role: 'commenter' });
    const seal = cloneSession(sodium, hostile, capability('commenter'));
    const [one, other] = ['one', 'other'].map((text) => seal(text, 0, { kind: 'comment' })) as [Uint8Array, Uint8Array];
    for (const role of ['editor', 'commenter', 'viewer'] as const) {
      const reader = replica({ role });
      expect([one, one, other].map((envelope) => codeOf(reader.receive(envelope, 'relay')))).toEqual([
        'applied',
        'duplicate',
        role === 'viewer' ? 'equivocation' : 'duplicate',
      ]);
      expect(reader.alarms()).toMatchObject([{ code: 'equivocation', session: hostile.sessionHex }]);
    }
  });

  it('what waits at the gate comes in with the document, by one request', () => {
    const { replica } = room();
    const [a, b] = [replica(), replica()];
    const asked: (() => void)[] = [];
    b.setApplyGate((apply) => void asked.push(apply));
    write(a, 'text');
    say(a, 'remark');
    handOver(a, b);
    expect([asked.length, b.unapplied(), written(b), said(b)]).toEqual([1, 2, '', '']);
    asked[0]?.();
    expect([b.unapplied(), written(b), said(b)]).toEqual([0, 'text', 'remark']);
    say(a, ' again');
    handOver(a, b);
    expect(asked.length).toBe(2);
    b.setApplyGate(undefined);
    expect(said(b)).toBe('remark again');
  });
});

describe('a viewer', () => {
  it('LED-2 keeps and hands on comments that it cannot read', () => {
    const { replica } = room();
    const [author, viewer, editor] = [replica(), replica({ role: 'viewer' }), replica()];
    const commenter = replica({ role: 'commenter' });
    say(commenter, 'a', 'b', 'c');
    write(author, '1');
    say(author, 'd');
    write(author, '2');
    handOver(commenter, viewer);
    handOver(author, viewer);
    expect([written(viewer), viewer.comments.store.clients.size, viewer.gaps(), alarmsOf(viewer)]).toEqual([
      '12',
      0,
      [],
      [],
    ]);
    handOver(viewer, editor);
    expect([written(editor), [...said(editor)].sort().join('')]).toEqual(['12', 'abcd']);
    expect(new Map(editor.ledger.heads())).toEqual(new Map(viewer.ledger.heads()));
  });

  it('LED-2 lets comments wait for what comes before them, over links, from storage and from siblings', () => {
    const { replica } = room();
    const commenter = replica({ role: 'commenter' });
    say(commenter, 'a', 'b', 'c');
    const [a, b, c] = envelopesOf(commenter) as [Uint8Array, Uint8Array, Uint8Array];
    const viewer = replica({ role: 'viewer' });
    expect([c, b, a].map((envelope) => codeOf(viewer.receive(envelope, 'relay')))).toEqual([
      'waiting',
      'waiting',
      'applied',
    ]);
    expect([viewer.ledger.heads().get(commenter.sessionHex)?.seq, viewer.gaps()]).toEqual([2, []]);

    const holed = new Y.Doc();
    holed.getArray(LEDGER_ARRAY).push([c]);
    const later = replica({ role: 'viewer', stored: [Y.encodeStateAsUpdate(holed)] });
    expect(later.gaps()).toMatchObject([{ from: 0, until: 2 }]);
    later.ledger.doc.getArray(LEDGER_ARRAY).push([b]); // as a sibling tab does
    expect(codeOf(later.receive(a, 'relay'))).toBe('applied');
    expect([later.ledger.heads().get(commenter.sessionHex)?.seq, later.gaps(), alarmsOf(later)]).toEqual([2, [], []]);
  });

  it('LED-5 finds a stored comment that was damaged, and loads the rest', () => {
    const { replica } = room();
    const commenter = replica({ role: 'commenter' });
    say(commenter, 'a', 'b');
    const [a, b] = envelopesOf(commenter) as [Uint8Array, Uint8Array];
    const damaged = b.slice();
    damaged[150] = (damaged[150] ?? 0) ^ 1;
    const disk = new Y.Doc();
    disk.getArray(LEDGER_ARRAY).push([a, damaged]);
    const viewer = replica({ role: 'viewer', stored: [Y.encodeStateAsUpdate(disk)] });
    expect(viewer.damaged()).toMatchObject([{ seq: 1, failure: { code: 'envelope-signature' } }]);
    expect(viewer.ledger.heads().get(commenter.sessionHex)).toEqual({ seq: 0, hash: hashEnvelope(sodium, a) });
    expect(codeOf(viewer.receive(b, 'relay'))).toBe('applied');
  });

  it('KEY-5 what a viewer stored unread is checked by the editor who opens the same device’s ledger', () => {
    const { replica, capability } = room();
    const [hostile, viewer] = [replica({ role: 'commenter' }), replica({ role: 'viewer' })];
    const squat = new Y.Doc();
    squat.clientID = 1234;
    squat.getText('t').insert(0, 'I never said this');
    const seal = cloneSession(sodium, hostile, capability('commenter'));
    const forged = seal(Y.encodeStateAsUpdate(squat), 0, { kind: 'comment' });
    expect(codeOf(viewer.receive(forged, 'relay'))).toBe('applied');
    const opened = replica({ stored: stored(viewer) });
    expect([said(opened), alarmsOf(opened)]).toEqual(['', ['update-not-owned']]);
    const sibling = replica();
    sibling.ledger.doc.getArray(LEDGER_ARRAY).push([forged]);
    expect([said(sibling), alarmsOf(sibling)]).toEqual(['', ['update-not-owned']]);
  });
});

describe('snapshots with comments', () => {
  it('LED-4 stand for the comments too: for newcomers, for those who were there, for viewers', () => {
    const { replica } = room();
    const [a, b, viewer] = [replica(), replica({ role: 'commenter' }), replica({ role: 'viewer' })];
    say(b, 'why?');
    handOver(b, a);
    write(a, 'because');
    say(a, ' see above');
    for (const other of [b, viewer]) handOver(a, other);
    expect(a.compact()).toBeDefined();
    for (const other of [b, viewer]) handOver(a, other);
    expect([a, b, viewer].map((one) => [arrayLength(one), alarmsOf(one)])).toEqual([1, 1, 1].map((n) => [n, []]));
    const [newcomer, reader] = [replica({ role: 'commenter' }), replica({ role: 'viewer' })];
    handOver(viewer, newcomer);
    handOver(viewer, reader);
    expect([said(newcomer), written(newcomer)]).toEqual(['why? see above', 'because']);
    expect([said(reader), written(reader)]).toEqual(['', 'because']);
    expect(said(replica({ stored: stored(viewer) }))).toBe('why? see above');
    say(newcomer, ' and below');
    handOver(newcomer, a);
    expect([said(a), alarmsOf(a)]).toEqual(['why? see above and below', []]);
  });

  it('LED-4 comments at the gate are in a snapshot; without comments it has no section for them', () => {
    const { replica } = room();
    const [a, b, c] = [replica({ role: 'commenter' }), replica(), replica()];
    write(b, 'x');
    const bare = b.compact()?.length ?? 0;
    say(a, 'a remark that waits');
    b.setApplyGate(() => undefined);
    handOver(a, b);
    expect([said(b), b.unapplied()]).toEqual(['', 1]);
    expect(b.compact()?.length).toBeGreaterThan(bare);
    handOver(b, c);
    expect(said(c)).toBe('a remark that waits');
  });

  /** Three who hold the same, and what seals a snapshot in the name of the first. */
  function trio(): {
    readonly a: Replica;
    readonly b: Replica;
    readonly viewer: Replica;
    readonly replica: TestRoom['replica'];
    readonly seal: (comments: Y.Doc | Uint8Array | undefined) => Uint8Array;
  } {
    const { replica, capability, random } = room();
    const [a, b, viewer] = [replica(), replica({ role: 'commenter' }), replica({ role: 'viewer' })];
    write(a, 'text');
    say(b, 'remark');
    handOver(b, a);
    for (const other of [b, viewer]) handOver(a, other);
    const { certificate } = capability('editor');
    const ring = createKeyring(sodium, certificate, deriveKeysOf(capability('editor')));
    const twin = cloneSession(sodium, a, capability('editor'));
    return {
      a,
      b,
      viewer,
      replica,
      seal(comments) {
        const plain = comments instanceof Y.Doc ? deflateState(Y.encodeStateAsUpdateV2(comments)) : comments;
        const section = plain && sealCommentSection(sodium, random.bytes, ring.current(), plain);
        const extras = section === undefined ? {} : { comments: section };
        const covers = new Map(a.ledger.heads());
        return twin(encodeSnapshotPayload(covers, deflateState(Y.encodeStateAsUpdateV2(a.doc)), extras), 1, {
          kind: 'snapshot',
        });
      },
    };
  }

  it('LED-4 one that lost or changed comments replaces nothing where they can be read, and its author is named', () => {
    const lie = new Y.Doc();
    for (const forge of [(): undefined => undefined, (): Y.Doc => lie]) {
      const { a, b, replica, seal } = trio();
      lie.clientID = b.session.clientId;
      if (lie.getText('t').length === 0) lie.getText('t').insert(0, 'REMARK');
      const forged = forge();
      const code = forged === undefined ? 'snapshot-disagrees' : 'snapshot-overreaches';
      expect(codeOf(b.receive(seal(forged), 'relay'))).toBe('applied');
      expect(b.alarms()).toMatchObject([{ code, session: a.sessionHex }]);
      expect([said(b), arrayLength(b)]).toEqual(['remark', 3]);
      expect(said(replica({ stored: stored(b) }))).toBe('remark');
    }
  });

  it('LED-4 a true one by hand is taken: the two above fail for what they say', () => {
    const { b, seal } = trio();
    expect(codeOf(b.receive(seal(b.comments), 'relay'))).toBe('applied');
    expect([said(b), arrayLength(b), alarmsOf(b)]).toEqual(['remark', 1, []]);
  });

  it('LED-4 nobody says in a snapshot what a known session never said', () => {
    const { a, b, seal } = trio();
    const squat = new Y.Doc();
    Y.applyUpdate(squat, Y.encodeStateAsUpdate(b.comments));
    squat.clientID = b.session.clientId;
    squat.getText('t').insert(6, ' that I never made');
    expect(codeOf(b.receive(seal(squat), 'relay'))).toBe('applied');
    expect(b.alarms()).toMatchObject([{ code: 'snapshot-overreaches', session: a.sessionHex }]);
    expect(said(b)).toBe('remark');
    expect(b.ledger.snapshots().some(({ covers }) => covers.has(b.sessionHex))).toBe(false);
  });

  it('ENV-6 comments that cannot be read make the snapshot unreadable, but for viewers', () => {
    const { b, viewer, seal } = trio();
    const state = deflateState(Y.encodeStateAsUpdateV2(b.comments));
    const huge = state.slice();
    huge[0] = 0x20;
    const bad = [new Uint8Array(), Uint8Array.of(0, 0, 0, 9, 1, 2), state.subarray(0, state.length - 3), huge];
    expect(bad.map((section) => codeOf(b.receive(seal(section), 'relay')))).toEqual([
      'snapshot-malformed',
      'snapshot-malformed',
      'snapshot-malformed',
      'snapshot-too-large',
    ]);
    expect([said(b), arrayLength(b)]).toEqual(['remark', 2]);
    // What a viewer trusts: it has no way to tell (docs/threat-model.md).
    expect(codeOf(viewer.receive(seal(new Uint8Array()), 'relay'))).toBe('applied');
    expect([arrayLength(viewer), alarmsOf(viewer)]).toEqual([1, []]);
  });
});
