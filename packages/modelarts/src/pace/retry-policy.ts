/** Limits of retrying a GET. */
export interface RetryLimits {
  /** Attempts per call, including the first. */
  readonly maxAttempts: number;
  /** Ceiling of the first wait; doubles with each retry. */
  readonly baseDelayMs: number;
  /** The same after a 429 without `Retry-After`, because the gateway counts per second or per minute. */
  readonly throttledBaseDelayMs: number;
  /** Ceiling of every wait; a longer `Retry-After` is passed on to the caller. */
  readonly maxDelayMs: number;
  /** Maximum number of retries ahead of successes. */
  readonly budget: number;
  /** Earned by each success without a retry. */
  readonly budgetPerSuccess: number;
}

/**
 * The wait before retry number `retry` (from 1), with full jitter: anything from 0 to the doubled base.
 *
 * Source: "Timeouts, retries, and backoff with jitter", Amazon Builders' Library.
 *
 * @example
 * jitteredDelayMs({ retry: 3, baseDelayMs: 100, maxDelayMs: 5000 }, () => 0.5); // 200
 */
export function jitteredDelayMs(
  { retry, baseDelayMs, maxDelayMs }: { retry: number; baseDelayMs: number; maxDelayMs: number },
  random: () => number,
): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (retry - 1));
}

/** A token bucket that retries spend from and successes fill. */
export interface RetryBudget {
  /** Takes one token; `false` if the bucket is empty, which forbids the retry. */
  take(): boolean;
  earn(): void;
}

/**
 * Creates a full bucket. Nothing is earned while everything fails, so an outage of any length costs the upstream at most
 * `capacity` extra requests.
 */
export function createRetryBudget(capacity: number, perSuccess: number): RetryBudget {
  let tokens = capacity;
  return {
    take() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    earn() {
      tokens = Math.min(capacity, tokens + perSuccess);
    },
  };
}

/**
 * The time limit of one attempt: the remaining time divided by the attempts left, but at least `minAttemptTimeoutMs` (a
 * smaller share would cut off answers that are merely slow), and never beyond the deadline.
 *
 * @example
 * attemptTimeoutMs({ remainingMs: 9_000, attemptsLeft: 3, minAttemptTimeoutMs: 2_000, maxAttemptTimeoutMs: 10_000 }); // 3000
 * attemptTimeoutMs({ remainingMs: 1_500, attemptsLeft: 3, minAttemptTimeoutMs: 2_000, maxAttemptTimeoutMs: 10_000 }); // 1500
 */
export function attemptTimeoutMs(limits: {
  readonly remainingMs: number;
  readonly attemptsLeft: number;
  readonly minAttemptTimeoutMs: number;
  readonly maxAttemptTimeoutMs: number;
}): number {
  const shareMs = Math.max(limits.remainingMs / limits.attemptsLeft, limits.minAttemptTimeoutMs);
  return Math.min(shareMs, limits.maxAttemptTimeoutMs, limits.remainingMs);
}
