import type { Hash, RoleSecret } from '../bytes/brands.ts';
import { equal, isZero } from '../bytes/bytes.ts';
import { writeU32, writeU64 } from '../bytes/integers.ts';
import { zeroHash } from '../envelope/hash-envelope.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import {
  certificateToHash,
  decodeEpochCertificate,
  EPOCH_CERTIFICATE_BYTES,
  EPOCH_SIGNED_BYTES,
  EPOCH_VERSION,
  type EpochCertificate,
  epochCertificateToSigned,
} from './epoch-certificate.ts';
import { deriveKeys, wipeKeys } from './epoch-keys.ts';
import type { Room } from './room.ts';

/** An epoch as the admin who starts it holds it: its certificate, and the secret that is the edit capability. */
export interface Epoch {
  readonly certificate: EpochCertificate;
  /** KEY-2: 32 random bytes. */
  readonly editSecret: RoleSecret;
}

/**
 * KEY-2, KEY-3: starts epoch 0 of a room.
 * @param options `notAfter`: Unix ms until when sessions are admitted
 */
export function createEpoch(
  sodium: Sodium,
  random: Randomness,
  room: Room,
  options: { readonly notAfter: number },
): Epoch {
  return startEpoch(sodium, random, room, { epoch: 0, previous: zeroHash(), notAfter: options.notAfter });
}

/**
 * KEY-3, KEY-8: starts the epoch after another, with a secret that has nothing to do with the one before.
 * @param previous of the same room, else this is a programmer error and throws
 * @param options `notAfter`: Unix ms until when sessions are admitted
 */
export function createNextEpoch(
  sodium: Sodium,
  random: Randomness,
  room: Room,
  previous: EpochCertificate,
  options: { readonly notAfter: number },
): Epoch {
  if (!equal(previous.rootPk, room.root.publicKey)) throw new RangeError('this certificate is another room’s');
  return startEpoch(sodium, random, room, {
    epoch: previous.epoch + 1,
    previous: certificateToHash(sodium, previous),
    notAfter: options.notAfter,
  });
}

function startEpoch(
  sodium: Sodium,
  random: Randomness,
  room: Room,
  { epoch, previous, notAfter }: { readonly epoch: number; readonly previous: Hash; readonly notAfter: number },
): Epoch {
  if (isZero(room.root.secretKey)) throw new Error('this room was wiped');
  const editSecret = random(32) as Uint8Array as RoleSecret;
  const keys = deriveKeys(sodium, 'editor', editSecret);
  const { editor, commenter, viewer } = keys.signers;
  if (editor === undefined || commenter === undefined || viewer === undefined) {
    throw new Error('an edit secret gives every signing pair');
  }
  const bytes = new Uint8Array(EPOCH_CERTIFICATE_BYTES);
  bytes[0] = EPOCH_VERSION;
  bytes.set(room.root.publicKey, 1);
  writeU32(bytes, 33, epoch);
  bytes.set(previous, 37);
  bytes.set(editor.publicKey, 69);
  bytes.set(commenter.publicKey, 101);
  bytes.set(viewer.publicKey, 133);
  writeU64(bytes, 165, notAfter);
  bytes.set(sodium.sign(epochCertificateToSigned(bytes), room.root.secretKey), EPOCH_SIGNED_BYTES);
  wipeKeys(sodium, keys);
  const decoded = decodeEpochCertificate(sodium, bytes);
  if (!decoded.ok) throw new Error('an epoch certificate just written can be read');
  return { certificate: decoded.value, editSecret };
}
