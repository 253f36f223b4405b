import { type Hash, type Result, success } from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { decodeChange, type Introduction } from '../ledger/change-payload.ts';
import { decodeSnapshotPayload, type SnapshotPayload } from '../ledger/snapshot-payload.ts';
import type { LedgerEntry, LedgerSnapshot } from '../ledger/types.ts';
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
  readonly introduction?: Introduction;
}

/** An opened snapshot, its state still deflated. */
export interface OpenedSnapshot {
  readonly entry: LedgerSnapshot;
  readonly epoch: EpochEntry;
  readonly prev: Hash;
  readonly snapshot: SnapshotPayload;
}

/** A comment, and a link that only reads: who wrote it and where it stands was verified, what it says stays sealed. */
export interface ClosedEntry {
  readonly entry: LedgerEntry;
  readonly epoch: EpochEntry;
  readonly isClosed: true;
}

export type OpenedEntry = OpenedChange | OpenedSnapshot | ClosedEntry;

/** Tells a change from the rest. */
export function isOpenedChange(opened: OpenedEntry): opened is OpenedChange {
  return 'update' in opened;
}

/** Tells what this link does not open from the rest. */
export function isClosed(opened: OpenedEntry): opened is ClosedEntry {
  return 'isClosed' in opened;
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
  if (entry.kind !== 'content' && entry.kind !== 'comment' && entry.kind !== 'snapshot') {
    return { ok: false, failure: replicaFailure('kind-unsupported') };
  }
  const opened = ring.open(entry.envelope);
  if (!opened.ok) {
    if (entry.kind !== 'comment' || opened.failure.code !== 'envelope-closed') return opened;
    const verified = ring.verify(entry.envelope);
    return verified.ok ? success({ entry, epoch: verified.value.by, isClosed: true }) : verified;
  }
  const { epoch, prev, payload } = opened.value;
  if (entry.kind !== 'snapshot') {
    const change = decodeChange(payload);
    if (change === undefined) return { ok: false, failure: replicaFailure('update-malformed') };
    return success({ kind: entry.kind, entry, epoch, prev, ...change });
  }
  const snapshot = decodeSnapshotPayload(payload);
  if (snapshot === 'malformed') return { ok: false, failure: replicaFailure('snapshot-malformed') };
  if (snapshot === 'newer') return { ok: false, failure: replicaFailure('kind-unsupported') };
  if (snapshot === 'too-large') return { ok: false, failure: replicaFailure('snapshot-too-large') };
  return success({ entry: { ...entry, covers: snapshot.covers }, epoch, prev, snapshot });
}
