import type { Deployment } from "../vocabulary/deployment.ts";

/** How long an open deployment may be silent before it is `stalled`, ms: above the platform's longest phase time-out. */
export const STALLED_AFTER_MS = 3_600_000;

/** A deployment as it stands at some moment. */
export interface DeploymentAsOf extends Deployment {
  /** Start to that moment, ms; `null` once closed. */
  readonly elapsedMs: number | null;
}

/**
 * Looks at a deployment at a moment: how long it has run so far, and whether it has fallen silent.
 *
 * `stalled` is a fact about the moment, not about the events, so a later event takes it back (contract 3, rule 9).
 *
 * @example
 * deploymentAsOf(open, open.lastEventAtMs + 3_600_001).flags; // ["stalled"]
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
