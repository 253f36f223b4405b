/** What someone with a comment link and a changed program can put into a parcel (KEY-8), and what becomes of it. */
import type { Replica } from '@weft/crdt-core';
import { handOver } from '@weft/crdt-core/testing';
import { type Hash, hashEnvelope, loadSodium, type Session } from '@weft/crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeParcel } from '../../../packages/crdt-core/src/ledger/parcel-payload.ts';
import { deflateState } from '../../../packages/crdt-core/src/ledger/deflate-state.ts';
import { encodeSnapshotPayload } from '../../../packages/crdt-core/src/ledger/snapshot-payload.ts';
import { createMembers, type Members, typing } from '../envelopes/members.ts';
import { printReplica } from '../replica-print.ts';
import { raise } from './paths.ts';

const sodium = await loadSodium();

interface Stage {
  readonly members: Members;
  readonly hostile: Session;
  readonly other: Session;
  readonly reader: Replica;
  /** Of the hostile session, at the beginning of its chain. */
  parcel(...envelopes: readonly Uint8Array[]): Uint8Array;
  comment(by: Session, text: string, seq?: number, prev?: Hash): Uint8Array;
}

function createStage(seed: number): Stage {
  const members = createMembers(sodium, seed);
  const [hostile, other] = [members.session('commenter'), members.session('commenter')];
  const writer = members.room.replica();
  writer.comments.getText('t').insert(0, 'what was there');
  writer.flush();
  const reader = members.room.replica();
  handOver(writer, reader);
  return {
    members,
    hostile,
    other,
    reader,
    parcel: (...envelopes) => members.forge(hostile, 'parcel', 0, encodeParcel({ envelopes })),
    comment: (by, text, seq = 0, prev) => members.forge(by, 'comment', seq, typing(by, text), prev),
  };
}

type Attack = (stage: Stage) => Uint8Array;

const update = (by: Session): Uint8Array => typing(by, 'forged');

/** Each is refused whole, whatever else lies in the parcel. */
const ATTACKS: Readonly<Record<string, readonly [code: string, attack: Attack]>> = {
  nothing: ['parcel-malformed', ({ parcel }) => parcel()],
  'what is cut short': [
    'parcel-malformed',
    ({ members, hostile }) => members.forge(hostile, 'parcel', 0, Uint8Array.of(0, 0, 0, 0, 2, 0, 1)),
  ],
  'what is no envelope': ['parcel-malformed', ({ parcel }) => parcel(new Uint8Array(600))],
  'a change of the document that a commenter signed': [
    'parcel-malformed',
    ({ members, other, parcel }) => parcel(members.forge(other, 'content', 0, update(other))),
  ],
  'one under a certificate whose role was raised': [
    'parcel-malformed',
    ({ members, other, parcel }) => parcel(members.forge(raise(other, 3), 'content', 0, update(other))),
  ],
  'one whose signature does not hold': [
    'parcel-malformed',
    ({ comment, other, parcel }) => {
      const forged = comment(other, 'forged');
      forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
      return parcel(forged);
    },
  ],
  'a comment in another’s name': [
    'update-not-owned',
    ({ members, other, hostile, parcel }) => parcel(members.forge(other, 'comment', 0, update(hostile))),
  ],
  'a snapshot, of an editor’s too': [
    'parcel-malformed',
    ({ members, parcel }) => {
      const editor = members.session('editor');
      const state = Y.encodeStateAsUpdateV2(new Y.Doc());
      return parcel(members.forge(editor, 'snapshot', 0, encodeSnapshotPayload(new Map(), deflateState(state))));
    },
  ],
  'a passing message': [
    'parcel-malformed',
    ({ members, other, parcel }) => parcel(members.forge(other, 'presence', 0, new Uint8Array(8))),
  ],
  'what does not follow from what it claims to follow': [
    'chain-broken',
    ({ comment, other, parcel }) =>
      parcel(comment(other, 'one'), comment(other, 'two', 1, hashEnvelope(sodium, comment(other, 'x')))),
  ],
  'parcels within parcels without end': [
    'parcel-malformed',
    ({ members, comment, other, hostile }) => {
      let inner = comment(other, 'deep');
      for (let depth = 0; depth < 20; depth++) {
        const by = depth === 19 ? hostile : members.session('commenter');
        inner = members.forge(by, 'parcel', 0, encodeParcel({ envelopes: [inner] }));
      }
      return inner;
    },
  ],
};

test.each(Object.entries(ATTACKS))(
  'ENV-5 ENV-6 KEY-8 a parcel with %s is refused and changes nothing',
  (_, [code, attack]) => {
    const stage = createStage(41);
    const { comment, other, reader } = stage;
    const hostile = attack(stage);
    const before = printReplica(reader);
    for (const source of ['relay', 'peer', 'file'] as const)
      expect(reader.receive(hostile, source)).toMatchObject({ ok: false, failure: { code } });
    const [heads, ledger, doc] = JSON.parse(printReplica(reader)) as unknown[];
    expect([heads, ledger, doc]).toEqual((JSON.parse(before) as unknown[]).slice(0, 3));
    // Whom it names is not kept from speaking for themselves.
    expect(reader.receive(comment(other, 'true'), 'relay')).toMatchObject({ ok: true });
    expect(reader.comments.getText('title').toString()).toContain('true');
  },
);

test('KEY-8 a true parcel by hand is taken: those above fail for what lies in them', () => {
  const { comment, other, parcel, reader } = createStage(42);
  const first = comment(other, 'true');
  expect(reader.receive(parcel(first), 'relay')).toEqual({ ok: true, value: 'applied' });
  expect(reader.comments.getText('title').toString()).toBe('true');
  expect(reader.receive(first, 'relay')).toEqual({ ok: true, value: 'duplicate' });
});

test('KEY-8 LED-2 a second history in a parcel accuses the session that signed both, and nobody loses the first', () => {
  const { comment, other, parcel, reader } = createStage(43);
  expect(reader.receive(comment(other, 'first'), 'relay')).toMatchObject({ ok: true });
  expect(reader.receive(parcel(comment(other, 'second')), 'relay')).toMatchObject({ ok: true });
  expect(reader.alarms().map(({ code }) => code)).toEqual(['equivocation']);
  expect(reader.comments.getText('title').toString()).toContain('first');
});

test('KEY-6 KEY-8 what another device’s session wrote is not taken from a parcel', () => {
  const { members, hostile, parcel, reader } = createStage(44);
  const { room } = members;
  const honest = room.replica({ device: room.device(), role: 'commenter' });
  honest.comments.getText('t').insert(0, 'mine');
  honest.flush();
  const [mine] = [...honest.ledger.entries()].map(({ envelope }) => envelope);
  if (mine === undefined) throw new Error('nothing written');
  expect(reader.receive(parcel(mine), 'peer')).toMatchObject({ ok: false, failure: { code: 'parcel-malformed' } });
  expect(reader.alarms()[0]?.session).toBe(Buffer.from(hostile.pair.publicKey).toString('hex'));
  expect(reader.receive(mine, 'relay')).toEqual({ ok: true, value: 'applied' });
});
