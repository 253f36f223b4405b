/** Every way on which an envelope can reach someone, each as one function: hands it over and says what became of it. */
import { createLedgerDoc, joinPeers } from '@weft/crdt-core/testing';
import { createReplica, importLedger, type Replica } from '@weft/crdt-core';
import { type ClientFrame, RefusalCode } from '@weft/crdt-core/wire';
import {
  concat,
  type Kind,
  loadVerifyingSodium,
  type Role,
  type Session,
  signHello,
  type Sodium,
  textToBytes,
  writeU32,
} from '@weft/crypto';
import * as Y from 'yjs';
import { createPeerDriver, type PeerDriver } from '../../../packages/crdt-core/src/peer/peer-driver.ts';
import { encodePeerFrame } from '../../../packages/crdt-core/src/wire/peer-frames.ts';
import { createNetwork, HOST } from '../../../packages/relay-server/src/testing/network.ts';
import type { Members } from '../envelopes/members.ts';
import { KIND_RULES } from '../kinds.ts';
import { printReplica } from '../replica-print.ts';

/** What became of an envelope: 'taken', or the code of the refusal. And whether anything is different from before. */
export interface Fate {
  readonly answer: string;
  readonly isChanged: boolean;
}

/** One attempt. */
export interface Attempt {
  readonly members: Members;
  /** Whose keys sealed the envelope. */
  readonly session: Session;
  readonly role: Role;
  readonly kind: Kind;
  readonly envelope: Uint8Array;
}

export type Path = (attempt: Attempt) => Fate;

export const PATHS = [
  'relay append',
  'relay ephemeral',
  'relay compact',
  'relay store',
  'relay link',
  'peer link',
  'file import',
  'sibling tab',
  'stored ledger',
] as const;
export type PathName = (typeof PATHS)[number];

const REFUSALS: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(RefusalCode).map(([name, code]) => [code, name]),
);

/** A replica that has something to lose. */
function createVictim({ room }: Members): Replica {
  const writer = room.replica();
  writer.doc.getText('title').insert(0, 'what was there');
  writer.flush();
  const victim = createReplica(room.ports, {
    capability: room.capability('editor'),
    ledgerDoc: createLedgerDoc(room.random, [Y.encodeStateAsUpdate(writer.ledger.doc)]),
  });
  return victim;
}

/** Alarms are allowed, and wanted: they are no change. */
function print(replica: Replica): string {
  const [heads, ledger, doc] = JSON.parse(printReplica(replica)) as unknown[];
  return JSON.stringify([heads, ledger, doc]);
}

/** Over a relay without sockets: the role's own connection sends it, a viewer and a newcomer see what came of it. */
function overRelay(sodium: Sodium, toFrame: (envelope: Uint8Array) => ClientFrame): Path {
  return ({ members, session, envelope }) => {
    const { room } = members;
    const { certificate } = room.capability('editor');
    const network = createNetwork({ sodium, random: room.random.bytes });
    const enter = (who: Session): ReturnType<typeof network.dial> => {
      const caller = network.dial(certificate.roomId);
      const nonce = caller.of('challenge')[0]?.nonce;
      if (nonce === undefined) throw new Error('no challenge');
      caller.send({
        type: 'hello',
        cursor: 0,
        generation: new Uint8Array(16),
        epochCertificate: certificate.bytes,
        sessionCertificate: who.certificate,
        proof: signHello(sodium, who, { host: HOST, roomId: certificate.roomId, nonce }),
        admission: undefined,
      });
      if (caller.of('caught-up').length !== 1) throw new Error('not let in');
      return caller;
    };
    const witness = enter(members.session('viewer'));
    const sender = enter(session);
    // A compaction needs something to compact.
    const first = members.session('editor');
    enter(first).send({ type: 'append', envelope: members.forge(first, 'content', 0, new Uint8Array(2)) });
    const seen = witness.frames.length;
    sender.send(toFrame(envelope));
    const news = witness.frames.slice(seen).filter(({ type }) => type !== 'beat' && type !== 'peer');
    const held = enter(members.session('viewer'));
    held.send({ type: 'fetch', session: session.pair.publicKey, from: 0, count: 9 });
    const isBeside = held.of('chunk').length > 0;
    const isStored = held.of('entry').length + held.of('base').length !== 1 || held.of('base').length > 0;
    const [refused] = sender.of('refused');
    if (refused !== undefined && refused.sentence.length < 20) throw new Error('refused without a reason');
    const isTaken = refused === undefined && sender.closed === undefined && (news.length > 0 || isBeside);
    return {
      answer: isTaken ? 'taken' : (REFUSALS[refused?.code ?? 0] ?? `closed ${sender.closed?.code ?? 'not'}`),
      isChanged: isStored || isBeside || news.length > 0,
    };
  };
}

function intoReplica(source: 'relay' | 'peer'): Path {
  return ({ members, kind, envelope }) => {
    const victim = createVictim(members);
    const before = print(victim);
    const isStored = KIND_RULES[kind].isStored;
    const answer = isStored ? victim.receive(envelope, source) : victim.openEphemeral(envelope);
    // Whoever relays chooses the frame: by the other way it is refused whatever the role.
    const other = isStored ? victim.openEphemeral(envelope) : victim.receive(envelope, source);
    if (other.ok) throw new Error(`a ${kind} was taken for something else`);
    const fate = { answer: answer.ok ? 'taken' : answer.failure.code, isChanged: print(victim) !== before };
    victim.destroy();
    return fate;
  };
}

