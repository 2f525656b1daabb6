import type { AuthenticatorOptions } from "./auth/authenticator.ts";
import type { BreakerLimits } from "./pace/circuit-breaker.ts";
import type { ConcurrencyLimits } from "./pace/concurrency.ts";
import type { RetryLimits } from "./pace/retry-policy.ts";

/** Every limit of a client. Times are ms. */
export interface ClientLimits {
  /** For a call without a deadline. */
  readonly timeoutMs: number;
  /** The longest that one attempt may take. */
  readonly maxAttemptTimeoutMs: number;
  /** No attempt gets less in favour of a later one. */
  readonly minAttemptTimeoutMs: number;
  /** Decompressed. A page of 1000 events is about 250 KB. */
  readonly maxResponseBytes: number;
  readonly retry: RetryLimits;
  readonly breaker: BreakerLimits & {
    /** Silence shorter than this, cut off by an impatient caller, says nothing of the upstream. */
    readonly minSilenceMs: number;
  };
  readonly concurrency: ConcurrencyLimits;
  readonly credentials: AuthenticatorOptions["limits"];
  /** No `Retry-After` stops requests for longer, whatever it says. */
  readonly maxThrottleMs: number;
}

/** Limits to change; the others keep their defaults. */
export type ClientLimitsInput = {
  readonly [Key in keyof ClientLimits]?: ClientLimits[Key] extends number
    ? number
    : Partial<ClientLimits[Key]>;
};

/** What a client does unless told otherwise. */
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
