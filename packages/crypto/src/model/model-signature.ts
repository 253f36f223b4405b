import type { DeviceId, Hash, PublicKey, SecretKey, Signature } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { idToFingerprint } from '../keys/device.ts';
import { MODEL_KEY_LABEL, MODEL_LABEL, MODEL_PART_LABEL } from '../keys/labels.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/** MDL-2: the hash of one part of a model's file. */
export function modelPartToHash(sodium: VerifyingSodium, part: Uint8Array): Hash {
  return sodium.hashLabelled(MODEL_PART_LABEL, part);
}

/** MDL-1: signs a model's manifest. */
export function signModel(sodium: Sodium, manifest: Uint8Array, secretKey: SecretKey): Signature {
  return sodium.sign(concat(MODEL_LABEL, manifest), secretKey);
}

/** MDL-1: whether a manifest's signature is that of a key. False for bytes of any wrong length too. */
export function isModelSigned(
  sodium: VerifyingSodium,
  manifest: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  return sodium.isSigned(signature, concat(MODEL_LABEL, manifest), publicKey);
}

/** MDL-1: a key that signs models as people compare it: six groups of five digits. */
export function modelKeyToFingerprint(sodium: VerifyingSodium, publicKey: PublicKey): string {
  return idToFingerprint(sodium.hashLabelled(MODEL_KEY_LABEL, publicKey) as Uint8Array as DeviceId);
}
