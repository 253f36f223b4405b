import type { AdminSeed, RoleSecret } from '../bytes/brands.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import type { EpochCertificate } from '../keys/epoch-certificate.ts';
import { deriveRoleSecret } from '../keys/epoch-keys.ts';
import { isAtLeast, type LinkRole } from '../keys/roles.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { HeadPin } from './head-pin.ts';

/** KEY-7: everything a joiner needs. */
export interface Capability {
  readonly role: LinkRole;
  /** Verified. */
  readonly certificate: EpochCertificate;
  /** The view, comment or edit secret, as `role` says. */
  readonly secret: RoleSecret;
  /** In an admin link only, beside the edit secret: the seed of the room's root. No other link ever holds it. */
  readonly adminSeed?: AdminSeed;
  /** `ws://` or `wss://` addresses, at most 4. */
  readonly relays: readonly string[];
  /** The newest envelopes that whoever made the link held, at most 3: a joiner has to get them too. */
  readonly pins?: readonly HeadPin[];
}

/**
 * KEY-2: the capability for a lower role (or a copy for the same). What only an admin holds is never passed on.
 * @returns `role-above` where the capability does not include the role
 */
export function narrowCapability(
  sodium: Sodium,
  capability: Capability,
  role: LinkRole,
): Result<Capability, CryptoFailure> {
  if (!isAtLeast(capability.role, role)) return cryptoFailure('role-above');
  const { adminSeed: _, ...shared } = capability;
  return success({ ...shared, role, secret: deriveRoleSecret(sodium, capability.role, role, capability.secret) });
}

/** KEY-9: wipes a capability's secrets. */
export function wipeCapability(sodium: Sodium, capability: Capability): void {
  sodium.wipe(capability.secret);
  if (capability.adminSeed !== undefined) sodium.wipe(capability.adminSeed);
}
