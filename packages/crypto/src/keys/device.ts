import type { DeviceId, DeviceSeed, KemPair, PublicKey, SigningPair } from '../bytes/brands.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { DEVICE_LABEL } from './labels.ts';

/** KEY-6: a device as it knows itself. */
export interface Device {
  readonly id: DeviceId;
  readonly signing: SigningPair;
  /** What it is granted is sealed to this pair. */
  readonly kem: KemPair;
}

/** KEY-6: a device's id names its signing key. */
export function deviceToId(sodium: VerifyingSodium, devicePk: PublicKey): DeviceId {
  return sodium.hashLabelled(DEVICE_LABEL, devicePk) as Uint8Array as DeviceId;
}

/**
 * KEY-6: the device of a seed; the same seed gives the same device, in every document.
 * @param seed 32 random bytes, kept by the device and nowhere else; not kept here
 */
export function seedToDevice(sodium: Sodium, seed: DeviceSeed): Device {
  const signingSeed = sodium.derive(seed, 'weftdvsg');
  const kemSeed = sodium.derive(seed, 'weftdvkm');
  const signing = sodium.seedToPair(signingSeed);
  const kem = sodium.seedToKemPair(kemSeed);
  sodium.wipe(signingSeed);
  sodium.wipe(kemSeed);
  return { id: deviceToId(sodium, signing.publicKey), signing, kem };
}

/** KEY-9: wipes a device's secret keys; signing or opening with them afterwards throws. */
export function wipeDevice(sodium: Sodium, device: Device): void {
  sodium.wipe(device.signing.secretKey);
  sodium.wipe(device.kem.secretKey);
}

const GROUPS = 6;
const GROUP_BYTES = 5;

/** KEY-6: a device's id as two people compare it aloud: six groups of five digits, of its first 30 bytes. */
export function idToFingerprint(id: DeviceId): string {
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    let value = 0;
    for (const byte of id.subarray(group * GROUP_BYTES, (group + 1) * GROUP_BYTES)) value = value * 256 + byte; // < 2^40
    return String(value % 100_000).padStart(5, '0');
  });
  return groups.join(' ');
}
