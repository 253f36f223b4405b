import { fromBase64Url, toBase64Url } from '../bytes/base64url.ts';
import { type CryptoFailure, cryptoFailure, type Result } from '../errors.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import type { Capability } from './capability.ts';
import { bytesToCapability, capabilityToBytes } from './link-bytes.ts';

/** The version byte of a link wrapped with a passphrase. */
export const WRAPPED_LINK_VERSION = 0x81;
const MOST_TEXT = 16384;

/** KEY-7: puts link bytes after an origin; everything secret is in the fragment. */
export function bytesToLink(origin: string, bytes: Uint8Array): string {
  return `${origin.replace(/\/+$/u, '')}/#${toBase64Url(bytes)}`;
}

/**
 * The bytes in a link: a whole URL, its fragment with or without “#”; white space around it or within is ignored.
 * @returns `link-absent` where there is no fragment at all, `link-broken` where it is not base64url
 */
export function linkToBytes(text: string): Result<Uint8Array<ArrayBuffer>, CryptoFailure> {
  if (text.length > MOST_TEXT) return cryptoFailure('link-broken');
  const compact = text.replace(/\s+/gu, '');
  const hash = compact.lastIndexOf('#');
  const fragment = compact.slice(hash + 1);
  if (fragment === '' || (hash < 0 && compact.includes(':'))) return cryptoFailure('link-absent');
  const bytes = fromBase64Url(fragment);
  return bytes.ok ? bytes : cryptoFailure('link-broken');
}

/**
 * KEY-7: the link of a capability.
 * @param origin such as `https://weft.example`, with or without a path
 */
export function capabilityToLink(sodium: VerifyingSodium, capability: Capability, origin: string): string {
  return bytesToLink(origin, capabilityToBytes(sodium, capability));
}

/**
 * KEY-7: reads a link and checks that its parts belong together.
 * @param text a whole URL, its fragment, either with white space around
 * @returns `link-absent`, `link-broken`, `link-version`, `link-forged`, or `link-passphrase` where `openWrappedLink` is needed
 */
export function linkToCapability(sodium: Sodium, text: string): Result<Capability, CryptoFailure> {
  const bytes = linkToBytes(text);
  if (!bytes.ok) return bytes;
  if (bytes.value[0] === WRAPPED_LINK_VERSION) return cryptoFailure('link-passphrase');
  return bytesToCapability(sodium, bytes.value);
}
