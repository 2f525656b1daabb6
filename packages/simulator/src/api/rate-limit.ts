/** Limits the requests in each fixed window of time, like the gateway's policy. */
export interface RateLimiter {
  /** True if one more request may pass now. */
  admits(nowMs: number): boolean;
}

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
