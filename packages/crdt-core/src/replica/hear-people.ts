import { concat, decodeHeader } from '@weft/crypto';
import {
  isOpenedChange,
  isOpenedParcel,
  isOpenedSnapshot,
  type OpenedEntry,
  type OpenedSnapshot,
} from './open-entry.ts';
import { bytesToWords } from './roster-bytes.ts';
import type { Roster } from './roster.ts';

/**
 * KEY-6, KEY-8: whose session wrote a snapshot, heard before it is judged, as a change's is: else what a new session begins with a snapshot would
 * count only for those who know the session already. The rest of the section is its author's word, and waits until the snapshot counts.
 */
export function hearAuthor(roster: Roster, { entry, snapshot }: OpenedSnapshot): void {
  if (snapshot.people === undefined || roster.deviceOf(entry.session) !== undefined) return;
  const header = decodeHeader(entry.envelope);
  const word = bytesToWords(snapshot.people).get(entry.session);
  // Role and epoch as the envelope was verified with, not as the section claims.
  if (header.ok && word !== undefined)
    roster.introduce(entry.session, header.value, concat(word.card, word.attestation));
}

/** KEY-6: what an opened entry says of who is who. */
export function hearPeople(roster: Roster, opened: OpenedEntry): void {
  if (isOpenedSnapshot(opened) && opened.snapshot.people !== undefined) roster.addBytes(opened.snapshot.people);
  if (!(isOpenedChange(opened) || isOpenedParcel(opened)) || opened.introduction === undefined) return;
  const header = decodeHeader(opened.entry.envelope);
  if (header.ok) roster.introduce(opened.entry.session, header.value, opened.introduction);
}
