/** When and how often a GET is tried again. */
export interface RetryLimits {
  /** Attempts of one call, the first included. */
  readonly maxAttempts: number;
  /** Ceiling of the first wait; it doubles with each further one. */
  readonly baseDelayMs: number;
  /** The same after 429 without `Retry-After`: the gateway counts per second or per minute. */
  readonly throttledBaseDelayMs: number;
  /** No wait is longer; a longer `Retry-After` is handed to the caller instead. */
  readonly maxDelayMs: number;
  /** How many retries may run ahead of successes. */
  readonly budget: number;
  /** What one success without retry earns. */
  readonly budgetPerSuccess: number;
}

/**
 * How long to wait before retry number `retry` (from 1): full jitter, so anything from nothing to the doubled base.
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

/** Tokens that retries spend and successes earn. */
export interface RetryBudget {
  /** Takes one token; `false` when there is none, and then there must be no retry. */
  take(): boolean;
  earn(): void;
}

/**
 * A full bucket of tokens. While everything fails nothing is earned, so an outage of any length costs the upstream at
 * most `capacity` requests more than were asked for.
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
 * How long one attempt may take: an equal share of what is left for each attempt still possible, but at least
 * `minAttemptTimeoutMs` (a share too small would cut off answers that are merely slow), and never beyond the deadline.
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
