/** LED-2, SYN-6: whether another device holds another envelope than this one under a name. Their receipts tell, whatever the relay hides from either. */
import { hashEnvelope, type Sodium } from '@weft/crypto';
import type { Ledger } from '../ledger/types.ts';
import { hashToMark, type Receipt } from '../presence/receipts.ts';

/** Both histories may be here, which takes a look at all that is: whoever claims many is answered for some. */
const MOST_LOOKS = 4;

/**
 * @returns a session of which the receipt reaches as far as the ledger and ends with an envelope that is not here; `undefined` where there is none
 */
export function findFork(
  sodium: Sodium,
  ledger: Pick<Ledger, 'heads' | 'named'>,
  { heads, marks }: Pick<Receipt, 'heads' | 'marks'>,
): string | undefined {
  let looks = 0;
  for (const [session, seq] of heads) {
    const held = ledger.heads().get(session);
    const mark = marks.get(session);
    if (held?.seq !== seq || mark === undefined || hashToMark(held.hash) === mark) continue;
    const isHere = (envelope: Uint8Array): boolean => hashToMark(hashEnvelope(sodium, envelope)) === mark;
    if (!ledger.named(session, seq).some(isHere)) return session;
    if (++looks >= MOST_LOOKS) return undefined;
  }
  return undefined;
}
