/** KEY-8: an admin starts the next epoch. */
import {
  createHistory,
  createNextEpoch,
  deriveRoleSecret,
  encodeNotice,
  isAtLeast,
  type LinkRole,
  type Result,
  type Role,
  sealGrant,
  type SealedGrant,
  success,
  toHex,
} from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { headsToBytes } from '../ledger/heads.ts';
import type { Author } from './author.ts';
import type { DeviceHex } from './closings.ts';
import type { ReplicaContext } from './context.ts';
import type { Identity } from './identity.ts';
import { isOpenedControl, openEntry } from './open-entry.ts';
import type { LedgerEntry } from '../ledger/types.ts';

/** How long an epoch admits sessions, in ms: links are made to last. */
export const EPOCH_MS: number = 100 * 365 * 24 * 60 * 60 * 1000;

/**
 * Starts the next epoch: every device that is known here is given the new keys, but for those that are removed. What is in the ledger now
 * counts; what comes later under the old keys counts only if a device that was kept wrote it.
 *
 * @param remove - devices that shall not read what follows; may be empty, to make old links worthless
 * @returns `rekey-not-allowed` without the room's root or a device, `rekey-self`
 */
export function rekey(
  context: ReplicaContext,
  identity: Identity,
  author: Author,
  remove: ReadonlySet<DeviceHex>,
): Result<void, ReplicaFailure> {
  const { governance, ledger, ring, roster } = context;
  const { sodium, random, clock } = context.ports;
  const { device, room } = identity;
  const session = identity.adminSession();
  const refuse = (code: 'rekey-not-allowed' | 'rekey-self') => ({ ok: false, failure: replicaFailure(code) }) as const;
  if (device === undefined || room === undefined || session === undefined || governance.isRemoved()) {
    return refuse('rekey-not-allowed');
  }
  if (remove.has(toHex(device.id))) return refuse('rekey-self');
  context.flush();
  author.introduceSelf();
  const previous = governance.capability();
  const next = createNextEpoch(sodium, random, room, previous.certificate, { notAfter: clock.now() + EPOCH_MS });
  const removed = new Set([...governance.removed(), ...remove]);

  const grants: SealedGrant[] = [];
  for (const { device: name, card, role } of roster.devices()) {
    if (removed.has(name)) continue;
    const granted = toLinkRole(role);
    const secret = deriveRoleSecret(sodium, 'editor', granted, next.editSecret);
    const { certificate } = next;
    grants.push({
      device: card.id,
      sealed: sealGrant(sodium, random, {
        kemPublicKey: card.kemPublicKey,
        device: card.id,
        certificate,
        role: granted,
        secret,
      }),
    });
    sodium.wipe(secret);
  }

  const notice = encodeNotice({
    type: 'rekey',
    certificate: next.certificate.bytes,
    cut: headsToBytes(ledger.heads()),
    removed: roster
      .devices()
      .filter((known) => removed.has(known.device))
      .map(({ card }) => card.id),
    grants,
  });
  take(context, author.appendNotice(session, notice));
  // Another admin's epoch may hold instead of this one; then theirs goes on.
  const holder = identity.adminSession();
  if (ring.current().name === ring.nameOf(next.certificate) && holder !== undefined) {
    const history = createHistory(sodium, random, previous, {
      certificate: next.certificate,
      role: 'editor',
      secret: next.editSecret,
    });
    take(context, author.appendNotice(holder, encodeNotice(history)));
    author.compact(); // so that whoever comes later needs no older key
  }
  sodium.wipe(next.editSecret);
  return success(undefined);
}

function take(context: ReplicaContext, entry: LedgerEntry): void {
  const opened = openEntry(context.ring, entry);
  if (!opened.ok || !isOpenedControl(opened.value)) throw new Error('a notice just written can be read');
  if (context.governance.take(opened.value)) context.governed();
}

function toLinkRole(role: Role): LinkRole {
  return role === 'admin' || isAtLeast(role, 'editor') ? 'editor' : role;
}
