import type { EtaAnswer } from "@deploy-lens/api/deployments/eta";

export interface ExpectedTime {
  readonly p50Ms: number;
  readonly p90Ms: number;
}

export function expectedTime(eta: EtaAnswer | null, elapsedMs: number): ExpectedTime | null {
  if (eta === null) return null;
  const { p50, p90 } = eta.remainingMs;
  return { p50Ms: elapsedMs + p50, p90Ms: elapsedMs + p90 };
}

export interface ProgressShares {
  readonly passed: number;
  /** From now to the expected median. */
  readonly likely: number;
  /** From the median to p90. */
  readonly uncertain: number;
}

/** An open deployment's bar is never full. */
const MOST_PASSED = 0.95;
/** The elapsed share when there is no estimate. */
const PASSED_OF_UNKNOWN = 0.5;

/**
 * Divides a bar whose full length is the expected p90.
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
