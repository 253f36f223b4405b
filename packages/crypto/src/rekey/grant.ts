import { type DeviceId, isRoleSecret, type KemPublicKey, type RoleSecret } from '../bytes/brands.ts';
import { concat, isZero } from '../bytes/bytes.ts';
import { createReader } from '../bytes/reader.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { Device } from '../keys/device.ts';
import { certificateToHash, type EpochCertificate } from '../keys/epoch-certificate.ts';
import { isSecretOf } from '../keys/epoch-keys.ts';
import { GRANT_LABEL } from '../keys/labels.ts';
import { byteToRole, type LinkRole, roleToByte } from '../keys/roles.ts';
import { KEM_CIPHERTEXT_BYTES } from '../sodium/kem.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

const NONCE_BYTES = 24;
const SEALED_BYTES = 32 + 16;
/** Bytes of a grant: role, KEM ciphertext, nonce, sealed secret. */
export const GRANT_BYTES: number = 1 + KEM_CIPHERTEXT_BYTES + NONCE_BYTES + SEALED_BYTES;

/** What a grant gives, to whom and in which epoch. */
export interface GrantContent {
  /** From the device's card, which was verified: else this is a programmer error and throws. */
  readonly kemPublicKey: KemPublicKey;
  readonly device: DeviceId;
  /** Of the epoch that is granted. */
  readonly certificate: EpochCertificate;
  readonly role: LinkRole;
  /** The role's secret: view, comment or edit. */
  readonly secret: RoleSecret;
}

function toContext(
  sodium: VerifyingSodium,
  certificate: EpochCertificate,
  device: DeviceId,
  role: LinkRole,
): Uint8Array {
  return concat(GRANT_LABEL, certificateToHash(sodium, certificate), device, Uint8Array.of(roleToByte(role)));
}

/**
 * KEY-8: seals a role's secret of an epoch to one device. Nothing but that device's seed opens it.
 * @returns 1193 bytes
 */
export function sealGrant(sodium: Sodium, random: Randomness, content: GrantContent): Uint8Array<ArrayBuffer> {
  const { kemPublicKey, device, certificate, role, secret } = content;
  if (isZero(secret)) throw new Error('this secret was wiped');
  const seed = random(64);
  const encapsulated = sodium.encapsulate(kemPublicKey, seed);
  sodium.wipe(seed);
  if (encapsulated === undefined) throw new RangeError('nothing can be sealed to a key that no verified card holds');
  const { ciphertext, shared } = encapsulated;
  const context = toContext(sodium, certificate, device, role);
  const key = sodium.hash(context, shared);
  const nonce = random(NONCE_BYTES);
  const sealed = sodium.seal(key, nonce, context, secret);
  sodium.wipe(shared);
  sodium.wipe(key);
  return concat(Uint8Array.of(roleToByte(role)), ciphertext, nonce, sealed);
}

/**
 * KEY-8: opens a grant with the device it was sealed to, and checks that its secret gives the epoch's keys.
 * @param certificate of the epoch that is granted, verified
 * @returns `grant-malformed`; `grant-sealed` where it is for another device or epoch or was altered; `grant-forged` where
 *   its secret is not the role's in this epoch
 * @throws if the device was wiped (programmer error)
 */
export function openGrant(
  sodium: Sodium,
  device: Device,
  certificate: EpochCertificate,
  bytes: Uint8Array,
): Result<{ readonly role: LinkRole; readonly secret: RoleSecret }, CryptoFailure> {
  if (isZero(device.kem.secretKey)) throw new Error('this device was wiped');
  const reader = createReader(bytes);
  const role = byteToRole(reader.u8());
  const ciphertext = reader.take(KEM_CIPHERTEXT_BYTES);
  const nonce = reader.take(NONCE_BYTES);
  const sealed = reader.take(SEALED_BYTES);
  if (!reader.isDone() || role === undefined || role === 'admin') return cryptoFailure('grant-malformed');
  const shared = sodium.decapsulate(device.kem.secretKey, ciphertext);
  if (shared === undefined) return cryptoFailure('grant-sealed');
  const context = toContext(sodium, certificate, device.id, role);
  const key = sodium.hash(context, shared);
  const secret = sodium.open(key, nonce, context, sealed);
  sodium.wipe(shared);
  sodium.wipe(key);
  if (secret === undefined || !isRoleSecret(secret)) return cryptoFailure('grant-sealed');
  if (isSecretOf(sodium, role, secret, certificate)) return success({ role, secret });
  sodium.wipe(secret);
  return cryptoFailure('grant-forged');
}
