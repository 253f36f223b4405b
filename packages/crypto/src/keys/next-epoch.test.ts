import { beforeAll, describe, expect, test } from 'vitest';
import { concat, equal, isZero, textToBytes } from '../bytes/bytes.ts';
import { createFixture, type Fixture, NOT_AFTER } from '../testing/fixture.ts';
import { createNextEpoch, type Epoch } from './epoch.ts';
import { certificateToHash, type EpochCertificate, isSuccessor, verifyEpochCertificate } from './epoch-certificate.ts';
import { deriveKeys, isKeysOf } from './epoch-keys.ts';

let f: Fixture;
let other: Fixture;
let next: Epoch;
beforeAll(async () => {
  f = await createFixture();
  other = await createFixture(f.random);
  next = after(f.epoch.certificate);
});

function after(previous: EpochCertificate): Epoch {
  return createNextEpoch(f.sodium, f.random, f.room, previous, { notAfter: NOT_AFTER + 1 });
}

describe('KEY-3 KEY-8 the next epoch', () => {
  test('is the same room, one further, and names the certificate before it', () => {
    const { certificate } = next;
    expect(verifyEpochCertificate(f.sodium, certificate.bytes, f.roomId)).toEqual({ ok: true, value: certificate });
    expect([certificate.epoch, certificate.notAfter]).toEqual([1, NOT_AFTER + 1]);
    const hash = f.sodium.hash(concat(textToBytes('weft/certificate/v1'), f.epoch.certificate.bytes));
    expect(certificate.previous).toEqual(hash);
    expect(isSuccessor(f.sodium, certificate, f.epoch.certificate)).toBe(true);
  });

  test('has keys of its own', () => {
    const keys = deriveKeys(f.sodium, 'editor', next.editSecret);
    expect(isKeysOf(f.sodium, keys, next.certificate)).toBe(true);
    expect(isKeysOf(f.sodium, keys, f.epoch.certificate)).toBe(false);
    expect(equal(keys.contentKey, f.keys.contentKey)).toBe(false);
  });

  test('only the very next, of the same room, naming that very certificate, is a successor', () => {
    const [twin, third] = [after(f.epoch.certificate).certificate, after(next.certificate).certificate];
    const foreign = createNextEpoch(f.sodium, f.random, other.room, other.epoch.certificate, { notAfter: NOT_AFTER });
    const first = f.epoch.certificate;
    expect(isSuccessor(f.sodium, twin, first)).toBe(true);
    expect(isSuccessor(f.sodium, third, next.certificate)).toBe(true);
    expect(isSuccessor(f.sodium, third, twin)).toBe(false);
    expect(isSuccessor(f.sodium, third, first)).toBe(false);
    expect(isSuccessor(f.sodium, first, first)).toBe(false);
    expect(isSuccessor(f.sodium, first, next.certificate)).toBe(false);
    expect(isSuccessor(f.sodium, foreign.certificate, first)).toBe(false);
    expect(isSuccessor(f.sodium, { ...next.certificate, rootPk: other.room.root.publicKey }, first)).toBe(false);
    expect(isSuccessor(f.sodium, { ...next.certificate, epoch: 2 }, first)).toBe(false);
    expect(isZero(certificateToHash(f.sodium, first))).toBe(false);
  });

  test('another room’s certificate, a wiped room, and an epoch without a number are programmer errors', () => {
    expect(() => after(other.epoch.certificate)).toThrow(RangeError);
    expect(() => after({ ...f.epoch.certificate, epoch: 0xffffffff })).toThrow(RangeError);
    const wiped = { ...f.room, root: { ...f.room.root, secretKey: f.room.root.secretKey.slice().fill(0) } };
    const room = wiped as unknown as typeof f.room;
    expect(() => createNextEpoch(f.sodium, f.random, room, f.epoch.certificate, { notAfter: 1 })).toThrow(/wiped/u);
  });
});
