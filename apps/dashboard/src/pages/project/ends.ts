import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";

/** Deployments of a window by outcome. */
export interface Ends {
  /** All that started, including open ones. */
  readonly all: number;
  readonly succeeded: number;
  /** Failed or timed out. */
  readonly failed: number;
  readonly cancelled: number;
  readonly superseded: number;
}

/**
 * Counts outcomes. Cancelled and superseded deployments neither succeeded nor failed.
 *
 * @example
 * endsOf({ success: 7, failure: 2, timed_out: 1, cancelled: 5 }).failed; // 3
 */
export function endsOf(outcomes: DeployDurations["outcomes"]): Ends {
  const { success = 0, failure = 0, timed_out = 0, cancelled = 0, superseded = 0, open = 0 } = outcomes;
  const failed = failure + timed_out;
  return {
    all: success + failed + cancelled + superseded + open,
    succeeded: success,
    failed,
    cancelled,
    superseded,
  };
}
