/** Devices, re-keying and errands, decoded from docs/protocol.md alone; like plain-decoder.ts, it shares no code with packages/crypto. */
import {
  ascii,
  demand,
  H,
  hex,
  integer,
  join,
  type PlainEpoch,
  plainEpochCertificate,
  ROLE_NAMES,
} from './plain-decoder.ts';
import { xwingDecapsulate, xwingPublicKey } from './plain-kem.ts';
import { blake2b, ed25519PublicKey, ed25519Verify, kdf, openXChaCha } from './plain-primitives.ts';

type Bytes = Uint8Array;

// --- Device (KEY-6) ---

export interface PlainDevice {
  id: Bytes;
  publicKey: Bytes;
  kemSecretKey: Bytes;
  kemPublicKey: Bytes;
}

export function plainDeviceId(devicePk: Bytes): Bytes {
  return H(join(ascii('weft/device/v1'), devicePk));
}

export function plainDevice(seed: Bytes): PlainDevice {
  const publicKey = ed25519PublicKey(kdf(seed, 'weftdvsg'));
  const kemSecretKey = kdf(seed, 'weftdvkm');
  return { id: plainDeviceId(publicKey), publicKey, kemSecretKey, kemPublicKey: xwingPublicKey(kemSecretKey) };
}

export function plainFingerprint(id: Bytes): string {
  const digits = (at: number): string =>
    (BigInt(`0x${hex(id.slice(at, at + 5))}`) % 100000n).toString().padStart(5, '0');
  return [0, 5, 10, 15, 20, 25].map(digits).join(' ');
}

export interface PlainCard {
  id: Bytes;
  kemPublicKey: Bytes;
  name: string;
  color: string;
}

export function plainCard(bytes: Bytes, roomId: Bytes): PlainCard {
  demand(bytes[0] === 1, 'version');
  const publicKey = bytes.slice(1, 33);
  const length = bytes[1249]!;
  demand(bytes.length === 1250 + length + 3 + 64, 'length');
  const signed = join(ascii('weft/card/v1'), roomId, bytes.slice(0, -64));
  demand(ed25519Verify(publicKey, signed, bytes.slice(-64)), 'signature of the device');
  return {
    id: plainDeviceId(publicKey),
    kemPublicKey: bytes.slice(33, 1249),
    name: Buffer.from(bytes.slice(1250, 1250 + length)).toString('utf8'),
    color: `#${hex(bytes.slice(1250 + length, 1253 + length))}`,
  };
}

export function plainAttestation(devicePk: Bytes, roomId: Bytes, sessionPk: Bytes, signature: Bytes): boolean {
  return ed25519Verify(devicePk, join(ascii('weft/attest/v1'), roomId, sessionPk), signature);
}

// --- Errands (ERR-1) ---

export function plainErrand(bytes: Bytes, device: PlainDevice, roomId: Bytes, from: Bytes, to: Bytes): Bytes {
  const shared = xwingDecapsulate(device.kemSecretKey, bytes.slice(0, 1120));
  const context = join(ascii('weft/errand/v1'), roomId, from, to);
  const key = blake2b(context, { length: 32, key: shared });
  return openXChaCha(key, bytes.slice(1120, 1144), context, bytes.slice(1144));
}

// --- Re-keying (KEY-8) ---

export function plainCertificateHash(certificate: Bytes): Bytes {
  return H(join(ascii('weft/certificate/v1'), certificate));
}

export function plainGrant(bytes: Bytes, device: PlainDevice, certificate: Bytes): { role: string; secret: Bytes } {
  demand(bytes.length === 1193, 'a grant has 1193 bytes');
  const shared = xwingDecapsulate(device.kemSecretKey, bytes.slice(1, 1121));
  const context = join(ascii('weft/grant/v1'), plainCertificateHash(certificate), device.id, bytes.slice(0, 1));
  const key = blake2b(context, { length: 32, key: shared });
  const secret = openXChaCha(key, bytes.slice(1121, 1145), context, bytes.slice(1145));
  return { role: ROLE_NAMES[bytes[0]!]!, secret };
}

export interface PlainRekey {
  certificate: Bytes;
  epoch: PlainEpoch;
  cut: Bytes;
  removed: Bytes[];
  grants: { device: Bytes; sealed: Bytes }[];
}

export function plainRekey(bytes: Bytes): PlainRekey {
  demand(bytes[0] === 1, 'rekey');
  const certificate = bytes.slice(1, 238);
  const cutEnd = 242 + integer(bytes, 238, 4);
  let at = cutEnd + 2;
  const removed = Array.from({ length: integer(bytes, cutEnd, 2) }, () => bytes.slice(at, (at += 32)));
  const count = integer(bytes, at, 2);
  at += 2;
  const grants = Array.from({ length: count }, () => ({
    device: bytes.slice(at, (at += 32)),
    sealed: bytes.slice(at, (at += 1193)),
  }));
  demand(at === bytes.length, 'length');
  return { certificate, epoch: plainEpochCertificate(certificate), cut: bytes.slice(242, cutEnd), removed, grants };
}

export interface PlainHistory {
  certificate: Bytes;
  viewSecret: Bytes;
  commentSecret: Bytes | undefined;
}

/** With the comment secret of the epoch that the notice was written in. */
export function plainHistory(bytes: Bytes, commentSecret: Bytes): PlainHistory {
  demand(bytes[0] === 2, 'history');
  const certificate = bytes.slice(1, 238);
  const hasComments = bytes[270] === 1;
  demand(bytes.length === (hasComments ? 343 : 271), 'length');
  const context = join(ascii('weft/history/v1'), plainCertificateHash(certificate));
  const key = kdf(commentSecret, 'weftprev');
  return {
    certificate,
    viewSecret: bytes.slice(238, 270),
    commentSecret: hasComments ? openXChaCha(key, bytes.slice(271, 295), context, bytes.slice(295)) : undefined,
  };
}
