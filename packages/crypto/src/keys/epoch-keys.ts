import type { CommitKey, ContentKey, PresenceKey, RoleSecret, SigningPair } from '../bytes/brands.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { EpochCertificate } from './epoch-certificate.ts';
import { isAtLeast, type LinkRole, type Role } from './roles.ts';
import type { Room } from './room.ts';

/** What a role's secret gives: every role reads the document, commenters and above its comments; `signers` holds the pairs of the roles it may grant to sessions. */
export interface EpochKeys {
  readonly role: Role;
  readonly contentKey: ContentKey;
  readonly commitKey: CommitKey;
  readonly presenceKey: PresenceKey;
  /** Seals comments; absent for a viewer. */
  readonly commentKey?: ContentKey;
  /** Commits comments to their keys; absent for a viewer. */
  readonly commentCommitKey?: CommitKey;
  /** 32 bytes. */
  readonly signallingPassword: Uint8Array;
  readonly signers: { readonly [R in Role]?: SigningPair };
}

/**
 * KEY-2: steps down from a role's secret to a lower role's; it cannot be walked back.
 * @param from the role `secret` grants
 * @param to the same role or a lower one; a higher one is a programmer error and throws
 * @returns a new 32-byte secret, the caller's to wipe
 */
export function deriveRoleSecret(sodium: Sodium, from: LinkRole, to: LinkRole, secret: RoleSecret): RoleSecret {
  if (!isAtLeast(from, to)) throw new RangeError(`a ${from} secret does not give a ${to} secret`);
  let held: Uint8Array = secret.slice();
  let role = from;
  while (role !== to) {
    const next = sodium.derive(held, role === 'editor' ? 'weftcmnt' : 'weftview');
    sodium.wipe(held);
    held = next;
    role = role === 'editor' ? 'commenter' : 'viewer';
  }
  return held as RoleSecret;
}

function deriveSigner(sodium: Sodium, secret: RoleSecret, context: string): SigningPair {
  const seed = sodium.derive(secret, context);
  const pair = sodium.seedToPair(seed);
  sodium.wipe(seed);
  return pair;
}

/**
 * KEY-2: every key a role's secret gives.
 * @param role what the secret grants
 * @param secret 32 bytes; not kept
 */
export function deriveKeys(sodium: Sodium, role: LinkRole, secret: RoleSecret): EpochKeys {
  const signers: { [R in Role]?: SigningPair } = {};
  if (role === 'editor') signers.editor = deriveSigner(sodium, secret, 'weftsigW');
  let comments: Pick<EpochKeys, 'commentKey' | 'commentCommitKey'> = {};
  if (role !== 'viewer') {
    const commentSecret = deriveRoleSecret(sodium, role, 'commenter', secret);
    signers.commenter = deriveSigner(sodium, commentSecret, 'weftsigC');
    comments = {
      commentKey: sodium.derive(commentSecret, 'weftcmke') as ContentKey,
      commentCommitKey: sodium.derive(commentSecret, 'weftcmco') as CommitKey,
    };
    sodium.wipe(commentSecret);
  }
  const viewSecret = deriveRoleSecret(sodium, role, 'viewer', secret);
  signers.viewer = deriveSigner(sodium, viewSecret, 'weftsigV');
  const keys: EpochKeys = {
    role,
    contentKey: sodium.derive(viewSecret, 'weftcont') as ContentKey,
    commitKey: sodium.derive(viewSecret, 'weftcmit') as CommitKey,
    presenceKey: sodium.derive(viewSecret, 'weftpres') as PresenceKey,
    ...comments,
    signallingPassword: sodium.derive(viewSecret, 'weftsgnl'),
    signers,
  };
  sodium.wipe(viewSecret);
  return keys;
}

/**
 * The keys of someone who also holds the room's root: sessions of role admin become possible.
 * @param keys derived from the edit secret
 * @param room the room they belong to
 */
export function withRoot(keys: EpochKeys, room: Room): EpochKeys {
  return { ...keys, role: 'admin', signers: { ...keys.signers, admin: room.root } };
}

/** KEY-3: whether keys are the ones an epoch certificate names. */
export function isKeysOf(sodium: Sodium, keys: EpochKeys, certificate: EpochCertificate): boolean {
  const { viewer, commenter, editor, admin } = keys.signers;
  return (
    viewer !== undefined &&
    sodium.isEqual(viewer.publicKey, certificate.viewerPk) &&
    (commenter === undefined || sodium.isEqual(commenter.publicKey, certificate.commenterPk)) &&
    (editor === undefined || sodium.isEqual(editor.publicKey, certificate.editorPk)) &&
    (admin === undefined || sodium.isEqual(admin.publicKey, certificate.rootPk))
  );
}

/** KEY-3: whether a secret is a role's in the epoch a certificate names. */
export function isSecretOf(sodium: Sodium, role: LinkRole, secret: RoleSecret, certificate: EpochCertificate): boolean {
  const keys = deriveKeys(sodium, role, secret);
  const isOf = isKeysOf(sodium, keys, certificate);
  wipeKeys(sodium, keys);
  return isOf;
}

/** KEY-9: wipes every secret in the keys; sealing or opening with them afterwards throws. */
export function wipeKeys(sodium: Sodium, keys: EpochKeys): void {
  sodium.wipe(keys.contentKey);
  sodium.wipe(keys.commitKey);
  sodium.wipe(keys.presenceKey);
  if (keys.commentKey !== undefined) sodium.wipe(keys.commentKey);
  if (keys.commentCommitKey !== undefined) sodium.wipe(keys.commentCommitKey);
  sodium.wipe(keys.signallingPassword);
  for (const pair of Object.values(keys.signers)) sodium.wipe(pair.secretKey);
}
