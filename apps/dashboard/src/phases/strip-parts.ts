import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";

/** One piece of a strip. */
export interface StripPart {
  readonly phase: Phase | "gap";
  readonly ms: number;
  /** Whether it is going on. */
  readonly open: boolean;
}

/**
 * A deployment's time as a strip: each phase's share of the critical path, then the time between phases, so that the
 * pieces add up to what was observed. While it is open, what has passed since its last event goes to the phase under way.
 *
 * @example
 * stripParts(sample, null).map(({ phase, ms }) => [phase, ms]);
 * // the documented sample: build_image 17, prepare_environment 20171, schedule_resource 6, pull_image 56642, gap 3982
 */
export function stripParts(
  deployment: Pick<DeploymentSummary, "phases" | "gapsMs" | "observedMs" | "outcome">,
  elapsedMs: number | null,
): StripPart[] {
  const waitingMs = elapsedMs === null ? 0 : Math.max(0, elapsedMs - deployment.observedMs);
  const last = deployment.phases.findLast(({ wallMs }) => wallMs === null)?.phase;
  const openPhase = deployment.outcome === null ? last : undefined;
  const phases = deployment.phases.map(({ phase, criticalMs }) => ({
    phase,
    ms: criticalMs + (phase === openPhase ? waitingMs : 0),
    open: phase === openPhase,
  }));
  const gapMs = deployment.gapsMs + (openPhase === undefined ? waitingMs : 0);
  return [...phases, { phase: "gap" as const, ms: gapMs, open: false }].filter(
    ({ ms, open }) => ms > 0 || open,
  );
}
