/** What an insider seals: every bit of it is signed and allowed, and says whatever it likes. */
import { createReplica, type Replica } from '@weft/crdt-core';
import { createLedgerDoc } from '@weft/crdt-core/testing';
import {
  type Capability,
  concat,
  createCertificateCache,
  type Hash,
  hashEnvelope,
  openEnvelope,
  sealEnvelope,
  type Session,
  toHex,
  verifyEnvelope,
  zeroHash,
} from '@weft/crypto';
import * as Y from 'yjs';
import { isSameContent } from '../../../packages/crdt-core/src/ledger/is-same-content.ts';
import { deflateState } from '../../../packages/crdt-core/src/ledger/deflate-state.ts';
import { encodeParcel } from '../../../packages/crdt-core/src/ledger/parcel-payload.ts';
import { encodeSnapshotPayload } from '../../../packages/crdt-core/src/ledger/snapshot-payload.ts';
import { demand, type Target } from '../engine/target.ts';
import { type Fixture, sampleUpdates, takeFrom, toPart } from './fixture.ts';

const REPLICA = [
  /^packages\/crdt-core\/src\/replica\/(?!(own-changes|coalesce|keep-marks|local-updates|author))/,
  /^packages\/crdt-core\/src\/ledger\/(is-same-content|create-ledger|chain-index|snapshot-payload)/,
];
const YJS_WORDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x44, 0x84, 0xc4, 0x27, 0x28].map((byte) => Uint8Array.of(byte));

/** What of a replica is the document: everything that has to be the same on all of them. */
function contentOf(replica: Replica): Uint8Array {
  return Y.encodeStateAsUpdateV2(replica.doc);
}

function headsOf(replica: Replica): string {
  const heads = [...replica.ledger.heads()].map(([session, { seq, hash }]) => `${session} ${seq} ${toHex(hash)}`);
  return heads.sort((a, b) => (a < b ? -1 : 1)).join('\n');
}

