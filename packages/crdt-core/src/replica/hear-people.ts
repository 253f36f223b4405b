import { decodeHeader } from '@weft/crypto';
import { isOpenedChange, isOpenedSnapshot, type OpenedEntry } from './open-entry.ts';
import type { Roster } from './roster.ts';

/** KEY-6: what an opened entry says of who is who. */
export function hearPeople(roster: Roster, opened: OpenedEntry): void {
  if (isOpenedSnapshot(opened) && opened.snapshot.people !== undefined) roster.addBytes(opened.snapshot.people);
  if (!isOpenedChange(opened) || opened.introduction === undefined) return;
  const header = decodeHeader(opened.entry.envelope);
  if (header.ok) roster.introduce(opened.entry.session, header.value, opened.introduction);
}
