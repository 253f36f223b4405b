import { beforeAll, describe, expect, test } from 'vitest';
import type { AdminSeed } from '../bytes/brands.ts';
import { equal, isZero, textToBytes } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import { narrowCapability, wipeCapability } from '../capability/capability.ts';
import { openEnvelope } from '../envelope/open-envelope.ts';
import { sealEnvelope } from '../envelope/seal-envelope.ts';
import { createFixture, type Fixture, NOT_AFTER } from '../testing/fixture.ts';
import { type CertificateCache, createCertificateCache } from './certificate-cache.ts';
import { sessionToClientId } from './client-id.ts';
import {
  certificateToHash,
  decodeEpochCertificate,
  epochCertificateToSigned,
  verifyEpochCertificate,
} from './epoch-certificate.ts';
import { deriveKeys, deriveRoleSecret, isKeysOf, wipeKeys } from './epoch-keys.ts';
import { ROLES } from './roles.ts';
import { createRoom, seedToRoom } from './room.ts';
import { createSession, renewSession, wipeSession } from './session.ts';
import { decodeSessionCertificate, verifySessionCertificate } from './session-certificate.ts';

const DAY = 24 * 60 * 60 * 1000;

let f: Fixture;
let other: Fixture;
beforeAll(async () => {
  f = await createFixture();
  other = await createFixture(f.random);
});

describe('KEY-1 room', () => {
  test('the same seed gives the same room, another seed another', () => {
    expect(seedToRoom(f.sodium, f.room.adminSeed)).toEqual(f.room);
    expect(equal(createRoom(f.sodium, f.random).roomId, f.roomId)).toBe(false);
  });

  test('a seed of a wrong length is a programmer error', () => {
    expect(() => seedToRoom(f.sodium, new Uint8Array(31) as Uint8Array as AdminSeed)).toThrow(RangeError);
  });
});

describe('KEY-2 derivation', () => {
  test('each role’s secret gives the same keys to read with, and only its own and lower signers', () => {
    const secret = (role: 'viewer' | 'commenter') => deriveRoleSecret(f.sodium, 'editor', role, f.epoch.editSecret);
    const edit = deriveKeys(f.sodium, 'editor', f.epoch.editSecret);
    const comment = deriveKeys(f.sodium, 'commenter', secret('commenter'));
    const view = deriveKeys(f.sodium, 'viewer', secret('viewer'));
    for (const keys of [comment, view]) {
      expect(keys.contentKey).toEqual(edit.contentKey);
      expect(keys.commitKey).toEqual(edit.commitKey);
      expect(keys.presenceKey).toEqual(edit.presenceKey);
      expect(keys.signallingPassword).toEqual(edit.signallingPassword);
      expect(keys.signers.viewer).toEqual(edit.signers.viewer);
    }
    expect(comment.signers.commenter).toEqual(edit.signers.commenter);
    expect([comment.commentKey, comment.commentCommitKey]).toEqual([edit.commentKey, edit.commentCommitKey]);
    expect(edit.commentKey).toHaveLength(32);
    expect(view).not.toHaveProperty('commentKey');
    expect(view).not.toHaveProperty('commentCommitKey');
    expect(Object.keys(comment.signers).sort()).toEqual(['commenter', 'viewer']);
    expect(Object.keys(view.signers)).toEqual(['viewer']);
  });

  test('every key differs from every other', () => {
    const { role: _, signers, ...secrets } = f.keys;
    const all = [...Object.values(secrets), ...Object.values(signers).map((pair) => pair.secretKey)];
    expect(new Set(all.map((key) => key.subarray(0, 32).join())).size).toBe(10);
  });

  test('walking up is a programmer error', () => {
    const view = deriveRoleSecret(f.sodium, 'editor', 'viewer', f.epoch.editSecret);
    expect(() => deriveRoleSecret(f.sodium, 'viewer', 'commenter', view)).toThrow(RangeError);
  });

  test('the secret handed in stays as it was', () => {
    const before = f.epoch.editSecret.slice();
    deriveKeys(f.sodium, 'editor', f.epoch.editSecret);
    expect(equal(f.epoch.editSecret, before)).toBe(true);
  });
});

