/** LED-4: the comments in a snapshot, which is sealed for every reader, under the key that only commenters and above have. */
import { concat } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { EpochCertificate } from '../keys/epoch-certificate.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { COMMENTS_LABEL } from '../keys/labels.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { NONCE_BYTES } from './layout.ts';
import { kindToSealingKeys } from './sealing-key.ts';

/** An epoch, with the keys that are known of it. */
export interface EpochWithKeys {
  readonly certificate: EpochCertificate;
  readonly keys: EpochKeys;
}

/** What the section is bound to. Its author and its place are the envelope's, which is signed. */
function toContext({ roomId, epoch }: EpochCertificate): Uint8Array {
  const number = new Uint8Array(4);
  writeU32(number, 0, epoch);
  return concat(COMMENTS_LABEL, roomId, number);
}

/**
 * Seals the section: nonce ‖ ciphertext and tag.
 * @param epoch the one that the snapshot's envelope is sealed in
 * @param plaintext not kept
 * @throws if the keys are a viewer's or were wiped (programmer errors)
 */
export function sealCommentSection(
  sodium: Sodium,
  random: Randomness,
  { certificate, keys }: EpochWithKeys,
  plaintext: Uint8Array,
): Uint8Array {
  const key = kindToSealingKeys(keys, 'comment');
  if (key === undefined) throw new RangeError('these keys seal no comments');
  const nonce = random(NONCE_BYTES); // ENV-2
  return concat(nonce, sodium.seal(key.sealing, nonce, toContext(certificate), plaintext));
}

/**
 * Opens the section.
 * @param epoch the one that opened the snapshot's envelope
 * @returns `envelope-closed` for a viewer's keys, `envelope-sealed` for anything that was not sealed so
 * @throws if the keys were wiped (programmer error)
 */
export function openCommentSection(
  sodium: Sodium,
  { certificate, keys }: EpochWithKeys,
  section: Uint8Array,
): Result<Uint8Array, CryptoFailure> {
  const key = kindToSealingKeys(keys, 'comment');
  if (key === undefined) return cryptoFailure('envelope-closed');
  const nonce = section.subarray(0, NONCE_BYTES);
  const opened = sodium.open(key.sealing, nonce, toContext(certificate), section.subarray(NONCE_BYTES));
  return opened === undefined ? cryptoFailure('envelope-sealed') : success(opened);
}
