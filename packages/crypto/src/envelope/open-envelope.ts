import { type Hash, isHash } from '../bytes/brands.ts';
import { isZero } from '../bytes/bytes.ts';
import { readU32 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { isStored } from '../keys/roles.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { decodeHeader, type EnvelopeHeader } from './decode-header.ts';
import { CIPHERTEXT_AT, COMMITMENT_AT, HEADER_BYTES, NONCE_AT, PLAINTEXT_OVERHEAD, TRAILER_BYTES } from './layout.ts';
import { padmeLength } from './padding.ts';
import { kindToSealingKeys } from './sealing-key.ts';

/** What was sealed. Both are views of one new array that holds nothing else. */
export interface OpenedEnvelope {
  readonly prev: Hash;
  readonly payload: Uint8Array;
}

// ENV-4: one plaintext per payload, so that padding can carry nothing.
function decodePlaintext(header: EnvelopeHeader, plaintext: Uint8Array): Result<OpenedEnvelope, CryptoFailure> {
  const prev = plaintext.subarray(0, 32);
  const end = PLAINTEXT_OVERHEAD + readU32(plaintext, 32);
  if (!isHash(prev) || end > plaintext.length || plaintext.length !== padmeLength(end)) {
    return cryptoFailure('envelope-content');
  }
  if (!isZero(plaintext.subarray(end))) return cryptoFailure('envelope-content');
  if (isZero(prev) !== (!isStored(header.kind) || header.seq === 0)) return cryptoFailure('envelope-content');
  return success({ prev, payload: plaintext.subarray(PLAINTEXT_OVERHEAD, end) });
}

/**
 * Opens an envelope that was verified, now or before it was stored (ENV-7, LED-5): `verifyEnvelope` says who wrote it,
 * this says what. The commitment is checked first (ENV-2).
 * @returns `envelope-closed` for a comment and a viewer's keys, `envelope-commitment` for another document's or epoch's keys, `envelope-sealed`, `envelope-content`, or what
 *   `decodeHeader` fails with
 * @throws if the keys were wiped (programmer error)
 */
export function openEnvelope(
  sodium: Sodium,
  keys: EpochKeys,
  bytes: Uint8Array,
): Result<OpenedEnvelope, CryptoFailure> {
  const header = decodeHeader(bytes);
  if (!header.ok) return header;
  const key = kindToSealingKeys(keys, header.value.kind);
  if (key === undefined) return cryptoFailure('envelope-closed');
  const commitment = sodium.hash(bytes.subarray(0, COMMITMENT_AT), key.commitment);
  if (!sodium.isEqual(commitment, bytes.subarray(COMMITMENT_AT, CIPHERTEXT_AT))) {
    return cryptoFailure('envelope-commitment');
  }
  const plaintext = sodium.open(
    key.sealing,
    bytes.subarray(NONCE_AT, COMMITMENT_AT),
    bytes.subarray(0, HEADER_BYTES),
    bytes.subarray(CIPHERTEXT_AT, bytes.length - TRAILER_BYTES),
  );
  return plaintext === undefined ? cryptoFailure('envelope-sealed') : decodePlaintext(header.value, plaintext);
}
