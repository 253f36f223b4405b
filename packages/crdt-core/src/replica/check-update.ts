import * as Y from 'yjs';
import { updateToClocks } from '../ledger/snapshot-payload.ts';

/**
 * KEY-5, ENV-7: reads an update whole before Yjs may apply it: it can be decoded to its end, and every struct it brings belongs
 * to the client id of its signer. It may delete anyone's text.
 *
 * @param update - a Yjs V1 update, from anyone
 * @returns the clock at which the signer's structs end (nothing: only deletions)
 */
export function checkUpdate(
  update: Uint8Array,
  clientId: number,
): ReadonlyMap<number, number> | 'update-malformed' | 'update-not-owned' {
  try {
    const decoded = Y.decodeUpdate(update);
    for (const struct of decoded.structs) if (struct.id.client !== clientId) return 'update-not-owned';
    return updateToClocks(decoded);
  } catch {
    return 'update-malformed';
  }
}
