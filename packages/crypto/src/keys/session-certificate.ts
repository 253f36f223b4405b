import type { PublicKey, RoomId } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { readU32, readU64 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import type { CertificateCache } from './certificate-cache.ts';
import { type EpochCertificate, roleToSignerPk } from './epoch-certificate.ts';
import { SESSION_LABEL } from './labels.ts';
import { byteToRole, type Role } from './roles.ts';

/** Bytes of a session certificate. */
export const SESSION_CERTIFICATE_BYTES = 110;
/** Bytes of it that are signed. */
export const SESSION_SIGNED_BYTES = 46;
/** Its version byte. */
export const SESSION_VERSION = 1;
const TOLERANCE_MS = 24 * 60 * 60 * 1000; // for a wrong clock

/** KEY-4: what a session certificate grants. Fields are views of `bytes`. */
export interface SessionCertificate {
  readonly bytes: Uint8Array;
  readonly role: Role;
  readonly epoch: number;
  readonly session: PublicKey;
  /** Unix ms; judged where a session is admitted. */
  readonly notAfter: number;
}

/** The bytes a role's key signs. */
export function sessionCertificateToSigned(roomId: RoomId, bytes: Uint8Array): Uint8Array {
  return concat(SESSION_LABEL, roomId, bytes.subarray(0, SESSION_SIGNED_BYTES));
}

/**
 * Reads a session certificate without checking its signature.
 * @param bytes 110 bytes; kept, not copied
 * @returns `certificate-version` or `certificate-malformed` where it cannot be read
 */
export function decodeSessionCertificate(bytes: Uint8Array): Result<SessionCertificate, CryptoFailure> {
  if (bytes.length > 0 && bytes[0] !== SESSION_VERSION) return cryptoFailure('certificate-version');
  if (bytes.length !== SESSION_CERTIFICATE_BYTES) return cryptoFailure('certificate-malformed');
  const role = byteToRole(bytes[1] ?? 0);
  const notAfter = readU64(bytes, 38);
  if (role === undefined || notAfter === undefined) return cryptoFailure('certificate-malformed');
  return success({
    bytes,
    role,
    epoch: readU32(bytes, 2),
    session: bytes.subarray(6, 38) as PublicKey,
    notAfter,
  });
}

/** How a session certificate is judged. */
export interface SessionCertificateOptions {
  /** Unix ms. Give it where a session is admitted; leave it out for stored envelopes, which outlive their sessions. */
  readonly now?: number;
  /** Remembers certificates that held (ENV-3). */
  readonly cache?: CertificateCache;
}

/**
 * KEY-4: reads a session certificate and checks that the epoch's key for its role signed it.
 * @param epochCertificate verified before
 * @returns any `certificate-…` failure; `certificate-expired` only where `now` is given
 */
export function verifySessionCertificate(
  sodium: VerifyingSodium,
  bytes: Uint8Array,
  epochCertificate: EpochCertificate,
  options: SessionCertificateOptions = {},
): Result<SessionCertificate, CryptoFailure> {
  const decoded = decodeSessionCertificate(bytes);
  if (!decoded.ok) return decoded;
  const certificate = decoded.value;
  const { now, cache } = options;
  if (certificate.epoch !== epochCertificate.epoch) return cryptoFailure('certificate-epoch');
  if (now !== undefined && now > Math.min(certificate.notAfter, epochCertificate.notAfter) + TOLERANCE_MS) {
    return cryptoFailure('certificate-expired');
  }
  const signerPk = roleToSignerPk(epochCertificate, certificate.role);
  if (cache?.has(certificate, epochCertificate.roomId, signerPk) === true) return decoded;
  const signed = sessionCertificateToSigned(epochCertificate.roomId, bytes);
  if (!sodium.isSigned(bytes.subarray(SESSION_SIGNED_BYTES), signed, signerPk)) {
    return cryptoFailure('certificate-invalid');
  }
  cache?.add(certificate, epochCertificate.roomId, signerPk);
  return decoded;
}
