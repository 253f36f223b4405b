/** What an opened entry brings to the parts of a replica. */
import { openCommentSection } from '@weft/crypto';
import * as Y from 'yjs';
import type { ReplicaCode } from '../errors.ts';
import { replicaFailure } from '../errors.ts';
import { inflateState, readDeflated, type ReadState, readState } from '../ledger/snapshot-payload.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { ApplyQueue, QueuedUpdate } from './apply-queue.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import { isOpenedChange, isOpenedSnapshot, type OpenedEntry, type OpenedSnapshot } from './open-entry.ts';
import type { PartKind } from './parts.ts';
import { trimState } from './trim-state.ts';

/** Of a document in which nothing was ever written. */
export const EMPTY_STATE: ReadState = { state: Y.encodeStateAsUpdateV2(new Y.Doc()), clocks: new Map() };

/** What a state that was read brings. */
export function readToQueued(session: SessionHex, { state, ...read }: ReadState): QueuedUpdate {
  return { session, encoding: 2, update: state, ...read };
}

/** A state without the structs of some clients; what hangs on these waits for them in Yjs (LED-7). */
export function omitClients(read: ReadState, omits: ReadonlySet<number> = new Set()): ReadState {
  const omitted = [...read.clocks].filter(([client]) => omits.has(client));
  if (omitted.length === 0) return read;
  const state = Y.diffUpdateV2(read.state, Y.encodeStateVector(new Map(omitted)));
  return { state, clocks: new Map([...read.clocks].filter(([client]) => !omits.has(client))) };
}

/** As much of a part of a snapshot as is taken from it. */
function asTaken(read: ReadState, { omits, trims = [] }: OpenedSnapshot, kind: PartKind): ReadState {
  const ends = new Map<number, number>();
  for (const { client, kind: of, clock } of trims)
    if (of === kind) ends.set(client, Math.min(clock, ends.get(client) ?? clock));
  return trimState(omitClients(read, omits), ends);
}

/** The document of a snapshot; `undefined` where it cannot be read. */
export function readContent(opened: OpenedSnapshot): ReadState | undefined {
  const state = inflateState(opened.snapshot);
  const read = state && readState(state);
  return read && asTaken(read, opened, 'content');
}

/** The comments of a snapshot; `closed` where this link does not open them. */
export function readComments(
  { ports }: Pick<ReplicaContext, 'ports'>,
  opened: OpenedSnapshot,
): ReadState | 'closed' | Extract<ReplicaCode, 'snapshot-malformed' | 'snapshot-too-large'> {
  const { epoch, snapshot } = opened;
  if (epoch.keys.commentKey === undefined) return 'closed';
  if (snapshot.comments === undefined) return EMPTY_STATE;
  const section = openCommentSection(ports.sodium, epoch, snapshot.comments);
  const deflated = section.ok ? readDeflated(section.value) : 'malformed';
  if (deflated === 'too-large') return 'snapshot-too-large';
  const state = deflated === 'malformed' ? undefined : inflateState(deflated);
  const read = state && readState(state);
  return read ? asTaken(read, opened, 'comment') : 'snapshot-malformed';
}

/** What an entry that was checked before brings to the document; nothing where a snapshot does not inflate. */
export function openedToContent(opened: OpenedEntry): QueuedUpdate | undefined {
  const { session } = opened.entry;
  if (isOpenedSnapshot(opened)) {
    // Nothing is decoded that need not be: it was, before it was stored.
    const isWhole = opened.omits === undefined && opened.trims === undefined;
    const update = isWhole ? inflateState(opened.snapshot) : readContent(opened)?.state;
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
    return typeof read === 'string' ? read : readToQueued(session, read);
  }
  if (!isOpenedChange(opened) || opened.kind !== 'comment') return undefined;
  const clocks = checkUpdate(opened.update, context.clientOf(session));
  return typeof clocks === 'string' ? clocks : { session, encoding: 1, update: opened.update, clocks };
}

/**
 * A state without words of this replica's own session that it never wrote: a sibling tab that knew no better put the snapshot there. Yjs would give up
 * the client id for them, and with it the right to write (KEY-5).
 */
function withoutFalseOwn(context: ReplicaContext, session: SessionHex, queue: ApplyQueue, read: ReadState): ReadState {
  const client = context.clientOf(context.own);
  if ((read.clocks.get(client) ?? 0) <= queue.clock(client)) return read;
  context.alarm({ ...replicaFailure('snapshot-overreaches'), session });
  return omitClients(read, new Set([client]));
}

/** Brings what is in the ledger to the parts. */
export function queueOpened(context: ReplicaContext, opened: OpenedEntry): void {
  const { alarm, clientOf, parts } = context;
  const { session } = opened.entry;
  const content = openedToContent(opened);
  if (content?.encoding === 1) {
    const clocks = checkUpdate(content.update, clientOf(session));
    context.doubts.compare(session, 'content', content.update);
    parts.content.queue.add(typeof clocks === 'string' ? content : { ...content, clocks });
  } else if (content !== undefined) {
    const read = readState(content.update);
    const { queue } = parts.content;
    if (read !== undefined) queue.add(readToQueued(session, withoutFalseOwn(context, session, queue, read)));
  }
  const comments = openedToComments(context, opened);
  if (typeof comments === 'string') alarm({ ...replicaFailure(comments), session });
  else if (comments !== undefined) {
    const { queue } = parts.comment;
    if (comments.encoding === 1) context.doubts.compare(session, 'comment', comments.update);
    const read = comments.encoding === 2 ? readState(comments.update) : undefined;
    queue.add(read === undefined ? comments : readToQueued(session, withoutFalseOwn(context, session, queue, read)));
  }
}
