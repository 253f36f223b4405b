import { beforeAll, describe, expect, test } from 'vitest';
import type { DeviceSeed, KemPublicKey, RoleSecret } from '../bytes/brands.ts';
import { concat, equal, textToBytes } from '../bytes/bytes.ts';
import { narrowCapability } from '../capability/capability.ts';
import type { CryptoFailure, Result } from '../errors.ts';
import { type Device, seedToDevice, wipeDevice } from '../keys/device.ts';
import { createNextEpoch, type Epoch } from '../keys/epoch.ts';
import { certificateToHash } from '../keys/epoch-certificate.ts';
import type { LinkRole } from '../keys/roles.ts';
import { createFixture, type Fixture, NOT_AFTER } from '../testing/fixture.ts';
import { GRANT_BYTES, type GrantContent, openGrant, sealGrant } from './grant.ts';

const ROLES: readonly LinkRole[] = ['viewer', 'commenter', 'editor'];

let f: Fixture;
let next: Epoch;
let device: Device;
beforeAll(async () => {
  f = await createFixture();
  next = createNextEpoch(f.sodium, f.random, f.room, f.epoch.certificate, { notAfter: NOT_AFTER });
  device = createDevice();
});

function createDevice(): Device {
  return seedToDevice(f.sodium, f.random(32) as Uint8Array as DeviceSeed);
}

function secretOf(role: LinkRole): RoleSecret {
  const edit = { ...f.edit, certificate: next.certificate, secret: next.editSecret };
  const narrowed = narrowCapability(f.sodium, edit, role);
  if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
  return narrowed.value.secret;
}

function seal(role: LinkRole, other: Partial<GrantContent> = {}): Uint8Array {
  const { id, kem } = device;
  const content = { kemPublicKey: kem.publicKey, device: id, certificate: next.certificate, role };
  return sealGrant(f.sodium, f.random, { ...content, secret: secretOf(role), ...other });
}

function open(bytes: Uint8Array, by: Device = device, certificate = next.certificate) {
  return openGrant(f.sodium, by, certificate, bytes);
}

function codeOf(result: Result<unknown, CryptoFailure>): string {
  return result.ok ? 'ok' : result.failure.code;
}

describe('KEY-8 grant', () => {
  test.each(ROLES)('gives one device the secret of %s', (role) => {
    const bytes = seal(role);
    expect(bytes).toHaveLength(1193);
    expect(GRANT_BYTES).toBe(1193);
    expect(open(bytes)).toEqual({ ok: true, value: { role, secret: secretOf(role) } });
    expect(codeOf(open(bytes, createDevice()))).toBe('grant-sealed');
    // The id is bound too, whoever holds the KEM key.
    expect(codeOf(open(bytes, { ...createDevice(), kem: device.kem }))).toBe('grant-sealed');
    expect(codeOf(open(bytes, device, f.epoch.certificate))).toBe('grant-sealed');
  });

  test('two grants of one secret share nothing but the role', () => {
    const [one, two] = [seal('editor'), seal('editor')];
    for (const [from, to] of [
      [1, 33],
      [1121, 1145],
      [1145, 1193],
    ] as const) {
      expect(equal(one.subarray(from, to), two.subarray(from, to))).toBe(false);
    }
  });

  test('ENV-6 every flipped byte and every truncation is refused as a value', () => {
    const bytes = seal('commenter');
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(codeOf(open(altered)), `byte ${at}`).toMatch(/^grant-/u);
      expect(codeOf(open(bytes.slice(0, at))), `first ${at} bytes`).toBe('grant-malformed');
    }
    expect(codeOf(open(concat(bytes, Uint8Array.of(0))))).toBe('grant-malformed');
    for (const role of [0, 4, 255]) {
      expect(codeOf(open(concat(Uint8Array.of(role), bytes.subarray(1))))).toBe('grant-malformed');
    }
  });

  test('no role is read as another: it is bound, and the secret is checked against the epoch', () => {
    const raised = seal('viewer');
    raised[0] = 3;
    expect(codeOf(open(raised))).toBe('grant-sealed');
    expect(codeOf(open(seal('editor', { secret: secretOf('viewer') })))).toBe('grant-forged');
    expect(codeOf(open(seal('editor', { secret: f.epoch.editSecret })))).toBe('grant-forged');
  });

  test('the key covers epoch, device and role under its own label', () => {
    const bytes = seal('editor');
    const shared = f.sodium.decapsulate(device.kem.secretKey, bytes.subarray(1, 1121));
    if (shared === undefined) throw new Error('a ciphertext just made carries a secret');
    const context = concat(
      textToBytes('weft/grant/v1'),
      certificateToHash(f.sodium, next.certificate),
      device.id,
      Uint8Array.of(3),
    );
    const key = f.sodium.hash(context, shared);
    expect(f.sodium.open(key, bytes.subarray(1121, 1145), context, bytes.subarray(1145))).toEqual(next.editSecret);
  });

  test('a key no verified card holds, and wiped secrets, are programmer errors', () => {
    const kemPublicKey = new Uint8Array(1216).fill(255) as Uint8Array as KemPublicKey;
    expect(() => seal('editor', { kemPublicKey })).toThrow(RangeError);
    expect(() => seal('editor', { secret: new Uint8Array(32) as Uint8Array as RoleSecret })).toThrow(/wiped/u);
    const bytes = seal('editor');
    const own = createDevice();
    wipeDevice(f.sodium, own);
    expect(() => open(bytes, own)).toThrow(/wiped/u);
  });
});
