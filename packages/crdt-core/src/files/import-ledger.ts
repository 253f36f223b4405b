/** LED-6: a file is just another path. What is in it is judged as if it came over a link. */
import { equal, type Result, success, type VerifyingSodium } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { LedgerEntry } from '../ledger/types.ts';
import type { Replica } from '../replica/types.ts';
import { saysChunk } from '../attachments/pack.ts';
import { decodeFile, type FileEntry } from './decode-file.ts';
import { type FileFailure, fileFailure } from './errors.ts';

/** What became of a file's entries: each is counted once. */
export interface ImportReport {
  /** New here, and now in the ledger. */
  readonly added: number;
  /** Here before. */
  readonly known: number;
  /** Whole, but an earlier change of the same session is missing, here and in the file. */
  readonly waiting: number;
  /** Whole, but not allowed or contradicting what is known; left out. */
  readonly refused: number;
  /** Places in the file that cannot be read; left out. */
  readonly damaged: number;
  /** Why the first refused entry was. */
  readonly refusal?: ReplicaFailure;
  /** Attachments of which something is new here. */
  readonly files: number;
  /** `file-cut` or `file-damaged`: what is wrong with the file; the rest was taken. */
  readonly failure?: FileFailure;
  /** Why some of the attachments were not kept. */
  readonly storage?: StorageFailure;
}

/** An import in steps, so that a long one can be shown and the page stays alive. */
export interface LedgerImport {
  readonly total: number;
  /** Entries judged so far. */
  done(): number;
  /** Judges up to `most` more entries; false when all are. */
  step(most: number): boolean;
  /** What became of the entries judged so far. */
  report(): ImportReport;
  /** Chunks of attachments among them: they are in no ledger, and in no count. */
  chunks(): readonly Uint8Array[];
}

/** What tells that an envelope's bytes are not as they were written, rather than that they should not have been. */
const BROKEN: ReadonlySet<string> = new Set([
  'envelope-malformed',
  'envelope-version',
  'envelope-room',
  'envelope-epoch',
  'envelope-session',
  'envelope-signature',
  'envelope-commitment',
  'envelope-sealed',
  'envelope-content',
  'certificate-malformed',
  'certificate-version',
  'certificate-epoch',
  'certificate-invalid',
  // A damaged kind
  'envelope-role',
  'kind-not-stored',
]);

/**
 * Reads a file and begins to take it in.
 *
 * @param bytes - not changed by anyone until all steps are done
 * @returns why nothing of it can be taken: no Weft file, another version, another document, too large
 */
export function beginImport(
  sodium: VerifyingSodium,
  replica: Replica,
  bytes: Uint8Array,
): Result<LedgerImport, FileFailure> {
  const decoded = decodeFile(sodium, bytes, replica.roomId);
  if (!decoded.ok) return decoded;
  const file = decoded.value;
  const isOurs = (room: Uint8Array): boolean => equal(room, replica.roomId);
  // One damaged byte in the header does not make it another document's.
  if (!isOurs(file.roomId) && !file.certificates.some(({ roomId }) => isOurs(roomId))) {
    return { ok: false, failure: fileFailure('file-room') };
  }

  const { entries } = file;
  const isWhole = file.failure === undefined;
  const held: LedgerEntry[] = [];
  const chunks: Uint8Array[] = [];
  const counts = { added: 0, known: 0, refused: 0, damaged: 0 };
  let refusal: ReplicaFailure | undefined;
  let failure = file.failure;
  let next = 0;
  let damagedEnd = -1;
  const breaks = new Set(file.breaks);

  function countBreak(at: number): void {
    // What follows a damaged entry at once is the same damage.
    if (breaks.delete(at) && at !== damagedEnd) counts.damaged++;
  }

  function take({ at, end, envelope }: FileEntry): void {
    // For no ledger, whose chains would have it wait for what comes before it.
    const isChunk = saysChunk(envelope);
    const received = isChunk ? replica.chunks.verify(envelope) : replica.receive(envelope, 'file');
    if (received.ok) {
      if (isChunk) chunks.push(envelope);
      else if (received.value === 'applied') counts.added++;
      else if (received.value === 'duplicate') counts.known++;
      else {
        const entry = readEntry(envelope);
        if (entry !== undefined) held.push(entry);
      }
    } else if (!isWhole && BROKEN.has(received.failure.code)) {
      counts.damaged++;
      damagedEnd = end;
      // Says where, if nothing did before.
      if (failure?.at === undefined || at < failure.at) failure = fileFailure('file-damaged', at);
    } else {
      counts.refused++;
      refusal ??= received.failure;
    }
  }

  return success({
    total: entries.length,
    done: () => next,
    step(most) {
      for (let left = most; left > 0 && next < entries.length; left--) {
        const entry = entries[next++];
        if (entry === undefined) break;
        take(entry);
        countBreak(entry.end);
      }
      if (next === entries.length) for (const at of breaks) countBreak(at);
      return next < entries.length;
    },
    chunks: () => chunks,
    report() {
      const arrived = held.filter(({ session, seq }) => replica.ledger.has(session, seq)).length;
      return {
        ...counts,
        added: counts.added + arrived,
        waiting: held.length - arrived,
        files: 0,
        ...(refusal === undefined ? {} : { refusal }),
        ...(failure === undefined ? {} : { failure }),
      };
    },
  });
}

/** Takes a whole file's ledger in at once; see {@link beginImport}. There is no place for attachments here. */
export function importLedger(
  sodium: VerifyingSodium,
  replica: Replica,
  bytes: Uint8Array,
): Result<ImportReport, FileFailure> {
  const begun = beginImport(sodium, replica, bytes);
  if (!begun.ok) return begun;
  while (begun.value.step(1024));
  const report = begun.value.report();
  const left = begun.value.chunks().length;
  if (left === 0) return success(report);
  const refusal = report.refusal ?? replicaFailure('kind-unsupported');
  return success({ ...report, refused: report.refused + left, refusal });
}
