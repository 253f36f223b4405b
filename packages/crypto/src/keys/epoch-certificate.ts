import { type Hash, isHash, type PublicKey, type RoomId } from '../bytes/brands.ts';
import { concat, equal, isZero } from '../bytes/bytes.ts';
import { readU32, readU64 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { CERTIFICATE_LABEL, EPOCH_LABEL } from './labels.ts';
import type { Role } from './roles.ts';
import { rootToRoomId } from './room.ts';

/** Bytes of an epoch certificate. */
export const EPOCH_CERTIFICATE_BYTES = 237;
/** Bytes of it that are signed. */
export const EPOCH_SIGNED_BYTES = 173;
/** Its version byte. */
export const EPOCH_VERSION = 1;

/** KEY-3: an epoch's public keys, as the root signed them. Fields are views of `bytes`. */
export interface EpochCertificate {
  readonly bytes: Uint8Array;
  readonly roomId: RoomId;
  readonly rootPk: PublicKey;
  readonly epoch: number;
  /** `certificateToHash` of the previous epoch's certificate, zeros at epoch 0. */
  readonly previous: Hash;
  readonly editorPk: PublicKey;
  readonly commenterPk: PublicKey;
  readonly viewerPk: PublicKey;
  /** Unix ms; judged where a session is admitted. */
  readonly notAfter: number;
}

/** The bytes the root signs. */
export function epochCertificateToSigned(bytes: Uint8Array): Uint8Array {
  return concat(EPOCH_LABEL, bytes.subarray(0, EPOCH_SIGNED_BYTES));
}

/** KEY-4: the key that signs session certificates of a role. */
export function roleToSignerPk(certificate: EpochCertificate, role: Role): PublicKey {
  switch (role) {
    case 'viewer':
      return certificate.viewerPk;
    case 'commenter':
      return certificate.commenterPk;
    case 'editor':
      return certificate.editorPk;
    case 'admin':
      return certificate.rootPk;
  }
}

/**
 * Reads an epoch certificate without checking its signature; its room id is computed from its root key.
 * @param bytes kept, not copied
 * @returns `certificate-version` or `certificate-malformed` where it cannot be read
 */
export function decodeEpochCertificate(
  sodium: VerifyingSodium,
  bytes: Uint8Array,
): Result<EpochCertificate, CryptoFailure> {
  if (bytes.length > 0 && bytes[0] !== EPOCH_VERSION) return cryptoFailure('certificate-version');
  if (bytes.length !== EPOCH_CERTIFICATE_BYTES) return cryptoFailure('certificate-malformed');
  const rootPk = bytes.subarray(1, 33) as PublicKey;
  const epoch = readU32(bytes, 33);
  const previous = bytes.subarray(37, 69);
  const notAfter = readU64(bytes, 165);
  if (notAfter === undefined || !isHash(previous)) return cryptoFailure('certificate-malformed');
  if ((epoch === 0) !== isZero(previous)) return cryptoFailure('certificate-malformed');
  return success({
    bytes,
    roomId: rootToRoomId(sodium, rootPk),
    rootPk,
    epoch,
    previous,
    editorPk: bytes.subarray(69, 101) as PublicKey,
    commenterPk: bytes.subarray(101, 133) as PublicKey,
    viewerPk: bytes.subarray(133, 165) as PublicKey,
    notAfter,
  });
}

/**
 * KEY-3: reads an epoch certificate and checks that the room's root signed it. No database is needed.
 * @param bytes 237 bytes; kept, not copied
 * @param roomId the room it must belong to, where that is known
 * @returns any `certificate-…` failure except `certificate-expired`, which is judged on admission
 */
export function verifyEpochCertificate(
  sodium: VerifyingSodium,
  bytes: Uint8Array,
  roomId?: RoomId,
): Result<EpochCertificate, CryptoFailure> {
  const decoded = decodeEpochCertificate(sodium, bytes);
  if (!decoded.ok) return decoded;
  if (roomId !== undefined && !equal(decoded.value.roomId, roomId)) return cryptoFailure('certificate-room');
  const signed = epochCertificateToSigned(bytes);
  if (!sodium.isSigned(bytes.subarray(EPOCH_SIGNED_BYTES), signed, decoded.value.rootPk)) {
    return cryptoFailure('certificate-invalid');
  }
  return decoded;
}

/** KEY-3: the hash by which an epoch certificate is named, in the next one as in what is sealed for it. */
export function certificateToHash(sodium: VerifyingSodium, certificate: EpochCertificate): Hash {
  return sodium.hashLabelled(CERTIFICATE_LABEL, certificate.bytes);
}

/**
 * KEY-3, KEY-8: whether an epoch follows another: same root, the next number, and it names that very certificate.
 * @param next verified before
 * @param previous verified before
 */
export function isSuccessor(sodium: VerifyingSodium, next: EpochCertificate, previous: EpochCertificate): boolean {
  return (
    equal(next.rootPk, previous.rootPk) &&
    next.epoch === previous.epoch + 1 &&
    equal(next.previous, certificateToHash(sodium, previous))
  );
}
