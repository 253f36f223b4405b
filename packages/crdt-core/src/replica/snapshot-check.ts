import { equal, type Failure, hashEnvelope, type Result, success } from '@weft/crypto';
import * as Y from 'yjs';
import { type ReplicaCode, replicaFailure } from '../errors.ts';
import { isSameContent } from '../ledger/is-same-content.ts';
import type { ReadState } from '../ledger/snapshot-payload.ts';
import type { Heads, SessionHex } from '../ledger/types.ts';
import { applyQueued } from './apply-queue.ts';
import type { ReplicaContext } from './context.ts';
import { findFalse, type Struct } from './find-false.ts';
import { asCounted, openEntry, type OpenedSnapshot, withoutSessions } from './open-entry.ts';
import { omitClients, openedToComments, openedToContent, readComments, readContent } from './part-updates.ts';
import { type Part, partsToList } from './parts.ts';
import { createSpoken } from './spoken.ts';
import { findUnread } from './unread.ts';

/** A snapshot whose states can be read. */
export interface CheckedSnapshot extends OpenedSnapshot {
  /** Of each part; `undefined` where this link does not open it. */
  readonly states: { readonly content: ReadState; readonly comment: ReadState | undefined };
  /** Of whom it is not believed, and why. Covers and states are without them. */
  readonly disputes: ReadonlyMap<SessionHex, 'equivocation' | 'snapshot-overreaches'>;
  /** It changed words that are held. */
  readonly isAltered: boolean;
  /** Comments are held here that cannot be read: what it tells may be more than is known. */
  readonly hasUnread: boolean;
}

/**
 * Judges another session's snapshot by itself and against this ledger, before anything is done with it: it must cover its
 * author's own chain. Of a session it is not believed where it names an envelope that is known here by another hash, speaks for this
 * replica's own session, or brings Yjs structs beyond what that session's known envelopes brought: its author may have believed another's
 * lie, or was shown the other of two histories, and the rest counts all the same. For what is not known here, its author is trusted (LED-4).
 */
export function checkSnapshot(
  context: ReplicaContext,
  opened: OpenedSnapshot,
): Result<CheckedSnapshot, Failure<ReplicaCode>> {
  const { ledger, own, parts } = context;
  const { entry, prev } = opened;
  const refuse = (code: ReplicaCode): Result<never, Failure<ReplicaCode>> => ({
    ok: false,
    failure: replicaFailure(code),
  });

  const self = entry.covers.get(entry.session);
  if ((self?.seq ?? -1) !== entry.seq - 1 || (self !== undefined && !equal(self.hash, prev))) {
    return refuse('snapshot-malformed');
  }
  const disputes = new Map<SessionHex, 'equivocation' | 'snapshot-overreaches'>();
  const heads = ledger.heads();
  for (const [session, { seq, hash }] of entry.covers) {
    const head = heads.get(session);
    if (session === own && seq > (head?.seq ?? -1)) disputes.set(own, 'snapshot-overreaches');
    const held = ledger.get(session, seq);
    const known = head?.seq === seq ? head.hash : held && hashEnvelope(context.ports.sodium, held);
    if (known === undefined || equal(known, hash)) continue;
    // Its author knows its own chain; and of two who say how far another's goes, neither is more than heard.
    if (session === entry.session || context.hearsay.isHearsay(session)) continue;
    // This replica knows what it signed. Of another session both histories may be held here: then it is that session's doing.
    if (session === own) disputes.set(own, 'snapshot-overreaches');
    else if (!context.rivals.has(session, seq, hash)) disputes.set(session, 'equivocation');
  }

  const content = readContent(opened);
  if (content === undefined) return refuse('snapshot-malformed');
  const comments = parts.comment.canRead ? readComments(context, opened) : 'closed';
  if (typeof comments === 'string' && comments !== 'closed') return refuse(comments);
  const read = { content, comment: comments === 'closed' ? undefined : comments };
  context.flush(); // what was written here and is not sealed counts as known
  const unread = findUnread(context);
  const claims = (client: number, session: SessionHex): boolean =>
    partsToList(parts).some(({ kind, queue }) => {
      const isMore = (read[kind]?.clocks.get(client) ?? 0) > queue.clock(client);
      return isMore && !(kind === 'comment' && unread.has(session));
    });
  const lacks = (client: number): boolean =>
    partsToList(parts).some(({ kind, queue }) => {
      const clocks = read[kind]?.clocks;
      return clocks !== undefined && (clocks.get(client) ?? 0) < queue.clock(client);
    });
  const accounts = partsToList(parts).map(({ doc, kind }) => ({ doc, kind, structs: toStructs(read[kind]) }));
  /** Other words in the places of those that are known to be its own, or this replica's own, would come before them once this is opened again. */
  const differs = (client: number): boolean =>
    !context.doubts.isDoubtful() &&
    accounts.some(({ doc, structs }) => {
      const held = doc.store.clients.get(client);
      return held !== undefined && findFalse(held, structs().get(client) ?? []) !== undefined;
    });
  const spoken = createSpoken(context);
  const speaksOver = (session: SessionHex): boolean =>
    accounts.some(({ kind, structs }) => {
      const own = spoken(session, kind);
      return own.length > 0 && findFalse(structs().get(context.clientOf(session)) ?? [], own) !== undefined;
    });
  let isAltered = false;
  for (const session of [own, ...heads.keys()]) {
    // Its author's own words are its author's.
    if (session === entry.session) continue;
    // It may know more of a session than is known here, but then not less of its words.
    const isBeyond = session !== own && (entry.covers.get(session)?.seq ?? -1) > (heads.get(session)?.seq ?? -1);
    // One word against another's: both are taken, where neither is against the session's own.
    const isClaimed = context.hearsay.isClaimed(session) && !isBeyond;
    const isFalse = isBeyond ? lacks : claims;
    const client = context.clientOf(session);
    const isOther = !disputes.has(session) && (isClaimed ? speaksOver(session) : differs(client));
    isAltered ||= isOther;
    if (!disputes.has(session) && (isOther || (!isClaimed && isFalse(client, session))))
      disputes.set(session, 'snapshot-overreaches');
  }
  const counted = withoutSessions(context.clientOf, opened, [...disputes.keys()]);
  const states = {
    content: omitClients(content, counted.omits),
    comment: read.comment && omitClients(read.comment, counted.omits),
  };
  return success({ ...counted, states, disputes, isAltered, hasUnread: unread.size > 0 });
}