describe('KEY-3 epoch certificate', () => {
  test('names the room and its keys', () => {
    const verified = verifyEpochCertificate(f.sodium, f.epoch.certificate.bytes, f.roomId);
    expect(verified).toEqual({ ok: true, value: f.epoch.certificate });
    expect(isKeysOf(f.sodium, f.keys, f.epoch.certificate)).toBe(true);
    expect(isKeysOf(f.sodium, other.keys, f.epoch.certificate)).toBe(false);
  });

  test('of another room, version, length or signer is refused', () => {
    const { bytes } = f.epoch.certificate;
    const check = (altered: Uint8Array) => {
      const verified = verifyEpochCertificate(f.sodium, altered, f.roomId);
      return verified.ok ? 'ok' : verified.failure.code;
    };
    const altered = (change: (copy: Uint8Array) => void): Uint8Array => {
      const copy = bytes.slice();
      change(copy);
      return copy;
    };
    expect(check(other.epoch.certificate.bytes)).toBe('certificate-room');
    expect(check(altered((copy) => copy.set([2])))).toBe('certificate-version');
    expect(check(bytes.subarray(0, 236))).toBe('certificate-malformed');
    expect(check(new Uint8Array())).toBe('certificate-malformed');
    expect(check(altered((copy) => copy.set([32], 165)))).toBe('certificate-malformed');
    expect(check(altered((copy) => copy.set([1], 40)))).toBe('certificate-malformed');
    expect(check(altered((copy) => copy.set([1], 170)))).toBe('certificate-invalid');
    expect(check(altered((copy) => copy.set(other.room.root.publicKey, 1)))).toBe('certificate-room');
  });

  test('a later epoch names the one before it', () => {
    const bytes = f.epoch.certificate.bytes.slice();
    writeU32(bytes, 33, 1);
    const sign = () => bytes.set(f.sodium.sign(epochCertificateToSigned(bytes), f.room.root.secretKey), 173);
    sign();
    expect(decodeEpochCertificate(f.sodium, bytes).ok).toBe(false);
    bytes.set(certificateToHash(f.sodium, f.epoch.certificate), 37);
    sign();
    expect(verifyEpochCertificate(f.sodium, bytes, f.roomId)).toMatchObject({ ok: true, value: { epoch: 1 } });
  });
});

