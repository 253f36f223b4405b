/** LED-5: reads what the ledger document holds, and builds the replica's document from it. */
import { decodeHeader, equal, type RoomId, toHex } from '@weft/crypto';
import * as Y from 'yjs';
import { inflateState } from '../ledger/snapshot-payload.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Keyring } from './keyring.ts';
import { isOpenedSnapshot, openEntry, type OpenedEntry, type OpenedSnapshot } from './open-entry.ts';
import { REMOTE } from './remote.ts';
import type { Damaged } from './types.ts';

/** What is in the array, and what of it cannot be read. */
export interface StoredEntries {
  /** In the order of the array. */
  readonly opened: readonly OpenedEntry[];
  readonly damaged: readonly Damaged[];
}

/**
 * Opens entries of the ledger document. Their signatures were verified before they were stored; a changed bit still shows, for
 * opening authenticates too. One damaged entry does not keep the others from being read.
 */
export function openStored(ring: Keyring, roomId: RoomId, envelopes: readonly Uint8Array[]): StoredEntries {
  const opened: OpenedEntry[] = [];
  const names = new Set<string>();
  const failed: Damaged[] = [];
  for (const envelope of envelopes) {
    const header = decodeHeader(envelope);
    if (!header.ok || !equal(header.value.roomId, roomId)) {
      failed.push({ failure: header.ok ? ALIEN : header.failure });
      continue;
    }
    const { kind, seq } = header.value;
    const session = toHex(header.value.session);
    const result = openEntry(ring, { session, seq, kind, envelope });
    if (result.ok) {
      opened.push(result.value);
      names.add(`${session}/${seq}`);
    } else failed.push({ session, seq, failure: result.failure });
  }
  // A damaged entry that was received again lies in the array twice until the next compaction: that is no loss.
  return { opened, damaged: failed.filter(({ session, seq }) => !names.has(`${session ?? ''}/${seq ?? -1}`)) };
}

const ALIEN = {
  code: 'envelope-room',
  sentence: 'Part of another document lies among this one’s on this device, and was left out.',
} as const;

/**
 * What others build on comes first. A snapshot comes before what it does not cover. But one that covers an entry which is still here was
 * found to differ from it (decision 5), and comes after it: Yjs keeps what it meets first under a name, and an author's own word goes
 * before another's account of it.
 */
function inOrder(entries: readonly OpenedEntry[]): readonly OpenedEntry[] {
  const snapshots = entries.filter(isOpenedSnapshot);
  const changes = entries.filter((opened) => !isOpenedSnapshot(opened));
  const earliest = new Map<SessionHex, number>();
  for (const { entry } of changes) {
    earliest.set(entry.session, Math.min(entry.seq, earliest.get(entry.session) ?? entry.seq));
  }
  const differs = ({ entry }: OpenedSnapshot): boolean =>
    [...entry.covers].some(([session, { seq }]) => seq >= (earliest.get(session) ?? Number.POSITIVE_INFINITY));
  const differing = snapshots.filter(differs);
  const covered = new Map<SessionHex, number>();
  for (const { entry } of differing) {
    for (const [session, { seq }] of entry.covers) covered.set(session, Math.max(seq, covered.get(session) ?? -1));
  }
  const isKept = ({ entry }: OpenedEntry): boolean => entry.seq <= (covered.get(entry.session) ?? -1);
  return [
    ...snapshots.filter((snapshot) => !differs(snapshot)),
    ...changes.filter(isKept),
    ...differing,
    ...changes.filter((change) => !isKept(change)),
  ];
}

/**
 * Builds a document from stored entries in one Yjs transaction.
 *
 * @param entries - snapshots and changes, in any order
 * @returns the entries that Yjs could not apply; the others are applied
 */
export function applyStored(doc: Y.Doc, entries: readonly OpenedEntry[]): OpenedEntry[] {
  const refused: OpenedEntry[] = [];
  const apply = (opened: OpenedEntry, run: () => void): void => {
    try {
      run();
    } catch {
      refused.push(opened);
    }
  };
  Y.transact(
    doc,
    () => {
      for (const opened of inOrder(entries)) {
        if (isOpenedSnapshot(opened)) {
          const state = inflateState(opened.snapshot);
          if (state === undefined) refused.push(opened);
          else apply(opened, () => Y.applyUpdateV2(doc, state, REMOTE));
        } else apply(opened, () => Y.applyUpdate(doc, opened.update, REMOTE));
      }
    },
    REMOTE,
    false,
  );
  return refused;
}
