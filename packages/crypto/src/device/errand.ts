import type { KemPublicKey, PublicKey, RoomId } from '../bytes/brands.ts';
import { concat, isZero } from '../bytes/bytes.ts';
import type { Device } from '../keys/device.ts';
import { ERRAND_LABEL } from '../keys/labels.ts';
import { KEM_CIPHERTEXT_BYTES } from '../sodium/kem.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';

const NONCE_BYTES = 24;
const TAG_BYTES = 16;
/** Bytes that sealing to one session adds to a message: KEM ciphertext, nonce, tag. */
export const ERRAND_OVERHEAD: number = KEM_CIPHERTEXT_BYTES + NONCE_BYTES + TAG_BYTES;

/** Whose word it is and who may read it: both are bound, so it can neither be passed on nor sent back. */
export interface ErrandEnds {
  readonly roomId: RoomId;
  /** The session that signs the envelope around it. */
  readonly from: PublicKey;
  /** The session that may read it, of the device whose key it is sealed to. */
  readonly to: PublicKey;
}

function toContext({ roomId, from, to }: ErrandEnds): Uint8Array {
  return concat(ERRAND_LABEL, roomId, from, to);
}

/**
 * ERR-1: seals a message to one session of a device: nobody else in the room can read it, nor tell whom it is for.
 *
 * @param kemPublicKey from the reader's verified card: else this is a programmer error and throws
 * @returns KEM ciphertext (1120) ‖ nonce (24) ‖ sealed message (n + 16)
 */
export function sealErrand(
  sodium: Sodium,
  random: Randomness,
  ends: ErrandEnds,
  kemPublicKey: KemPublicKey,
  message: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const seed = random(64);
  const encapsulated = sodium.encapsulate(kemPublicKey, seed);
  sodium.wipe(seed);
  if (encapsulated === undefined) throw new RangeError('nothing can be sealed to a key that no verified card holds');
  const { ciphertext, shared } = encapsulated;
  const context = toContext(ends);
  const key = sodium.hash(context, shared);
  const nonce = random(NONCE_BYTES);
  const sealed = sodium.seal(key, nonce, context, message);
  sodium.wipe(shared);
  sodium.wipe(key);
  return concat(ciphertext, nonce, sealed);
}

/**
 * ERR-1: opens what was sealed to one session of this device.
 *
 * @param bytes that may say anything
 * @returns undefined where it is for somebody else, from somebody else, or altered: these cannot be told apart
 * @throws if the device was wiped (programmer error)
 */
export function openErrand(
  sodium: Sodium,
  device: Device,
  ends: ErrandEnds,
  bytes: Uint8Array,
): Uint8Array | undefined {
  if (isZero(device.kem.secretKey)) throw new Error('this device was wiped');
  if (bytes.length < ERRAND_OVERHEAD) return undefined;
  const shared = sodium.decapsulate(device.kem.secretKey, bytes.subarray(0, KEM_CIPHERTEXT_BYTES));
  if (shared === undefined) return undefined;
  const context = toContext(ends);
  const key = sodium.hash(context, shared);
  const nonce = bytes.subarray(KEM_CIPHERTEXT_BYTES, KEM_CIPHERTEXT_BYTES + NONCE_BYTES);
  const message = sodium.open(key, nonce, context, bytes.subarray(KEM_CIPHERTEXT_BYTES + NONCE_BYTES));
  sodium.wipe(shared);
  sodium.wipe(key);
  return message;
}
