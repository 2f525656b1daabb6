import type { Deployment } from "../vocabulary/deployment.ts";

/** An open deployment that is silent for this long is `stalled`, ms: above the platform's longest phase time-out. */
export const STALLED_AFTER_MS = 3_600_000;

/** A deployment and its state at one moment. */
export interface DeploymentAsOf extends Deployment {
  /** From the start to that moment, ms; `null` once closed. */
  readonly elapsedMs: number | null;
}

/**
 * Adds what depends on the moment of reading: the time elapsed so far and the flag `stalled`.
 *
 * `stalled` is a fact about the moment, not about the events, so a later event takes it back (contract 3, rule 9).
 *
 * @example deploymentAsOf(open, open.lastEventAtMs + 3_600_001).flags; // ["stalled"]
 */
export function deploymentAsOf(
  deployment: Deployment,
  asOfMs: number,
  stalledAfterMs: number = STALLED_AFTER_MS,
): DeploymentAsOf {
  if (deployment.outcome !== null) return { ...deployment, elapsedMs: null };
  const elapsedMs = Math.max(0, asOfMs - deployment.startedAtMs);
  const stalled = asOfMs - deployment.lastEventAtMs > stalledAfterMs;
  return stalled
    ? { ...deployment, elapsedMs, flags: ["stalled", ...deployment.flags] }
    : { ...deployment, elapsedMs };
}
