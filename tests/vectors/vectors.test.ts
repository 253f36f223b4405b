import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  createCertificateCache,
  deriveKeys,
  fromBase64Url,
  isRoleSecret,
  linkToCapability,
  loadSodium,
  openEnvelope,
  toHex,
  verifyEnvelope,
  verifyEpochCertificate,
  wrappedLinkToCapability,
} from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import { buildVectors } from './build-vectors.ts';
import envelopeVectors from './envelopes.json' with { type: 'json' };
import keyVectors from './keys.json' with { type: 'json' };
import linkVectors from './links.json' with { type: 'json' };
import {
  KIND_TABLE,
  plainAdmission,
  plainClientId,
  plainEnvelope,
  plainEpochCertificate,
  plainHelloMessage,
  plainKeys,
  plainLink,
  plainLinkBytes,
  plainRoomId,
  plainSessionCertificate,
  plainUnwrap,
} from './plain-decoder.ts';
import { blake2b, ed25519PublicKey, ed25519Sign, ed25519Verify } from './plain-primitives.ts';
import proofVectors from './proofs.json' with { type: 'json' };

const sodium = await loadSodium();
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const epochBytes = bytesOf(keyVectors['KEY-3'].bytes);
const plainEpoch = plainEpochCertificate(epochBytes);
const editSecret = bytesOf(keyVectors['KEY-2'].editSecret);
const plainEditKeys = plainKeys('editor', editSecret);
const sessionSeeds = new Map(keyVectors['KEY-4, KEY-5'].map(({ role, sessionSeed }) => [role, bytesOf(sessionSeed)]));

function implementation() {
  const certificate = verifyEpochCertificate(sodium, epochBytes);
  if (!certificate.ok || !isRoleSecret(editSecret)) throw new Error('the vectors hold an epoch');
  return { certificate: certificate.value, keys: deriveKeys(sodium, 'editor', editSecret) };
}

describe('the vectors', () => {
  test('regenerating gives the same bytes', async () => {
    const built = await buildVectors(sodium);
    expect([...built.keys()].sort()).toEqual([
      'attachments.json',
      'devices.json',
      'envelopes.json',
      'errands.json',
      'keys.json',
      'links.json',
      'proofs.json',
      'rekey.json',
    ]);
    for (const [name, text] of built) {
      expect(await readFile(new URL(name, import.meta.url), 'utf8'), name).toBe(text);
    }
  });

  test('there is an envelope of every kind', () => {
    const kinds = Object.values(KIND_TABLE).map(([kind]) => kind);
    expect(new Set(envelopeVectors.map(({ kind }) => kind))).toEqual(new Set(kinds));
  });
});

describe('the plain primitives', () => {
  test('BLAKE2b-512 is OpenSSL’s, and keyed BLAKE2b-256 is libsodium’s, around every block edge', () => {
    for (const length of [0, 1, 63, 64, 127, 128, 129, 255, 256, 257, 1000]) {
      const message = new Uint8Array(length).map((_, i) => i * 7);
      expect(toHex(blake2b(message, { length: 64 }))).toBe(createHash('blake2b512').update(message).digest('hex'));
      expect(toHex(blake2b(message, { length: 32 }))).toBe(toHex(sodium.hash(message)));
      const key = new Uint8Array(32).fill(length);
      expect(toHex(blake2b(message, { length: 32, key }))).toBe(toHex(sodium.hash(message, key)));
    }
  });
});

