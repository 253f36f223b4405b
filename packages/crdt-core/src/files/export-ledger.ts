import type { VerifyingSodium } from '@weft/crypto';
import type { Replica } from '../replica/types.ts';
import { encodeFile } from './encode-file.ts';

/**
 * LED-6: everything a replica holds, as one `.weft` file. What was written and not sealed yet is sealed first. Nothing is in the clear
 * but what a relay sees. The certificates say by themselves which keys the file needs.
 *
 * @param chunks - of attachments, each chain in order: behind the ledger, whose keys a reader may need to verify them
 */
export function exportLedger(
  sodium: VerifyingSodium,
  replica: Replica,
  chunks: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  replica.flush();
  const envelopes = [...[...replica.ledger.entries()].map(({ envelope }) => envelope), ...chunks];
  const certificates = replica.certificates().map(({ bytes }) => bytes);
  return encodeFile(sodium, { roomId: replica.roomId, certificates, envelopes });
}
