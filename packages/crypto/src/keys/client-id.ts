import type { PublicKey } from '../bytes/brands.ts';
import { readU32 } from '../bytes/integers.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { CLIENT_LABEL } from './labels.ts';

/** KEY-5: the Yjs client id of a session key: the first 53 bits of its hash. */
export function sessionToClientId(sodium: VerifyingSodium, sessionPk: PublicKey): number {
  const hash = sodium.hashLabelled(CLIENT_LABEL, sessionPk);
  const high = readU32(hash, 0) >>> 8; // 24 bits
  const low = readU32(hash, 3) >>> 3; // 29 bits
  return high * 2 ** 29 + low;
}
