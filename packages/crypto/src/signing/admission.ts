import type { AdmissionKey, Hash, PublicKey } from '../bytes/brands.ts';
import { concat, textToBytes } from '../bytes/bytes.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { ADMISSION_LABEL } from '../keys/labels.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/** What an admission proof is made over. */
export interface AdmissionContext {
  /** 32 bytes from CHALLENGE. */
  readonly nonce: Uint8Array;
  readonly session: PublicKey;
}

/** The key a relay keeps, and a client computes, for an admission secret (its UTF-8 bytes). */
export function secretToAdmissionKey(sodium: VerifyingSodium, secret: string): AdmissionKey {
  return sodium.hash(textToBytes(secret)) as Uint8Array as AdmissionKey;
}

/** Proves knowledge of a relay's admission secret, which itself is never sent. */
export function admissionProof(sodium: VerifyingSodium, key: AdmissionKey, context: AdmissionContext): Hash {
  return sodium.hash(concat(ADMISSION_LABEL, context.nonce, context.session), key);
}

/**
 * Checks an admission proof.
 * @returns `admission-invalid`
 */
export function verifyAdmission(
  sodium: VerifyingSodium,
  key: AdmissionKey,
  proof: Uint8Array,
  context: AdmissionContext,
): Result<true, CryptoFailure> {
  const isProven = sodium.isEqual(proof, admissionProof(sodium, key, context));
  return isProven ? success(true) : cryptoFailure('admission-invalid');
}
