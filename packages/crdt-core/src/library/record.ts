import { fromBase64Url, type Role, toBase64Url } from '@weft/crypto';

/** A document this device knows. Everything in it is sealed at rest (LED-8). */
export interface LibraryRecord {
  /** Names the document on this device only, so that an address bar need not show the room. base64url, 16 bytes. */
  readonly localId: string;
  /** base64url, 32 bytes. One record per room. */
  readonly roomId: string;
  /** What `link` grants. */
  readonly role: Role;
  /** The capability's link, as a person would paste it. Secret. */
  readonly link: string;
  /** Only on the device that created the document: governs the room (KEY-1). Secret. */
  readonly adminSeed?: Uint8Array;
  readonly title: string;
  /** Unix milliseconds: when this device first knew of the document. */
  readonly createdAt: number;
  /** Unix milliseconds: when it was last opened here. */
  readonly openedAt: number;
  /** Changes the relay was not known to hold when the document was last closed here. */
  readonly unsent?: number;
  /** KEY-8: an admin removed this device. The next link replaces this one, whatever it grants. */
  readonly hasEnded?: boolean;
  /** Admission secrets of relays, by their host. Secret. */
  readonly admission?: Readonly<Record<string, string>>;
  /** Whoever is in it may ask this device for help, and its person is asked each time. */
  readonly helps?: boolean;
  /** How far its text may go when its person asks for help with it; left out: to other devices in it. */
  readonly reach?: TextReach;
  /** Stands before the others. */
  readonly isPinned?: boolean;
  /** The name of the folder it lies in. */
  readonly folder?: string;
  /** Unix milliseconds: when it was put into the trash, from which it can be taken back. */
  readonly trashedAt?: number;
}

/** What a caller says about a document; what it leaves out stays as it was. */
export interface LibraryChange {
  readonly roomId: string;
  readonly role?: Role;
  readonly link?: string;
  readonly adminSeed?: Uint8Array;
  readonly title?: string;
  readonly openedAt?: number;
  readonly unsent?: number;
  readonly hasEnded?: boolean;
  /** Added to what is known. */
  readonly admission?: Readonly<Record<string, string>>;
  readonly helps?: boolean;
  readonly reach?: TextReach;
  readonly isPinned?: boolean;
  /** Empty: it lies in none any more. */
  readonly folder?: string;
  /** Unix milliseconds; `null` takes the document out of the trash. */
  readonly trashedAt?: number | null;
}

/** Where a text may go: nowhere; to other devices in the document; also to the address that the person named. */
export type TextReach = 'device' | 'devices' | 'address';

/** A server that the person named for what their device cannot do. Nothing is sent there but what they were shown. */
export interface NamedEndpoint {
  readonly address: string;
  /** The model's name there. */
  readonly model: string;
  /** Empty: it wants none. Secret. */
  readonly key: string;
}

/** A device that the person said is theirs. */
export interface OwnDevice {
  /** Hex of its id: the same in every document. */
  readonly id: string;
  /** As it was called when they said so. */
  readonly name: string;
}

/** What this device remembers about the person who uses it. Sealed like the records. */
export interface Settings {
  /** The person's name as others see it. */
  readonly name?: string;
  /** `#rrggbb` */
  readonly color?: string;
  /** This device does errands for them (ERR-6), while `helpsOwn`. */
  readonly ownDevices?: readonly OwnDevice[];
  readonly helpsOwn?: boolean;
  /** Left out: there is none. */
  readonly endpoint?: NamedEndpoint | undefined;
}

const RANK: Readonly<Record<Role, number>> = { viewer: 1, commenter: 2, editor: 3, admin: 4 };

/** Whether a link of one role grants less than one of another. */
export function grantsLess(role: Role, than: Role): boolean {
  return RANK[role] < RANK[than];
}

/**
 * A record with a change applied. A link never replaces one that grants more: someone who may edit and then follows a
 * view link may still edit; not so where the access it gave has ended.
 */
