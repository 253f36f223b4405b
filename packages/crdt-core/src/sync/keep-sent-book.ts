import { decodeHeader, toHex } from '@weft/crypto';
import { movesOthers } from '../ledger/moves-others.ts';
import type { Replica } from '../replica/types.ts';
import type { LedgerChain } from './relay-heads.ts';
import { createSentBook, type SentBook } from './sent-book.ts';

/**
 * SYN-5: a book of what is sent that is exact from here on, whatever is written and wherever it goes.
 *
 * @param note - what the book gave in an earlier run
 */
export function keepSentBook(
  replica: Replica,
  note: Uint8Array | undefined,
): { readonly book: SentBook; readonly stop: () => void } {
  const book = createSentBook(note);
  const readAll = (): void => book.setLedger(readChains(replica));
  readAll();
  const stops = [
    replica.on('appended', (envelope) => {
      const header = decodeHeader(envelope);
      if (!header.ok) return;
      if (movesOthers(header.value.kind)) readAll();
      else book.append(toHex(header.value.session), header.value.seq);
    }),
    replica.on('compacted', readAll),
  ];
  return {
    book,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function readChains(replica: Replica): LedgerChain[] {
  return [...replica.ledger.heads()].map(([session, { seq }]) => ({
    session,
    head: seq,
    floor: replica.ledger.coveredSeq(session),
  }));
}
