import { decodeNotice, type Hash, isStored, type Notice, type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { decodeChange } from '../ledger/change-payload.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import { decodeParcel } from '../ledger/parcel-payload.ts';
import { decodeSnapshotPayload, type SnapshotPayload } from '../ledger/snapshot-payload.ts';
import type { EntryName, Ledger, LedgerEntry, LedgerSnapshot, SessionHex } from '../ledger/types.ts';
import type { EpochEntry, Keyring } from './keyring.ts';
import type { PartKind } from './parts.ts';

/** An opened change of one part. */
export interface OpenedChange {
  readonly kind: PartKind;
  readonly entry: LedgerEntry;
  /** Under whose keys it was sealed. */
  readonly epoch: EpochEntry;
  readonly prev: Hash;
  /** A Yjs V1 update. */
  readonly update: Uint8Array;
  /** KEY-6, not verified. */
  readonly introduction?: Uint8Array;
}

/** An opened snapshot, its state still deflated. */
export interface OpenedSnapshot {
  readonly entry: LedgerSnapshot;
  readonly epoch: EpochEntry;
  readonly prev: Hash;
  readonly snapshot: SnapshotPayload;
  /** Yjs clients whose structs are not taken from it. */
  readonly omits?: ReadonlySet<number>;
  /** Structs that are not taken from it: of a Yjs client, from a clock on. */
  readonly trims?: readonly Trim[];
}

/** Where a snapshot's account of a Yjs client ends to be believed. */
interface Trim {
  readonly client: number;
  readonly kind: PartKind;
  readonly clock: number;
}

/** What brings nothing here: a comment, and a link that only reads. Who wrote it and where it stands was verified, what it says stays sealed. */
export interface ClosedEntry {
  readonly entry: LedgerEntry;
  readonly epoch: EpochEntry;
  readonly isClosed: true;
}

/** An opened notice of re-keying (KEY-8). */
export interface OpenedControl {
  readonly entry: LedgerEntry;
  readonly epoch: EpochEntry;
  readonly prev: Hash;
  readonly notice: Notice;
}

/** KEY-8: an opened parcel, with what lies in it, each entry opened. */
export interface OpenedParcel {
  readonly entry: LedgerEntry & { readonly carries: readonly EntryName[] };
  readonly epoch: EpochEntry;
  readonly prev: Hash;
  /** Of a parcel in it, what lies in that comes first. */
  readonly inner: readonly CarriedEntry[];
  /** KEY-6, not verified. */
  readonly introduction?: Uint8Array;
}

/** What can lie in a parcel. */
export type CarriedEntry = OpenedChange | ClosedEntry | OpenedParcel;

export type OpenedEntry = OpenedChange | OpenedSnapshot | OpenedControl | OpenedParcel | ClosedEntry;

/** An opened entry as it counts in this ledger. */
export function asCounted(counting: Counting, opened: OpenedSnapshot): OpenedSnapshot;
export function asCounted(counting: Counting, opened: OpenedEntry): OpenedEntry;
export function asCounted({ ledger, clientOf }: Counting, opened: OpenedEntry): OpenedEntry {
  if (!isOpenedSnapshot(opened)) return opened;
  const { session, seq } = opened.entry;
  const counted = withoutSessions(clientOf, opened, ledger.disputed(session, seq));
  const over = ledger.spokenOver(session, seq);
  if (over.length === 0) return counted;
  return { ...counted, trims: over.map(({ session: of, kind, clock }) => ({ client: clientOf(of), kind, clock })) };
}

interface Counting {
  readonly ledger: Ledger;
  clientOf(session: SessionHex): number;
}

/** A snapshot without what it says of these. */
export function withoutSessions(
  clientOf: (session: SessionHex) => number,
  opened: OpenedSnapshot,
  sessions: readonly SessionHex[],
): OpenedSnapshot {
  if (sessions.length === 0) return opened;
  const covers = new Map([...opened.entry.covers].filter(([session]) => !sessions.includes(session)));
  return { ...opened, entry: { ...opened.entry, covers }, omits: new Set(sessions.map(clientOf)) };
}

/** Tells a change from the rest. */
export function isOpenedChange(opened: OpenedEntry): opened is OpenedChange {
  return 'update' in opened;
}

/** Tells what this link does not open from the rest. */
export function isClosed(opened: OpenedEntry): opened is ClosedEntry {
  return 'isClosed' in opened;
}

/** Tells a parcel from the rest. */
export function isOpenedParcel(opened: OpenedEntry): opened is OpenedParcel {
  return 'inner' in opened;
}

/** Entries as a reader takes them: what lies in a parcel before it. */
export function flattenParcels(opened: readonly OpenedEntry[]): OpenedEntry[] {
  return opened.flatMap((one): readonly OpenedEntry[] => (isOpenedParcel(one) ? [...one.inner, one] : [one]));
}

/** Tells a notice from the rest. */
export function isOpenedControl(opened: OpenedEntry): opened is OpenedControl {
  return 'notice' in opened;
}

/** Tells a snapshot from the rest. */
export function isOpenedSnapshot(opened: OpenedEntry): opened is OpenedSnapshot {
  return 'snapshot' in opened;
}

/**
 * Opens an envelope that was verified, now or before it was stored (ENV-7). Reads no Yjs. What this link does not open is verified here
 * instead: opening would have shown a bit that changed since.
 */
export function openEntry(ring: Keyring, entry: LedgerEntry): Result<OpenedEntry, ReplicaFailure> {
  return openAtDepth(ring, entry, 0);
}

function openAtDepth(ring: Keyring, entry: LedgerEntry, depth: number): Result<OpenedEntry, ReplicaFailure> {
  if (entry.kind === 'chunk' || !isStored(entry.kind))
    return { ok: false, failure: replicaFailure('kind-unsupported') };
  const opened = ring.open(entry.envelope);
  if (!opened.ok) {
    if (entry.kind !== 'comment' || opened.failure.code !== 'envelope-closed') return opened;
    const verified = ring.verify(entry.envelope);
    return verified.ok ? success({ entry, epoch: verified.value.by, isClosed: true }) : verified;
  }
  const { by: epoch, prev, payload } = opened.value;
  if (entry.kind === 'content' || entry.kind === 'comment') {
    const change = decodeChange(payload);
    if (change === undefined) return { ok: false, failure: replicaFailure('update-malformed') };
    return success({ kind: entry.kind, entry, epoch, prev, ...change });
  }
  if (entry.kind === 'control') {
    const notice = decodeNotice(payload);
    return notice.ok ? success({ entry, epoch, prev, notice: notice.value }) : notice;
  }
  if (entry.kind === 'parcel') return openParcel(ring, entry, { epoch, prev, payload }, depth);
  const snapshot = decodeSnapshotPayload(payload);
  if (snapshot === 'malformed') return { ok: false, failure: replicaFailure('snapshot-malformed') };
  if (snapshot === 'newer') return { ok: false, failure: replicaFailure('kind-unsupported') };
  if (snapshot === 'too-large') return { ok: false, failure: replicaFailure('snapshot-too-large') };
  return success({ entry: { ...entry, covers: snapshot.covers }, epoch, prev, snapshot });
}

/** A parcel for each change of keys that found the one before it unsent. */
const MOST_DEPTH = 16;

function openParcel(
  ring: Keyring,
  entry: LedgerEntry,
  { epoch, prev, payload }: Pick<OpenedParcel, 'epoch' | 'prev'> & { readonly payload: Uint8Array },
  depth: number,
): Result<OpenedParcel, ReplicaFailure> {
  const malformed = { ok: false, failure: replicaFailure('parcel-malformed') } as const;
  const parcel = decodeParcel(payload);
  if (parcel === undefined || depth >= MOST_DEPTH) return malformed;
  const inner: CarriedEntry[] = [];
  for (const envelope of parcel.envelopes) {
    const read = readEntry(envelope);
    if (read === undefined) return malformed;
    const opened = openAtDepth(ring, { ...read, isCarried: true }, depth + 1);
    if (!opened.ok) return opened.failure.code === 'envelope-epoch' ? opened : malformed;
    const one = opened.value;
    if (isOpenedParcel(one)) inner.push(...one.inner, one);
    else if (isOpenedChange(one) || isClosed(one)) inner.push(one);
    else return malformed;
  }
  const carries = inner.map(({ entry: { session, seq } }) => ({ session, seq }));
  const { introduction } = parcel;
  return success({
    entry: { ...entry, carries },
    epoch,
    prev,
    inner,
    ...(introduction === undefined ? {} : { introduction }),
  });
}
