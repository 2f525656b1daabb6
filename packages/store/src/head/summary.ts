import type { Deployment, PhaseSummary } from "@deploy-lens/core/vocabulary/deployment";
import type { FailureCause } from "@deploy-lens/core/vocabulary/signal";

/** A deployment small enough to list. */
export interface DeploymentSummary
  extends Pick<
    Deployment,
    | "id"
    | "serviceId"
    | "kind"
    | "outcome"
    | "startedAtMs"
    | "endedAtMs"
    | "endedBy"
    | "totalMs"
    | "observedMs"
    | "lastEventAtMs"
    | "models"
    | "flags"
    | "unclassified"
  > {
  /** In phase order; only phases that ran. */
  readonly phases: readonly PhaseSummary[];
  /** Time when no phase was running, ms. */
  readonly gapsMs: number;
  /** The cause of failure, or `null`. */
  readonly failureCause: FailureCause | null;
}

/**
 * Reduces a deployment to what a list shows.
 *
 * @example
 * summarizeDeployment(sample); // { id: "0jxusbymc-…", outcome: null, observedMs: 80818, gapsMs: 3982, … }
 */
export function summarizeDeployment(deployment: Deployment): DeploymentSummary {
  return {
    id: deployment.id,
    serviceId: deployment.serviceId,
    kind: deployment.kind,
    outcome: deployment.outcome,
    startedAtMs: deployment.startedAtMs,
    endedAtMs: deployment.endedAtMs,
    endedBy: deployment.endedBy,
    totalMs: deployment.totalMs,
    observedMs: deployment.observedMs,
    lastEventAtMs: deployment.lastEventAtMs,
    models: deployment.models,
    flags: deployment.flags,
    unclassified: deployment.unclassified,
    phases: deployment.summary,
    gapsMs: deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0),
    failureCause: deployment.failure?.cause ?? null,
  };
}
