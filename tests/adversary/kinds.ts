import type { Kind, Role } from '@weft/crypto';

/** What the protocol says of a kind (ENV-5), written down a second time so that the code's own table is held to it. */
export interface KindRule {
  /** The least role that may write it. */
  readonly least: Role;
  readonly isStored: boolean;
  /** What a replica of today does with it once it is verified: takes it, or says that it is too old for it. */
  readonly isSupported: boolean;
}

export const KIND_RULES: Readonly<Record<Kind, KindRule>> = {
  content: { least: 'editor', isStored: true, isSupported: true },
  comment: { least: 'commenter', isStored: true, isSupported: true },
  snapshot: { least: 'editor', isStored: true, isSupported: true },
  chunk: { least: 'editor', isStored: true, isSupported: false },
  presence: { least: 'viewer', isStored: false, isSupported: true },
  sync: { least: 'viewer', isStored: false, isSupported: true },
  receipt: { least: 'viewer', isStored: false, isSupported: true },
  control: { least: 'admin', isStored: true, isSupported: true },
  errand: { least: 'viewer', isStored: false, isSupported: true },
  parcel: { least: 'commenter', isStored: true, isSupported: true },
};

export const KINDS: readonly Kind[] = Object.keys(KIND_RULES) as Kind[];

export const ROLES: readonly Role[] = ['viewer', 'commenter', 'editor', 'admin'];

/** ENV-5, by the table above. */
export function mayWrite(role: Role, kind: Kind): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(KIND_RULES[kind].least);
}
