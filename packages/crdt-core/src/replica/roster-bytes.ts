/**
 * LED-4: the people of a document as a section of a snapshot: cards (u16), words (u32); each card: length (u16) ‖ bytes; each word:
 * session 32 ‖ place of its card (u16) ‖ role (u8) ‖ epoch (u32) ‖ attestation 64.
 */
import { byteToRole, concat, createReader, type Role, roleToByte, toHex, writeU16, writeU32 } from '@weft/crypto';
import { hexToBytes } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';

/** What a device said of one of its sessions, not checked. */
export interface Word {
  readonly role: Role;
  /** The newest in which the session spoke. */
  readonly epoch: number;
  readonly card: Uint8Array;
  readonly attestation: Uint8Array;
}

const MAX_CARDS = 0xffff;

/** Writes the section; each different card once. */
export function wordsToBytes(words: ReadonlyMap<SessionHex, Word>): Uint8Array {
  const places = new Map<string, number>();
  const cards: Uint8Array[] = [];
  const rows: Uint8Array[] = [];
  let count = 0;
  for (const [session, { role, epoch, card, attestation }] of words) {
    const name = toHex(card);
    const place = places.get(name) ?? cards.length;
    if (place >= MAX_CARDS) continue;
    if (place === cards.length) cards.push(card);
    places.set(name, place);
    const middle = new Uint8Array(7);
    writeU16(middle, 0, place);
    middle[2] = roleToByte(role);
    writeU32(middle, 3, epoch);
    rows.push(hexToBytes(session), middle, attestation);
    count++;
  }
  const counts = new Uint8Array(6);
  writeU16(counts, 0, cards.length);
  writeU32(counts, 2, count);
  const lengths = cards.map((card) => {
    const length = new Uint8Array(2);
    writeU16(length, 0, card.length);
    return length;
  });
  return concat(counts, ...cards.flatMap((card, at) => [lengths[at] ?? new Uint8Array(2), card]), ...rows);
}

/** Reads a section as far as it can be read. */
export function bytesToWords(section: Uint8Array): Map<SessionHex, Word> {
  const reader = createReader(section);
  const cardCount = reader.u16();
  const wordCount = reader.u32();
  const cards: Uint8Array[] = [];
  for (let i = 0; i < cardCount && !reader.failed; i++) cards.push(reader.take(reader.u16()).slice());
  const words = new Map<SessionHex, Word>();
  for (let i = 0; i < wordCount && !reader.failed; i++) {
    const session = reader.take(32);
    const card = cards[reader.u16()];
    const role = byteToRole(reader.u8());
    const epoch = reader.u32();
    const attestation = reader.take(64);
    if (reader.failed || card === undefined || role === undefined) continue;
    words.set(toHex(session), { role, epoch, card, attestation: attestation.slice() });
  }
  return words;
}
