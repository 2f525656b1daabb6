/** Lets so many requests through in each fixed window of time, as the gateway's policy does. */
export interface RateLimiter {
  /** Whether one more may pass now. */
  admits(nowMs: number): boolean;
}

/** Makes a limiter. */
export function createRateLimiter(limit: number, windowMs: number): RateLimiter {
  let window = Number.NaN;
  let admitted = 0;
  return {
    admits(nowMs) {
      const current = Math.floor(nowMs / windowMs);
      if (current !== window) admitted = 0;
      window = current;
      admitted += 1;
      return admitted <= limit;
    },
  };
}
