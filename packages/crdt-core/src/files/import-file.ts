import { type Result, success, type VerifyingSodium } from '@weft/crypto';
import type { AttachmentDesk } from '../attachments/create-attachments.ts';
import type { Timers } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import type { FileFailure } from './errors.ts';
import { importInTurns } from './import-in-turns.ts';
import { beginImport, type ImportReport } from './import-ledger.ts';

/** LED-6: takes in a `.weft` file: first its ledger, whose keys may be needed for the rest, then the attachments in it. */
export async function importFile(
  sodium: VerifyingSodium,
  replica: Replica,
  desk: Pick<AttachmentDesk, 'unpack'>,
  bytes: Uint8Array,
  timers: Timers,
  isStopped: () => boolean,
  onProgress?: (done: number, total: number) => void,
): Promise<Result<ImportReport, FileFailure>> {
  const begun = beginImport(sodium, replica, bytes);
  if (!begun.ok) return begun;
  const report = await importInTurns(begun.value, timers, isStopped, onProgress);
  const chunks = begun.value.chunks();
  if (chunks.length === 0 || isStopped()) return success(report);
  const { sessions, refused, failure } = await desk.unpack(chunks);
  // In a file that was damaged, what does not verify is damage.
  const wrong =
    report.failure === undefined ? { refused: report.refused + refused } : { damaged: report.damaged + refused };
  return success({
    ...report,
    ...wrong,
    files: sessions.length,
    ...(failure === undefined ? {} : { storage: failure }),
  });
}
