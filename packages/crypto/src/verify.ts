// What a relay needs: reading and checking. Nothing here can derive a key, seal or open; tests/architecture holds it to that.
export { fromBase64Url, toBase64Url } from './bytes/base64url.ts';
export {
  type AdmissionKey,
  type Hash,
  isHash,
  isPublicKey,
  isRoomId,
  isSignature,
  type PublicKey,
  type RoomId,
  type Signature,
} from './bytes/brands.ts';
export { bytesToText, compare, concat, equal, isZero, textToBytes } from './bytes/bytes.ts';
export { toHex } from './bytes/hex.ts';
export { readU16, readU32, readU64, writeU16, writeU32, writeU64 } from './bytes/integers.ts';
export { createReader, type Reader } from './bytes/reader.ts';
export { decodeHeader, type EnvelopeHeader } from './envelope/decode-header.ts';
export { type EnvelopeHashes, type EnvelopeHashing, startEnvelopeHashes } from './envelope/envelope-hashes.ts';
export { hashEnvelope, zeroHash } from './envelope/hash-envelope.ts';
export {
  type EnvelopeContext,
  type VerifiedEnvelope,
  verifyEnvelope,
  verifyEnvelopeCertificate,
} from './envelope/verify-envelope.ts';
export {
  type CryptoFailure,
  type CryptoFailureCode,
  cryptoFailure,
  type Failure,
  type Result,
  success,
} from './errors.ts';
export { type CertificateCache, createCertificateCache } from './keys/certificate-cache.ts';
export { sessionToClientId } from './keys/client-id.ts';
export {
  certificateToHash,
  decodeEpochCertificate,
  EPOCH_CERTIFICATE_BYTES,
  type EpochCertificate,
  isSuccessor,
  verifyEpochCertificate,
} from './keys/epoch-certificate.ts';
export {
  byteToRole,
  isAllowed,
  isAtLeast,
  isStored,
  type Kind,
  type LinkRole,
  KINDS,
  ROLES,
  type Role,
  roleToByte,
} from './keys/roles.ts';
export {
  decodeSessionCertificate,
  SESSION_CERTIFICATE_BYTES,
  type SessionCertificate,
  type SessionCertificateOptions,
  verifySessionCertificate,
} from './keys/session-certificate.ts';
export {
  type AdmissionContext,
  admissionProof,
  secretToAdmissionKey,
  verifyAdmission,
} from './signing/admission.ts';
export { type HelloContext, verifyHello } from './signing/hello.ts';
export { createRandomness, type Randomness } from './sodium/randomness.ts';
export { loadVerifyingSodium, type VerifyingSodium } from './sodium/verifying-sodium.ts';
