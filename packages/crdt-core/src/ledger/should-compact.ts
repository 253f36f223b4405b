import type { LedgerStats } from './types.ts';

/** Enough entries that opening them one by one is noticed. */
export const COMPACT_ENTRIES = 500;
/** Bytes below which a tail is never worth a snapshot by size alone. */
export const COMPACT_BYTES: number = 256 * 1024;

/**
 * LED-4: whether a snapshot pays. The tail stays bounded, and the bytes written for snapshots stay in proportion to the bytes
 * written for changes.
 */
export function shouldCompact(stats: LedgerStats): boolean {
  return stats.tailEntries >= COMPACT_ENTRIES || stats.tailBytes > Math.max(COMPACT_BYTES, 2 * stats.snapshotBytes);
}
