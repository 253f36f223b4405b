/** What a replica keeps in Yjs documents of its own, each with its kind of envelope. */
import { isAllowed, type Role } from '@weft/crypto';
import * as Y from 'yjs';
import type { ApplyGate } from './apply-queue.ts';
import type { SessionHex } from '../ledger/types.ts';
import { type ApplyQueue, createApplyQueue, type QueuedUpdate } from './apply-queue.ts';
import { keepRemoteMarks } from './keep-marks.ts';
import { createOwnChanges, type OwnChanges } from './own-changes.ts';

/** Nobody reads it, and Yjs would draw 37 random numbers for one of its own. */
const GUID = 'weft';

/** The kinds of envelopes that carry Yjs updates. */
export type PartKind = 'content' | 'comment';

/** One Yjs document of a replica: the document itself, or its comments. */
export interface Part {
  readonly kind: PartKind;
  readonly doc: Y.Doc;
  readonly queue: ApplyQueue;
  /** What was changed here and is not sealed yet. */
  readonly changes: OwnChanges;
  /** Whether this role may read it. What it may not read stays empty. */
  readonly canRead: boolean;
}

/** The parts by the kind of their envelopes. */
export type Parts = { readonly [K in PartKind]: Part };

export interface PartsOptions {
  /** KEY-5: the same in every part. */
  readonly clientId: number;
  readonly role: Role;
  /** Runs before remote content reaches the document itself, in one transaction. */
  onApplying(updates: readonly QueuedUpdate[]): void;
  /** Runs after remote content reached a part. */
  onApplied(): void;
  /** Yjs threw at an update that could be decoded. */
  onRefused(session: SessionHex): void;
}

/** Empty parts. */
export function createParts(options: PartsOptions): Parts {
  return { content: createPart('content', options), comment: createPart('comment', options) };
}

function createPart(kind: PartKind, { clientId, role, onApplying, onApplied, onRefused }: PartsOptions): Part {
  const doc = new Y.Doc({ guid: GUID });
  doc.clientID = clientId; // KEY-5, before anything is written
  keepRemoteMarks(doc);
  const canRead = kind === 'content' || isAllowed(role, 'comment');
  const queue = createApplyQueue(doc, {
    onApplying: kind === 'content' ? onApplying : () => undefined,
    onApplied,
    onRefused,
  });
  return {
    kind,
    doc,
    // What a link reads is said by the link, also where its device was given keys that open more (KEY-8).
    queue: canRead ? queue : { ...queue, add: () => undefined },
    changes: createOwnChanges(doc),
    canRead,
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

/** Whether the documents hold all that came. */
export function isDrawn({ parts }: { readonly parts: Parts }): boolean {
  return partsToList(parts).every(({ queue }) => queue.size() === 0);
}

/** One gate for several queues: what they ask for meanwhile is applied together, once it opens. */
export function joinGate(gate: ApplyGate): ApplyGate {
  let waiting: (() => void)[] = [];
  return (apply) => {
    waiting.push(apply);
    if (waiting.length > 1) return;
    gate(() => {
      const run = waiting;
      waiting = [];
      for (const one of run) one();
    });
  };
}
