/** What a replica keeps in Yjs documents of its own, each with its kind of envelope. */
import { isAllowed, type Role } from '@weft/crypto';
import * as Y from 'yjs';
import type { SessionHex } from '../ledger/types.ts';
import { type ApplyQueue, createApplyQueue } from './apply-queue.ts';
import { keepRemoteMarks } from './keep-marks.ts';
import { createOwnChanges, type OwnChanges } from './own-changes.ts';

/** The kinds of envelopes that carry Yjs updates. */
export type PartKind = 'content';

/** One Yjs document of a replica. */
export interface Part {
  readonly kind: PartKind;
  readonly doc: Y.Doc;
  readonly queue: ApplyQueue;
  /** What was changed here and is not sealed yet. */
  readonly changes: OwnChanges;
  /** Whether this role may change it. */
  readonly mayWrite: boolean;
}

/** The parts by the kind of their envelopes. */
export type Parts = { readonly [K in PartKind]: Part };

export interface PartsOptions {
  /** KEY-5: the same in every part. */
  readonly clientId: number;
  readonly role: Role;
  /** Runs after remote content reached a part. */
  onApplied(): void;
  /** Yjs threw at an update that could be decoded. */
  onRefused(session: SessionHex): void;
}

/** Empty parts. */
export function createParts(options: PartsOptions): Parts {
  return { content: createPart('content', options) };
}

function createPart(kind: PartKind, { clientId, role, onApplied, onRefused }: PartsOptions): Part {
  const doc = new Y.Doc();
  doc.clientID = clientId; // KEY-5, before anything is written
  keepRemoteMarks(doc);
  return {
    kind,
    doc,
    queue: createApplyQueue(doc, onApplied, onRefused),
    changes: createOwnChanges(doc),
    mayWrite: isAllowed(role, kind),
  };
}

/** In the order in which they are written. */
export function partsToList(parts: Parts): readonly Part[] {
  return Object.values(parts);
}

/** Whether Yjs holds structs that wait for others (LED-7). */
export function isPartPending({ doc }: Part): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}
