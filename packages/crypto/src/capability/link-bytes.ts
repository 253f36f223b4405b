import { type AdminSeed, isAdminSeed, isRoleSecret, type PublicKey } from '../bytes/brands.ts';
import { bytesToText, concat, equal, textToBytes } from '../bytes/bytes.ts';
import { writeU16 } from '../bytes/integers.ts';
import { createReader } from '../bytes/reader.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { EPOCH_CERTIFICATE_BYTES, verifyEpochCertificate } from '../keys/epoch-certificate.ts';
import { isSecretOf } from '../keys/epoch-keys.ts';
import { LINK_LABEL } from '../keys/labels.ts';
import { byteToRole, roleToByte } from '../keys/roles.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import type { Capability } from './capability.ts';
import { headPinsToBytes, readHeadPins } from './head-pin.ts';

/** The version byte of a plain link. */
const LINK_VERSION = 1;
const MOST_RELAYS = 4;
const MOST_RELAY_BYTES = 512;
const CHECKSUM_BYTES = 4;

/** Whether a text may stand in a link as a relay: a `ws://` or `wss://` address without user, password or fragment. */
export function isRelayHint(text: string): boolean {
  if (!/^wss?:\/\/[^\s#@\\]+$/u.test(text) || textToBytes(text).length > MOST_RELAY_BYTES) return false;
  return URL.canParse(text);
}

function checksum(sodium: VerifyingSodium, body: Uint8Array): Uint8Array {
  return sodium.hashLabelled(LINK_LABEL, body).subarray(0, CHECKSUM_BYTES);
}

function relayToBytes(relay: string): Uint8Array {
  if (!isRelayHint(relay)) throw new RangeError('a relay hint is a ws:// or wss:// address of at most 512 bytes');
  const text = textToBytes(relay);
  const length = new Uint8Array(2);
  writeU16(length, 0, text.length);
  return concat(length, text);
}

/**
 * KEY-7: the bytes of a link.
 * @throws where the capability could not be read back: relays (see `isRelayHint`), pins (see `HeadPin`), an admin seed without the edit secret
 *   (programmer errors)
 */
export function capabilityToBytes(sodium: VerifyingSodium, capability: Capability): Uint8Array<ArrayBuffer> {
  const { role, certificate, secret, adminSeed, relays, pins = [] } = capability;
  if (adminSeed !== undefined && role !== 'editor') throw new RangeError('an admin link holds the edit secret');
  if (relays.length > MOST_RELAYS) throw new RangeError(`a link has at most ${MOST_RELAYS} relay hints`);
  const body = concat(
    Uint8Array.of(LINK_VERSION, roleToByte(adminSeed === undefined ? role : 'admin')),
    certificate.bytes,
    adminSeed ?? new Uint8Array(),
    secret,
    Uint8Array.of(relays.length),
    ...relays.map(relayToBytes),
    headPinsToBytes(pins),
  );
  return concat(body, checksum(sodium, body));
}

function isSeedOf(sodium: Sodium, adminSeed: AdminSeed, rootPk: PublicKey): boolean {
  const root = sodium.seedToPair(adminSeed);
  sodium.wipe(root.secretKey);
  return sodium.isEqual(root.publicKey, rootPk);
}

/**
 * KEY-7: reads a link's bytes, and checks that its parts belong together: checksum, root's signature, and that the secret
 * gives the keys the certificate names (in an admin link also the seed, the root).
 * @param bytes copied
 * @returns `link-broken`, `link-version` or `link-forged`
 */
export function bytesToCapability(sodium: Sodium, bytes: Uint8Array): Result<Capability, CryptoFailure> {
  if (bytes.length > 0 && bytes[0] !== LINK_VERSION) return cryptoFailure('link-version');
  const bodyBytes = bytes.length - CHECKSUM_BYTES;
  if (bodyBytes < 1) return cryptoFailure('link-broken');
  const body = bytes.slice(0, bodyBytes);
  if (!equal(checksum(sodium, body), bytes.subarray(bodyBytes))) return cryptoFailure('link-broken');

  const reader = createReader(body.subarray(1));
  const granted = byteToRole(reader.u8());
  const role = granted === 'admin' ? 'editor' : granted;
  const certificateBytes = reader.take(EPOCH_CERTIFICATE_BYTES);
  const adminSeed = granted === 'admin' ? reader.take(32) : undefined;
  const secret = reader.take(32);
  const relayCount = reader.u8();
  if (relayCount > MOST_RELAYS) return cryptoFailure('link-broken');
  const relays: string[] = [];
  for (let i = 0; i < relayCount; i++) {
    const relay = bytesToText(reader.take(reader.u16()));
    if (relay === undefined || !isRelayHint(relay)) return cryptoFailure('link-broken');
    relays.push(relay);
  }
  const pins = readHeadPins(reader);
  if (!reader.isDone() || pins === undefined || role === undefined) return cryptoFailure('link-broken');
  if (!isRoleSecret(secret)) return cryptoFailure('link-broken');
  if (adminSeed !== undefined && !isAdminSeed(adminSeed)) return cryptoFailure('link-broken');

  const certificate = verifyEpochCertificate(sodium, certificateBytes);
  if (!certificate.ok) return cryptoFailure('link-forged');
  if (!isSecretOf(sodium, role, secret, certificate.value)) return cryptoFailure('link-forged');
  if (adminSeed !== undefined && !isSeedOf(sodium, adminSeed, certificate.value.rootPk)) {
    return cryptoFailure('link-forged');
  }
  return success({
    role,
    certificate: certificate.value,
    secret,
    ...(adminSeed === undefined ? {} : { adminSeed }),
    relays,
    ...(pins.length === 0 ? {} : { pins }),
  });
}
