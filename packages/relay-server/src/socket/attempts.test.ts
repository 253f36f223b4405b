import { describe, expect, it } from 'vitest';
import { createAttemptCounter } from './attempts.ts';

describe('attempts to connect', () => {
  it('RLY-6 are as many at once as allowed, then as many a second, for each address by itself', () => {
    let now = 0;
    const attempts = createAttemptCounter(2, 3, () => now);
    const tries = (address: string, count: number): number =>
      Array.from({ length: count }, () => attempts.take(address)).filter(Boolean).length;
    expect([tries('10.0.0.1', 5), tries('10.0.0.2', 2)]).toEqual([3, 2]);
    now += 1_000;
    expect([tries('10.0.0.1', 5), tries('10.0.0.2', 5)]).toEqual([2, 3]);
    now += 60_000;
    expect(tries('10.0.0.1', 9)).toBe(3);
    // One household is one address.
    expect(tries('2001:db8::1', 2) + tries('2001:db8::2', 2)).toBe(3);
  });

  it('RLY-6 keep nothing of an address that has been quiet', () => {
    let now = 0;
    const attempts = createAttemptCounter(1, 2, () => now);
    for (let i = 0; i < 5_000; i++) {
      now += 10;
      attempts.take(`10.${i >> 8}.0.${i & 255}`);
    }
    expect(attempts.size()).toBeLessThan(1_200);
  });
});
