import type { Replica } from '@weft/crdt-core';
import {
  encodeNotice,
  EPOCH_CERTIFICATE_BYTES,
  type Kind,
  loadSodium,
  type Role,
  sealEnvelope,
  type Session,
} from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { deflateState } from '../../../packages/crdt-core/src/ledger/deflate-state.ts';
import { encodeSnapshotPayload } from '../../../packages/crdt-core/src/ledger/snapshot-payload.ts';
import { encodeParcel } from '../../../packages/crdt-core/src/ledger/parcel-payload.ts';
import { createMembers, type Members, typing } from '../envelopes/members.ts';
import { KIND_RULES, KINDS, mayWrite, ROLES } from '../kinds.ts';
import { createPaths, type Path, type PathName, PATHS, raise } from './paths.ts';

const sodium = await loadSodium();
let paths: Readonly<Record<PathName, Path>>;
beforeAll(async () => {
  paths = await createPaths(sodium);
});

/** What a kind carries where it is honest. */
function payloadOf(members: Members, kind: Kind, session: Session): Uint8Array {
  const update = typing(session, 'what was not');
  if (kind === 'control') {
    const certificate = new Uint8Array(EPOCH_CERTIFICATE_BYTES);
    return encodeNotice({ type: 'rekey', certificate, cut: new Uint8Array(), removed: [], grants: [] });
  }
  if (kind === 'parcel') {
    const other = members.session('commenter');
    return encodeParcel({ envelopes: [members.forge(other, 'comment', 0, typing(other, 'from before'))] });
  }
  if (kind !== 'snapshot') return update;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return encodeSnapshotPayload(new Map(), deflateState(Y.encodeStateAsUpdateV2(doc)));
}

/**
 * ENV-5, as a table: what has to become of an envelope on a path. `true` certificates: the session may be what it says; else its
 * role byte was raised to one that may write the kind, and the signature on the certificate does not hold.
 */
function expected(path: PathName, role: Role, kind: Kind, isTrue: boolean): string {
  const { isStored, isSupported } = KIND_RULES[kind];
  const isAllowed = mayWrite(role, kind) && isTrue;
  switch (path) {
    case 'relay append':
      // Attachments lie beside the log, by the way below.
      if (!isStored || kind === 'chunk') return 'invalid';
      return isAllowed ? 'taken' : isTrue ? 'role' : 'invalid';
    case 'relay store':
      if (kind !== 'chunk') return 'invalid';
      return isAllowed ? 'taken' : isTrue ? 'role' : 'invalid';
    case 'relay ephemeral':
      if (!isAllowed) return isTrue ? 'role' : 'invalid';
      return isStored ? 'invalid' : 'taken';
    case 'relay compact':
      // The connection's own role comes first, then the envelope's.
      if (!mayWrite(role, 'snapshot')) return 'role';
      if (!isAllowed) return isStored && isTrue ? 'role' : 'invalid';
      return kind === 'snapshot' ? 'taken' : 'invalid';
    case 'relay link':
      if (!isAllowed) return isTrue ? 'envelope-role' : 'certificate-invalid';
      return isSupported ? 'taken' : 'kind-unsupported';
    case 'peer link':
      // Heads have a frame of their own, and are taken from the link's own session alone.
      if (kind === 'sync') return 'left out';
      // Whoever passes this on has not verified it, as everyone has to: the link ends.
      if (!isAllowed) return isTrue ? 'peer-forged' : 'certificate-invalid';
      return isSupported ? 'taken' : 'kind-unsupported';
    case 'file import':
      if (!isStored) return 'kind-not-stored';
      if (!isAllowed) return isTrue ? 'envelope-role' : 'certificate-invalid';
      return isSupported ? 'taken' : 'kind-unsupported';
    case 'sibling tab':
    case 'stored ledger':
      // One trust domain (SYN-8, LED-5): what is there was verified before it was put there. It has to open, no more.
      if (!isStored) return 'kind-unsupported';
      return isSupported ? 'taken' : 'kind-unsupported';
  }
}

