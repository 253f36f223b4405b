import type { Hash } from '../bytes/brands.ts';
import { PREV_LABEL } from '../keys/labels.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/** ENV-4: the hash that the next envelope of the chain names as `prev`. */
export function hashEnvelope(sodium: VerifyingSodium, bytes: Uint8Array): Hash {
  return sodium.hashLabelled(PREV_LABEL, bytes);
}

/** The `prev` of a chain's first envelope, and of every envelope that is not stored: 32 zeros, a new array each time. */
export function zeroHash(): Hash {
  return new Uint8Array(32) as Uint8Array as Hash;
}