describe('the plain decoder agrees', () => {
  test('KEY-1 room', () => {
    const { adminSeed, rootPk, roomId } = keyVectors['KEY-1'];
    expect(toHex(ed25519PublicKey(bytesOf(adminSeed)))).toBe(rootPk);
    expect(toHex(plainRoomId(bytesOf(rootPk)))).toBe(roomId);
  });

  test('KEY-2 derivation, from each role’s secret', () => {
    const expected = keyVectors['KEY-2'];
    for (const [role, secret] of [
      ['editor', expected.editSecret],
      ['commenter', expected.commentSecret],
      ['viewer', expected.viewSecret],
    ] as const) {
      const keys = plainKeys(role, bytesOf(secret));
      expect(toHex(keys.viewSecret)).toBe(expected.viewSecret);
      expect(toHex(keys.contentKey)).toBe(expected.contentKey);
      expect(toHex(keys.commitKey)).toBe(expected.commitKey);
      expect(toHex(keys.presenceKey)).toBe(expected.presenceKey);
      expect(keys.commentKey && toHex(keys.commentKey)).toBe(role === 'viewer' ? undefined : expected.commentKey);
      expect(keys.commentCommitKey && toHex(keys.commentCommitKey)).toBe(
        role === 'viewer' ? undefined : expected.commentCommitKey,
      );
      expect(toHex(keys.signallingPassword)).toBe(expected.signallingPassword);
      expect(toHex(keys.viewerPk)).toBe(keyVectors['KEY-3'].viewerPk);
    }
  });

  test('KEY-3 epoch certificate', () => {
    const { epoch, editorPk, commenterPk, viewerPk, notAfter } = keyVectors['KEY-3'];
    expect(plainEpoch.epoch).toBe(epoch);
    expect(plainEpoch.notAfter).toBe(notAfter);
    expect(toHex(plainEpoch.roomId)).toBe(keyVectors['KEY-1'].roomId);
    for (const keys of [plainEpoch, plainEditKeys]) {
      expect(toHex(keys.editorPk ?? new Uint8Array())).toBe(editorPk);
      expect(toHex(keys.commenterPk ?? new Uint8Array())).toBe(commenterPk);
      expect(toHex(keys.viewerPk)).toBe(viewerPk);
    }
  });

  test.each(keyVectors['KEY-4, KEY-5'])('KEY-4 KEY-5 $role session', (vector) => {
    const certificate = plainSessionCertificate(bytesOf(vector.bytes), plainEpoch);
    expect(certificate.role).toBe(vector.role);
    expect(certificate.notAfter).toBe(vector.notAfter);
    expect(toHex(certificate.sessionPk)).toBe(vector.sessionPk);
    expect(toHex(ed25519PublicKey(bytesOf(vector.sessionSeed)))).toBe(vector.sessionPk);
    expect(plainClientId(certificate.sessionPk)).toBe(vector.clientId);
  });

  test.each(linkVectors['KEY-7'])('KEY-7 $role link', (vector) => {
    const plain = plainLink(plainLinkBytes(vector.link));
    const read = linkToCapability(sodium, vector.link);
    if (!read.ok) throw new Error(read.failure.sentence);
    for (const capability of [plain, read.value]) {
      expect(capability.role).toBe(vector.role);
      expect(toHex(capability.secret)).toBe(vector.secret);
      expect(capability.adminSeed === undefined ? null : toHex(capability.adminSeed)).toBe(vector.adminSeed);
      expect(capability.relays.join(' ')).toBe(vector.relays);
      const pins = (capability.pins ?? []).map(({ session, seq, hash }) => `${toHex(session)}/${seq}/${toHex(hash)}`);
      expect(pins.join(' ')).toBe(vector.pins);
      expect(toHex(capability.certificate.roomId)).toBe(keyVectors['KEY-1'].roomId);
    }
  });

  test('KEY-7 a link of the first kind, whose pin is passed over', () => {
    const { within, link } = linkVectors['KEY-7 old pin'];
    expect(plainLink(plainLinkBytes(link))).toEqual(plainLink(plainLinkBytes(within)));
    expect(linkToCapability(sodium, link)).toEqual(linkToCapability(sodium, within));
  });

  test('KEY-7 link wrapped with a passphrase', async () => {
    const { passphrase, within, link } = linkVectors['KEY-7 wrapped'];
    const unwrapped = plainUnwrap(plainLinkBytes(link), passphrase);
    expect(toHex(unwrapped)).toBe(toHex(plainLinkBytes(within)));
    const read = await wrappedLinkToCapability(sodium, link, passphrase);
    expect(read.ok && toHex(read.value.secret)).toBe(toHex(plainLink(unwrapped).secret));
  });

  test.each(envelopeVectors)('ENV-1…5 $role $kind $seq', (vector) => {
    const bytes = bytesOf(vector.bytes);
    const plain = plainEnvelope(bytes, plainEpoch, plainEditKeys);
    expect({ ...plain, ...{ sessionPk: toHex(plain.sessionPk) } }).toMatchObject({
      kind: vector.kind,
      role: vector.role,
      seq: vector.seq,
      sessionPk: keyVectors['KEY-4, KEY-5'].find(({ role }) => role === vector.role)?.sessionPk,
    });
    expect(toHex(plain.prev)).toBe(vector.prev);
    expect(toHex(plain.payload)).toBe(vector.payload);
    expect(toHex(plain.hash)).toBe(vector.hash);

    const { certificate, keys } = implementation();
    const verified = verifyEnvelope(sodium, bytes, { certificate, cache: createCertificateCache() });
    if (!verified.ok) throw new Error(verified.failure.sentence);
    expect(verified.value).toMatchObject({ kind: vector.kind, role: vector.role, seq: vector.seq, epoch: 0 });
    const opened = openEnvelope(sodium, keys, bytes);
    if (!opened.ok) throw new Error(opened.failure.sentence);
    expect(toHex(opened.value.prev)).toBe(vector.prev);
    expect(toHex(opened.value.payload)).toBe(vector.payload);

    // ENV-3: Ed25519 is deterministic, so the signature is what anyone else would have made.
    const signed = Buffer.concat([Buffer.from('weft/envelope/v1'), blake2b(bytes.slice(0, -64), { length: 32 })]);
    const seed = sessionSeeds.get(vector.role) ?? new Uint8Array();
    expect(toHex(ed25519Sign(seed, signed))).toBe(toHex(bytes.slice(-64)));
  });

  test('ENV-6 on what is not an envelope: both refuse the same altered bytes', () => {
    const { certificate, keys } = implementation();
    const whole = bytesOf(envelopeVectors.find(({ kind }) => kind === 'content')?.bytes ?? '');
    for (let at = 0; at < whole.length; at += 13) {
      const altered = whole.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(() => plainEnvelope(altered, plainEpoch, plainEditKeys), `byte ${at}`).toThrow(/./u);
      const verified = verifyEnvelope(sodium, altered, { certificate, cache: createCertificateCache() });
      expect(verified.ok && openEnvelope(sodium, keys, altered).ok, `byte ${at}`).toBe(false);
    }
  });

  test('the answer to a challenge, and admission', () => {
    const nonce = bytesOf(proofVectors.nonce);
    const sessionPk = bytesOf(proofVectors.sessionPk);
    for (const { host, proof } of proofVectors.hello) {
      const message = plainHelloMessage(host, bytesOf(keyVectors['KEY-1'].roomId), nonce);
      expect(ed25519Verify(sessionPk, message, bytesOf(proof)), host).toBe(true);
    }
    const { secret, proof } = proofVectors.admission;
    expect(toHex(plainAdmission(secret, nonce, sessionPk))).toBe(proof);
  });

  test('base64url is Node’s', () => {
    const { link } = linkVectors['KEY-7 wrapped'];
    const fragment = link.slice(link.indexOf('#') + 1);
    const read = fromBase64Url(fragment);
    expect(read.ok && toHex(read.value)).toBe(toHex(plainLinkBytes(link)));
  });
});
