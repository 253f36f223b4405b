/**
 * KEY-6, KEY-8: whose comments these are, where a receipt alone said it. Who only reads cannot read the introduction in a comment: unless a
 * device keeps what the receipt said, comments that counted count no more once the document is opened again under newer keys.
 */
import type { SessionHex } from '../ledger/types.ts';
import type { DeviceHex } from './closings.ts';
import type { ReplicaContext } from './context.ts';
import type { UnreadAuthors } from './judges.ts';
import { wordsToBytes } from './roster-bytes.ts';
import { ATTESTATION_BYTES } from './roster.ts';
import { createSealedNotes } from './sealed-notes.ts';

/** Sessions whose word is kept, or may be once a comment of theirs comes. Any commenter can make more. */
const MOST = 256;

/** @param device - without one nothing is kept */
export function createUnreadAuthors(context: ReplicaContext, device: DeviceHex | undefined): UnreadAuthors {
  const { ledger, parts, roster } = context;
  const isKeeping = device !== undefined && !parts.comment.canRead;
  const notes = isKeeping ? createSealedNotes(context, `authors/${device}/`) : undefined;
  const said = new Map<SessionHex, Uint8Array>();

  function isUncovered(session: SessionHex): boolean {
    return (ledger.heads().get(session)?.seq ?? -1) > ledger.coveredSeq(session);
  }

  function keep(session: SessionHex): void {
    const word = said.get(session);
    if (word === undefined || notes === undefined || notes.entries().size >= MOST) return;
    said.delete(session);
    notes.set(session, word);
  }

  return {
    introduce(session, as, payload) {
      const isKnown = roster.deviceOf(session) !== undefined;
      roster.introduce(session, as, payload);
      if (notes === undefined || isKnown || roster.deviceOf(session) === undefined || said.size >= MOST) return;
      const card = payload.slice(0, -ATTESTATION_BYTES);
      said.set(session, wordsToBytes(new Map([[session, { ...as, card, attestation: payload.slice(card.length) }]])));
      if (isUncovered(session)) keep(session);
    },
    came: keep,
    load() {
      for (const word of notes?.entries().values() ?? []) roster.addBytes(word);
    },
    tidy() {
      for (const session of notes?.entries().keys() ?? []) if (!isUncovered(session)) notes?.delete(session);
    },
  };
}
