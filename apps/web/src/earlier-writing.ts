/**
 * What suggestions learn of documents that are not open: the words that are kept of them for the search, of those that the person may
 * write in. Nothing more is stored for it.
 */
import type { Library, LibraryRecord } from '@weft/crdt-core';
import type { GhostEngine } from './ghost-engine.ts';
import { teach, toTaught } from './lessons.ts';
import { type KeptText, toKeptText } from './search/kept-text.ts';

/** UTF-16 units in all. An engine takes some fifty bytes of memory for each. */
const MOST_LETTERS = 200_000;
/** UTF-16 units of one document: one long book is not all that a person writes. */
const MOST_OF_ONE = 100_000;

/** Of which documents something is learned, those that were opened last first. Pure. */
export function toEarlier(
  records: readonly LibraryRecord[],
  isOpen: (roomId: string) => boolean,
): readonly LibraryRecord[] {
  return records
    .filter(({ role, roomId }) => (role === 'editor' || role === 'admin') && !isOpen(roomId))
    .toSorted((a, b) => b.openedAt - a.openedAt);
}

/** The prose of a document, up to so many letters, by block. Pure. */
export function toProse(text: KeptText, most: number): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  let length = 0;
  for (const [id, words, kind] of text) {
    length += words.length;
    if (length > most) break;
    if (kind !== 'code') blocks.set(id, words);
  }
  return blocks;
}

/**
 * Has the engine learn what the person wrote elsewhere, as long as that is wanted (`goesOn`). A document that is opened meanwhile (`isOpen`) is left to
 * its own lessons, which go on from there.
 */
export async function learnEarlier(
  library: Pick<Library, 'list' | 'place'>,
  engine: GhostEngine,
  isOpen: (roomId: string) => boolean,
  goesOn: () => boolean,
): Promise<void> {
  let left = MOST_LETTERS;
  for (const { roomId } of toEarlier(library.list(), isOpen)) {
    if (left <= 0 || !goesOn()) return;
    const text = toKeptText(await library.place(roomId, 'text').load());
    if (text === undefined || isOpen(roomId)) continue;
    const blocks = toProse(text, Math.min(left, MOST_OF_ONE));
    for (const words of blocks.values()) left -= words.length;
    await teach(engine, roomId, blocks, () => goesOn() && !isOpen(roomId));
  }
}

/** Takes back what was learned of documents that are not open, as long as that is wanted. */
export async function forgetEarlier(
  engine: GhostEngine,
  isOpen: (roomId: string) => boolean,
  goesOn: () => boolean,
): Promise<void> {
  for (const room of toTaught(engine)) await teach(engine, room, new Map(), () => goesOn() && !isOpen(room));
}
