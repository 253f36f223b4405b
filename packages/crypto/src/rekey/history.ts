import { isRoleSecret, type RoleSecret } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import type { Capability } from '../capability/capability.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import {
  certificateToHash,
  type EpochCertificate,
  isSuccessor,
  verifyEpochCertificate,
} from '../keys/epoch-certificate.ts';
import { deriveRoleSecret, isSecretOf } from '../keys/epoch-keys.ts';
import { HISTORY_LABEL } from '../keys/labels.ts';
import { isAtLeast } from '../keys/roles.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { HistoryNotice } from './notices.ts';

const NONCE_BYTES = 24;

/** An epoch as someone holds it: its certificate, verified, and a role's secret. */
export type HeldEpoch = Pick<Capability, 'certificate' | 'role' | 'secret'>;

function toContext(sodium: Sodium, certificate: EpochCertificate): Uint8Array {
  return concat(HISTORY_LABEL, certificateToHash(sodium, certificate));
}

function toHistoryKey(sodium: Sodium, { role, secret }: HeldEpoch): Uint8Array {
  const commentSecret = deriveRoleSecret(sodium, role, 'commenter', secret);
  const key = sodium.derive(commentSecret, 'weftprev');
  sodium.wipe(commentSecret);
  return key;
}

/**
 * KEY-8: hands the previous epoch on to whoever holds the next: to read what was written in it, and for commenters and
 * above its comments. Sealed in an envelope of the next epoch.
 * @param previous the comment secret is handed on if both roles include commenting
 * @param next must follow `previous`, else this is a programmer error and throws
 */
export function createHistory(sodium: Sodium, random: Randomness, previous: HeldEpoch, next: HeldEpoch): HistoryNotice {
  if (!isSuccessor(sodium, next.certificate, previous.certificate)) throw new RangeError('these epochs do not follow');
  const notice = {
    type: 'history',
    certificate: previous.certificate.bytes,
    viewSecret: deriveRoleSecret(sodium, previous.role, 'viewer', previous.secret),
  } as const;
  if (!isAtLeast(previous.role, 'commenter') || !isAtLeast(next.role, 'commenter')) {
    return { ...notice, commentSecret: undefined };
  }
  const key = toHistoryKey(sodium, next);
  const commentSecret = deriveRoleSecret(sodium, previous.role, 'commenter', previous.secret);
  const nonce = random(NONCE_BYTES);
  const sealed = sodium.seal(key, nonce, toContext(sodium, previous.certificate), commentSecret);
  sodium.wipe(commentSecret);
  sodium.wipe(key);
  return { ...notice, commentSecret: concat(nonce, sealed) };
}

function openCommentSecret(
  sodium: Sodium,
  certificate: EpochCertificate,
  sealed: Uint8Array,
  next: HeldEpoch,
): RoleSecret | undefined {
  const key = toHistoryKey(sodium, next);
  const context = toContext(sodium, certificate);
  const secret = sodium.open(key, sealed.subarray(0, NONCE_BYTES), context, sealed.subarray(NONCE_BYTES));
  sodium.wipe(key);
  return secret !== undefined && isRoleSecret(secret) ? secret : undefined;
}

/**
 * KEY-8: the previous epoch, as far as one who holds the next may read it: as a commenter where the notice has the comment
 * secret and `next` includes commenting, else as a viewer. `notice` is not kept.
 * @returns any `certificate-…` failure; `history-forged` where the epochs do not follow or a secret is not that epoch's;
 *   `history-sealed` where the comment secret does not open
 */
export function openHistory(sodium: Sodium, notice: HistoryNotice, next: HeldEpoch): Result<HeldEpoch, CryptoFailure> {
  const verified = verifyEpochCertificate(sodium, notice.certificate, next.certificate.roomId);
  if (!verified.ok) return verified;
  const certificate = verified.value;
  if (!isSuccessor(sodium, next.certificate, certificate)) return cryptoFailure('history-forged');
  if (!isSecretOf(sodium, 'viewer', notice.viewSecret, certificate)) return cryptoFailure('history-forged');
  if (notice.commentSecret === undefined || !isAtLeast(next.role, 'commenter')) {
    return success({ certificate, role: 'viewer', secret: notice.viewSecret.slice() as Uint8Array as RoleSecret });
  }
  const secret = openCommentSecret(sodium, certificate, notice.commentSecret, next);
  if (secret === undefined) return cryptoFailure('history-sealed');
  if (isSecretOf(sodium, 'commenter', secret, certificate)) return success({ certificate, role: 'commenter', secret });
  sodium.wipe(secret);
  return cryptoFailure('history-forged');
}
