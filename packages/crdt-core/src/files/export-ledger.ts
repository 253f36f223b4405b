import type { EpochCertificate, VerifyingSodium } from '@weft/crypto';
import type { Replica } from '../replica/types.ts';
import { encodeFile } from './encode-file.ts';

/**
 * LED-6: everything a replica holds, as one `.weft` file. What was written and not sealed yet is sealed first. Nothing is in the clear
 * but what a relay sees.
 *
 * @param certificate - of the replica's room, so that the file says by itself which keys it needs
 */
export function exportLedger(
  sodium: VerifyingSodium,
  replica: Replica,
  certificate: EpochCertificate,
): Uint8Array<ArrayBuffer> {
  replica.flush();
  const envelopes = [...replica.ledger.entries()].map(({ envelope }) => envelope);
  return encodeFile(sodium, { roomId: replica.roomId, certificates: [certificate.bytes], envelopes });
}
