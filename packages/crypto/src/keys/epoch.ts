import type { RoleSecret } from '../bytes/brands.ts';
import { writeU64 } from '../bytes/integers.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import {
  decodeEpochCertificate,
  EPOCH_CERTIFICATE_BYTES,
  EPOCH_SIGNED_BYTES,
  EPOCH_VERSION,
  type EpochCertificate,
  epochCertificateToSigned,
} from './epoch-certificate.ts';
import { deriveKeys, wipeKeys } from './epoch-keys.ts';
import type { Room } from './room.ts';

/** A room's first epoch: its certificate, and the secret that is the edit capability. */
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
  const editSecret = random(32) as Uint8Array as RoleSecret;
  const keys = deriveKeys(sodium, 'editor', editSecret);
  const { editor, commenter, viewer } = keys.signers;
  if (editor === undefined || commenter === undefined || viewer === undefined) {
    throw new Error('an edit secret gives every signing pair');
  }
  const bytes = new Uint8Array(EPOCH_CERTIFICATE_BYTES);
  bytes[0] = EPOCH_VERSION;
  bytes.set(room.root.publicKey, 1);
  // Epoch 0, and no previous certificate: zeros.
  bytes.set(editor.publicKey, 69);
  bytes.set(commenter.publicKey, 101);
  bytes.set(viewer.publicKey, 133);
  writeU64(bytes, 165, options.notAfter);
  bytes.set(sodium.sign(epochCertificateToSigned(bytes), room.root.secretKey), EPOCH_SIGNED_BYTES);
  wipeKeys(sodium, keys);
  const decoded = decodeEpochCertificate(sodium, bytes);
  if (!decoded.ok) throw new Error('an epoch certificate just written can be read');
  return { certificate: decoded.value, editSecret };
}
