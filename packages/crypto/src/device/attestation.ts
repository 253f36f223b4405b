import { isSignature, type PublicKey, type RoomId, type Signature } from '../bytes/brands.ts';
import { concat, isZero } from '../bytes/bytes.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { Device } from '../keys/device.ts';
import { ATTEST_LABEL } from '../keys/labels.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { type DeviceCard, verifyCard } from './card.ts';

const SIGNATURE_BYTES = 64;

function sessionToAttested(roomId: RoomId, sessionPk: PublicKey): Uint8Array {
  return concat(ATTEST_LABEL, roomId, sessionPk);
}

/** KEY-6: a device's word that a session is its own. */
export function attestSession(sodium: Sodium, device: Device, roomId: RoomId, sessionPk: PublicKey): Signature {
  if (isZero(device.signing.secretKey)) throw new Error('this device was wiped');
  return sodium.sign(sessionToAttested(roomId, sessionPk), device.signing.secretKey);
}

/** KEY-6: whether a device gave its word that a session is its own. False for wrong lengths too. */
export function isAttested(
  sodium: VerifyingSodium,
  devicePk: PublicKey,
  roomId: RoomId,
  sessionPk: PublicKey,
  signature: Uint8Array,
): boolean {
  return sodium.isSigned(signature, sessionToAttested(roomId, sessionPk), devicePk);
}

/** The payload of an envelope of kind card: a card, and its device's word that the envelope's session is its own. */
export function cardToPayload(card: Uint8Array, attestation: Signature): Uint8Array<ArrayBuffer> {
  return concat(card, attestation);
}

/** A card that came in an envelope, whose session it vouches for. */
export interface AttestedCard {
  readonly card: DeviceCard;
  readonly attestation: Signature;
}

/**
 * KEY-6: reads the payload of an envelope of kind card.
 * @param payload kept, not copied
 * @param sessionPk that signed the envelope
 * @returns any `card-…` failure
 */
export function verifyCardPayload(
  sodium: Sodium,
  payload: Uint8Array,
  roomId: RoomId,
  sessionPk: PublicKey,
): Result<AttestedCard, CryptoFailure> {
  const cardBytes = payload.length - SIGNATURE_BYTES;
  if (cardBytes <= 0) return cryptoFailure('card-malformed');
  const card = verifyCard(sodium, payload.subarray(0, cardBytes), roomId);
  if (!card.ok) return card;
  const attestation = payload.subarray(cardBytes);
  if (!isSignature(attestation) || !isAttested(sodium, card.value.publicKey, roomId, sessionPk, attestation)) {
    return cryptoFailure('card-attestation');
  }
  return success({ card: card.value, attestation });
}