describe('KEY-4 session certificate', () => {
  const verify = (bytes: Uint8Array, options: { now?: number; cache?: CertificateCache } = {}) => {
    const verified = verifySessionCertificate(f.sodium, bytes, f.epoch.certificate, options);
    return verified.ok ? verified.value.role : verified.failure.code;
  };

  test.each(ROLES)('grants %s to a session key', (role) => {
    const session = f.sessions[role];
    const verified = verifySessionCertificate(f.sodium, session.certificate, f.epoch.certificate);
    expect(verified).toMatchObject({ ok: true, value: { role, epoch: 0, notAfter: NOT_AFTER } });
    expect(verified.ok && verified.value.session).toEqual(session.pair.publicKey);
  });

  test('no role’s signature grants another role', () => {
    for (const role of ROLES) {
      for (const claimed of [1, 2, 3, 4]) {
        const bytes = f.sessions[role].certificate.slice();
        if (bytes[1] === claimed) continue;
        bytes[1] = claimed;
        expect(verify(bytes)).toBe('certificate-invalid');
      }
    }
  });

  test('of another room, epoch, version or form is refused', () => {
    const bytes = f.sessions.editor.certificate;
    const altered = (change: (copy: Uint8Array) => void): Uint8Array => {
      const copy = bytes.slice();
      change(copy);
      return copy;
    };
    expect(verify(other.sessions.editor.certificate)).toBe('certificate-invalid');
    expect(verify(altered((copy) => writeU32(copy, 2, 1)))).toBe('certificate-epoch');
    expect(verify(altered((copy) => copy.set([2])))).toBe('certificate-version');
    expect(verify(altered((copy) => copy.set([0], 1)))).toBe('certificate-malformed');
    expect(verify(altered((copy) => copy.set([5], 1)))).toBe('certificate-malformed');
    expect(verify(altered((copy) => copy.set([255], 38)))).toBe('certificate-malformed');
    expect(verify(bytes.subarray(0, 109))).toBe('certificate-malformed');
    expect(verify(new Uint8Array())).toBe('certificate-malformed');
  });

  test('its time, and the epoch’s, are judged only on admission, with a day of tolerance', () => {
    const early = createSession(f.sodium, f.random, f.keys, f.epoch.certificate, { role: 'viewer', notAfter: 1000 });
    expect(verify(early.certificate)).toBe('viewer');
    expect(verify(early.certificate, { now: 1000 + DAY })).toBe('viewer');
    expect(verify(early.certificate, { now: 1001 + DAY })).toBe('certificate-expired');
    const late = createSession(f.sodium, f.random, f.keys, f.epoch.certificate, {
      role: 'viewer',
      notAfter: NOT_AFTER * 2,
    });
    expect(verify(late.certificate, { now: NOT_AFTER + DAY })).toBe('viewer');
    expect(verify(late.certificate, { now: NOT_AFTER + DAY + 1 })).toBe('certificate-expired');
  });

  test('keys without a role’s pair grant no such session', () => {
    const view = deriveKeys(f.sodium, 'viewer', deriveRoleSecret(f.sodium, 'editor', 'viewer', f.epoch.editSecret));
    expect(() =>
      createSession(f.sodium, f.random, view, f.epoch.certificate, { role: 'editor', notAfter: NOT_AFTER }),
    ).toThrow(/no editor session/u);
  });

  test('renewing keeps the name and changes the time', () => {
    const session = f.sessions.editor;
    const renewed = renewSession(f.sodium, f.keys, f.epoch.certificate, session, NOT_AFTER + 5);
    expect([renewed.pair, renewed.clientId]).toEqual([session.pair, session.clientId]);
    const verified = verifySessionCertificate(f.sodium, renewed.certificate, f.epoch.certificate);
    expect(verified).toMatchObject({ ok: true, value: { role: 'editor', notAfter: NOT_AFTER + 5 } });
  });
});

