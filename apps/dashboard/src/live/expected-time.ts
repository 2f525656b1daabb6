import type { Eta } from "@deploy-lens/api/deployments/eta";

/** How long a deployment is expected to take altogether, ms since its start. */
export interface ExpectedTime {
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/** What is expected of a deployment that had been under way for `elapsedMs` when the estimate was made. */
export function expectedTime(eta: Eta | null, elapsedMs: number): ExpectedTime | null {
  if (eta === null) return null;
  const { p50, p90 } = eta.remainingMs;
  return { p50Ms: elapsedMs + p50, p90Ms: elapsedMs + p90 };
}

/** Shares of a bar, from 0 to 1, that add up to 1. */
export interface ProgressShares {
  /** What has passed. */
  readonly passed: number;
  /** What is left until half of comparable deployments were done. */
  readonly likely: number;
  /** What one in two of them needed beyond that, up to nine in ten. */
  readonly uncertain: number;
}

/** While it has not ended, a bar is never full. */
const MOST_PASSED = 0.95;
/** Where nothing is known of what is left, nothing is said of it. */
const PASSED_OF_UNKNOWN = 0.5;

/**
 * Divides a bar that is as long as the deployment is expected to take at most.
 *
 * @example
 * progressShares(27_000, { p50Ms: 92_000, p90Ms: 108_000 }); // { passed: 0.25, likely: 0.6, uncertain: 0.15 }
 */
export function progressShares(elapsedMs: number, expected: ExpectedTime | null): ProgressShares {
  if (expected === null) return { passed: PASSED_OF_UNKNOWN, likely: 0, uncertain: 1 - PASSED_OF_UNKNOWN };
  const { p50Ms, p90Ms } = expected;
  const passed = Math.min(MOST_PASSED, elapsedMs / Math.max(1, p90Ms));
  const likely = Math.max(0, Math.min(1, p50Ms / Math.max(1, p90Ms)) - passed);
  return { passed, likely, uncertain: 1 - passed - likely };
}