export function mergeRecord(
  known: LibraryRecord | undefined,
  change: LibraryChange,
  fresh: { readonly localId: string; readonly now: number },
): LibraryRecord {
  const isWeaker =
    known !== undefined &&
    known.link !== '' &&
    known.hasEnded !== true &&
    change.role !== undefined &&
    grantsLess(change.role, known.role);
  const role = isWeaker ? known.role : (change.role ?? known?.role ?? 'viewer');
  const link = isWeaker ? known.link : (change.link ?? known?.link ?? '');
  const adminSeed = change.adminSeed ?? known?.adminSeed;
  const unsent = change.unsent ?? known?.unsent;
  const hasEnded = change.hasEnded ?? (change.link === undefined && known?.hasEnded === true);
  const helps = change.helps ?? known?.helps;
  const reach = change.reach ?? known?.reach;
  const admission = change.admission === undefined ? known?.admission : { ...known?.admission, ...change.admission };
  const isPinned = change.isPinned ?? known?.isPinned === true;
  const folder = change.folder ?? known?.folder ?? '';
  const trashedAt = change.trashedAt === undefined ? known?.trashedAt : (change.trashedAt ?? undefined);
  return {
    localId: known?.localId ?? fresh.localId,
    roomId: change.roomId,
    role,
    link,
    title: change.title ?? known?.title ?? '',
    createdAt: known?.createdAt ?? fresh.now,
    openedAt: change.openedAt ?? known?.openedAt ?? fresh.now,
    ...(adminSeed === undefined ? {} : { adminSeed }),
    ...(unsent === undefined ? {} : { unsent }),
    ...(hasEnded ? { hasEnded } : {}),
    ...(admission === undefined ? {} : { admission }),
    ...(helps === undefined ? {} : { helps }),
    ...(reach === undefined ? {} : { reach }),
    ...(isPinned ? { isPinned } : {}),
    ...(folder === '' ? {} : { folder }),
    ...(trashedAt === undefined ? {} : { trashedAt }),
  };
}

/** Those pinned first, then the newest opened; ties are settled by id, so that every tab shows one order. */
export function compareRecords(a: LibraryRecord, b: LibraryRecord): number {
  if (a.isPinned !== b.isPinned) return a.isPinned === true ? -1 : 1;
  if (a.openedAt !== b.openedAt) return b.openedAt - a.openedAt;
  return a.localId < b.localId ? -1 : a.localId > b.localId ? 1 : 0;
}

/** The JSON value that is sealed for a record. */
export function recordToJson(record: LibraryRecord): unknown {
  const { adminSeed, ...plain } = record;
  return adminSeed === undefined ? plain : { ...plain, adminSeed: toBase64Url(adminSeed) };
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(RANK, value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isSecrets(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}

function isReach(value: unknown): value is TextReach {
  return value === 'device' || value === 'devices' || value === 'address';
}

function isEndpoint(value: unknown): value is NamedEndpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { address, model, key } = value as Record<string, unknown>;
  return typeof address === 'string' && typeof model === 'string' && typeof key === 'string';
}

function isOwnDevice(value: unknown): value is OwnDevice {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name } = value as Record<string, unknown>;
  return typeof id === 'string' && /^[0-9a-f]{64}$/u.test(id) && typeof name === 'string';
}

/** Reads what `recordToJson` wrote; undefined when it is anything else. */
export function jsonToRecord(json: unknown, localId: string): LibraryRecord | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { roomId, role, link, adminSeed, title, createdAt, openedAt, unsent, hasEnded, admission, helps, ...place } =
    json as Record<string, unknown>;
  if (typeof roomId !== 'string' || typeof link !== 'string' || typeof title !== 'string') return undefined;
  if (!isRole(role) || !isCount(createdAt) || !isCount(openedAt)) return undefined;
  const seed = typeof adminSeed === 'string' ? fromBase64Url(adminSeed) : undefined;
  if (seed !== undefined && !seed.ok) return undefined;
  return {
    localId,
    roomId,
    role,
    link,
    title,
    createdAt,
    openedAt,
    ...(seed === undefined ? {} : { adminSeed: seed.value }),
    ...(isCount(unsent) ? { unsent } : {}),
    ...(hasEnded === true ? { hasEnded } : {}),
    ...(isSecrets(admission) ? { admission } : {}),
    ...(helps === true ? { helps } : {}),
    ...(isReach(place['reach']) ? { reach: place['reach'] } : {}),
    ...(place['isPinned'] === true ? { isPinned: true } : {}),
    ...(typeof place['folder'] === 'string' && place['folder'] !== '' ? { folder: place['folder'] } : {}),
    ...(isCount(place['trashedAt']) ? { trashedAt: place['trashedAt'] } : {}),
  };
}

/** How long a document stays in the trash, in ms. */
const TRASH_STAYS = 30 * 24 * 60 * 60 * 1000;

/**
 * When a document in the trash may be deleted for good, in Unix milliseconds. Undefined where that is for a person to say: it is not in the
 * trash, or holds changes that nobody else was ever sent.
 */
export function trashEnds({ trashedAt, unsent = 0 }: LibraryRecord): number | undefined {
  return trashedAt === undefined || unsent > 0 ? undefined : trashedAt + TRASH_STAYS;
}

/** Reads sealed settings; what does not look right is left out. */
export function jsonToSettings(json: unknown): Settings {
  if (typeof json !== 'object' || json === null) return {};
  const { name, color, ownDevices, helpsOwn, endpoint } = json as Record<string, unknown>;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof color === 'string' ? { color } : {}),
    ...(Array.isArray(ownDevices) ? { ownDevices: ownDevices.filter(isOwnDevice) } : {}),
    ...(helpsOwn === true ? { helpsOwn } : {}),
    ...(isEndpoint(endpoint) ? { endpoint } : {}),
  };
}
