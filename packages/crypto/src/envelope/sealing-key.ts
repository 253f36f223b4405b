import type { CommitKey, ContentKey, PresenceKey } from '../bytes/brands.ts';
import { isZero } from '../bytes/bytes.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { isStored, type Kind } from '../keys/roles.ts';

/** The two keys of an envelope. */
interface EnvelopeKeys {
  readonly sealing: ContentKey | PresenceKey;
  readonly commitment: CommitKey;
}

/**
 * The keys that seal a kind: comments have their own, so that a view link does not read them.
 * @returns undefined where the keys do not reach the kind: a viewer's, and comments
 * @throws if the keys were wiped (KEY-9): zeros must never seal anything (programmer error)
 */
export function kindToSealingKeys(keys: EpochKeys, kind: Kind): EnvelopeKeys | undefined {
  const isComment = kind === 'comment';
  const sealing = isComment ? keys.commentKey : isStored(kind) ? keys.contentKey : keys.presenceKey;
  const commitment = isComment ? keys.commentCommitKey : keys.commitKey;
  if (sealing === undefined || commitment === undefined) return undefined;
  if (isZero(sealing)) throw new Error('these keys were wiped');
  return { sealing, commitment };
}
