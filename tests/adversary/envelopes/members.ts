import type { Replica } from '@weft/crdt-core';
import { createTestRoomWith, handOver, type TestRoom } from '@weft/crdt-core/testing';
import {
  createSession,
  deriveKeys,
  type EpochKeys,
  type Hash,
  hashEnvelope,
  type Kind,
  type Role,
  sealEnvelope,
  type Session,
  type Sodium,
  withRoot,
} from '@weft/crypto';
import * as Y from 'yjs';
import { encodeParcel } from '../../../packages/crdt-core/src/ledger/parcel-payload.ts';
import { KIND_RULES } from '../kinds.ts';

/** A room of which everything is known: a hostile member's view, with sessions of every role at hand. */
export interface Members {
  readonly room: TestRoom;
  readonly keys: EpochKeys;
  /** A fresh session with a true certificate for this role. */
  session(role: Role): Session;
  /**
   * Seals with a session's real keys whatever is asked for, while the code believes the session to be an admin's: what a
   * program that does not ask first would write.
   */
  forge(session: Session, kind: Kind, seq: number, payload: Uint8Array, prev?: Hash): Uint8Array;
}

export function createMembers(sodium: Sodium, seed: number): Members {
  const room = createTestRoomWith(sodium, seed);
  const { certificate, secret } = room.capability('editor');
  const keys = withRoot(deriveKeys(sodium, 'editor', secret), room.room);
  return {
    room,
    keys,
    session: (role) =>
      createSession(sodium, room.random.bytes, keys, certificate, { role, notAfter: certificate.notAfter }),
    forge(session, kind, seq, payload, prev) {
      const content = { kind, seq, payload, ...(prev === undefined ? {} : { prev }) };
      return sealEnvelope(sodium, room.random.bytes, { ...session, role: 'admin' }, keys, content);
    },
  };
}

/** A Yjs update that types a text under a session's own client id. */
export function typing(session: Session, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = session.clientId;
  doc.getText('title').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

/** Characters that deflate cannot shorten much. */
export function noise(members: Members, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(33 + members.room.random.below(90))).join('');
}

/** An honest envelope, and a replica that lacks exactly this one. */
export interface Specimen {
  readonly kind: Kind;
  readonly envelope: Uint8Array;
  /** One with the same kind, length and session, and another content; `undefined` for what an author writes once. */
  readonly twin: Uint8Array | undefined;
  readonly reader: Replica;
}

/**
 * Makes one envelope of a kind as its least role writes it, and a reader that holds all that came before it.
 *
 * @param textLength - characters of content
 */
export function createSpecimen(sodium: Sodium, seed: number, kind: Kind, textLength: number): Specimen {
  const members = createMembers(sodium, seed);
  const { room } = members;
  const neighbour = room.replica();
  neighbour.doc.getText('title').insert(0, 'a neighbour');
  neighbour.flush();
  const reader = room.replica({ role: 'viewer' });
  handOver(neighbour, reader);
  const text = noise(members, textLength);

  if (kind === 'snapshot') {
    const author = room.replica();
    author.doc.getText('title').insert(0, text);
    author.flush();
    handOver(author, reader);
    const envelope = author.compact();
    if (envelope === undefined) throw new Error('nothing to compact');
    return { kind, envelope, twin: undefined, reader };
  }

  if (kind === 'control') {
    const author = room.replica({ device: room.device(), isAdmin: true });
    author.doc.getText('title').insert(0, 'to be governed');
    author.flush();
    // A grant for each device makes it large.
    for (let devices = 0; devices < textLength / 1_500; devices++) {
      const other = room.replica({ device: room.device() });
      other.doc.getText('title').insert(0, 'x');
      other.flush();
      handOver(other, author);
    }
    handOver(author, reader);
    if (!author.rekey([]).ok) throw new Error('not re-keyed');
    const notice = author.ledger.pins()[0];
    if (notice === undefined) throw new Error('no notice');
    return { kind, envelope: notice.envelope, twin: undefined, reader };
  }

  if (kind === 'parcel') {
    const [session, other] = [members.session('commenter'), members.session('commenter')];
    const seal = (content: string): Uint8Array =>
      members.forge(
        session,
        kind,
        0,
        encodeParcel({ envelopes: [members.forge(other, 'comment', 0, typing(other, content))] }),
      );
    return { kind, envelope: seal(text), twin: seal(noise(members, textLength)), reader };
  }

  const session = members.session(KIND_RULES[kind].least);
  let prev: Hash | undefined;
  let seq = 0;
  if (kind === 'content' && textLength > 1) {
    // Further along its chain: `prev` says something.
    const first = members.forge(session, kind, seq++, typing(session, ''));
    const received = reader.receive(first, 'relay');
    if (!received.ok) throw new Error(received.failure.code);
    prev = hashEnvelope(sodium, first);
  }
  const seal = (content: string): Uint8Array => members.forge(session, kind, seq, typing(session, content), prev);
  return { kind, envelope: seal(text), twin: seal(noise(members, textLength)), reader };
}