describe.each(PATHS)('ENV-5 %s', (path) => {
  describe.each(ROLES)('by a true %s', (role) => {
    test.each(KINDS)('%s', (kind) => {
      const members = createMembers(sodium, 31);
      const session = members.session(role);
      const envelope = members.forge(session, kind, 0, payloadOf(members, kind, session));
      const { answer, isChanged } = paths[path]({ members, session, role, kind, envelope });
      expect(answer).toBe(expected(path, role, kind, true));
      if (answer !== 'taken') expect(isChanged).toBe(false);
    });
  });

  describe.each(ROLES)('by a %s who raised the role in their certificate', (role) => {
    const forbidden = KINDS.filter((kind) => !mayWrite(role, kind));
    test.each(forbidden)('%s', (kind) => {
      const members = createMembers(sodium, 32);
      const session = members.session(role);
      const least = ROLES.indexOf(KIND_RULES[kind].least) + 1;
      const envelope = members.forge(raise(session, least), kind, 0, payloadOf(members, kind, session));
      const { answer, isChanged } = paths[path]({ members, session, role, kind, envelope });
      expect(answer).toBe(expected(path, role, kind, false));
      if (answer !== 'taken') expect(isChanged).toBe(false);
    });
  });
});

describe('ENV-5 what a role may not write cannot be written by the API', () => {
  test.each(ROLES.flatMap((role) => KINDS.map((kind) => [role, kind] as const)))('%s, %s', (role, kind) => {
    const members = createMembers(sodium, 33);
    const { keys, room } = members;
    const session = members.session(role);
    const seal = (): Uint8Array =>
      sealEnvelope(sodium, room.random.bytes, session, keys, {
        kind,
        seq: 0,
        payload: payloadOf(members, kind, session),
      });
    if (mayWrite(role, kind)) expect(seal().length).toBeGreaterThan(500);
    else expect(seal).toThrow(RangeError);
  });

  test.each(['viewer', 'commenter'] as const)('the replica of a %s writes no change and no snapshot', (role) => {
    const { room }: Members = createMembers(sodium, 34);
    const replica: Replica = room.replica({ role });
    const written: Uint8Array[] = [];
    replica.on('appended', (envelope) => void written.push(envelope));
    replica.doc.getText('title').insert(0, 'not allowed');
    replica.flush();
    room.time.advance(1000);
    expect(replica.compact()).toBeUndefined();
    expect(replica.wantsCompaction()).toBe(false);
    expect([written.length, replica.ledger.heads().size]).toEqual([0, 0]);
    expect(replica.alarms().map(({ code }) => code)).toEqual(['local-change-refused']);
  });
});

describe('SYN-8 LED-5 one trust domain: what a page of this browser wrote into the ledger by hand', () => {
  test.each(['sibling tab', 'stored ledger'] as const)('is shown here (%s), and goes no further', (path) => {
    const members = createMembers(sodium, 35);
    const session = members.session('viewer');
    const kind = 'content';
    const envelope = members.forge(session, kind, 0, payloadOf(members, kind, session));
    const attempt = { members, session, role: 'viewer', kind, envelope } as const;
    expect(paths[path](attempt)).toEqual({ answer: 'taken', isChanged: true });
    for (const onward of ['relay append', 'relay link', 'peer link', 'file import'] as const) {
      expect([onward, paths[onward](attempt).isChanged]).toEqual([onward, false]);
    }
  });

  test.each(['sibling tab', 'stored ledger'] as const)(
    'has to be sealed with this document’s keys all the same (%s)',
    (path) => {
      const members = createMembers(sodium, 36);
      const stranger = createMembers(sodium, 37);
      const session = stranger.session('editor');
      const kind = 'content';
      const envelope = stranger.forge(session, kind, 0, payloadOf(members, kind, session));
      const fate = paths[path]({ members, session, role: 'editor', kind, envelope });
      expect(fate).toEqual({ answer: 'envelope-room', isChanged: false });
      // Its room's name alone does not open it.
      const renamed = envelope.slice();
      renamed.set(members.room.capability('editor').certificate.roomId, 5);
      const answer = paths[path]({ members, session, role: 'editor', kind, envelope: renamed });
      expect(answer).toEqual({ answer: 'envelope-commitment', isChanged: false });
    },
  );
});
