/** LED-5: reads what the ledger document holds, and builds the replica's document from it. */
import { decodeHeader, equal, type RoomId, toHex } from '@weft/crypto';
import * as Y from 'yjs';
import { inflateState } from '../ledger/snapshot-payload.ts';
import type { Keyring } from './keyring.ts';
import { isOpenedSnapshot, openEntry, type OpenedEntry } from './open-entry.ts';
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
      for (const opened of entries) {
        if (!isOpenedSnapshot(opened)) continue;
        const state = inflateState(opened.snapshot);
        if (state === undefined) refused.push(opened);
        else apply(opened, () => Y.applyUpdateV2(doc, state, REMOTE));
      }
      for (const opened of entries) {
        if (!isOpenedSnapshot(opened)) apply(opened, () => Y.applyUpdate(doc, opened.update, REMOTE));
      }
    },
    REMOTE,
    false,
  );
  return refused;
}
