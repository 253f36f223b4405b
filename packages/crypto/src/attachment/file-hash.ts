import type { Hash } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { writeU64 } from '../bytes/integers.ts';
import { FILE_LABEL, PART_LABEL } from '../keys/labels.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/** ATT-2: the hash of one part of a file. */
export function partToHash(sodium: VerifyingSodium, part: Uint8Array): Hash {
  return sodium.hashLabelled(PART_LABEL, part);
}

/**
 * ATT-2: the hash of a file from those of its parts, so that no file has to be in memory whole.
 * @param bytes the file's length
 */
export function partsToFileHash(sodium: VerifyingSodium, bytes: number, parts: readonly Hash[]): Hash {
  const length = new Uint8Array(8);
  writeU64(length, 0, bytes);
  return sodium.hashLabelled(FILE_LABEL, concat(length, ...parts));
}
