import { setTimeout as sleep } from "node:timers/promises";
import { ConflictError } from "./errors.ts";

/** Limits of retrying after conflicting writes. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  /** Maximum wait before the second attempt, ms; doubled for each further one. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Waits after conflicting writes and throttling. */
export const RETRY: RetryPolicy = {
  maxAttempts: 10,
  baseDelayMs: 20,
  maxDelayMs: 1_000,
  sleep: async (ms) => {
    await sleep(ms);
  },
  random: Math.random,
};

/** Another writer changed what was read: read again and decide again. */
export class StaleReadError extends Error {
  override readonly name = "StaleReadError";
}

/** Waits before attempt `attempt` (the first is 0), a random time up to a limit that doubles, so that rivals spread out. */
export function backoff(policy: RetryPolicy, attempt: number): Promise<void> {
  const limitMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return policy.sleep(Math.floor(policy.random() * limitMs));
}

/**
 * Repeats work from the start, including its reads, while it ends in a {@link StaleReadError}.
 *
 * @throws ConflictError when the attempts are used up.
 */
export async function retryStale<Result>(
  policy: RetryPolicy,
  what: string,
  work: (attempt: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    if (attempt > 0) await backoff(policy, attempt);
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof StaleReadError)) throw error;
      if (attempt + 1 >= policy.maxAttempts) {
        throw new ConflictError({ what, attempts: attempt + 1 }, { cause: error });
      }
    }
  }
}
