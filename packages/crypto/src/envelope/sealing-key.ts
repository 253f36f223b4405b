import { isZero } from '../bytes/bytes.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { isStored, type Kind } from '../keys/roles.ts';

/**
 * The key that seals a kind.
 * @throws if the keys were wiped (KEY-9): zeros must never seal anything (programmer error)
 */
export function kindToSealingKey(keys: EpochKeys, kind: Kind): Uint8Array {
  const key = isStored(kind) ? keys.contentKey : keys.presenceKey;
  if (isZero(key)) throw new Error('these keys were wiped');
  return key;
}
