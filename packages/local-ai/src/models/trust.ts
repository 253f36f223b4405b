import {
  fromBase64Url,
  isModelSigned,
  modelKeyToFingerprint,
  type PublicKey,
  type Result,
  type VerifyingSodium,
} from '@weft/crypto';
import { type ModelFailure, modelFailure } from './failures.ts';
import { compareVersions, manifestToBytes, type ModelManifest, type ReadManifest } from './manifest.ts';

/** Whose model this is: a key, base64url, and how people compare it; undefined where nobody signed it. */
export interface Signer {
  readonly key: string;
  /** Six groups of five digits. */
  readonly fingerprint: string;
}

/**
 * MDL-1: checks the signature of a manifest, if it has one.
 * @returns who signed it, or `model-signature`
 */
export function checkSignature(
  sodium: VerifyingSodium,
  { manifest, signed }: ReadManifest,
): Result<Signer | undefined, ModelFailure> {
  if (signed === undefined) return { ok: true, value: undefined };
  const [key, signature] = [fromBase64Url(signed.key), fromBase64Url(signed.signature)];
  if (!key.ok || !signature.ok) return modelFailure('model-signature');
  if (!isModelSigned(sodium, manifestToBytes(manifest), signature.value, key.value)) {
    return modelFailure('model-signature');
  }
  const fingerprint = modelKeyToFingerprint(sodium, key.value as Uint8Array as PublicKey);
  return { ok: true, value: { key: signed.key, fingerprint } };
}

/**
 * MDL-3: whether a manifest may take the place of what is installed: by the same key, and newer. Who has nothing yet may
 * have anything, unsigned only after an explicit yes.
 * @returns `model-unsigned`, `model-key`, `model-older`
 */
export function checkSuccession(
  installed: { readonly manifest: ModelManifest; readonly key: string | undefined } | undefined,
  next: { readonly manifest: ModelManifest; readonly key: string | undefined },
  isUnsignedAllowed: boolean,
): Result<true, ModelFailure> {
  if (installed?.key !== undefined && next.key !== installed.key) return modelFailure('model-key');
  if (next.key === undefined && !isUnsignedAllowed) return modelFailure('model-unsigned');
  if (installed !== undefined && compareVersions(next.manifest.version, installed.manifest.version) < 0) {
    return modelFailure('model-older');
  }
  return { ok: true, value: true };
}