/** The structs of a state, by client; decoded once, where they are asked for. */
function toStructs(read: ReadState | undefined): () => ReadonlyMap<number, Struct[]> {
  let structs: Map<number, Struct[]> | undefined;
  return () => {
    if (structs !== undefined) return structs;
    structs = new Map();
    for (const struct of read === undefined ? [] : Y.decodeUpdateV2(read.state).structs) {
      const its = structs.get(struct.id.client) ?? [];
      structs.set(struct.id.client, its);
      its.push(struct);
    }
    return structs;
  };
}

/** LED-4: whether this snapshot could take the place of everything that stands for other envelopes here. */
export function couldReplace(context: ReplicaContext, { disputes, entry, states }: CheckedSnapshot): boolean {
  const { ledger, parts } = context;
  if (disputes.size > 0) return false;
  // Comments that this replica reads elsewhere, and not here, cannot be compared.
  if (parts.comment.canRead && states.comment === undefined) return false;
  let replaces = false;
  for (const session of ledger.heads().keys()) {
    const covered = entry.covers.get(session)?.seq ?? -1;
    const floor = ledger.coveredSeq(session);
    if (floor > covered) return false; // stands for more than this one does
    if (ledger.get(session, floor + 1) !== undefined && covered > floor) replaces = true;
  }
  return replaces;
}

/** The document's state with an update of another merged in, in a document of its own. */
function mergeInto(state: Uint8Array, other: Uint8Array): Uint8Array {
  const copy = new Y.Doc({ guid: 'copy' });
  copy.transact(() => {
    Y.applyUpdateV2(copy, state);
    Y.applyUpdateV2(copy, other);
  });
  return Y.encodeStateAsUpdateV2(copy);
}

/**
 * LED-4: whether the snapshot, with the entries it does not cover, gives this replica's own content, comments too where its
 * role reads them. Only then may it replace entries that were checked one by one. Costs one building of each part.
 *
 * @param brings - it covers envelopes that are not known here, so that it is compared with what merging it will give
 */
export function snapshotAgrees(context: ReplicaContext, checked: CheckedSnapshot, brings: boolean): boolean {
  return partsToList(context.parts).every((part) => {
    const read = checked.states[part.kind];
    const bringsMore = brings || (part.kind === 'comment' && checked.hasUnread);
    return read === undefined || partAgrees(context, part, checked.entry.covers, read.state, bringsMore);
  });
}

function partAgrees(context: ReplicaContext, part: Part, covers: Heads, state: Uint8Array, brings: boolean): boolean {
  const { ledger, ring } = context;
  const known = new Map([...covers].map(([session, { seq }]) => [session, seq]));
  const copy = new Y.Doc({ guid: 'copy' });
  try {
    copy.transact(() => {
      Y.applyUpdateV2(copy, state);
      for (const uncovered of ledger.contents(known)) {
        const result = openEntry(ring, uncovered);
        if (!result.ok) continue;
        const opened = asCounted(context, result.value);
        const update = part.kind === 'content' ? openedToContent(opened) : openedToComments(context, opened);
        if (typeof update === 'object') applyQueued(copy, update);
      }
    });
    const mine = part.queue.state();
    return isSameContent(Y.encodeStateAsUpdateV2(copy), brings ? mergeInto(mine, state) : mine);
  } catch {
    return false; // Yjs could not apply it
  }
}
