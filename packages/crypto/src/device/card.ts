import type { DeviceId, KemPublicKey, PublicKey, RoomId } from '../bytes/brands.ts';
import { bytesToText, concat, isZero, textToBytes } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { createReader } from '../bytes/reader.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { type Device, deviceToId } from '../keys/device.ts';
import { CARD_LABEL } from '../keys/labels.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { isDeviceName, textToDeviceName } from './device-name.ts';

const CARD_VERSION = 1;
const SIGNATURE_BYTES = 64;
const KEM_PUBLIC_KEY_BYTES = 1216;
const ANY_SEED: Uint8Array = /* @__PURE__ */ new Uint8Array(64);

/** KEY-6: what a device says of itself in one document. Byte fields are views of `bytes`, `id` is computed. */
export interface DeviceCard {
  readonly bytes: Uint8Array;
  readonly id: DeviceId;
  readonly publicKey: PublicKey;
  /** Something can be sealed to it: that was tried. */
  readonly kemPublicKey: KemPublicKey;
  /** At most 64 characters, none of which moves or breaks the text around it; may be empty. */
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
}

function cardToSigned(roomId: RoomId, body: Uint8Array): Uint8Array {
  return concat(CARD_LABEL, roomId, body);
}

/**
 * KEY-6: a device's card for one document.
 * @param name of the person, as typed; see `textToDeviceName`
 * @param color `#rrggbb`; anything else is a programmer error and throws
 */
export function createCard(
  sodium: Sodium,
  device: Device,
  roomId: RoomId,
  { name, color }: { readonly name: string; readonly color: string },
): Uint8Array<ArrayBuffer> {
  if (!/^#[\da-f]{6}$/iu.test(color)) throw new RangeError('a colour is #rrggbb');
  if (isZero(device.signing.secretKey)) throw new Error('this device was wiped');
  const text = textToBytes(textToDeviceName(name));
  const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const body = concat(
    Uint8Array.of(CARD_VERSION),
    device.signing.publicKey,
    device.kem.publicKey,
    Uint8Array.of(text.length),
    text,
    Uint8Array.from(rgb),
  );
  return concat(body, sodium.sign(cardToSigned(roomId, body), device.signing.secretKey));
}

/**
 * KEY-6: reads a card and checks that its device signed it for this document.
 * @param bytes a whole card; kept, not copied
 * @returns `card-malformed`, `card-version`, `card-signature`, or `card-key` where nothing can be sealed to its key
 */
export function verifyCard(sodium: Sodium, bytes: Uint8Array, roomId: RoomId): Result<DeviceCard, CryptoFailure> {
  if (bytes.length > 0 && bytes[0] !== CARD_VERSION) return cryptoFailure('card-version');
  const reader = createReader(bytes.subarray(1));
  const publicKey = reader.take(32) as PublicKey;
  const kemPublicKey = reader.take(KEM_PUBLIC_KEY_BYTES) as KemPublicKey;
  const name = bytesToText(reader.take(reader.u8()));
  const color = `#${toHex(reader.take(3))}`;
  const signature = reader.take(SIGNATURE_BYTES);
  if (!reader.isDone() || name === undefined || !isDeviceName(name)) return cryptoFailure('card-malformed');
  const signed = cardToSigned(roomId, bytes.subarray(0, bytes.length - SIGNATURE_BYTES));
  if (!sodium.isSigned(signature, signed, publicKey)) return cryptoFailure('card-signature');
  // Whether a key can be sealed to does not depend on the seed: an admin who re-keys later must not find out then.
  const trial = sodium.encapsulate(kemPublicKey, ANY_SEED);
  if (trial === undefined) return cryptoFailure('card-key');
  return success({ bytes, id: deviceToId(sodium, publicKey), publicKey, kemPublicKey, name, color });
}
