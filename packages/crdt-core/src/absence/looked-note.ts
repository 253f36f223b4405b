/** When a person last looked at a document on this device, and how it stood then: a note beside the ledger. Time (u64, Unix ms) ‖ heads. */
import { createReader, concat, writeU64 } from '@weft/crypto';
import { bytesToHeads, headsToBytes } from '../ledger/heads.ts';
import type { Heads } from '../ledger/types.ts';
import type { LedgerStorage } from '../ports/index.ts';

const NOTE = 'looked';

export interface Looked {
  /** Unix ms */
  readonly at: number;
  readonly heads: Heads;
}

export async function readLooked(storage: LedgerStorage): Promise<Looked | undefined> {
  const note = await storage.readNote(NOTE);
  if (!note.ok || note.value === undefined || note.value.length < 8) return undefined;
  const at = createReader(note.value).u64();
  const heads = bytesToHeads(note.value.subarray(8));
  return heads && { at, heads };
}

/** Where it cannot be written, the next review tells of a little more than it need. */
export async function writeLooked(storage: LedgerStorage, { at, heads }: Looked): Promise<void> {
  const time = new Uint8Array(8);
  writeU64(time, 0, Math.floor(at));
  await storage.writeNote(NOTE, concat(time, headsToBytes(heads)));
}
