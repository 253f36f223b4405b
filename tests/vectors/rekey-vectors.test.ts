import {
  decodeNotice,
  type DeviceSeed,
  deriveKeys,
  isAttested,
  isRoleSecret,
  isSuccessor,
  loadSodium,
  openErrand,
  openGrant,
  openHistory,
  type PublicKey,
  type RoomId,
  seedToDevice,
  toHex,
  verifyCard,
  verifyEpochCertificate,
} from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import errandVectors from './errands.json' with { type: 'json' };
import deviceVectors from './devices.json' with { type: 'json' };
import keyVectors from './keys.json' with { type: 'json' };
import { plainEpochCertificate } from './plain-decoder.ts';
import {
  plainAttestation,
  plainCard,
  plainCertificateHash,
  plainDevice,
  plainErrand,
  plainFingerprint,
  plainGrant,
  plainHistory,
  plainRekey,
} from './plain-rekey.ts';
import rekeyVectors from './rekey.json' with { type: 'json' };

const sodium = await loadSodium();
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const roomId = bytesOf(keyVectors['KEY-1'].roomId) as RoomId;
const previousBytes = bytesOf(keyVectors['KEY-3'].bytes);
const nextBytes = bytesOf(rekeyVectors.certificate);

function certificateOf(bytes: Uint8Array) {
  const verified = verifyEpochCertificate(sodium, bytes, roomId);
  if (!verified.ok) throw new Error(verified.failure.sentence);
  return verified.value;
}

describe('the plain decoder agrees on devices', () => {
  test.each(deviceVectors)('KEY-6 “$name”', (vector) => {
    const plain = plainDevice(bytesOf(vector.seed));
    const own = seedToDevice(sodium, bytesOf(vector.seed) as DeviceSeed);
    expect([toHex(plain.publicKey), toHex(own.signing.publicKey)]).toEqual([vector.devicePk, vector.devicePk]);
    expect([toHex(plain.kemPublicKey), toHex(own.kem.publicKey)]).toEqual([vector.kemPk, vector.kemPk]);
    expect([toHex(plain.id), toHex(own.id)]).toEqual([vector.id, vector.id]);
    expect(plainFingerprint(plain.id)).toBe(vector.fingerprint);

    const card = verifyCard(sodium, bytesOf(vector.card), roomId);
    if (!card.ok) throw new Error(card.failure.sentence);
    for (const read of [plainCard(bytesOf(vector.card), roomId), card.value]) {
      expect(read).toMatchObject({ name: vector.name, color: vector.color });
      expect([toHex(read.id), toHex(read.kemPublicKey)]).toEqual([vector.id, vector.kemPk]);
    }
    const [sessionPk, signature] = [bytesOf(vector.sessionPk) as PublicKey, bytesOf(vector.attestation)];
    expect(plainAttestation(plain.publicKey, roomId, sessionPk, signature)).toBe(true);
    expect(isAttested(sodium, own.signing.publicKey, roomId, sessionPk, signature)).toBe(true);
  });
});

describe('the plain decoder agrees on errands', () => {
  test.each(errandVectors)('ERR-1 $message.length', (vector) => {
    const [from, to] = [bytesOf(vector.from) as PublicKey, bytesOf(vector.to) as PublicKey];
    const plain = plainErrand(bytesOf(vector.bytes), plainDevice(bytesOf(vector.seed)), roomId, from, to);
    const device = seedToDevice(sodium, bytesOf(vector.seed) as DeviceSeed);
    const own = openErrand(sodium, device, { roomId, from, to }, bytesOf(vector.bytes));
    expect([toHex(plain), own && toHex(own)]).toEqual([vector.message, vector.message]);
  });
});

describe('the plain decoder agrees on re-keying', () => {
  test('KEY-3 the next epoch names the one before', () => {
    const plain = plainEpochCertificate(nextBytes);
    expect([plain.epoch, toHex(plain.roomId)]).toEqual([1, keyVectors['KEY-1'].roomId]);
    expect(toHex(plain.previous)).toBe(rekeyVectors.previous);
    expect(toHex(plainCertificateHash(previousBytes))).toBe(rekeyVectors.previous);
    expect(isSuccessor(sodium, certificateOf(nextBytes), certificateOf(previousBytes))).toBe(true);
    const secret = bytesOf(rekeyVectors.editSecret);
    if (!isRoleSecret(secret)) throw new Error('the vectors hold an edit secret');
    const { editor } = deriveKeys(sodium, 'editor', secret).signers;
    expect(editor && toHex(editor.publicKey)).toBe(toHex(plain.editorPk));
  });

  test.each(rekeyVectors.grants)('KEY-8 a grant of $role', (vector) => {
    const opened = openGrant(
      sodium,
      seedToDevice(sodium, bytesOf(vector.seed) as DeviceSeed),
      certificateOf(nextBytes),
      bytesOf(vector.bytes),
    );
    if (!opened.ok) throw new Error(opened.failure.sentence);
    for (const grant of [
      plainGrant(bytesOf(vector.bytes), plainDevice(bytesOf(vector.seed)), nextBytes),
      opened.value,
    ]) {
      expect([grant.role, toHex(grant.secret)]).toEqual([vector.role, vector.secret]);
    }
  });

  test('KEY-8 who re-keys says what counts, who is removed, and what each device gets', () => {
    const bytes = bytesOf(rekeyVectors.rekey.bytes);
    const own = decodeNotice(bytes);
    if (!own.ok || own.value.type !== 'rekey') throw new Error('the vectors hold a rekey notice');
    for (const notice of [plainRekey(bytes), own.value]) {
      expect(toHex(notice.certificate)).toBe(rekeyVectors.certificate);
      expect(toHex(notice.cut)).toBe(rekeyVectors.rekey.cut);
      expect(notice.removed.map(toHex)).toEqual(rekeyVectors.rekey.removed);
      const granted = notice.grants.map(({ sealed }) => toHex(sealed));
      expect(granted.sort()).toEqual(rekeyVectors.grants.map((grant) => grant.bytes).sort());
    }
  });

  test('KEY-8 what is handed on of the epoch before', () => {
    const bytes = bytesOf(rekeyVectors.history.bytes);
    const plain = plainHistory(bytes, bytesOf(rekeyVectors.commentSecret));
    expect(toHex(plain.certificate)).toBe(toHex(previousBytes));
    expect(toHex(plain.viewSecret)).toBe(keyVectors['KEY-2'].viewSecret);
    expect(plain.commentSecret && toHex(plain.commentSecret)).toBe(keyVectors['KEY-2'].commentSecret);

    const own = decodeNotice(bytes);
    const secret = bytesOf(rekeyVectors.editSecret);
    if (!own.ok || own.value.type !== 'history' || !isRoleSecret(secret)) throw new Error('the vectors hold a history');
    const opened = openHistory(sodium, own.value, { certificate: certificateOf(nextBytes), role: 'editor', secret });
    expect(opened.ok && [opened.value.role, toHex(opened.value.secret)]).toEqual([
      'commenter',
      keyVectors['KEY-2'].commentSecret,
    ]);
  });
});
