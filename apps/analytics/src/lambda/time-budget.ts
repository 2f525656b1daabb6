import type { Context } from "aws-lambda";
import { RESERVED_TIME_SHARE } from "../constants.ts";

export type RemainingTime = Pick<Context, "getRemainingTimeInMillis">;

export interface TimeBudget {
  /** True if there is time to start more work. */
  hasTime(): boolean;
  /** When started work should be done, epoch ms; the time after it is for the answer. */
  readonly deadlineMs: number;
}

const ANSWER_SHARE = 0.05;

export function planTime(remainingMs: () => number, now: () => number): TimeBudget {
  const grantedMs = remainingMs();
  return {
    hasTime: () => remainingMs() >= grantedMs * RESERVED_TIME_SHARE,
    deadlineMs: now() + grantedMs * (1 - ANSWER_SHARE),
  };
}