/** A proven peer of the role sends it on a live link. */
function overPeerLink(): Path {
  return ({ members, role, kind, envelope }) => {
    const { room } = members;
    const victim = createVictim(members);
    const other = room.replica({ role: role === 'admin' ? 'editor' : role });
    const heard: Uint8Array[] = [];
    const alarms: string[] = [];
    let ended: string | undefined;
    const createEnd = (replica: Replica, isVictim: boolean): PeerDriver =>
      createPeerDriver({
        ports: room.ports,
        replica,
        certificate: () => room.capability('editor').certificate,
        listeners: isVictim
          ? {
              ephemeral: (bytes) => void heard.push(bytes),
              alarm: ({ code }) => void alarms.push(code),
              ended: (failure) => {
                ended = failure?.code ?? 'bye';
              },
            }
          : {},
      });
    const [mine, theirs] = [createEnd(victim, true), createEnd(other, false)];
    const wire = joinPeers(mine, theirs);
    wire.settle();
    if (mine.state().phase !== 'live') throw new Error('no link');
    const before = print(victim);
    const isStored = KIND_RULES[kind].isStored;
    mine.received(encodePeerFrame({ type: isStored ? 'envelope' : 'ephemeral', envelope }));
    wire.settle();
    const opened = heard[0] === undefined ? undefined : victim.openEphemeral(heard[0]);
    const isChanged = print(victim) !== before;
    const isTaken = isStored ? isChanged : opened?.ok === true;
    const refusal = opened?.ok === false ? opened.failure.code : (alarms[0] ?? ended ?? 'left out');
    for (const driver of [mine, theirs]) driver.destroy();
    for (const replica of [victim, other]) replica.destroy();
    return { answer: isTaken ? 'taken' : refusal, isChanged };
  };
}

/** A file with one entry and a true end: its hash is no secret. */
function toFile(sodium: Sodium, members: Members, envelope: Uint8Array): Uint8Array {
  const { certificate } = members.room.capability('editor');
  const length = new Uint8Array(4);
  writeU32(length, 0, envelope.length);
  const count = new Uint8Array(4);
  writeU32(count, 0, 1);
  const marked = concat(
    Uint8Array.of(0x89, 0x57, 0x45, 0x46, 0x54, 0x0d, 0x0a, 0x1a, 1),
    certificate.roomId,
    Uint8Array.of(1),
    certificate.bytes,
    Uint8Array.of(1),
    length,
    envelope,
    Uint8Array.of(0),
    textToBytes('weft-end'),
    count,
  );
  return concat(marked, sodium.hash(marked));
}

/** Into the ledger document itself, as only this browser's own pages can. */
function intoArray(isOpen: boolean): Path {
  return ({ members, envelope }) => {
    const { room } = members;
    const victim = createVictim(members);
    const shared = new Y.Doc();
    Y.applyUpdate(shared, Y.encodeStateAsUpdate(victim.ledger.doc));
    shared.getArray<Uint8Array>('ledger').push([envelope]);
    const update = Y.encodeStateAsUpdate(shared);
    if (isOpen) Y.applyUpdate(victim.ledger.doc, update, 'a sibling tab');
    const reader = isOpen
      ? victim
      : createReplica(room.ports, {
          capability: room.capability('editor'),
          ledgerDoc: createLedgerDoc(room.random, [update]),
        });
    const isTaken = reader.ledger.heads().size > 1;
    const [damaged] = reader.damaged();
    const fate = {
      answer: isTaken ? 'taken' : (damaged?.failure.code ?? 'left out'),
      isChanged: reader.doc.getText('title').toString() !== 'what was there',
    };
    victim.destroy();
    if (reader !== victim) reader.destroy();
    return fate;
  };
}

/** All of them. */
export async function createPaths(sodium: Sodium): Promise<Readonly<Record<PathName, Path>>> {
  const verifying = await loadVerifyingSodium();
  return {
    'relay append': overRelay(sodium, (envelope) => ({ type: 'append', envelope })),
    'relay ephemeral': overRelay(sodium, (envelope) => ({ type: 'ephemeral', to: 0, envelope })),
    'relay compact': overRelay(sodium, (envelope) => ({ type: 'compact', base: 0, upto: 1, envelope })),
    'relay store': overRelay(sodium, (envelope) => ({ type: 'store', envelope })),
    'relay link': intoReplica('relay'),
    'peer link': overPeerLink(),
    'file import'({ members, envelope }) {
      const victim = createVictim(members);
      const before = print(victim);
      const report = importLedger(verifying, victim, toFile(sodium, members, envelope));
      if (!report.ok) throw new Error(report.failure.sentence);
      const { added, refusal } = report.value;
      const fate = {
        answer: added === 1 ? 'taken' : (refusal?.code ?? 'left out'),
        isChanged: print(victim) !== before,
      };
      victim.destroy();
      return fate;
    },
    'sibling tab': intoArray(true),
    'stored ledger': intoArray(false),
  };
}

/** Seals as `forge` does, under a certificate whose role byte was raised: its signature no longer holds. */
export function raise(session: Session, role: number): Session {
  const certificate = session.certificate.slice();
  certificate[1] = role;
  return { ...session, certificate };
}
