import { decodeNotice, type Hash, isStored, type Notice, type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { decodeChange } from '../ledger/change-payload.ts';
import { decodeSnapshotPayload, type SnapshotPayload } from '../ledger/snapshot-payload.ts';
import type { Ledger, LedgerEntry, LedgerSnapshot, SessionHex } from '../ledger/types.ts';
import type { EpochEntry, Keyring } from './keyring.ts';
import type { PartKind } from './parts.ts';
import type { Prepared } from './prepare.ts';

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

export type OpenedEntry = OpenedChange | OpenedSnapshot | OpenedControl | ClosedEntry;

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
 *
 * @param prepared - of these very bytes
 */
export function openEntry(ring: Keyring, entry: LedgerEntry, prepared?: Prepared): Result<OpenedEntry, ReplicaFailure> {
  if (entry.kind === 'chunk' || !isStored(entry.kind))
    return { ok: false, failure: replicaFailure('kind-unsupported') };
  const opened = ring.open(entry.envelope, prepared?.opened);
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
  const snapshot = decodeSnapshotPayload(payload);
  if (snapshot === 'malformed') return { ok: false, failure: replicaFailure('snapshot-malformed') };
  if (snapshot === 'newer') return { ok: false, failure: replicaFailure('kind-unsupported') };
  if (snapshot === 'too-large') return { ok: false, failure: replicaFailure('snapshot-too-large') };
  const isPrepared = payload.buffer === prepared?.opened?.plaintext.buffer && prepared.state !== undefined;
  return success({
    entry: { ...entry, covers: snapshot.covers },
    epoch,
    prev,
    snapshot: isPrepared ? { ...snapshot, inflated: prepared.state } : snapshot,
  });
}
