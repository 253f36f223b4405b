import { concat, equal } from '../bytes/bytes.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { CertificateCache } from '../keys/certificate-cache.ts';
import type { EpochCertificate } from '../keys/epoch-certificate.ts';
import { ENVELOPE_LABEL } from '../keys/labels.ts';
import { isAllowed } from '../keys/roles.ts';
import { verifySessionCertificate } from '../keys/session-certificate.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import type { EnvelopeHashes } from './envelope-hashes.ts';
import { decodeHeader, type EnvelopeHeader } from './decode-header.ts';
import { SIGNATURE_BYTES, TRAILER_BYTES } from './layout.ts';

/** What an envelope is judged against. */
export interface EnvelopeContext {
  /** The room's epoch certificate, verified before. */
  readonly certificate: EpochCertificate;
  /** ENV-3. */
  readonly cache: CertificateCache;
}

/** An envelope that may be stored and passed on: room, epoch, certificate, role × kind and signature hold. */
export interface VerifiedEnvelope extends EnvelopeHeader {
  readonly bytes: Uint8Array;
}

/**
 * Everything that can be known of an envelope without its own signature: room, epoch, session certificate (cached) and
 * role × kind (ENV-5). Enough to pass on what is not stored, whose readers verify it themselves (RLY-3).
 * @returns any `envelope-…` or `certificate-…` failure
 */
export function verifyEnvelopeCertificate(
  sodium: VerifyingSodium,
  bytes: Uint8Array,
  context: EnvelopeContext,
): Result<EnvelopeHeader, CryptoFailure> {
  const decoded = decodeHeader(bytes);
  if (!decoded.ok) return decoded;
  const header = decoded.value;
  const { certificate: epochCertificate, cache } = context;
  if (!equal(header.roomId, epochCertificate.roomId)) return cryptoFailure('envelope-room');
  if (header.epoch !== epochCertificate.epoch) return cryptoFailure('envelope-epoch');
  if (!isAllowed(header.role, header.kind)) return cryptoFailure('envelope-role');
  const enclosed = bytes.subarray(bytes.length - TRAILER_BYTES, bytes.length - SIGNATURE_BYTES);
  const certificate = verifySessionCertificate(sodium, enclosed, epochCertificate, { cache });
  if (!certificate.ok) return certificate;
  if (!equal(certificate.value.session, header.session)) return cryptoFailure('envelope-session');
  return decoded;
}

/**
 * ENV-3, ENV-5, ENV-6: checks a whole envelope. Any altered byte gives a failure, never a throw, and changes nothing.
 * @param bytes a whole envelope; kept in the result, not copied
 * @param hashes of these very bytes, where they are known
 * @returns any `envelope-…` or `certificate-…` failure that needs no key to see
 */
export function verifyEnvelope(
  sodium: VerifyingSodium,
  bytes: Uint8Array,
  context: EnvelopeContext,
  hashes?: EnvelopeHashes,
): Result<VerifiedEnvelope, CryptoFailure> {
  const header = verifyEnvelopeCertificate(sodium, bytes, context);
  if (!header.ok) return header;
  const signatureAt = bytes.length - SIGNATURE_BYTES;
  const signed = concat(ENVELOPE_LABEL, hashes?.signed ?? sodium.hash(bytes.subarray(0, signatureAt)));
  if (!sodium.isSigned(bytes.subarray(signatureAt), signed, header.value.session)) {
    return cryptoFailure('envelope-signature');
  }
  return success({ ...header.value, bytes });
}
