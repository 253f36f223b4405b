import { type Result, success, type VerifyingSodium } from '@weft/crypto';
import type { AttachmentDesk } from '../attachments/create-attachments.ts';
import { attachmentFailure, type AttachmentFailure } from '../attachments/failures.ts';
import type { AttachmentReference } from '../attachments/reference.ts';
import type { FileExport } from '../document.ts';
import type { Replica } from '../replica/types.ts';
import { type FileFailure, fileFailure } from './errors.ts';
import { exportLedger } from './export-ledger.ts';
import { MAX_FILE_BYTES } from './layout.ts';

/** LED-6: a `.weft` file with these attachments, as far as they can be had now. */
export async function exportWithFiles(
  sodium: VerifyingSodium,
  replica: Replica,
  desk: Pick<AttachmentDesk, 'api' | 'pack'>,
  references: readonly AttachmentReference[],
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
): Promise<Result<FileExport, FileFailure | AttachmentFailure>> {
  // Before anything of it is fetched or put together in memory.
  const total = references.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MAX_FILE_BYTES) return { ok: false, failure: fileFailure('file-too-long') };
  for (const [index, reference] of references.entries()) {
    onProgress?.(index, references.length);
    if (!(await desk.api.has(reference))) await desk.api.read(reference, { wait: false, signal });
    if (signal?.aborted === true) return { ok: false, failure: attachmentFailure('attachment-cancelled') };
  }
  const packed = await desk.pack(references);
  if (!packed.ok) return packed;
  const { envelopes, files, missing } = packed.value;
  const bytes = exportLedger(sodium, replica, envelopes);
  if (bytes.length > MAX_FILE_BYTES) return { ok: false, failure: fileFailure('file-too-long') };
  return success({ bytes, files, missing });
}
