/** What a session may do, each including the ones before it. */
export type Role = 'viewer' | 'commenter' | 'editor' | 'admin';
/** The roles a link can grant. */
export type LinkRole = Exclude<Role, 'admin'>;
/** What an envelope carries. */
export type Kind =
  | 'content'
  | 'comment'
  | 'snapshot'
  | 'chunk'
  | 'presence'
  | 'sync'
  | 'receipt'
  | 'control'
  | 'errand'
  | 'parcel';

/** Roles from the least to the most; a role's byte is its place + 1. */
export const ROLES: readonly ['viewer', 'commenter', 'editor', 'admin'] = ['viewer', 'commenter', 'editor', 'admin'];

interface KindRow {
  readonly byte: number;
  readonly least: Role;
  readonly stored: boolean;
}

// ENV-5: the one table.
const ROWS: { readonly [K in Kind]: KindRow } = {
  content: { byte: 1, least: 'editor', stored: true },
  comment: { byte: 2, least: 'commenter', stored: true },
  snapshot: { byte: 3, least: 'editor', stored: true },
  chunk: { byte: 4, least: 'editor', stored: true },
  presence: { byte: 5, least: 'viewer', stored: false },
  sync: { byte: 6, least: 'viewer', stored: false },
  receipt: { byte: 7, least: 'viewer', stored: false },
  control: { byte: 8, least: 'admin', stored: true },
  errand: { byte: 9, least: 'viewer', stored: false },
  parcel: { byte: 10, least: 'commenter', stored: true },
};

/** All kinds, in the order of their bytes. */
export const KINDS: readonly Kind[] = Object.keys(ROWS) as Kind[];

const KIND_OF_BYTE: ReadonlyMap<number, Kind> = new Map(KINDS.map((kind) => [ROWS[kind].byte, kind]));

/** ENV-5: whether a role may write a kind. The one function that says so, on every path. */
export function isAllowed(role: Role, kind: Kind): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(ROWS[kind].least);
}

/** ENV-4: whether envelopes of a kind are kept and chained, or live only while sent. */
export function isStored(kind: Kind): boolean {
  return ROWS[kind].stored;
}

/** Whether a role includes another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** A role's byte in certificates and links. */
export function roleToByte(role: Role): number {
  return ROLES.indexOf(role) + 1;
}

/** The role of a byte, or undefined. */
export function byteToRole(byte: number): Role | undefined {
  return ROLES[byte - 1];
}

/** A kind's byte in the envelope header. */
export function kindToByte(kind: Kind): number {
  return ROWS[kind].byte;
}

/** The kind of a byte, or undefined. */
export function byteToKind(byte: number): Kind | undefined {
  return KIND_OF_BYTE.get(byte);
}