export function replicaTargets(f: Fixture): Target[] {
  const { sodium, room, keys, capability, editors, sessions } = f;
  const [ada, bob] = editors;
  const viewer = room.capability('viewer');
  const trust = { certificate: capability.certificate, cache: createCertificateCache() };
  const open = (stored: readonly Uint8Array[] = [], as: Capability = viewer): Replica =>
    createReplica(room.ports, { capability: as, ledgerDoc: createLedgerDoc(room.random, stored) });

  const seal = (
    session: Session,
    kind: 'content' | 'comment' | 'snapshot' | 'parcel',
    seq: number,
    payload: Uint8Array,
    prev?: Hash,
  ): Uint8Array =>
    sealEnvelope(sodium, room.random.bytes, session, keys, {
      kind,
      seq,
      payload,
      ...(prev === undefined ? {} : { prev }),
    });

  /** Hands envelopes over; what is refused must have changed nothing. */
  function give(replica: Replica, envelopes: readonly Uint8Array[]): void {
    for (const envelope of envelopes) {
      const before = headsOf(replica);
      const answer = replica.receive(envelope, 'peer');
      if (answer.ok) continue;
      demand(answer.failure.sentence.length > 20, 'refused without a reason');
      demand(headsOf(replica) === before, 'refused, and changed the ledger');
    }
  }

  /** The same ledger gives the same document, however it was come by. */
  function expectSame(a: Replica, b: Replica, how: string): void {
    demand(headsOf(a) === headsOf(b), `${how}: other heads`);
    demand(isSameContent(contentOf(a), contentOf(b)), `${how}: another document`);
    demand(a.isPending() === b.isPending(), `${how}: pending or not`);
  }

  function reopen(replica: Replica, as?: Capability): Replica {
    return open([Y.encodeStateAsUpdate(replica.ledger.doc)], as);
  }

  const adas = sampleUpdates(ada.clientId);
  const bobs = sampleUpdates(bob.clientId);
  const state = (updates: readonly Uint8Array[]): Uint8Array => {
    const doc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(doc, update);
    return Y.encodeStateAsUpdateV2(doc);
  };

  return [
    {
      name: 'replica-content',
      share: 5,
      seeds: () => [
        concat(
          Uint8Array.of(0),
          toPart(adas[0]!),
          Uint8Array.of(1),
          toPart(bobs[0]!),
          Uint8Array.of(0),
          toPart(adas[1]!),
        ),
        concat(Uint8Array.of(0), toPart(adas.at(-1)!), Uint8Array.of(1), toPart(bobs.at(-1)!)),
        concat(...adas.slice(0, 5).flatMap((update) => [Uint8Array.of(0), toPart(update)])),
      ],
      files: REPLICA,
      dictionary: YJS_WORDS,
      steps: { base: 1_000_000, perByte: 60_000 },
      run(input) {
        const { byte, part } = takeFrom(input);
        const chains: [Uint8Array[], Uint8Array[]] = [[], []];
        const inOrder: Uint8Array[] = [];
        const live = open();
        for (let left = 6; left > 0; left--) {
          const who = byte() % 2 === 0 ? 0 : 1;
          const payload = part(1024);
          if (payload.length === 0) break;
          const chain = chains[who];
          // A refused change is no link of the chain: the next takes its number.
          const before = chain.at(-1);
          const envelope = seal(editors[who], 'content', chain.length, payload, before && hashEnvelope(sodium, before));
          const heads = headsOf(live);
          const answer = live.receive(envelope, 'peer');
          if (answer.ok) {
            chain.push(envelope);
            inOrder.push(envelope);
          } else demand(headsOf(live) === heads, 'refused, and changed the ledger');
        }
        const again = reopen(live);
        expectSame(live, again, 'reopened');
        // KEY-5: whoever writes whatever in their own name, everyone else still ends up with the same.
        const other = open();
        give(other, [...chains[1], ...chains[0]]);
        expectSame(live, other, 'in another order');
        for (const replica of [live, again, other]) replica.destroy();
        demand(inOrder.length === chains[0].length + chains[1].length, 'lost count');
      },
    },
    {
      name: 'replica-snapshot',
      share: 5,
      seeds: () => [
        concat(Uint8Array.of(0), state([adas.at(-1)!])),
        concat(Uint8Array.of(1), state([adas.at(-1)!, bobs.at(-1)!])),
        concat(Uint8Array.of(3), state([adas[0]!, bobs[0]!])),
        concat(Uint8Array.of(2), state([])),
      ],
      files: REPLICA,
      dictionary: YJS_WORDS,
      steps: { base: 16_000_000, perByte: 60_000 },
      run(input) {
        const mode = input[0] ?? 0;
        const live = open();
        const heads = new Map<string, { readonly seq: number; readonly hash: Hash }>();
        const first = seal(ada, 'content', 0, adas[0]!);
        give(live, [first]);
        heads.set(toHex(ada.pair.publicKey), { seq: 0, hash: hashEnvelope(sodium, first) });
        if ((mode & 1) === 1) {
          const theirs = seal(bob, 'content', 0, bobs[0]!);
          give(live, [theirs]);
          heads.set(toHex(bob.pair.publicKey), { seq: 0, hash: hashEnvelope(sodium, theirs) });
        }
        // Claims of another's future.
        if ((mode & 2) === 2) heads.set('7f'.repeat(32), { seq: 4, hash: zeroHash() });
        const payload = encodeSnapshotPayload(heads, deflateState(input.subarray(1)));
        const before = contentOf(live);
        const envelope = seal(ada, 'snapshot', 1, payload, hashEnvelope(sodium, first));
        const answer = live.receive(envelope, 'relay');
        if (!answer.ok) {
          demand(isSameContent(contentOf(live), before), 'refused, and changed the document');
          demand(answer.failure.sentence.length > 20, 'refused without a reason');
        }
        const again = reopen(live);
        expectSame(live, again, 'reopened');
        for (const replica of [live, again]) replica.destroy();
      },
    },
    {
      // KEY-8: a commenter packs what they like; whoever reads it can, or cannot, read comments.
      name: 'replica-parcel',
      share: 5,
      seeds: () => {
        const comments = sampleUpdates(sessions.commenter.clientId);
        return [
          concat(Uint8Array.of(0, 0), toPart(comments[0]!), Uint8Array.of(0), toPart(comments[1]!)),
          concat(Uint8Array.of(1, 0), toPart(comments.at(-1)!), Uint8Array.of(1), toPart(adas[0]!)),
          concat(Uint8Array.of(1, 1), toPart(adas[0]!), Uint8Array.of(3), toPart(adas[1]!)),
          concat(Uint8Array.of(0, 2), toPart(comments[0]!)),
          concat(Uint8Array.of(1, 4), toPart(adas[0]!)),
        ];
      },
      files: [
        /^packages\/crdt-core\/src\/replica\/(check|take)-parcel/,
        /^packages\/crdt-core\/src\/ledger\/parcel-payload/,
      ],
      dictionary: YJS_WORDS,
      steps: { base: 1_000_000, perByte: 60_000 },
      run(input) {
        const { byte, part } = takeFrom(input);
        const as = (byte() & 1) === 0 ? viewer : capability;
        const live = open([], as);
        const { commenter } = sessions;
        const chains: [Uint8Array[], Uint8Array[]] = [[], []];
        const envelopes: Uint8Array[] = [];
        for (let left = 4; left > 0; left--) {
          const how = byte();
          const payload = part(1024);
          if (payload.length === 0) break;
          // Bits: an editor's change and not one's own comment; its place is another; it came by itself before; it is not sealed at all.
          const chain = chains[how & 1 ? 1 : 0];
          const before = chain.at(-1);
          const [session, kind] = (how & 1) === 0 ? ([commenter, 'comment'] as const) : ([ada, 'content'] as const);
          const seq = chain.length + ((how >> 1) & 1);
          const prev = hashEnvelope(sodium, before ?? Uint8Array.of(0));
          const envelope = seal(session, kind, seq, payload, seq === 0 ? undefined : prev);
          if ((how & 4) !== 0) give(live, [envelope]);
          chain.push(envelope);
          envelopes.push((how & 8) === 0 ? envelope : payload);
        }
        const mine = chains[0].at(-1);
        const parcel = encodeParcel({ envelopes });
        const sealed = seal(commenter, 'parcel', chains[0].length, parcel, mine && hashEnvelope(sodium, mine));
        give(live, [sealed]);
        const again = reopen(live, as);
        expectSame(live, again, 'reopened');
        for (const replica of [live, again]) replica.destroy();
      },
    },
    {
      // What lies in the ledger document on opening, or is put there by a sibling tab (LED-5, SYN-8).
      name: 'stored-ledger',
      share: 5,
      seeds: () => {
        const first = seal(ada, 'content', 0, adas[0]!);
        const second = seal(ada, 'content', 1, adas[1]!, hashEnvelope(sodium, first));
        return [concat(toPart(first), toPart(second)), concat(toPart(second), toPart(first)), toPart(first)];
      },
      files: REPLICA,
      dictionary: [Uint8Array.of(0x57, 0x65, 1, 1)],
      steps: { base: 1_000_000, perByte: 4000 },
      run(input) {
        const { part } = takeFrom(input);
        const entries: Uint8Array[] = [];
        for (let entry = part(4096); entry.length > 0 && entries.length < 8; entry = part(4096))
          entries.push(entry.slice());
        const stored = new Y.Doc();
        stored.clientID = 5;
        stored.getArray<Uint8Array>('ledger').push(entries);
        const update = Y.encodeStateAsUpdate(stored);
        const opened = open([update]);
        const live = open();
        Y.applyUpdate(live.ledger.doc, update, 'tab');
        // What was stored had been verified (LED-5): an entry that opens, and whose signature was altered since, is for the
        // chain to notice when it is passed on.
        const isVerified = (entry: Uint8Array): boolean =>
          !openEnvelope(sodium, keys, entry).ok || verifyEnvelope(sodium, entry, trust).ok;
        if (entries.every(isVerified)) expectSame(opened, live, 'from a sibling');
        for (const replica of [opened, live]) {
          for (const { failure } of replica.damaged()) demand(failure.sentence.length > 20, 'damaged without a reason');
          replica.destroy();
        }
      },
    },
  ];
}
