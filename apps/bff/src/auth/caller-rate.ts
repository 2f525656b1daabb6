import { createBoundedMap } from "../cache/bounded-map.ts";
import { ProblemError } from "../request/problem-error.ts";

/** Counts a request. @throws ProblemError `too-many-requests` when its caller sends more than a second's share */
export type CountRequest = (caller: string) => void;

/** Seconds of unused share that a caller may save up, for a page that asks for several things at once. */
const BURST_S = 2;
/** Callers that are remembered; who was forgotten starts with a full share. */
const MOST_CALLERS = 10_000;

/** Limits each caller's requests a second, in this process, by a token bucket. */
export function createCallerRate(perSecond: number, monotonicNow: () => number): CountRequest {
  const burst = BURST_S * perSecond;
  const shares = createBoundedMap<{ readonly left: number; readonly atMs: number }>(MOST_CALLERS);
  return (caller) => {
    const nowMs = monotonicNow();
    const share = shares.get(caller) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, share.left + ((nowMs - share.atMs) / 1_000) * perSecond);
    if (left < 1) {
      throw new ProblemError("too-many-requests", {
        detail: "This caller sends more requests than are taken of one: wait before the next.",
        retryAfterMs: Math.ceil(((1 - left) / perSecond) * 1_000),
      });
    }
    shares.set(caller, { left: left - 1, atMs: nowMs }, 1);
  };
}