describe('ENV-3 certificate cache', () => {
  function counted(cache: CertificateCache) {
    const calls = { hits: 0, added: 0 };
    const counting: CertificateCache = {
      has(...known) {
        const hit = cache.has(...known);
        if (hit) calls.hits++;
        return hit;
      },
      add(...known) {
        calls.added++;
        cache.add(...known);
      },
    };
    return { calls, counting };
  }

  test('a certificate that held is not verified again; one that did not hold is never remembered', () => {
    const { calls, counting } = counted(createCertificateCache());
    const bytes = f.sessions.editor.certificate;
    for (let i = 0; i < 3; i++) verifySessionCertificate(f.sodium, bytes, f.epoch.certificate, { cache: counting });
    expect(calls).toEqual({ hits: 2, added: 1 });
    const forged = bytes.slice();
    forged[109] = (forged[109] ?? 0) ^ 1;
    for (let i = 0; i < 3; i++) {
      expect(verifySessionCertificate(f.sodium, forged, f.epoch.certificate, { cache: counting }).ok).toBe(false);
    }
    expect(calls).toEqual({ hits: 2, added: 1 });
  });

  test('a hit in one room is none in another', () => {
    const cache = createCertificateCache();
    const bytes = f.sessions.editor.certificate;
    expect(verifySessionCertificate(f.sodium, bytes, f.epoch.certificate, { cache }).ok).toBe(true);
    expect(verifySessionCertificate(f.sodium, bytes, other.epoch.certificate, { cache }).ok).toBe(false);
  });

  test('a hit depends on the room, the signer and every byte', () => {
    const cache = createCertificateCache();
    const { roomId, editorPk, viewerPk } = f.epoch.certificate;
    const certificate = decodeSessionCertificate(f.sessions.editor.certificate);
    const renewed = decodeSessionCertificate(
      renewSession(f.sodium, f.keys, f.epoch.certificate, f.sessions.editor, 1).certificate,
    );
    if (!certificate.ok || !renewed.ok) throw new Error('certificates just made can be read');
    cache.add(certificate.value, roomId, editorPk);
    expect(cache.has(certificate.value, roomId, editorPk)).toBe(true);
    expect(cache.has(certificate.value, other.roomId, editorPk)).toBe(false);
    expect(cache.has(certificate.value, roomId, viewerPk)).toBe(false);
    expect(cache.has(renewed.value, roomId, editorPk)).toBe(false);
  });

  test('it is bounded, and forgets the oldest', () => {
    const { calls, counting } = counted(createCertificateCache(2));
    const check = (role: 'viewer' | 'commenter' | 'editor') =>
      verifySessionCertificate(f.sodium, f.sessions[role].certificate, f.epoch.certificate, { cache: counting });
    for (const role of ['viewer', 'commenter', 'editor', 'editor', 'commenter'] as const) check(role);
    expect(calls).toEqual({ hits: 2, added: 3 });
    check('viewer');
    expect(calls).toEqual({ hits: 2, added: 4 });
  });
});

describe('KEY-5 client id', () => {
  test('is the first 53 bits of the hash', () => {
    for (const role of ROLES) {
      const { clientId, pair } = f.sessions[role];
      const hash = f.sodium.hash(Buffer.concat([textToBytes('weft/client/v1'), pair.publicKey]));
      const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      expect(clientId).toBe(Number.parseInt(bits.slice(0, 53), 2));
      expect(clientId).toBe(sessionToClientId(f.sodium, pair.publicKey));
      expect(Number.isSafeInteger(clientId)).toBe(true);
    }
  });
});

describe('KEY-9 wiping', () => {
  test('leaves zeros, and nothing can be granted, sealed or opened with them', async () => {
    const own = await createFixture();
    const { sodium, random, keys, sessions, epoch } = own;
    const envelope = sealEnvelope(sodium, random, sessions.editor, keys, {
      kind: 'content',
      seq: 0,
      payload: textToBytes('x'),
    });
    const narrowed = narrowCapability(sodium, own.edit, 'viewer');
    if (!narrowed.ok) throw new Error('narrowing works');
    wipeCapability(sodium, narrowed.value);
    expect(isZero(narrowed.value.secret)).toBe(true);
    expect(isZero(own.edit.secret)).toBe(false);

    wipeSession(sodium, sessions.editor);
    expect(isZero(sessions.editor.pair.secretKey)).toBe(true);
    const content = { kind: 'content', seq: 0, payload: textToBytes('y') } as const;
    expect(() => sealEnvelope(sodium, random, sessions.editor, keys, content)).toThrow(/wiped/u);

    wipeKeys(sodium, keys);
    const { role: _, signers: __, ...secrets } = keys;
    expect(Object.values(secrets)).toHaveLength(6);
    expect(Object.values(secrets).every(isZero)).toBe(true);
    expect(Object.values(keys.signers).every((pair) => isZero(pair.secretKey))).toBe(true);
    expect(() => sealEnvelope(sodium, random, sessions.admin, keys, content)).toThrow(/wiped/u);
    expect(() => openEnvelope(sodium, keys, envelope)).toThrow(/wiped/u);
    expect(() =>
      createSession(sodium, random, keys, epoch.certificate, { role: 'editor', notAfter: NOT_AFTER }),
    ).toThrow(/wiped/u);
  });
});
