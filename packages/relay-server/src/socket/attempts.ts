import { type Bucket, createBucket, takeToken } from '../policy/bucket.ts';
import { addressToKey } from './addresses.ts';

/** Counts attempts to connect per address over time (RLY-6). What is kept of an address is forgotten once it has been quiet. */
export interface AttemptCounter {
  /** Counts one; false if the address tried too often just now. Those that fail count too. */
  take(address: string): boolean;
  /** Addresses that are kept. */
  size(): number;
}

/** Addresses kept before the quiet ones are looked for. */
const SWEEP_AT = 1_000;
/** Whoever has more addresses than this is not stopped by counting them. */
const MOST_ADDRESSES = 100_000;

/**
 * @param rate attempts a second, in the long run
 * @param burst attempts at once
 * @param now ms
 */
export function createAttemptCounter(rate: number, burst: number, now: () => number): AttemptCounter {
  const buckets = new Map<string, Bucket>();
  let sweepAt = SWEEP_AT;

  /** A bucket that is full again says no more than none. */
  function sweep(time: number): void {
    for (const [key, { at, tokens }] of buckets) {
      if (tokens + ((time - at) * rate) / 1000 >= burst) buckets.delete(key);
    }
    if (buckets.size > MOST_ADDRESSES) buckets.clear();
    sweepAt = Math.max(SWEEP_AT, 2 * buckets.size);
  }

  return {
    take(address) {
      const time = now();
      if (buckets.size >= sweepAt) sweep(time);
      const key = addressToKey(address);
      const bucket = buckets.get(key) ?? createBucket(burst, time);
      buckets.set(key, bucket);
      return takeToken(bucket, rate, burst, time);
    },
    size: () => buckets.size,
  };
}
