import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";

export interface StripPart {
  readonly phase: Phase | "gap";
  readonly ms: number;
  /** True while it is running. */
  readonly open: boolean;
}

/**
 * A deployment as a strip: each phase's share of the critical path, then the gaps, adding up to the observed time.
 * While open, time since the last event counts for the running phase.
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
