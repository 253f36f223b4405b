/**
 * What is sealed under an epoch's keys and is no envelope of its own: the comments in a snapshot (LED-4), which is sealed for every reader, under
 * the key that only commenters and above have; and what a device keeps of a document for itself.
 */
import { concat } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { EpochCertificate } from '../keys/epoch-certificate.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { COMMENTS_LABEL, NOTE_LABEL } from '../keys/labels.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { NONCE_BYTES } from './layout.ts';
import { kindToSealingKeys } from './sealing-key.ts';

/** An epoch, with the keys that are known of it. */
export interface EpochWithKeys {
  readonly certificate: EpochCertificate;
  readonly keys: EpochKeys;
}

/** Each purpose with the kind whose key seals it. */
const PURPOSES = {
  comments: { label: COMMENTS_LABEL, kind: 'comment' },
  note: { label: NOTE_LABEL, kind: 'content' },
} as const;

type Purpose = keyof typeof PURPOSES;

/** What a section is bound to. The author and the place of comments are the envelope's, which is signed. */
function toContext(purpose: Purpose, { roomId, epoch }: EpochCertificate): Uint8Array {
  const number = new Uint8Array(4);
  writeU32(number, 0, epoch);
  return concat(PURPOSES[purpose].label, roomId, number);
}

function sealSection(
  purpose: Purpose,
  sodium: Sodium,
  random: Randomness,
  { certificate, keys }: EpochWithKeys,
  plaintext: Uint8Array,
): Uint8Array {
  const key = kindToSealingKeys(keys, PURPOSES[purpose].kind);
  if (key === undefined) throw new RangeError('these keys seal no comments');
  const nonce = random(NONCE_BYTES); // ENV-2
  return concat(nonce, sodium.seal(key.sealing, nonce, toContext(purpose, certificate), plaintext));
}

function openSection(
  purpose: Purpose,
  sodium: Sodium,
  { certificate, keys }: EpochWithKeys,
  section: Uint8Array,
): Result<Uint8Array, CryptoFailure> {
  const key = kindToSealingKeys(keys, PURPOSES[purpose].kind);
  if (key === undefined) return cryptoFailure('envelope-closed');
  const nonce = section.subarray(0, NONCE_BYTES);
  const opened = sodium.open(key.sealing, nonce, toContext(purpose, certificate), section.subarray(NONCE_BYTES));
  return opened === undefined ? cryptoFailure('envelope-sealed') : success(opened);
}

/**
 * Seals the comments of a snapshot: nonce ‖ ciphertext and tag.
 * @param epoch the one that the snapshot's envelope is sealed in
 * @param plaintext not kept
 * @throws if the keys are a viewer's or were wiped (programmer errors)
 */
export function sealCommentSection(
  sodium: Sodium,
  random: Randomness,
  epoch: EpochWithKeys,
  plaintext: Uint8Array,
): Uint8Array {
  return sealSection('comments', sodium, random, epoch, plaintext);
}

/**
 * Opens the comments of a snapshot.
 * @param epoch the one that opened the snapshot's envelope
 * @returns `envelope-closed` for a viewer's keys, `envelope-sealed` for anything that was not sealed so
 * @throws if the keys were wiped (programmer error)
 */
export function openCommentSection(
  sodium: Sodium,
  epoch: EpochWithKeys,
  section: Uint8Array,
): Result<Uint8Array, CryptoFailure> {
  return openSection('comments', sodium, epoch, section);
}

/**
 * Seals what a device keeps of a document for itself: nonce ‖ ciphertext and tag.
 * @param epoch any whose keys will be there when it is read
 * @param plaintext not kept
 * @throws if the keys were wiped (programmer error)
 */
export function sealDeviceNote(
  sodium: Sodium,
  random: Randomness,
  epoch: EpochWithKeys,
  plaintext: Uint8Array,
): Uint8Array {
  return sealSection('note', sodium, random, epoch, plaintext);
}

/**
 * Opens what `sealDeviceNote` sealed.
 * @returns `envelope-sealed` for anything that was not sealed so, in this epoch
 * @throws if the keys were wiped (programmer error)
 */
export function openDeviceNote(
  sodium: Sodium,
  epoch: EpochWithKeys,
  note: Uint8Array,
): Result<Uint8Array, CryptoFailure> {
  return openSection('note', sodium, epoch, note);
}
