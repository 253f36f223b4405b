/** LED-5: reads what the ledger document holds, and builds the replica's document from it. */
import { decodeHeader, equal, type RoomId, toHex } from '@weft/crypto';
import * as Y from 'yjs';
import type { ReplicaCode } from '../errors.ts';
import type { Ledger, LedgerEntry, SessionHex } from '../ledger/types.ts';
import { applyQueued, type QueuedUpdate } from './apply-queue.ts';
import type { ReplicaContext } from './context.ts';
import type { Keyring } from './keyring.ts';
import {
  isOpenedControl,
  isOpenedSnapshot,
  openEntry,
  type OpenedControl,
  type OpenedEntry,
  type OpenedSnapshot,
} from './open-entry.ts';
import { openedToComments, openedToContent } from './part-updates.ts';
import type { Part } from './parts.ts';
import { REMOTE } from './remote.ts';
import type { Damaged } from './types.ts';

/** What is in the array, and what of it cannot be read. */
export interface StoredEntries {
  /** In the order of the array. */
  readonly opened: readonly OpenedEntry[];
  readonly damaged: readonly Damaged[];
  /** KEY-8: a notice among them changed the keys, or what counts. */
  readonly isGoverned: boolean;
  /** Not all of it was opened: keys that come later may open more. */
  readonly hasClosed: boolean;
}

/**
 * Opens entries of the ledger document. Their signatures were verified before they were stored; a changed bit still shows, for
 * opening authenticates too. One damaged entry does not keep the others from being read.
 *
 * @param takeNotice - told of each notice, which may bring the keys of entries before it (KEY-8); true if it brought any
 */
export function openStored(
  ring: Keyring,
  roomId: RoomId,
  envelopes: readonly Uint8Array[],
  takeNotice: (opened: OpenedControl) => boolean,
): StoredEntries {
  const opened: (OpenedEntry | undefined)[] = [];
  const names = new Set<string>();
  let failed = new Map<number, Damaged>();
  let isGoverned = false;
  let closed: number[] = [...envelopes.keys()];
  for (let isOpening = true; isOpening; ) {
    isOpening = false;
    failed = new Map();
    for (const at of closed) {
      const result = openOne(ring, roomId, envelopes[at] ?? new Uint8Array());
      if (result.ok) {
        const { entry } = result.value;
        opened[at] = result.value;
        names.add(`${entry.session}/${entry.seq}`);
        if (isOpenedControl(result.value) && takeNotice(result.value)) isOpening = isGoverned = true;
      } else failed.set(at, result.damaged);
    }
    // Once more with the new keys, also what seemed damaged: two epochs may have one number.
    closed = [...failed.keys()];
  }
  // A damaged entry that was received again lies in the array twice until the next compaction: that is no loss.
  const damaged = [...failed.values()].filter(
    ({ session, seq, failure }) => failure.code !== 'envelope-epoch' && !names.has(`${session ?? ''}/${seq ?? -1}`),
  );
  return { opened: opened.filter((one) => one !== undefined), damaged, isGoverned, hasClosed: failed.size > 0 };
}

function openOne(
  ring: Keyring,
  roomId: RoomId,
  envelope: Uint8Array,
): { readonly ok: true; readonly value: OpenedEntry } | { readonly ok: false; readonly damaged: Damaged } {
  const header = decodeHeader(envelope);
  if (!header.ok || !equal(header.value.roomId, roomId)) {
    return { ok: false, damaged: { failure: header.ok ? ALIEN : header.failure } };
  }
  const { kind, seq } = header.value;
  const session = toHex(header.value.session);
  const result = openEntry(ring, { session, seq, kind, envelope });
  return result.ok ? result : { ok: false, damaged: { session, seq, failure: result.failure } };
}

const ALIEN = {
  code: 'envelope-room',
  sentence: 'Part of another document lies among this one’s on this device, and was left out.',
} as const;

/** A stored entry that brought nothing, and why. */
export interface RefusedEntry {
  readonly entry: LedgerEntry;
  readonly code: ReplicaCode;
}

/**
 * What others build on comes first: a snapshot before what it does not cover. But one that covers an entry which is still here, or was
 * found to differ from what was known (decision 5), comes last: Yjs keeps what it meets first under a name, and an author's own word goes
 * before another's account of it.
 */
function inOrder(ledger: Ledger, entries: readonly OpenedEntry[]): readonly OpenedEntry[] {
  const snapshots = entries.filter(isOpenedSnapshot);
  const changes = entries.filter((opened) => !isOpenedSnapshot(opened));
  const earliest = new Map<SessionHex, number>();
  for (const { entry } of changes) {
    earliest.set(entry.session, Math.min(entry.seq, earliest.get(entry.session) ?? entry.seq));
  }
  const differs = ({ entry }: OpenedSnapshot): boolean =>
    ledger.isContradicted(entry.session, entry.seq) ||
    [...entry.covers].some(([session, { seq }]) => seq >= (earliest.get(session) ?? Number.POSITIVE_INFINITY));
  return [...snapshots.filter((snapshot) => !differs(snapshot)), ...changes, ...snapshots.filter(differs)];
}

/**
 * Builds the parts from stored entries, each in one Yjs transaction.
 *
 * @param entries - in any order
 * @returns the entries that could not be applied; the others are applied
 */
export function applyStored(context: ReplicaContext, entries: readonly OpenedEntry[]): RefusedEntry[] {
  const { content, comment } = context.parts;
  const refused: RefusedEntry[] = [];

  function apply(part: Part, some: readonly OpenedEntry[], toUpdate: ToUpdate): void {
    Y.transact(
      part.doc,
      () => {
        for (const opened of some) {
          const update = toUpdate(opened);
          if (typeof update === 'string') refused.push({ entry: opened.entry, code: update });
          else if (update !== undefined) {
            try {
              applyQueued(part.doc, update);
            } catch {
              refused.push({ entry: opened.entry, code: 'update-malformed' });
            }
          }
        }
      },
      REMOTE,
      false,
    );
  }

  const ordered = inOrder(context.ledger, entries);
  apply(
    content,
    ordered,
    (opened) => openedToContent(opened) ?? (isOpenedSnapshot(opened) ? 'update-malformed' : undefined),
  );
  if (comment.canRead) apply(comment, ordered, (opened) => openedToComments(context, opened));
  return refused;
}

type ToUpdate = (opened: OpenedEntry) => QueuedUpdate | ReplicaCode | undefined;
