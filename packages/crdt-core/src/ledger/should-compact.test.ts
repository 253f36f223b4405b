import { describe, expect, it } from 'vitest';
import { shouldCompact } from './should-compact.ts';

describe('shouldCompact', () => {
  const stats = { tailEntries: 0, tailBytes: 0, snapshots: 1, snapshotBytes: 0 };

  it('LED-4 bounds the tail by number', () => {
    expect(shouldCompact({ ...stats, tailEntries: 499 })).toBe(false);
    expect(shouldCompact({ ...stats, tailEntries: 500 })).toBe(true);
  });

  it('LED-4 bounds the tail by size, in proportion to what a snapshot costs', () => {
    expect(shouldCompact({ ...stats, tailBytes: 256 * 1024 })).toBe(false);
    expect(shouldCompact({ ...stats, tailBytes: 256 * 1024 + 1 })).toBe(true);
    expect(shouldCompact({ ...stats, tailBytes: 2_000_000, snapshotBytes: 1_000_000 })).toBe(false);
    expect(shouldCompact({ ...stats, tailBytes: 2_000_001, snapshotBytes: 1_000_000 })).toBe(true);
  });
});
