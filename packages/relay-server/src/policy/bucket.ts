/** A token bucket: `burst` at once, `rate` a second in the long run. */
export interface Bucket {
  tokens: number;
  /** When it was last looked at, in ms. */
  at: number;
}

/** A full bucket. */
export function createBucket(burst: number, now: number): Bucket {
  return { tokens: burst, at: now };
}

/**
 * Takes one token, if there is one. The bucket is changed in place.
 * @param rate tokens a second
 * @param burst the most it holds
 * @param now ms; a clock that goes back adds nothing
 */
export function takeToken(bucket: Bucket, rate: number, burst: number, now: number): boolean {
  if (now > bucket.at) bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * rate) / 1000);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
