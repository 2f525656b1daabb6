import type { Context } from "aws-lambda";
import { RESERVED_TIME_SHARE } from "../constants.ts";

/** Of Lambda's context, what is used. */
export type RemainingTime = Pick<Context, "getRemainingTimeInMillis">;

/** How a run spends its time. */
export interface TimeBudget {
  /** Whether there is time to begin something. */
  hasTime(): boolean;
  /** When everything that was begun should be over, epoch ms: what is left then is for the answer. */
  readonly deadlineMs: number;
}

/** What of the time is kept for the answer, as a share. */
const ANSWER_SHARE = 0.05;

/** Plans a run's time from what is left of it when it begins. */
export function planTime(remainingMs: () => number, now: () => number): TimeBudget {
  const grantedMs = remainingMs();
  return {
    hasTime: () => remainingMs() >= grantedMs * RESERVED_TIME_SHARE,
    deadlineMs: now() + grantedMs * (1 - ANSWER_SHARE),
  };
}
