import type { AuthenticatorOptions } from "./auth/authenticator.ts";
import type { BreakerLimits } from "./pace/circuit-breaker.ts";
import type { ConcurrencyLimits } from "./pace/concurrency.ts";
import type { RetryLimits } from "./pace/retry-policy.ts";

/** Limits of a client. Times are in ms. */
export interface ClientLimits {
  /** Time limit of a call without a deadline. */
  readonly timeoutMs: number;
  /** Upper bound of one attempt's time limit. */
  readonly maxAttemptTimeoutMs: number;
  /** Lower bound of an attempt's share, even if later attempts then get less. */
  readonly minAttemptTimeoutMs: number;
  /** Decompressed. A page of 1000 events is about 250 KB. */
  readonly maxResponseBytes: number;
  readonly retry: RetryLimits;
  readonly breaker: BreakerLimits & {
    /** A timeout after less than this is the caller's impatience, and no evidence against the upstream. */
    readonly minSilenceMs: number;
  };
  readonly concurrency: ConcurrencyLimits;
  readonly credentials: AuthenticatorOptions["limits"];
  /** Cap on how long a `Retry-After` may stop requests. */
  readonly maxThrottleMs: number;
}

/** Limits to override; the rest keep their defaults. */
export type ClientLimitsInput = {
  readonly [Key in keyof ClientLimits]?: ClientLimits[Key] extends number
    ? number
    : Partial<ClientLimits[Key]>;
};

export const DEFAULT_LIMITS: ClientLimits = {
  timeoutMs: 10_000,
  maxAttemptTimeoutMs: 10_000,
  minAttemptTimeoutMs: 2_000,
  maxResponseBytes: 16 * 1024 * 1024,
  retry: {
    maxAttempts: 3,
    baseDelayMs: 100,
    throttledBaseDelayMs: 1_000,
    maxDelayMs: 5_000,
    budget: 10,
    budgetPerSuccess: 0.1,
  },
  breaker: { windowMs: 10_000, minAttempts: 5, failureRatio: 0.5, openMs: 5_000, minSilenceMs: 1_000 },
  concurrency: { maxConcurrent: 16, maxQueued: 256, maxWaitShare: 0.5 },
  credentials: {
    baseDelayMs: 1_000,
    maxDelayMs: 60_000,
    loadTimeoutMs: 10_000,
    maxProjects: 100,
    rereadMs: 60 * 60_000,
  },
  maxThrottleMs: 60_000,
};

/**
 * Completes limits with {@link DEFAULT_LIMITS}.
 *
 * @example
 * withDefaults({ retry: { maxAttempts: 1 } }).retry.baseDelayMs; // 100
 */
export function withDefaults(input: ClientLimitsInput): ClientLimits {
  const defaults = DEFAULT_LIMITS;
  return {
    ...defaults,
    ...input,
    retry: { ...defaults.retry, ...input.retry },
    breaker: { ...defaults.breaker, ...input.breaker },
    concurrency: { ...defaults.concurrency, ...input.concurrency },
    credentials: { ...defaults.credentials, ...input.credentials },
  };
}
