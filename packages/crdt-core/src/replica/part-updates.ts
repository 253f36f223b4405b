/** What an opened entry brings to the parts of a replica. */
import { openCommentSection } from '@weft/crypto';
import * as Y from 'yjs';
import type { ReplicaCode } from '../errors.ts';
import { replicaFailure } from '../errors.ts';
import { inflateState, readDeflated, stateToClocks } from '../ledger/snapshot-payload.ts';
import type { QueuedUpdate } from './apply-queue.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import { isOpenedChange, isOpenedSnapshot, type OpenedEntry, type OpenedSnapshot } from './open-entry.ts';

/** A state that was read whole. */
export interface ReadState {
  /** Yjs V2, inflated. */
  readonly state: Uint8Array;
  /** Where each client's structs end. */
  readonly clocks: ReadonlyMap<number, number>;
}

/** Of a document in which nothing was ever written. */
export const EMPTY_STATE: ReadState = { state: Y.encodeStateAsUpdateV2(new Y.Doc()), clocks: new Map() };

/** The comments of a snapshot; `closed` where this link does not open them. */
export function readComments(
  { ports }: Pick<ReplicaContext, 'ports'>,
  { epoch, snapshot }: OpenedSnapshot,
): ReadState | 'closed' | Extract<ReplicaCode, 'snapshot-malformed' | 'snapshot-too-large'> {
  if (epoch.keys.commentKey === undefined) return 'closed';
  if (snapshot.comments === undefined) return EMPTY_STATE;
  const opened = openCommentSection(ports.sodium, epoch, snapshot.comments);
  const deflated = opened.ok ? readDeflated(opened.value) : 'malformed';
  if (deflated === 'too-large') return 'snapshot-too-large';
  const state = deflated === 'malformed' ? undefined : inflateState(deflated);
  const clocks = state && stateToClocks(state);
  return state && clocks ? { state, clocks } : 'snapshot-malformed';
}

/** What an entry that was checked before brings to the document; nothing where a snapshot does not inflate. */
export function openedToContent(opened: OpenedEntry): QueuedUpdate | undefined {
  const { session } = opened.entry;
  if (isOpenedSnapshot(opened)) {
    const update = inflateState(opened.snapshot);
    return update && { session, encoding: 2, update };
  }
  if (!isOpenedChange(opened) || opened.kind !== 'content') return undefined;
  return { session, encoding: 1, update: opened.update };
}

/**
 * What an entry brings to the comments. Checked even where it lies in the ledger: another replica of this device may have put it there
 * that could not read it (SYN-8).
 */
export function openedToComments(
  context: Pick<ReplicaContext, 'clientOf' | 'ports'>,
  opened: OpenedEntry,
): QueuedUpdate | ReplicaCode | undefined {
  const { session } = opened.entry;
  if (isOpenedSnapshot(opened)) {
    const read = readComments(context, opened);
    if (read === 'closed' || read === EMPTY_STATE) return undefined;
    return typeof read === 'string' ? read : { session, encoding: 2, update: read.state, clocks: read.clocks };
  }
  if (!isOpenedChange(opened) || opened.kind !== 'comment') return undefined;
  const clocks = checkUpdate(opened.update, context.clientOf(session));
  return typeof clocks === 'string' ? clocks : { session, encoding: 1, update: opened.update, clocks };
}

/** Brings what is in the ledger to the parts. */
export function queueOpened(context: ReplicaContext, opened: OpenedEntry): void {
  const { alarm, clientOf, parts } = context;
  const { session } = opened.entry;
  const content = openedToContent(opened);
  if (content !== undefined) {
    const clocks =
      content.encoding === 2 ? stateToClocks(content.update) : checkUpdate(content.update, clientOf(session));
    if (typeof clocks === 'object') parts.content.queue.add({ ...content, clocks });
    else if (content.encoding === 1) parts.content.queue.add(content);
  }
  const comments = openedToComments(context, opened);
  if (typeof comments === 'string') alarm({ ...replicaFailure(comments), session });
  else if (comments !== undefined) parts.comment.queue.add(comments);
}
